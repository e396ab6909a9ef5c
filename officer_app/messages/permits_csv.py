"""Cargo permits from CSV: one row per declaration of a permit, the columns of design §14."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from officer_app.core.acts import format_time
from officer_app.core.numbers import Kind, Unreadable, recognise
from officer_app.core.records import CoreState, DeclarationLine, Line, Permit
from officer_app.core.scanned_text import normalise, printable
from officer_app.messages.faults import BadRow, Fault, NotThisFile

COLUMNS = (
    *("permit_no", "line", "order", "mode", "release_port", "load_port"),
    *("vehicle", "vehicle_province", "vehicle_country", "trailer", "container_no", "container_code", "seal_no"),
    *("flight", "departure_at", "mawb", "hawb", "company_tax_no", "company_branch", "company_name"),
    *("declaration_no", "packages", "package_unit", "gross_weight_kg", "state", "hs_codes"),
)
PERMIT_KINDS = (Kind.PERMIT, Kind.MANUAL_PERMIT, Kind.DECLARATION, Kind.MANUAL_DECLARATION)
"""A permit of air cargo may carry the declaration's number (domain.md §3.2)."""

LONGEST_TEXT = 120
LONGEST_NUMBER = 35  # of a waybill, an..35: M132 p76
_PACKAGES = re.compile(r"[0-9]{0,8}")  # n..8, M132 p61; empty means unknown and counts as 0
_KILOGRAMS = re.compile(r"([0-9]{1,11}(\.[0-9]{1,3})?)?")  # n..11,3, M132 p61


class _Rows(Protocol):
    """What csv.reader gives: rows, and the number of the last line read."""

    @property
    def line_num(self) -> int: ...
    def __iter__(self) -> Iterator[list[str]]: ...
    def __next__(self) -> list[str]: ...


@dataclass(frozen=True)
class Permits:
    """The permits of a file, and the rows that could not be read; a permit with a faulty row is left out whole."""

    permits: tuple[Permit, ...]
    faults: tuple[Fault, ...]


