"""What a form looks like: page, fields, boxes in mm, copies, legal basis. Plain data, read from `resources/forms/`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from officer_app.print.box_kinds import Bars, Box, Drawing, Frame, Label, Mark, Rect, Rule, Square, Tick, Value, Words

__all__ = [
    "Bars",
    "Box",
    "Column",
    "Copy",
    "Drawing",
    "Field",
    "Frame",
    "Label",
    "Mark",
    "Page",
    "Rect",
    "Rule",
    "Sheet",
    "Square",
    "Table",
    "Template",
    "Tick",
    "Value",
    "Words",
]


@dataclass(frozen=True)
class Field:
    """One thing the form asks for.

    `format`: text (str), int, kg (int grams), baht (int satang), date_be (date or ISO text), datetime_be (datetime
    with zone or ISO text), flag (bool), rows (list of mappings, described by `row`).
    """

    th: str
    en: str
    format: str = "text"
    required: bool = False
    max: int = 0
    """Most characters of a text, greatest whole number, most rows; 0: the format's own limit."""
    newlines: bool = False
    exact: bool = False
    """Printed as given, blanks at the ends too: a code's alphabet may hold the blank (base45)."""
    one_of: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """What is printed instead of a value: `green = "Green Line"`."""
    row: Mapping[str, "Field"] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """One column of the table; several fields of a row stand under each other, or beside each other with `join`."""

    width: float
    th: str
    en: str
    fields: tuple[str, ...]
    align: str = "left"
    size: float = 8.0
    least: float = 6.5
    lines: int = 1
    join: str = "\n"
    anywhere: bool = False


@dataclass(frozen=True)
class Table:
    """The form's rows: which list field, how the columns look, how high heading and least row are (mm)."""

    field: str
    columns: tuple[Column, ...]
    header: float = 9.0
    row: float = 6.0


@dataclass(frozen=True)
class Sheet:
    """One kind of sheet: the first, or a continuation. `table`: where rows stand, and on `next` texts that go on."""

    boxes: tuple[Box, ...]
    table: Rect | None = None


@dataclass(frozen=True)
class Copy:
    """One sheet of a set. `top`: the mark stands in large letters at the head of the sheet."""

    th: str
    en: str
    top: bool = False


@dataclass(frozen=True)
class Page:
    """Paper and the form's own places, mm. `notice`: kept free for the not-certified and sample marks."""

    width: float
    height: float
    notice: Rect
    foot: Rect
    ink: tuple[float, float, float] = (0.0, 0.0, 0.0)
    watermark: bool = True
    foot_size: float = 6.0
    foot_short: bool = False
    """Legal basis and version in running text instead of a line each."""


@dataclass(frozen=True)
class Template:
    """A whole form."""

    form: str
    version: str
    code: str
    title_th: str
    title_en: str
    legal_th: str
    legal_en: str
    page: Page
    fields: Mapping[str, Field]
    first: Sheet
    next: Sheet | None = None
    table: Table | None = None
    copies: tuple[Copy, ...] = ()
    only_core: bool = False
    """Whether only data of the customs computer may stand here; whatever else is printed is marked as sample."""
    sample: Mapping[str, object] = field(default_factory=dict)
    """Invented data for previews and tests."""

    @property
    def name(self) -> str:
        """What people call it: `แบบที่ 448/1 ใบขนสินค้าผ่านแดน`."""
        return self.title_th if self.title_th.startswith(self.code) else f"{self.code} {self.title_th}"
