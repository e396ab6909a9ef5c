"""A list that a form prints, taken out as a file: PDF, spreadsheet or comma-separated text, one description for all."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from officer_app.core.buddhist import date_be, datetime_be
from officer_app.print.template import Field, Template
from officer_app.workstation.papers import Papers
from officer_app.workstation.spreadsheet import Cell, Sheet, write_spreadsheet
from officer_app.workstation.whole_files import write_whole

KINDS = ("pdf", "xlsx", "csv")
_WIDEST, _NAME = 40, 28
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula when it opens comma-separated text."""


def write_listing(path: Path, papers: Papers, form: str, data: Mapping[str, object], made_at: datetime) -> int:
    """Write the list `form` with `data` to `path`, as its ending (one of KINDS) says; gives the number of rows. Raises
    OSError, and Trouble for data that the form does not take.
    """
    made = papers.forms.template(form)
    field = made.table.field if made.table is not None else ""
    rows = data.get(field)
    listed = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    match path.suffix.lower().removeprefix("."):
        case "pdf":
            write_whole(path, papers.render(form, data).data)
        case "xlsx":
            heads = tuple((head, min(_WIDEST, 3 + len(head))) for head in _heads(made, field))
            cells = ([_cell(about, row.get(name)) for name, about in _columns(made, field)] for row in listed)
            write_spreadsheet(path, made.title_th, made_at, [Sheet(made.title_en[:_NAME], heads, cells)])
        case _:
            write_whole(path, _comma_separated(made, field, listed))
    return len(listed)


def _columns(made: Template, field: str) -> Sequence[tuple[str, Field]]:
    return list(made.fields[field].row.items())


def _heads(made: Template, field: str) -> list[str]:
    return [f"{about.th} / {about.en}" for _, about in _columns(made, field)]


def _comma_separated(made: Template, field: str, rows: Sequence[Mapping[str, object]]) -> bytes:
    """UTF-8 with its mark, so that a spreadsheet reads the Thai of it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_heads(made, field))
    for row in rows:
        writer.writerow(list(_texts(made, field, row)))
    return out.getvalue().encode("utf-8-sig")


def _texts(made: Template, field: str, row: Mapping[str, object]) -> Iterator[str]:
    for name, about in _columns(made, field):
        cell = _cell(about, row.get(name))
        text = datetime_be(cell) if isinstance(cell, datetime) else "" if cell is None else str(cell)
        yield f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text


def _cell(about: Field, value: object) -> Cell:
    """A value as a spreadsheet keeps it: days in the Buddhist Era, baht and kilograms with their decimals."""
    if value in (None, ""):
        return None
    match about.format, value:
        case "baht", int():
            return Decimal(value).scaleb(-2)
        case "kg", int():
            return Decimal(value).scaleb(-3)
        case _, int():
            return value
        case "date_be", str():
            return date_be(date.fromisoformat(value))
        case "datetime_be", str():
            return datetime.fromisoformat(value)
        case _:
            return about.names.get(str(value), str(value))
