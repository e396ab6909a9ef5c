"""Transit declarations as lines of a file: keyed as form 448/1's fields, known by their number."""

from collections.abc import Mapping
from typing import Any

from officer_app.core.numbers import Kind, Unreadable, recognise
from officer_app.messages.faults import BadRow

NUMBER = "decl_no"
TRANSIT_TYPE = "2"  # the document type, 5th character of the number (M132 p49)


def transit_number(table: Mapping[str, Any]) -> str:
    """The number of a transit declaration's fields. Raises BadRow where it is none."""
    number = table.get(NUMBER)
    reading = recognise(number) if isinstance(number, str) else None
    if reading is None or isinstance(reading, Unreadable):
        raise BadRow(NUMBER, "ไม่มีเลขที่ใบขนสินค้า", "the declaration's number is missing")
    kinds = (Kind.DECLARATION, Kind.MANUAL_DECLARATION)
    if reading.kind not in kinds or reading.number[4] != TRANSIT_TYPE:
        raise BadRow(NUMBER, "ไม่ใช่เลขที่ใบขนสินค้าผ่านแดน", "not the number of a transit declaration")
    return reading.number
