"""Texts too long for their box go on over further sheets: broken between words, numbered, never cut."""

from collections.abc import Mapping
from dataclasses import dataclass

from officer_app.print import template as t
from officer_app.print.boxes import GOES_ON, area_of, fitted_in, label, shown
from officer_app.print.easel import Easel, Part, place
from officer_app.print.errors import DoesNotFit
from officer_app.print.fitting import MANY, Fitted, Measure, begin
from officer_app.print.pen import BLACK, POINTS_PER_MM, points
from officer_app.print.tables import TAIL, draw_tail

_SIZE = 9.5
_HEAD = 5.0
"""Millimetres for the name of the field above its text."""
_PAD = 1.2
_GAP = 3.0


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
    """What stands in each box, by its identity, and what each further sheet bears."""

    parts: Mapping[int, Part]
    sheets: tuple[tuple[Passage, ...], ...]


def continue_texts(easel: Easel, sheets: int) -> GoingOn:
    """Fits every value into its box, and parts the texts that do not fit; `sheets` is how many the form has without
    them. Raises DoesNotFit, naming the field, where the form has no further sheet.
    """
    made = easel.template
    flow = _Flow(made.next.table if made.next is not None else None, sheets)
    parts = _fill(easel, made.first, flow)
    if made.next is not None and (sheets > 1 or flow.sheets):
        parts |= _fill(easel, made.next, flow)
    return GoingOn(parts, flow.sheets)


def _fill(easel: Easel, sheet: t.Sheet, flow: "_Flow") -> dict[int, Part]:
    parts: dict[int, Part] = {}
    for box in sheet.boxes:
        if not (isinstance(box, t.Value) and easel.draws(box)):
            continue
        text, about = shown(easel, box), easel.template.fields[box.field]
        if not text:
            continue
        fitted = fitted_in(easel, box, text)
        if fitted is not None:
            parts[id(box)] = Part(fitted)
            continue
        here, left = Fitted((), box.size), text
        if box.continues:
            _, _, width, height = area_of(box)
            here, left = begin(text, easel.typeface.weight(box.bold), _room(box, width, height - GOES_ON))
        parts[id(box)] = Part(here, flow.take(easel, left, about, box.field))
    return parts


def _room(box: t.Value, width: float, height: float) -> Measure:
    return Measure(points(width), points(height), box.size, box.least, MANY, box.align, anywhere=True)


class _Flow:
    """Further sheets, filled from the top one after the other."""

    def __init__(self, area: t.Rect | None, sheets: int) -> None:
        self._area = area or (0.0, 0.0, 0.0, 0.0)
        self._before = sheets
        self._sheets: list[list[Passage]] = []
        self._down = self._area[3]
        self._begun: dict[tuple[str, str], int] = {}

    @property
    def sheets(self) -> tuple[tuple[Passage, ...], ...]:
        return tuple(tuple(sheet) for sheet in self._sheets)

    def take(self, easel: Easel, text: str, about: t.Field, name: str) -> int:
        """Put the text where there is room, once; gives the sheet it begins on."""
        whole, first = (name, text), self._begun.get((name, text), 0)
        while text and whole not in self._begun:
            fitted, left = self._begin(easel, text)
            if not fitted.lines:
                self._turn(name, about, text)
                continue
            first = first or self._before + len(self._sheets)
            height = _HEAD + fitted.height / POINTS_PER_MM + _PAD
            self._sheets[-1].append(Passage(about.th, about.en, fitted, self._area[1] + self._down, height))
            self._down += height + _GAP
            text = left
        self._begun[whole] = first
        return first

    def _begin(self, easel: Easel, text: str) -> tuple[Fitted, str]:
        room = self._area[3] - self._down - _HEAD - TAIL - _PAD
        if room <= 0:
            return Fitted((), _SIZE), text
        width = points(self._area[2] - 2 * _PAD)
        return begin(text, easel.typeface.regular, Measure(width, points(room), _SIZE, _SIZE, MANY, anywhere=True))

    def _turn(self, name: str, about: t.Field, text: str) -> None:
        """To the next sheet."""
        if not self._area[3] or (self._sheets and not self._sheets[-1]):
            # No further sheet, or not even one line on an empty one.
            raise DoesNotFit(name, text, about.th)
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
