"""The kinds of boxes a form is made of: text, codes, lines, marks. Plain data, places in mm."""

from dataclasses import dataclass

Rect = tuple[float, float, float, float]
"""x, y, width, height in mm from the sheet's top left corner."""


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
    continues: bool = False
    """What does not fit goes on over further sheets, in the table's place of `next`."""
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
