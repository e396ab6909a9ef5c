"""Draws on one sheet in millimetres from the top left corner, as PDF operators."""

import math
from collections.abc import Sequence
from types import MappingProxyType

from officer_app.print.embedding import EmbeddedFace
from officer_app.print.fitting import Fitted
from officer_app.print.thai import Face, Run, Typeface

POINTS_PER_MM = 72 / 25.4
Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
_COUNTS = MappingProxyType({"M": 2, "L": 2, "C": 6, "Z": 0})


def points(mm: float) -> float:
    """Millimetres as PDF points."""
    return mm * POINTS_PER_MM


def number(value: float) -> str:
    """A PDF number with a ten-thousandth of a point, without idle zeros."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class Fonts:
    """The two faces as one document embeds them."""

    def __init__(self, typeface: Typeface) -> None:
        self.embedded = {
            id(typeface.regular): EmbeddedFace(typeface.regular, "TR"),
            id(typeface.bold): EmbeddedFace(typeface.bold, "TB"),
        }

    def of(self, face: Face) -> EmbeddedFace:
        """This document's copy of a face."""
        return self.embedded[id(face)]


class Pen:
    """Collects the operators of one page content. `height` is the page's, in mm."""

    def __init__(self, height: float, fonts: Fonts) -> None:
        self.operators: list[str] = []
        self._height = height
        self._fonts = fonts

    def repeat(self, operators: str, typeface: Typeface, regular: frozenset[int], bold: frozenset[int]) -> None:
        """Operators drawn before, with the glyphs of either weight that they need."""
        if operators:
            self.operators.append(operators)
        self._fonts.of(typeface.regular).use_all(regular)
        self._fonts.of(typeface.bold).use_all(bold)

    def _xy(self, x: float, y: float) -> str:
        return f"{number(points(x))} {number(points(self._height - y))}"

    def _colour(self, colour: Colour, operator: str) -> str:
        return " ".join(number(part) for part in colour) + f" {operator}"

    def fill(self, rects: Sequence[tuple[float, float, float, float]], colour: Colour) -> None:
        """Filled rectangles (x, y, width, height) as one path."""
        path = [
            f"{self._xy(x, y + height)} {number(points(width))} {number(points(height))} re"
            for x, y, width, height in rects
        ]
        self.operators += ["q", self._colour(colour, "rg"), *path, "f", "Q"]

    def frame(self, rect: tuple[float, float, float, float], colour: Colour, weight: float = 0.5) -> None:
        """The outline of a rectangle; `weight` in points."""
        x, y, width, height = rect
        size = f"{number(points(width))} {number(points(height))} re S"
        lines = [self._colour(colour, "RG"), f"{number(weight)} w", f"{self._xy(x, y + height)} {size}"]
        self.operators += ["q", *lines, "Q"]

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: Colour, weight: float = 0.5, dash: str = ""
    ) -> None:
        """A straight line; `weight` in points, `dash` a PDF dash array such as `[0.6 1.4] 0`."""
        style = [self._colour(colour, "RG"), f"{number(weight)} w", *([f"{dash} d 1 J"] if dash else [])]
        self.operators += ["q", *style, f"{self._xy(*start)} m {self._xy(*end)} l S", "Q"]

    def path(self, at: tuple[float, float], path: str, colour: Colour, weight: float) -> None:
        """A path of M, L, C and Z in mm from `at`; filled where `weight` is 0."""
        style = [self._colour(colour, "RG"), f"{number(weight)} w"] if weight else [self._colour(colour, "rg")]
        drawn: list[str] = []
        words = path.split()
        while words:
            sign, count = words[0], _COUNTS[words[0]]
            numbers = [float(word) for word in words[1 : 1 + count]]
            spots = [self._xy(at[0] + x, at[1] + y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
            drawn.append(" ".join([*spots, "h" if sign == "Z" else sign.lower()]))
            del words[: 1 + count]
        self.operators += ["q", *style, *drawn, "S" if weight else "f", "Q"]

    def lines(self, fitted: Fitted, face: Face, box: tuple[float, float, float], align: str, colour: Colour) -> None:
        """Fitted lines from a box's left edge, first baseline (mm) and width, set left, right or centre."""
        x, baseline, width = box
        for index, run in enumerate(fitted.lines):
            free = width - run.width * fitted.size / 1000 / POINTS_PER_MM
            left = x + (free if align == "right" else free / 2 if align == "center" else 0.0)
            down = index * fitted.size * fitted.leading / 1000 / POINTS_PER_MM
            self.text(run, face, fitted.size, (left, baseline + down), colour)

    def text(
        self, run: Run, face: Face, size: float, at: tuple[float, float], colour: Colour, angle: float = 0.0
    ) -> None:
        """One run with its baseline's left end at `at`, turned by `angle` degrees counter-clockwise."""
        if not run.glyphs:
            return
        font = self._fonts.of(face)
        font.use(run)
        turn = math.radians(angle)
        cos, sin = number(math.cos(turn)), number(math.sin(turn))
        matrix = f"{cos} {sin} {number(-math.sin(turn))} {cos} {self._xy(*at)} Tm"
        shown = [self._colour(colour, "rg"), f"/{font.name} {number(size)} Tf", matrix, *_shown(run, face, size)]
        if not run.reads_back:
            # The glyphs of a Thai cluster cannot be read back one by one; this is the text they stand for.
            copy = run.text.encode("utf-16-be").hex().upper()
            self.operators.append(f"/Span <</ActualText <FEFF{copy}>>> BDC")
        self.operators += ["BT", *shown, "ET"]
        if not run.reads_back:
            self.operators.append("EMC")


def _shown(run: Run, face: Face, size: float) -> list[str]:
    """The text-showing operators: marks are moved sideways by TJ numbers and upwards by the rise."""
    operators: list[str] = []
    codes: list[str] = []
    shift = 0
    rise = 0

    def flush() -> None:
        if codes:
            operators.append(f"[{''.join(codes)}] TJ")
            codes.clear()

    for glyph in run.glyphs:
        if glyph.y_offset != rise:
            flush()
            rise = glyph.y_offset
            operators.append(f"{number(rise * size / 1000)} Ts")
        move = shift - glyph.x_offset
        if move:
            codes.append(number(move))
        codes.append(f"<{glyph.gid:04X}>")
        shift = face.width_of(glyph.gid) - glyph.advance + glyph.x_offset
    flush()
    if rise:
        operators.append("0 Ts")
    return operators
