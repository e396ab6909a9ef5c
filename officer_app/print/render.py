"""Composes a form's sheets into one PDF: what the copies of a set share is drawn once."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfgen.canvas import Canvas

from officer_app.print import template as t
from officer_app.print.attaching import add_shared, attach
from officer_app.print.boxes import draw
from officer_app.print.codes import MM_PER_INCH
from officer_app.print.continuing import continue_texts, draw_passages
from officer_app.print.data import Filled
from officer_app.print.easel import Easel, Kept, Marks
from officer_app.print.notices import draw_foot, draw_notice, draw_watermark
from officer_app.print.pen import Fonts, Pen, number, points
from officer_app.print.sheets import Placing, State
from officer_app.print.tables import Line, draw_table, lay_out
from officer_app.print.thai import Typeface, load_typeface, sarabun_folder


class _Paper(Canvas):
    """reportlab's canvas, given finished operators, without the Helvetica it would put on every page unasked."""

    _code: list[str]
    _doc: PDFDocument

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"


@dataclass(frozen=True)
class Press:
    """The typeface, read once, and what prints with it."""

    typeface: Typeface
    _kept: dict[int, tuple[t.Template, Kept]] = field(default_factory=dict)
    """By the template's identity; the template is held, so that no other can take its place."""

    def lacks(self, text: str) -> str:
        """The first character of a text that cannot be printed, or an empty string."""
        return self.typeface.regular.lacks(text) or self.typeface.bold.lacks(text)

    def render(
        self, made: t.Template, data: Filled, attached: bytes, *, state: State, placing: Placing, dpi: int
    ) -> tuple[bytes, int]:
        """The PDF and its number of pages. The same input gives the same bytes. Raises FormError."""
        fonts = Fonts(self.typeface)
        _, kept = self._kept.setdefault(id(made), (made, {}))
        composed = compose(made, data, self.typeface, fonts, kept, state=state, dpi=dpi)
        document = _document(made, composed, fonts, attached, _Lie.of(made.page, placing, dpi))
        return document, len(composed.own) * len(composed.shared)


def press(fonts: Path | None) -> Press:
    """A press with Sarabun from a folder, or from the installed package. Raises FontsMissing."""
    return Press(load_typeface(fonts or sarabun_folder()))


@dataclass(frozen=True)
class Composed:
    """A form's sheets as PDF operators: what the copies share, and per copy what each of its sheets alone bears."""

    shared: tuple[tuple[str, ...], ...]
    own: tuple[tuple[tuple[str, ...], ...], ...]


def compose(
    made: t.Template, data: Filled, typeface: Typeface, fonts: Fonts, kept: Kept, *, state: State, dpi: int
) -> Composed:
    """Lays out and draws every sheet. `kept`: what this template drew before. Raises DoesNotFit, FormDataError,
    BadTemplate.
    """

    def easel() -> Easel:
        return Easel(made, data, typeface, Pen(made.page.height, fonts), dpi, kept)

    rows = lay_out(easel())
    going_on = continue_texts(easel(), len(rows))
    pages = len(rows) + len(going_on.sheets)
    shared = []
    numbers = range(1, pages + 1)
    for sheet in numbers:
        on = replace(easel(), parts=going_on.parts)
        _boxes(on, Marks(None, sheet, pages), state)
        if sheet <= len(rows):
            _rows(on, rows[sheet - 1], sheet, len(rows))
        else:
            draw_passages(on, going_on.sheets[sheet - len(rows) - 1], sheet, pages)
        _around(on, state)
        shared.append(tuple(on.pen.operators))
    own = [
        tuple(_copy_marks(easel(), Marks(copy, sheet, pages)) for sheet in numbers) for copy in made.copies or (None,)
    ]
    return Composed(tuple(shared), tuple(own))


def _sheet_of(made: t.Template, number: int) -> t.Sheet:
    return made.first if number == 1 or made.next is None else made.next


def _boxes(easel: Easel, marks: Marks, state: State) -> None:
    said = _said(state)
    easel.once(("watermark", *said), lambda once: draw_watermark(once, state))
    for box in _sheet_of(easel.template, marks.page).boxes:
        draw(easel, box, marks)


def _rows(easel: Easel, lines: tuple[Line, ...], number: int, sheets: int) -> None:
    area = _sheet_of(easel.template, number).table
    if area is not None:
        draw_table(easel, area, lines, number, sheets)


def _said(state: State) -> tuple[bool, bool, bool, bool]:
    return (state.certified, state.sample, state.training, state.reprint is not None)


def _around(easel: Easel, state: State) -> None:
    said = _said(state)
    easel.once(("foot", *said), lambda once: draw_foot(once, state))
    if state.reprint is None:
        easel.once(("notice", *said), lambda once: draw_notice(once, state))
    else:
        draw_notice(easel, state)


def _copy_marks(easel: Easel, marks: Marks) -> tuple[str, ...]:
    """What one copy alone bears: its name."""
    if marks.copy is not None:
        for box in _sheet_of(easel.template, marks.page).boxes:
            if isinstance(box, t.Mark) and box.what != "page":
                draw(easel, box, marks)
    return tuple(easel.pen.operators)


@dataclass(frozen=True)
class _Lie:
    """The paper's size in mm, and the operator that puts the form in its place on it."""

    size: tuple[float, float]
    form: tuple[float, float]
    operator: str

    @classmethod
    def of(cls, page: t.Page, placing: Placing, dpi: int) -> "_Lie":
        size = placing.paper or (page.width, page.height)
        # Whole printer dots, so that bar codes stay on them.
        dot = MM_PER_INCH / dpi
        right, down = round(placing.right / dot) * dot, round(placing.down / dot) * dot
        up = size[1] - page.height - down
        moved = abs(right) > 1e-9 or abs(up) > 1e-9
        form = (page.width, page.height)
        return cls(size, form, f"1 0 0 1 {number(points(right))} {number(points(up))} cm" if moved else "")


def _document(made: t.Template, composed: Composed, fonts: Fonts, attached: bytes, lie: _Lie) -> bytes:
    """Pages in the order people sort them: every sheet of the first copy, then of the second."""
    out = io.BytesIO()
    paper = _paper(out, lie.size, fonts, made.name)
    paper.setSubject(f"{made.form} {made.version}")
    attach(paper._doc, f"{made.form}.json", attached)
    for page, operators in enumerate(composed.shared, 1):
        add_shared(paper._doc, f"sheet{page}", lie.form, operators)
    for copy in composed.own:
        for page, own in enumerate(copy, 1):
            if lie.operator:
                paper._code.append(lie.operator)
            paper.doForm(f"sheet{page}")
            paper._code += own
            paper.showPage()
    paper.save()
    return out.getvalue()


def compose_pages(size: tuple[float, float], pages: Sequence[Sequence[str]], fonts: Fonts, title: str) -> bytes:
    """A PDF of pages of `size` (mm) from their operators: for sheets that follow no template."""
    out = io.BytesIO()
    paper = _paper(out, size, fonts, title)
    for operators in pages:
        paper._code += operators
        paper.showPage()
    paper.save()
    return out.getvalue()


def _paper(out: io.BytesIO, size: tuple[float, float], fonts: Fonts, title: str) -> _Paper:
    extent = (points(size[0]), points(size[1]))
    # invariant: no time, no chance; the same input gives the same bytes.
    paper = _Paper(out, pagesize=extent, pageCompression=1, invariant=1, lang="th-TH")
    paper.setTitle(title)
    paper.setAuthor("officer-app")
    paper.setCreator("officer-app")
    for font in fonts.embedded.values():
        paper._doc.delayedFonts.append(font)
    return paper
