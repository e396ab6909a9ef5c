"""Bars and squares a scanner reads back: every module a whole number of printer dots, quiet zones kept.

python-barcode and segno give the patterns; here they become rectangles. Code 128 and Code 39 follow their tables, the
QR code carries the stamp's token (`design.md` §10, §12).
"""

import re
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby

from barcode.charsets import code39 as table39
from barcode.charsets import code128 as table128

MM_PER_INCH = 25.4
BAR_QUIET = 10
"""Modules of white on either side of a bar code (ISO/IEC 15417)."""
QR_QUIET = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""
LEAST_BAR_MM = 0.25
"""Narrowest bar that a 203 dpi printer and a counter scanner agree on (`stack-ui.md` §3)."""
LEAST_QR_MM = 0.24
_DIGITS = re.compile("[0-9]+")
_QR_LEVELS = ("m", "l")


@dataclass(frozen=True)
class Code:
    """Black rectangles in millimetres (x, y, width, height) from the box's top left; y grows downwards."""

    bars: tuple[tuple[float, float, float, float], ...]
    width: float
    height: float
    module: float
    """Millimetres of one module."""


class NotEncodable(ValueError):
    """The code has no sign for a character of the text."""


class TooWide(ValueError):
    """Even with the narrowest allowed module the code is wider than its box."""


def code128(text: str, width: float, height: float, dpi: int) -> Code:
    """Code 128 of printable ASCII, as wide as fits. Raises NotEncodable, TooWide."""
    _printable_ascii(text)
    values = _code128_values(text)
    check = (values[0] + sum(index * value for index, value in enumerate(values))) % 103
    patterns = (table128.CODES[value] for value in (*values, check))
    return _bars("".join(patterns) + table128.STOP + "11", width, height, dpi)


def _code128_values(text: str) -> list[int]:
    """Start, letters and switches. Digits go in pairs where four or more stand together.

    Not python-barcode's own encoder: its 0.16.1 drops a leading pair 99, which it takes for a switch
    (https://github.com/WhyNotHugo/python-barcode/issues/251), and a permit of the year 99 begins so.
    """
    values: list[int] = []
    paired = False
    at = 0
    while at < len(text):
        digits = _DIGITS.match(text, at)
        run = len(digits[0]) if digits else 0
        wants_pairs = run >= 2 if paired else run >= 4
        if wants_pairs != paired or not values:
            # An odd digit stays a letter, so that the pairs after it come out even.
            if wants_pairs and run % 2 and values:
                values.append(table128.B[text[at]])
                at += 1
            name = "C" if wants_pairs else "B"
            values.append(table128.START_CODES[name] if not values else _switch(name))
            paired = wants_pairs
        values.append(int(text[at : at + 2]) if paired else table128.B[text[at]])
        at += 2 if paired else 1
    return values


def _switch(name: str) -> int:
    return table128.B["TO_C"] if name == "C" else table128.C["TO_B"]


def code39(text: str, width: float, height: float, dpi: int) -> Code:
    """Code 39 without check character: digits, capitals, hyphen, stop, blank. Raises NotEncodable, TooWide.

    The signs $/+% are left out: a reader set to full ASCII takes them and the next letter for another letter.
    """
    if not text or not all(letter in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. " for letter in text):
        raise NotEncodable(text)
    letters = (table39.EDGE, *(table39.MAP[letter][1] for letter in text), table39.EDGE)
    return _bars(table39.MIDDLE.join(letters), width, height, dpi)


def _printable_ascii(text: str) -> None:
    if not text or not all(" " <= letter <= "~" for letter in text):
        raise NotEncodable(text)


def _bars(pattern: str, width: float, height: float, dpi: int) -> Code:
    modules = len(pattern) + 2 * BAR_QUIET
    module = _module(width, modules, dpi, LEAST_BAR_MM)
    bars = []
    at = BAR_QUIET
    for sign, group in groupby(pattern):
        length = len(list(group))
        if sign == "1":
            bars.append((at * module, 0.0, length * module, height))
        at += length
    return Code(tuple(bars), modules * module, height, module)


def qr(text: str, side: float, dpi: int) -> Code:
    """A QR code of printable ASCII within a square of `side` mm, quiet zone inside. Raises NotEncodable, TooWide."""
    _printable_ascii(text)
    for level in _QR_LEVELS:
        try:
            symbol = import_module("segno").make(text, error=level, micro=False)
        except ValueError as exc:
            raise TooWide(text) from exc
        rows = [bytes(row) for row in symbol.matrix]
        modules = len(rows) + 2 * QR_QUIET
        try:
            module = _module(side, modules, dpi, LEAST_QR_MM)
        except TooWide:
            continue
        return Code(_squares(rows, module), modules * module, modules * module, module)
    raise TooWide(text)


def _squares(rows: list[bytes], module: float) -> tuple[tuple[float, float, float, float], ...]:
    squares = []
    for y, row in enumerate(rows):
        at = 0
        for sign, group in groupby(row):
            length = len(list(group))
            if sign:
                left, top = (at + QR_QUIET) * module, (y + QR_QUIET) * module
                squares.append((left, top, length * module, module))
            at += length
    return tuple(squares)


def _module(room: float, modules: int, dpi: int, least: float) -> float:
    """The widest whole number of dots that fits, in mm."""
    dot = MM_PER_INCH / dpi
    dots = int(room / dot / modules + 1e-9)
    if dots * dot < least - 1e-9:
        raise TooWide
    return dots * dot
