"""A list that a form prints, taken out as a file: PDF, spreadsheet or comma-separated text, one description for all."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from officer_app.core.buddhist import date_be, datetime_be
from officer_app.print.template import Field, Template
from officer_app.workstation.comma_separated import comma_separated
from officer_app.workstation.papers import Papers
from officer_app.workstation.spreadsheet import Cell, Sheet, write_spreadsheet
from officer_app.workstation.whole_files import write_whole

KINDS = ("pdf", "xlsx", "csv")
_WIDEST, _NAME = 40, 28


def write_listing(path: Path, papers: Papers, form: str, data: Mapping[str, object], made_at: datetime) -> int:
    """Write the list `form` with `data` to `path`, as its ending (one of KINDS) says; gives the number of rows. Raises
    Trouble where the file cannot be written, and for data that the form does not take.
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
            texts = ([_text(about, row.get(name)) for name, about in _columns(made, field)] for row in listed)
            write_whole(path, comma_separated(_heads(made, field), texts))
    return len(listed)


def _columns(made: Template, field: str) -> Sequence[tuple[str, Field]]:
    return list(made.fields[field].row.items())


def _heads(made: Template, field: str) -> list[str]:
    return [f"{about.th} / {about.en}" for _, about in _columns(made, field)]


def _text(about: Field, value: object) -> Cell:
    """A value in comma-separated text: times as people write them."""
    cell = _cell(about, value)
    return datetime_be(cell) if isinstance(cell, datetime) else cell


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
