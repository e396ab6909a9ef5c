"""Spreadsheets (.xlsx): rows into a file, whole or not at all; a text stays a text, whatever it begins with."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from officer_app.core.buddhist import in_bangkok
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.whole_files import write_whole

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
    Thai time. Raises Trouble where the file cannot be written.
    """
    packed = BytesIO()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Rows go to the disk as they come, in files of their own: they lie in one place that goes as a whole.
        with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as room:
            written = _write_book(packed, room, (title, made_at), sheets)
    except OSError as error:
        raise Trouble("file_unwritable", path=path.name, detail=error.strerror or str(error)) from error
    write_whole(path, packed.getvalue())
    return written


def _write_book(packed: BytesIO, room: str, about: tuple[str, datetime], sheets: Iterable[Sheet]) -> int:
    """Of a year of acts only what is packed lies in memory. Raises OSError."""
    how = {"constant_memory": True, "tmpdir": room, "strings_to_formulas": False}
    # Loaded for the first spreadsheet, not at every start.
    book: Workbook = import_module("xlsxwriter").Workbook(packed, how)
    title, made_at = about
    book.set_properties({"title": title, "created": in_bangkok(made_at).replace(tzinfo=None)})
    bold, moment = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    written = 0
    try:
        for sheet in sheets:
            for number, rows in enumerate(_parts(sheet.rows), start=1):
                name = sheet.name if number == 1 else f"{sheet.name} {number}"
                written += _write_table(book.add_worksheet(name), sheet.heads, rows, (bold, moment))
    finally:
        # Closed also where it is broken off: its files are still open.
        _close(book)
    return written


def _close(book: "Workbook") -> None:
    """Raises OSError for whatever the library makes of one."""
    refused: type[Exception] = import_module("xlsxwriter.exceptions").FileCreateError
    try:
        book.close()
    except refused as error:
        raise OSError(str(error)) from error
    finally:
        for sheet in book.worksheets():
            # A book that cannot be closed leaves its rows open.
            if (rows := sheet.row_data_fh) is not None:
                with suppress(OSError):
                    rows.close()


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
