"""What a box is drawn with: the sheet, the data, the type, and how lines are set into an area."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

from officer_app.print import template as t
from officer_app.print.data import Filled
from officer_app.print.errors import BadTemplate, DoesNotFit
from officer_app.print.fitting import Fitted, Measure, fit
from officer_app.print.pen import POINTS_PER_MM, Colour, Fonts, Pen
from officer_app.print.thai import Typeface


@dataclass(frozen=True)
class Marks:
    """What a sheet says about itself: which copy, which page of how many."""

    copy: t.Copy | None
    page: int
    pages: int


@dataclass(frozen=True)
class Piece:
    """What a template draws on every sheet alike: its operators, and the glyphs of either weight."""

    operators: str
    regular: frozenset[int]
    bold: frozenset[int]


Kept = dict[Hashable, Piece]
"""Pieces of one template, drawn once for as long as the program runs."""


@dataclass(frozen=True)
class Part:
    """What of a text stands in its box: all of it, or its beginning or nothing and the sheet on which the rest is."""

    fitted: Fitted
    page: int = 0
    """The sheet on which it goes on; 0 where all of it is here."""


def _nothing() -> Mapping[int, Part]:
    return {}


@dataclass(frozen=True)
class Easel:
    """Everything a box needs to be drawn; `parts` by the identity of the box that they stand in."""

    template: t.Template
    data: Filled
    typeface: Typeface
    pen: Pen
    dpi: int
    kept: Kept = field(default_factory=dict)
    parts: Mapping[int, Part] = field(default_factory=_nothing)

    def once(self, key: Hashable, draw: Callable[["Easel"], None]) -> None:
        """Draws what does not depend on data: laid out the first time, repeated from then on."""
        piece = self.kept.get(key)
        if piece is None:
            fonts = Fonts(self.typeface)
            pen = Pen(self.template.page.height, fonts)
            draw(Easel(self.template, self.data, self.typeface, pen, self.dpi))
            used = [fonts.of(face).used for face in (self.typeface.regular, self.typeface.bold)]
            piece = self.kept[key] = Piece("\n".join(pen.operators), *used)
        self.pen.repeat(piece.operators, self.typeface, piece.regular, piece.bold)

    @property
    def ink(self) -> Colour:
        """The colour of rules and labels."""
        return self.template.page.ink

    @property
    def tint(self) -> Colour:
        """The same colour, pale, for bands."""
        red, green, blue = (1 - (1 - part) * 0.09 for part in self.ink)
        return (red, green, blue)

    def draws(self, box: t.Box) -> bool:
        """Whether the box's condition holds."""
        texts = self.data.texts
        return not (box.when and not texts[box.when]) and not (box.unless and texts[box.unless])

    def fitted(self, text: str, bold: bool, room: Measure, name: str, label: str) -> Fitted:
        """The text in its room. Raises DoesNotFit with the field's name."""
        fitted = fit(text, self.typeface.weight(bold), room)
        if fitted is None:
            raise DoesNotFit(name, text, label)
        return fitted

    def fixed(self, text: str, bold: bool, room: Measure, at: t.Rect) -> Fitted:
        """The template's own text in its room. Raises BadTemplate: no officer can shorten it."""
        fitted = fit(text, self.typeface.weight(bold), room)
        if fitted is None:
            raise BadTemplate(self.template.form, f"“{text}” has no room in {list(at)}")
        return fitted


def place(easel: Easel, fitted: Fitted, bold: bool, area: t.Rect, align: str, colour: Colour, at: str) -> None:
    """Draws fitted lines in an area (mm): `at` its top, middle, bottom, or `ink` (the ink itself in the middle)."""
    x, y, width, height = area
    free = height - fitted.height / POINTS_PER_MM
    down = free / 2 if at in {"middle", "ink"} else free if at == "bottom" else 0.0
    baseline = y + down + fitted.rise / POINTS_PER_MM
    if at == "ink" and fitted.lines:
        above, below = fitted.lines[0].top, -fitted.lines[-1].bottom
        # Half of what the usual room above and below the ink differs by.
        uneven = (fitted.rise - fitted.fall) - (above - below) * fitted.size / 1000
        baseline -= uneven / 2 / POINTS_PER_MM
    easel.pen.lines(fitted, easel.typeface.weight(bold), (x, baseline, width), align, colour)