def read_permits(data: bytes) -> Permits:
    """The permits of CSV bytes (UTF-8, with or without BOM, header first). Raises NotThisFile.

    A column that is not known is refused, for it may be a known one misspelt: `stat` for `state` would make an
    issued permit of a cancelled one. Columns may be missing; what they would say is unknown then.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotThisFile(f"not UTF-8 text: byte {error.start}") from error
    if "\x00" in text:
        raise NotThisFile("the file has NUL characters: it is not text")
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    return _collect(rows, _header(rows))


def _header(rows: "_Rows") -> list[str]:
    try:
        header = [name.strip() for name in next(rows, [])]
    except csv.Error as error:
        raise NotThisFile(str(error)) from error
    if missing := [name for name in ("permit_no", "declaration_no") if name not in header]:
        raise NotThisFile(f"columns missing: {', '.join(missing)}")
    if unknown := [name for name in header if name not in COLUMNS]:
        raise NotThisFile(f"columns not known: {', '.join(printable(name) or '(no name)' for name in unknown)}")
    if len(set(header)) < len(header):
        raise NotThisFile("a column is there twice")
    return header


def _collect(rows: "_Rows", header: list[str]) -> Permits:
    permits: dict[str, Permit] = {}
    faulty: set[str] = set()
    faults: list[Fault] = []
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            faults.append(_torn(line, rows.line_num, error))
            continue
        if not row:
            continue
        cells = dict(zip(header, row, strict=False))
        try:
            if len(row) != len(header):
                raise _ragged(len(row), len(header))
            permit = _permit(cells)
            earlier = permits.get(permit.number)
            permits[permit.number] = permit if earlier is None else _joined(earlier, permit)
        except BadRow as bad:
            faults.append(Fault(line, bad.column, bad.th, bad.en))
            faulty.add(normalise(cells.get("permit_no", "")))
    kept = tuple(permit for number, permit in permits.items() if number not in faulty)
    return Permits(kept, tuple(faults))


def _torn(first: int, last: int, error: csv.Error) -> Fault:
    """What the reader gave up: one line, or from an open quotation mark to where it stopped."""
    where_th, where_en = ("แถวนี้", "this row") if last <= first else (f"แถว {first}-{last}", f"lines {first} to {last}")
    return Fault(first, "", f"{where_th}อ่านไม่ได้: {error}", f"{where_en} cannot be read: {error}")


def _ragged(cells: int, columns: int) -> BadRow:
    # A row cut short is no row with empty cells: the state that is missing may have been `cancelled`.
    return BadRow("", f"มี {cells} ช่อง แต่หัวตารางมี {columns}", f"has {cells} fields, the header has {columns}")


def _permit(row: Mapping[str, str]) -> Permit:
    text = {name: _text(row, name) for name in COLUMNS}
    number = _number(text["permit_no"], "permit_no", PERMIT_KINDS)
    declaration = text["declaration_no"]
    if declaration:
        declaration = _number(declaration, "declaration_no", (Kind.DECLARATION, Kind.MANUAL_DECLARATION))
    # Capitals or not is a matter of who typed the list; the codes of the customs computer are in capitals.
    text |= {"line": text["line"].upper(), "order": text["order"].upper(), "state": text["state"].lower()}
    if text["line"] not in list(Line):
        raise BadRow("line", "ต้องเป็น GREEN, RED หรือว่าง", "must be GREEN, RED or empty")
    state = text["state"] or CoreState.ISSUED
    if state not in list(CoreState):
        raise BadRow("state", f"ต้องเป็น {', '.join(CoreState)}", f"must be one of {', '.join(CoreState)}")
    line = DeclarationLine(
        number=declaration,
        packages=_packages(text["packages"]),
        package_unit=text["package_unit"],
        gross_weight_g=_grams(text["gross_weight_kg"]),
    )
    plain = {name: text[name] for name in COLUMNS if name in _PLAIN}
    return Permit(
        number=number,
        state=str(state),
        declarations=(line,),
        departure_at=_time(text["departure_at"]),
        mawb=_letters_and_digits(text["mawb"], "mawb"),
        hawb=_letters_and_digits(text["hawb"], "hawb"),
        container_no=_letters_and_digits(text["container_no"], "container_no"),
        **plain,
    )


_PLAIN = frozenset(COLUMNS) & set(Permit.__dataclass_fields__) - {
    "state",
    "departure_at",
    "mawb",
    "hawb",
    "container_no",
}


def _joined(earlier: Permit, later: Permit) -> Permit:
    """One permit of two rows: the same but for the declaration. A row that is there twice counts once."""
    if replace(earlier, declarations=()) != replace(later, declarations=()):
        raise BadRow("", "ข้อมูลใบกำกับไม่ตรงกับแถวก่อน", "differs from an earlier row of the same permit")
    if later.declarations[0] in earlier.declarations:
        return earlier
    if any(line.number == later.declarations[0].number for line in earlier.declarations):
        raise BadRow("declaration_no", "เลขที่ใบขนซ้ำ", "this declaration was named before")
    return replace(earlier, declarations=earlier.declarations + later.declarations)


def _text(row: Mapping[str, str], name: str) -> str:
    text = unicodedata.normalize("NFC", row.get(name, "").strip())
    if any(_is_hidden(ch) for ch in text):
        raise BadRow(name, "มีอักขระควบคุม", "has control characters")
    if len(text) > LONGEST_TEXT:
        raise BadRow(name, f"ยาวเกิน {LONGEST_TEXT} ตัวอักษร", f"is longer than {LONGEST_TEXT} characters")
    return text


def _is_hidden(ch: str) -> bool:
    """Whether a character has no business in a cell. Zero-width spaces and joiners mark words in proper Thai."""
    return unicodedata.category(ch) in ("Cc", "Cf", "Cs", "Zl", "Zp") and ch not in "\u200b\u200c\u200d\u2060"


def _number(text: str, column: str, kinds: tuple[Kind, ...]) -> str:
    reading = recognise(text)
    if isinstance(reading, Unreadable) or reading.kind not in kinds:
        raise BadRow(column, f"รูปแบบเลขที่ไม่ถูกต้อง: {text[:40]}", f"not a number of this kind: {text[:40]}")
    return reading.number


def _packages(text: str) -> int:
    if not _PACKAGES.fullmatch(text):
        raise BadRow("packages", "ต้องเป็นจำนวนเต็ม 1-8 หลัก", "must be a whole number of 1 to 8 digits")
    return int(text or "0")


def _grams(text: str) -> int:
    if not _KILOGRAMS.fullmatch(text):
        raise BadRow("gross_weight_kg", "ต้องเป็นกิโลกรัม ทศนิยมไม่เกิน 3 ตำแหน่ง", "must be kilograms, at most 3 decimals")
    return int(Decimal(text or "0") * 1000)


def _time(text: str) -> str:
    if not text:
        return ""
    try:
        at = datetime.fromisoformat(text)
        return format_time(at)
    except ValueError as error:
        raise BadRow("departure_at", "ต้องเป็นเวลา ISO 8601 พร้อมเขตเวลา", "must be an ISO 8601 time with zone") from error


def _letters_and_digits(text: str, column: str) -> str:
    # The customs computer matches waybills without blanks and signs, whatever the case (M132 p76).
    number = normalise(text)
    if not (number.isascii() and len(number) <= LONGEST_NUMBER):
        raise BadRow(column, f"รูปแบบเลขที่ไม่ถูกต้อง: {text[:40]}", f"not letters A-Z and digits: {text[:40]}")
    return number
