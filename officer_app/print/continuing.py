"""Texts too long for their box go on over further sheets: broken between words, numbered, never cut."""

from collections.abc import Mapping
from dataclasses import dataclass

from officer_app.print import template as t
from officer_app.print.boxes import GOES_ON, area_of, label, shown
from officer_app.print.easel import Easel, Part, place
from officer_app.print.errors import DoesNotFit
from officer_app.print.fitting import Fitted, Measure, begin, fit
from officer_app.print.pen import BLACK, POINTS_PER_MM, points
from officer_app.print.tables import TAIL, draw_tail

_SIZE = 9.5
_HEAD = 5.0
"""Millimetres for the name of the field above its text."""
_PAD = 1.2
_GAP = 3.0
_MANY = 10_000


@dataclass(frozen=True)
class Passage:
    """What of one field stands on one further sheet, from `y` mm down."""

    th: str
    en: str
    fitted: Fitted
    y: float
    height: float


@dataclass(frozen=True)
class GoingOn:
    """The beginnings that stay in their boxes, and what each further sheet bears."""

    parts: Mapping[str, Part]
    sheets: tuple[tuple[Passage, ...], ...]


NOTHING = GoingOn({}, ())


def continue_texts(easel: Easel, sheets: int) -> GoingOn:
    """Parts the texts that do not fit their boxes; `sheets` is how many the form has without them.

    A box that may not go on is left alone: drawing it raises DoesNotFit.
    """
    following = easel.template.next
    if following is None or following.table is None:
        return NOTHING
    flow = _Flow(following.table, sheets)
    parts: dict[str, Part] = {}
    for box in easel.template.first.boxes:
        if not (isinstance(box, t.Value) and box.continues and easel.draws(box)):
            continue
        text, face = shown(easel, box), easel.typeface.weight(box.bold)
        _, _, width, height = area_of(box)
        if fit(text, face, _room(box, width, height, box.lines)) is not None:
            continue
        here, left = begin(text, face, _room(box, width, height - GOES_ON, _MANY))
        about = easel.template.fields[box.field]
        parts[box.field] = Part(here, flow.take(easel, left, about, box.field))
    return GoingOn(parts, flow.sheets)


def _room(box: t.Value, width: float, height: float, lines: int) -> Measure:
    return Measure(points(width), points(height), box.size, box.least, lines, box.align, anywhere=True)


class _Flow:
    """Further sheets, filled from the top one after the other."""

    def __init__(self, area: t.Rect, sheets: int) -> None:
        self._area = area
        self._before = sheets
        self._sheets: list[list[Passage]] = []
        self._down = area[3]

    @property
    def sheets(self) -> tuple[tuple[Passage, ...], ...]:
        return tuple(tuple(sheet) for sheet in self._sheets)

    def take(self, easel: Easel, text: str, about: t.Field, name: str) -> int:
        """Put the text where there is room; gives the sheet it begins on."""
        first = 0
        while text:
            fitted, left = self._begin(easel, text)
            if not fitted.lines:
                self._turn(name, about)
                continue
            first = first or self._before + len(self._sheets)
            height = _HEAD + fitted.height / POINTS_PER_MM + _PAD
            self._sheets[-1].append(Passage(about.th, about.en, fitted, self._area[1] + self._down, height))
            self._down += height + _GAP
            text = left
        return first

    def _begin(self, easel: Easel, text: str) -> tuple[Fitted, str]:
        room = self._area[3] - self._down - _HEAD - TAIL - _PAD
        if room <= 0:
            return Fitted((), _SIZE), text
        width = points(self._area[2] - 2 * _PAD)
        return begin(text, easel.typeface.regular, Measure(width, points(room), _SIZE, _SIZE, _MANY, anywhere=True))

    def _turn(self, name: str, about: t.Field) -> None:
        """To the next sheet."""
        if self._sheets and not self._sheets[-1]:
            # Not even one line on an empty sheet.
            raise DoesNotFit(name, "", about.th)
        self._sheets.append([])
        self._down = 0.0


def draw_passages(easel: Easel, passages: tuple[Passage, ...], sheet: int, sheets: int) -> None:
    """One further sheet's texts, and that they go on or are at their end."""
    following = easel.template.next
    if following is None or following.table is None:
        return
    x, y, width, height = following.table
    easel.pen.frame((x, y, width, height), easel.ink, 0.6)
    end = y
    for passage in passages:
        label(easel, (x, passage.y, width, _HEAD), f"{passage.th} (ต่อ)", f"{passage.en} (continued)")
        area = (x + _PAD, passage.y + _HEAD, width - 2 * _PAD, passage.height - _HEAD)
        place(easel, passage.fitted, False, area, "left", BLACK, "top")
        end = passage.y + passage.height
    more = f"– มีต่อแผ่นที่ {sheet + 1}  continued on sheet {sheet + 1} –"
    draw_tail(easel, (x, end, width, y + height - end), more if sheet < sheets else "– สิ้นสุดข้อความ  end of text –")
