"""What a form looks like: page, fields, boxes in mm, copies, legal basis. Plain data, read from `resources/forms/`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Rect = tuple[float, float, float, float]
"""x, y, width, height in mm from the sheet's top left corner."""


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
class Value:
    """A field's value under its label."""

    at: Rect
    field: str
    size: float = 9.5
    least: float = 7.0
    align: str = "left"
    lines: int = 1
    bold: bool = False
    label: bool = True
    border: bool = True
    show: str = ""
    """Empty, `words` (baht in Thai), `packages_th`, `packages_en`."""
    before: str = ""
    after: str = ""
    anywhere: bool = False
    middle: bool = False
    """Set at half height instead of below the label."""
    when: str = ""
    unless: str = ""


@dataclass(frozen=True)
class Words:
    """Fixed text in both languages, or one of them."""

    at: Rect
    th: str = ""
    en: str = ""
    size: float = 8.0
    least: float = 5.0
    align: str = "left"
    lines: int = 1
    bold: bool = False
    border: bool = False
    fill: str = ""
    """Empty, `pale` (a band in the form's tint) or `solid` (white on the form's ink)."""
    ink: str = "form"
    """`form` or `black`."""
    when: str = ""
    unless: str = ""


@dataclass(frozen=True)
class Label:
    """A small heading like that of a value box, standing alone."""

    at: Rect
    th: str
    en: str = ""
    when: str = ""
    unless: str = ""


@dataclass(frozen=True)
class Frame:
    """A box without text; `weight` in points."""

    at: Rect
    weight: float = 0.5
    fill: str = ""
    when: str = ""
    unless: str = ""


@dataclass(frozen=True)
class Rule:
    """A line to write on (dotted) or to part things; from (x, y) by (width, height)."""

    at: Rect
    weight: float = 0.5
    dotted: bool = False
    when: str = ""
    unless: str = ""


@dataclass(frozen=True)
class Tick:
    """A small square, crossed when `field` has the value `equals`, else left for the pen."""

    at: Rect
    th: str
    en: str = ""
    field: str = ""
    equals: str = ""
    size: float = 7.5
    when: str = ""
    unless: str = ""


@dataclass(frozen=True)
class Bars:
    """A bar code of a field, with its value in letters below."""

    at: Rect
    field: str
    symbology: str = "code128"
    human: float = 8.0
    """Type size of the line people read; 0 for none."""
    align: str = "center"
    when: str = ""
    unless: str = ""


@dataclass(frozen=True)
class Square:
    """A QR code of a field."""

    at: Rect
    field: str
    when: str = ""
    unless: str = ""


@dataclass(frozen=True)
class Mark:
    """Where the sheet's own marks stand: `what` is `copy`, `page`, or `top` (drawn for copies with `top` only)."""

    at: Rect
    what: str
    size: float = 11.0
    align: str = "center"
    bold: bool = True
    border: bool = False
    when: str = ""
    unless: str = ""


@dataclass(frozen=True)
class Drawing:
    """An image as lines: `path` in mm from the box's top left (`M x y`, `L x y`, `C x1 y1 x2 y2 x y`, `Z`).

    Lines, not pixels: sharp on every printer, and part of the bytes that the office signs.
    """

    at: Rect
    path: str
    weight: float = 0.5
    """Points of the line; 0: filled."""
    when: str = ""
    unless: str = ""


Box = Value | Words | Label | Frame | Rule | Tick | Bars | Square | Mark | Drawing


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
    """One kind of sheet: the first, or a continuation of its table."""

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
