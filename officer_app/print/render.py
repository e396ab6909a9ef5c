"""Composes a form's sheets into one PDF: what the copies of a set share is drawn once."""

import io
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfgen.canvas import Canvas

from officer_app.print import template as t
from officer_app.print.boxes import draw
from officer_app.print.data import Filled
from officer_app.print.easel import Easel, Marks
from officer_app.print.notices import draw_foot, draw_notice, draw_watermark
from officer_app.print.pen import Fonts, Pen, points
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

    def lacks(self, text: str) -> str:
        """The first character of a text that cannot be printed, or an empty string."""
        return self.typeface.regular.lacks(text) or self.typeface.bold.lacks(text)

    def render(self, made: t.Template, data: Filled, *, certified: bool, sample: bool, dpi: int) -> tuple[bytes, int]:
        """The PDF and its number of pages. The same input gives the same bytes. Raises FormError."""
        return _render(made, data, self.typeface, certified=certified, sample=sample, dpi=dpi)


def press(fonts: Path | None) -> Press:
    """A press with Sarabun from a folder, or from the installed package. Raises FontsMissing."""
    return Press(load_typeface(fonts or sarabun_folder()))


def _render(
    made: t.Template, data: Filled, typeface: Typeface, *, certified: bool, sample: bool, dpi: int
) -> tuple[bytes, int]:
    fonts = Fonts(typeface)
    page = made.page
    easel = Easel(made, data, typeface, Pen(page.height, fonts), dpi)
    sheets = lay_out(easel)
    shared: list[list[str]] = []
    for number, lines in enumerate(sheets, 1):
        pen = Pen(page.height, fonts)
        easel = Easel(made, data, typeface, pen, dpi)
        _draw_sheet(easel, lines, number, len(sheets), certified=certified, sample=sample)
        shared.append(pen.operators)
    copies = made.copies or (None,)
    own = [
        [_copy_marks(made, data, typeface, fonts, Marks(copy, number, len(sheets)), dpi) for copy in copies]
        for number in range(1, len(sheets) + 1)
    ]
    title = made.name
    return _document(made, shared, own, fonts, title), len(copies) * len(sheets)


def _sheet_of(made: t.Template, number: int) -> t.Sheet:
    return made.first if number == 1 or made.next is None else made.next


def _draw_sheet(
    easel: Easel, lines: tuple[Line, ...], number: int, sheets: int, *, certified: bool, sample: bool
) -> None:
    sheet = _sheet_of(easel.template, number)
    draw_watermark(easel, certified=certified, sample=sample)
    marks = Marks(None, number, sheets)
    for box in sheet.boxes:
        draw(easel, box, marks)
    if sheet.table is not None:
        draw_table(easel, sheet.table, lines, number, sheets)
    draw_foot(easel, certified=certified)
    draw_notice(easel, certified=certified, sample=sample)


def _copy_marks(made: t.Template, data: Filled, typeface: Typeface, fonts: Fonts, marks: Marks, dpi: int) -> list[str]:
    """What one copy alone bears: its name."""
    if marks.copy is None:
        return []
    pen = Pen(made.page.height, fonts)
    easel = Easel(made, data, typeface, pen, dpi)
    for box in _sheet_of(made, marks.page).boxes:
        if isinstance(box, t.Mark) and box.what != "page":
            draw(easel, box, marks)
    return pen.operators


def _document(made: t.Template, shared: list[list[str]], own: list[list[list[str]]], fonts: Fonts, title: str) -> bytes:
    """Pages in the order people sort them: every sheet of the first copy, then of the second."""
    out = io.BytesIO()
    size = (points(made.page.width), points(made.page.height))
    paper = _Paper(out, pagesize=size, pageCompression=1, invariant=1, lang="th-TH")
    paper.setTitle(title)
    paper.setSubject(f"{made.form} {made.version}")
    paper.setAuthor("กรมศุลกากร")
    paper.setCreator("officer-app")
    for font in fonts.embedded.values():
        paper._doc.delayedFonts.append(font)
    several = len(own[0]) > 1
    if several:
        for number, operators in enumerate(shared, 1):
            paper.beginForm(f"sheet{number}")
            paper._code += operators
            paper.endForm()
    for copy in range(len(own[0])):
        for number, operators in enumerate(shared, 1):
            if several:
                paper.doForm(f"sheet{number}")
            else:
                paper._code += operators
            paper._code += own[number - 1][copy]
            paper.showPage()
    paper.save()
    return out.getvalue()
