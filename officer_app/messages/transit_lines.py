"""Transit declarations from JSON Lines: one declaration a line, keyed as form 448/1's fields."""

import json
from dataclasses import dataclass
from datetime import datetime

from officer_app.core.numbers import Kind, Unreadable, recognise
from officer_app.core.records import Provenance, Record
from officer_app.messages.faults import BadRow, Fault, NotThisFile

NUMBER = "decl_no"
TRANSIT_TYPE = "2"  # the document type, 5th character of the number (M132 p49)


@dataclass(frozen=True)
class Transits:
    """The records of a file, and the lines that could not be read; a number with two contents is left out."""

    records: tuple[Record, ...]
    faults: tuple[Fault, ...]


def read_transits(data: bytes, provenance: Provenance, as_of: datetime) -> Transits:
    """The transit declarations of JSON Lines bytes (UTF-8). Raises NotThisFile."""
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise NotThisFile(f"not UTF-8 text: byte {error.start}") from error
    records: dict[str, Record] = {}
    faults: list[Fault] = []
    twice: set[str] = set()
    for place, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = _record(line, provenance, as_of)
        except BadRow as bad:
            faults.append(Fault(place, bad.column, bad.th, bad.en))
            continue
        earlier = records.setdefault(record.number, record)
        if earlier != record:
            twice.add(record.number)
            faults.append(Fault(place, NUMBER, "เลขที่ซ้ำแต่ข้อมูลต่างกัน", "this number came before with other data"))
    kept = tuple(record for number, record in records.items() if number not in twice)
    return Transits(kept, tuple(faults))


def _record(line: str, provenance: Provenance, as_of: datetime) -> Record:
    try:
        table = json.loads(line)
        # NaN is no JSON, and no central store takes it.
        doc = json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        doc.encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise BadRow("", f"แถวนี้อ่านไม่ได้: {error}", f"this line cannot be read: {error}") from error
    if not isinstance(table, dict):
        raise BadRow("", "แต่ละแถวต้องเป็นวัตถุ JSON", "each line has to be a JSON object")
    if "\\u0000" in doc:
        raise BadRow("", "มีอักขระ NUL ซึ่งฐานข้อมูลกลางไม่รับ", "has a NUL character, which no central store takes")
    number = table.get(NUMBER)
    reading = recognise(number) if isinstance(number, str) else None
    if reading is None or isinstance(reading, Unreadable):
        raise BadRow(NUMBER, "ไม่มีเลขที่ใบขนสินค้า", "the declaration's number is missing")
    kinds = (Kind.DECLARATION, Kind.MANUAL_DECLARATION)
    if reading.kind not in kinds or reading.number[4] != TRANSIT_TYPE:
        raise BadRow(NUMBER, "ไม่ใช่เลขที่ใบขนสินค้าผ่านแดน", "not the number of a transit declaration")
    return Record("transit", reading.number, doc, provenance, as_of)
