"""Looks a template over before it is used: boxes that overlap, run into the sheet's own places, or have no room."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from officer_app.print import template as t

_TOUCH = 0.35
"""Millimetres by which neighbours may overlap: hairlines and rounding."""
_LABEL_ROOM = 2.9


@dataclass(frozen=True)
class Flaw:
    """One thing wrong with a template: on which sheet, where, what."""

    sheet: str
    at: t.Rect
    th: str
    en: str


@dataclass(frozen=True)
class _Ink:
    """What is printed in a place, and when: `when` and `unless` are its conditions."""

    name: str
    at: t.Rect
    when: str = ""
    unless: str = ""


def flaws_of(made: t.Template) -> list[Flaw]:
    """Every pair of printed things that share a place, and every frame that cuts through one."""
    found: list[Flaw] = []
    for name, sheet in (("first", made.first), ("next", made.next)):
        if sheet is None:
            continue
        inks = [*_inks(made, sheet), *_own(made, sheet)]
        for one, other in combinations(inks, 2):
            if _together(one, other) and _overlap(one.at, other.at):
                found.append(_flaw(name, one, other))
        for box in sheet.boxes:
            if isinstance(box, t.Frame):
                frame = _Ink("frame", box.at, box.when, box.unless)
                found += [_flaw(name, frame, ink) for ink in inks if _together(frame, ink) and _cuts(box.at, ink.at)]
    return found


def unused_fields(made: t.Template) -> list[str]:
    """Fields that no box, no column and no condition shows: data that would be asked for and never printed."""
    used: set[str] = set()
    for sheet in (made.first, made.next):
        for box in sheet.boxes if sheet else ():
            used.update({box.when, box.unless})
            if isinstance(box, t.Value | t.Bars | t.Square | t.Tick):
                used.add(box.field)
    names = [key for key, about in made.fields.items() if about.format != "rows" and key not in used]
    if made.table is not None:
        shown = {name for column in made.table.columns for name in column.fields}
        rows = made.fields[made.table.field].row
        names += [f"{made.table.field}.{key}" for key in rows if key not in shown]
    names += [key for key, about in made.fields.items() if about.format == "rows" and not _is_table(made, key)]
    return names


def _is_table(made: t.Template, key: str) -> bool:
    return made.table is not None and made.table.field == key


def _inks(made: t.Template, sheet: t.Sheet) -> Iterator[_Ink]:
    for box in sheet.boxes:
        x, y, width, height = box.at
        match box:
            case t.Value():
                yield _Ink(box.field, box.at, box.when, box.unless)
            case t.Label():
                yield _Ink(box.th, (x, y, width, min(height, _LABEL_ROOM)), box.when, box.unless)
            case t.Words():
                yield _Ink(box.th or box.en, box.at, box.when, box.unless)
            case t.Tick():
                yield _Ink(box.th, box.at, box.when, box.unless)
            case t.Bars() | t.Square():
                # Printed only where there is something to encode.
                yield _Ink(box.field, box.at, box.when or box.field, box.unless)
            case t.Mark():
                if made.copies or box.what == "page":
                    yield _Ink(box.what, box.at, box.when, box.unless)
            case t.Drawing():
                yield _Ink("drawing", box.at, box.when, box.unless)
            case t.Frame() | t.Rule():
                pass


def _own(made: t.Template, sheet: t.Sheet) -> Iterator[_Ink]:
    yield _Ink("page.notice", made.page.notice)
    yield _Ink("page.foot", made.page.foot)
    if sheet.table is not None:
        yield _Ink("table", sheet.table)


def _together(one: _Ink, other: _Ink) -> bool:
    """Whether both can be printed at once."""
    return not ((one.when and one.when == other.unless) or (one.unless and one.unless == other.when))


def _overlap(one: t.Rect, other: t.Rect) -> bool:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return across > _TOUCH and down > _TOUCH


def _cuts(frame: t.Rect, ink: t.Rect) -> bool:
    inside = (
        ink[0] >= frame[0] - _TOUCH
        and ink[1] >= frame[1] - _TOUCH
        and ink[0] + ink[2] <= frame[0] + frame[2] + _TOUCH
        and ink[1] + ink[3] <= frame[1] + frame[3] + _TOUCH
    )
    around = _inside(frame, ink)
    return _overlap(frame, ink) and not inside and not around


def _inside(inner: t.Rect, outer: t.Rect) -> bool:
    return (
        inner[0] >= outer[0] - _TOUCH
        and inner[1] >= outer[1] - _TOUCH
        and inner[0] + inner[2] <= outer[0] + outer[2] + _TOUCH
        and inner[1] + inner[3] <= outer[1] + outer[3] + _TOUCH
    )


def _flaw(sheet: str, one: _Ink, other: _Ink) -> Flaw:
    first, second = _short(one.name), _short(other.name)
    place = f"{list(one.at)}, {list(other.at)}"
    return Flaw(
        sheet,
        one.at,
        f"“{first}” ทับกับ “{second}” {place}",
        f"“{first}” and “{second}” share a place: {place}",
    )


def _short(name: str) -> str:
    line = name.split("\n", maxsplit=1)[0]
    return line if len(line) <= 40 else line[:39] + "…"
