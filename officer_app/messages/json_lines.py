"""Records from JSON Lines: one object a line, transit declarations and what papers are printed from."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from officer_app.core.records import Provenance, Record
from officer_app.messages.faults import BadRow, Fault, NotThisFile
from officer_app.messages.paper_records import PAPER_RECORDS, paper_record_number
from officer_app.messages.transit_lines import transit_number

KIND = "record"
"""The key that says what a line is; a line without it is a transit declaration."""
TRANSIT = "transit"


@dataclass(frozen=True)
class Lines:
    """The records of a file, and the lines that could not be read; a number with two contents is left out."""

    records: tuple[Record, ...]
    faults: tuple[Fault, ...]


def read_lines(data: bytes, provenance: Provenance, as_of: datetime) -> Lines:
    """The records of JSON Lines bytes (UTF-8). Raises NotThisFile."""
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise NotThisFile(f"not UTF-8 text: byte {error.start}") from error
    records: dict[tuple[str, str], Record] = {}
    faults: list[Fault] = []
    twice: set[tuple[str, str]] = set()
    for place, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record, column = _record(line, provenance, as_of)
        except BadRow as bad:
            faults.append(Fault(place, bad.column, bad.th, bad.en))
            continue
        earlier = records.setdefault((record.kind, record.number), record)
        if earlier != record:
            twice.add((record.kind, record.number))
            faults.append(Fault(place, column, "เลขที่ซ้ำแต่ข้อมูลต่างกัน", "this number came before with other data"))
    kept = tuple(record for key, record in records.items() if key not in twice)
    return Lines(kept, tuple(faults))


def _record(line: str, provenance: Provenance, as_of: datetime) -> tuple[Record, str]:
    """The record of a line, and the field its number stands in. Raises BadRow."""
    table = _table(line)
    kind = table.pop(KIND, TRANSIT)
    if kind == TRANSIT:
        number, column = transit_number(table), "decl_no"
    elif isinstance(kind, str) and kind in PAPER_RECORDS:
        number, column = paper_record_number(kind, table), PAPER_RECORDS[kind].number
    else:
        kinds = ", ".join((TRANSIT, *PAPER_RECORDS))
        raise BadRow(KIND, f"ต้องเป็นค่าใดค่าหนึ่งของ {kinds}", f"must be one of {kinds}")
    # The line's own spelling is kept, but for the order of its keys.
    doc = json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return Record(str(kind), number, doc, provenance, as_of), column


def _table(line: str) -> dict[str, Any]:
    try:
        table = json.loads(line, object_pairs_hook=_once)
        # NaN is no JSON, and no central store takes it.
        doc = json.dumps(table, ensure_ascii=False, allow_nan=False)
        doc.encode("utf-8")
    except BadRow:
        raise
    except (ValueError, RecursionError) as error:
        raise BadRow("", f"แถวนี้อ่านไม่ได้: {error}", f"this line cannot be read: {error}") from error
    if not isinstance(table, dict):
        raise BadRow("", "แต่ละแถวต้องเป็นวัตถุ JSON", "each line has to be a JSON object")
    if "\\u0000" in doc:
        raise BadRow("", "มีอักขระ NUL ซึ่งฐานข้อมูลกลางไม่รับ", "has a NUL character, which no central store takes")
    return table


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        # Which of the two was meant nobody can know; the last one silently would be a guess.
        raise BadRow(twice[:40], "มีฟิลด์นี้สองครั้งในแถวเดียว", "this field is there twice in one line")
    return table
