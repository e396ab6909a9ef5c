"""Spreadsheets (.xlsx): rows into a file, whole or not at all; a text stays a text, whatever it begins with."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from officer_app.core.buddhist import in_bangkok
from officer_app.workstation.whole_files import put_in_place

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | datetime | None
MOST_ROWS = 1_000_000
"""A sheet takes 1 048 576; what is more goes on the next one."""
LONGEST_TEXT = 32_767
_WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    """A table: its name (up to 28 letters, no punctuation), its heads with their widths in characters, its rows."""

    name: str
    heads: tuple[tuple[str, int], ...]
    rows: Iterable[Sequence[Cell]]


def write_spreadsheet(path: Path, title: str, made_at: datetime, sheets: Iterable[Sheet]) -> int:
    """Write `sheets` to `path` and put it in place when it is whole; gives the number of rows. Times are written as
    Thai time. Raises OSError.
    """
    fresh = path.with_name(path.name + ".new")
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not through a link that somebody laid there, as in whole_files.
    fresh.unlink(missing_ok=True)
    # Rows go to the disk as they come: a year of acts does not lie in memory twice.
    how = {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_formulas": False}
    # Loaded for the first spreadsheet, not at every start.
    book: Workbook = import_module("xlsxwriter").Workbook(str(fresh), how)
    book.set_properties({"title": title, "created": in_bangkok(made_at).replace(tzinfo=None)})
    bold, moment = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    written = 0
    whole = False
    try:
        for sheet in sheets:
            for number, rows in enumerate(_parts(sheet.rows), start=1):
                name = sheet.name if number == 1 else f"{sheet.name} {number}"
                written += _write_table(book.add_worksheet(name), sheet.heads, rows, (bold, moment))
        whole = True
    finally:
        # Closed also where it is broken off, so that none of its rows stay behind.
        _close(book)
        if not whole:
            fresh.unlink(missing_ok=True)
    put_in_place(fresh, path)
    return written


def _close(book: "Workbook") -> None:
    """Raises OSError for whatever the library makes of one."""
    refused: type[Exception] = import_module("xlsxwriter.exceptions").FileCreateError
    try:
        book.close()
    except refused as error:
        raise OSError(str(error)) from error


def _parts(rows: Iterable[Sequence[Cell]]) -> Iterator[Iterator[Sequence[Cell]]]:
    """The rows in parts that fit on a sheet; one empty part where there are none."""
    left = iter(rows)
    yield itertools.islice(left, MOST_ROWS)
    for first in left:
        yield itertools.chain([first], itertools.islice(left, MOST_ROWS - 1))


def _write_table(
    sheet: "Worksheet", heads: Sequence[tuple[str, int]], rows: Iterator[Sequence[Cell]], looks: "tuple[Format, Format]"
) -> int:
    bold, moment = looks
    sheet.set_landscape()
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for column, (head, width) in enumerate(heads):
        sheet.set_column(column, column, min(width, _WIDEST))
        sheet.write_string(0, column, head, bold)
    number = 0
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(sheet, (number, column), cell, moment)
    sheet.autofilter(0, 0, number, len(heads) - 1)
    return number


def _write_cell(sheet: "Worksheet", at: tuple[int, int], cell: Cell, moment: "Format") -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(*at, in_bangkok(cell).replace(tzinfo=None), moment)
    elif isinstance(cell, int | Decimal):
        sheet.write_number(*at, float(cell))
    elif cell:
        sheet.write_string(*at, cell[:LONGEST_TEXT])
