"""Lays a form's rows out over its sheets and draws them; a row is never parted and never cut."""

from dataclasses import dataclass, replace

from officer_app.print import template as t
from officer_app.print.data import Row
from officer_app.print.easel import Easel, place
from officer_app.print.errors import DoesNotFit
from officer_app.print.fitting import MANY, Fitted, Measure, fit_closer
from officer_app.print.pen import BLACK, POINTS_PER_MM, points

_PAD = 0.8
TAIL = 5.0
"""Room under the last row for “end of list” or “continued”, mm."""
_HEAD_TH, _HEAD_EN = 6.6, 5.4


@dataclass(frozen=True)
class Line:
    """One row, fitted into its columns; `rise` from its top to the first baseline of all, and `height`, in mm."""

    cells: tuple[Fitted, ...]
    rise: float
    height: float


def lay_out(easel: Easel) -> list[tuple[Line, ...]]:
    """The rows of each sheet, at least one sheet. Raises DoesNotFit with the row's field."""
    table, first = easel.template.table, easel.template.first.table
    if table is None or first is None or easel.template.next is None or easel.template.next.table is None:
        return [()]
    following = easel.template.next.table
    rows = easel.data.rows[table.field]
    most = max(first[3], following[3]) - table.header - TAIL
    lines = [_line(easel, table, row, index, most) for index, row in enumerate(rows)]
    sheets: list[list[Line]] = [[]]
    room = first[3] - table.header - TAIL
    for line in lines:
        if line.height > room + 1e-6:
            sheets.append([])
            room = following[3] - table.header - TAIL
        if line.height > room + 1e-6:
            raise DoesNotFit(table.field, "", easel.template.fields[table.field].th)
        sheets[-1].append(line)
        room -= line.height
    return [tuple(sheet) for sheet in sheets]


def _line(easel: Easel, table: t.Table, row: Row, index: int, most: float) -> Line:
    cells: list[Fitted] = []
    about = easel.template.fields[table.field].row
    for column in table.columns:
        texts = {name: about[name].names.get(row.texts[name], row.texts[name]) for name in column.fields}
        text = column.join.join(part for part in texts.values() if part)
        room = Measure(
            points(column.width - 2 * _PAD),
            points(most - 2 * _PAD),
            column.size,
            column.least,
            column.lines,
            column.align,
            column.anywhere,
        )
        longest = max(texts, key=lambda name: len(texts[name]))
        name = f"{table.field}[{index}].{longest}"
        cells.append(_cell(easel, text, room, name, about[longest].th))
    rise = max(cell.rise for cell in cells) / POINTS_PER_MM
    below = max(cell.height - cell.rise for cell in cells) / POINTS_PER_MM
    return Line(tuple(cells), rise, max(table.row, rise + below + 1.8 * _PAD))


def _cell(easel: Easel, text: str, room: Measure, name: str, label: str) -> Fitted:
    """A row grows with its longest text; a number wider than its column is broken before it is refused."""
    fitted = fit_closer(text, easel.typeface.regular, room)
    return fitted or easel.fitted(text, False, replace(room, lines=MANY, anywhere=True), name, label)


def draw_table(easel: Easel, area: t.Rect, lines: tuple[Line, ...], sheet: int, sheets: int) -> None:
    """One sheet's part of the table in its area: heading, rows, and what follows."""
    table = easel.template.table
    if table is None:
        return
    x, y, width, height = area
    pen, ink = easel.pen, easel.ink
    easel.once(("table", area), lambda once: _head(once, table, area))
    top = y + table.header
    for line in lines:
        left = x
        baseline = top + _PAD + line.rise
        for column, cell in zip(table.columns, line.cells, strict=True):
            inner = (left + _PAD, baseline, column.width - 2 * _PAD)
            pen.lines(cell, easel.typeface.regular, inner, column.align, BLACK)
            left += column.width
        top += line.height
        pen.line((x, top), (x + width, top), ink, 0.25)
    left = x
    for column in table.columns[:-1]:
        left += column.width
        pen.line((left, y), (left, top), ink, 0.4)
    rest = (x, top, width, y + height - top)
    draw_tail(easel, rest, _going_on(sheet + 1) if sheet < sheets else "– สิ้นสุดรายการ  end of list –")


def _head(easel: Easel, table: t.Table, area: t.Rect) -> None:
    x, y, width, _ = area
    easel.pen.fill([(x, y, width, table.header)], easel.tint)
    left = x
    for column in table.columns:
        _heading(easel, column, (left, y, column.width, table.header))
        left += column.width
    easel.pen.line((x, y + table.header), (x + width, y + table.header), easel.ink, 0.5)
    easel.pen.frame(area, easel.ink, 0.6)


def _heading(easel: Easel, column: t.Column, cell: t.Rect) -> None:
    x, y, width, height = cell
    half = height * (0.56 if column.en else 1.0)
    for text, size, bold, top, room in (
        (column.th, _HEAD_TH, True, y, half),
        (column.en, _HEAD_EN, False, y + half, height - half),
    ):
        if text:
            lines = 2 if room > 4.4 else 1
            measure = Measure(points(width - 0.8), points(room), size, 4.2, lines)
            fitted = easel.fixed(text, bold, measure, cell)
            inner = (x + 0.4, top, width - 0.8, room)
            place(easel, fitted, bold, inner, "center", easel.ink, "middle")


def _going_on(sheet: int) -> str:
    return f"– มีต่อแผ่นที่ {sheet}  continued on sheet {sheet} –"


def draw_tail(easel: Easel, area: t.Rect, text: str) -> None:
    """Says that what stands above goes on or is at its end, and strikes out the rest so that nothing can be added."""
    x, y, width, height = area
    fitted = easel.fixed(text, False, Measure(points(width), points(TAIL), 7.0, 6.0, 1), area)
    place(easel, fitted, False, (x, y, width, TAIL), "center", BLACK, "middle")
    if height > TAIL + 6:
        pen, margin = easel.pen, 6.0
        start, end = (x + margin, y + height - 2.0), (x + width - margin, y + TAIL + 1.0)
        pen.line(start, end, easel.ink, 0.5)
