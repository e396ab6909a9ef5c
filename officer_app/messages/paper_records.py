"""Records that papers are printed from (receipts, declarations, bonds): which fields a line of a file may have.

The fields are those of the forms กศก.122/123, the certified copy and the bond, without what the counter adds itself.
Amounts are satang, weights grams, days ISO 8601.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from officer_app.core.numbers import Kind, Unreadable, recognise
from officer_app.core.scanned_text import normalise
from officer_app.messages.faults import BadRow

MOST_WHOLE = 10**15
MOST_ROWS = 999
LONGEST = 512


@dataclass(frozen=True)
class Asked:
    """One field: `kind` text, whole, day or rows (described by `row`); `most` characters of a text."""

    kind: str = "text"
    needed: bool = False
    most: int = LONGEST
    one_of: tuple[str, ...] = ()
    row: Mapping[str, "Asked"] = field(default_factory=dict)


@dataclass(frozen=True)
class PaperRecord:
    """One kind of record: the field that holds its number, and all its fields."""

    number: str
    fields: Mapping[str, Asked]


def _texts(*names: str, needed: bool = False, most: int = LONGEST) -> dict[str, Asked]:
    return {name: Asked(needed=needed, most=most) for name in names}


def _whole(*names: str, needed: bool = False) -> dict[str, Asked]:
    return {name: Asked("whole", needed) for name in names}


_RECEIPT = PaperRecord(
    "receipt_no",
    {
        **_texts("receipt_no", needed=True, most=20),
        "receipt_form": Asked(needed=True, one_of=("122", "123")),
        "issued_at": Asked("day", needed=True),
        **_texts("payer_name", needed=True, most=1000),
        **_texts("payer_tax_no", needed=True, most=17),
        **_texts("payer_branch", most=6),
        **_texts("channel", most=120),
        **_texts("declaration_no", most=24),
        **_texts("payment_no", most=40),
        **_whole("paid_total", "amount_total", needed=True),
        **_whole("deposit_total"),
        "lines": Asked(
            "rows",
            needed=True,
            row={
                **_texts("code", needed=True, most=8),
                **_texts("text", needed=True, most=200),
                **_whole("paid", "deposit"),
            },
        ),
    },
)
_DECLARATION = PaperRecord(
    "declaration_no",
    {
        **_texts("declaration_no", needed=True, most=20),
        **_texts("core_status", most=4),
        **_texts("exporter_name", needed=True, most=120),
        **_texts("exporter_tax_no", needed=True, most=17),
        **_texts("exporter_branch", most=6),
        **_texts("exporter_address", most=200),
        **_texts("broker_name", most=120),
        **_texts("invoice_no", "bill", "destination_country", most=40),
        **_texts("vessel", most=35),
        **_texts("port", most=60),
        **_texts("permit_no", most=14),
        "invoice_date": Asked("day"),
        "departed_on": Asked("day"),
        **_whole("packages_total", "net_weight_total", "fob_total"),
        "items": Asked(
            "rows",
            needed=True,
            row={
                **_whole("line", needed=True),
                **_texts("description", needed=True, most=512),
                **_texts("hs_code", most=12),
                **_texts("quantity", most=24),
                **_whole("net_weight", "fob_baht"),
            },
        ),
    },
)
_BOND = PaperRecord(
    "bond_no",
    {
        **_texts("bond_no", needed=True, most=40),
        "made_on": Asked("day", needed=True),
        **_texts("made_at", "represented_by", needed=True, most=80),
        **_texts("party_name", needed=True, most=1000),
        **_texts("party_tax_id", needed=True, most=17),
        **_texts("party_branch", most=6),
        **_texts("party_address", needed=True, most=200),
        **_texts("party_phone", "guarantee_no", most=40),
        "capacity": Asked(needed=True, one_of=("carrier", "applicant")),
        "applicant_class": Asked(needed=True, one_of=("1", "2.1", "2.2", "2.3", "2.4")),
        "scope": Asked(needed=True, one_of=("general", "trip")),
        **_texts("decl_no", most=20),
        **_texts("dlt_licence_no", most=35),
        "dlt_licence_expiry": Asked("day"),
        "guarantee_type": Asked(one_of=("C", "B", "E", "M", "none")),
        "guarantee_expiry": Asked("day"),
        **_whole("amount", needed=True),
        **_texts("witness_one", "witness_two", most=80),
    },
)
PAPER_RECORDS: Mapping[str, PaperRecord] = MappingProxyType(
    {"receipt": _RECEIPT, "declaration": _DECLARATION, "bond": _BOND}
)


def paper_record_number(kind: str, table: Mapping[str, Any]) -> str:
    """The number that a checked line of `kind` is kept under. Raises BadRow, naming the first field that is wrong."""
    about = PAPER_RECORDS[kind]
    _check(about.fields, table, "")
    if kind == "receipt":
        _add_up(table)
    if kind == "declaration":
        reading = recognise(table[about.number])
        if isinstance(reading, Unreadable) or reading.kind not in (Kind.DECLARATION, Kind.MANUAL_DECLARATION):
            raise BadRow(about.number, "ไม่ใช่เลขที่ใบขนสินค้า", "not the number of a declaration")
    number = normalise(table[about.number])
    if not number:
        raise BadRow(about.number, "ไม่มีเลขที่", "has no number")
    return number


def _add_up(table: Mapping[str, Any]) -> None:
    """A receipt whose figures contradict each other was damaged on its way: nobody may print it."""
    for total, part in (("paid_total", "paid"), ("deposit_total", "deposit")):
        if sum(row.get(part, 0) for row in table["lines"]) != table.get(total, 0):
            raise BadRow(total, "ไม่เท่ากับผลรวมของรายการ", "is not the sum of the lines")
    if table["paid_total"] + table.get("deposit_total", 0) != table["amount_total"]:
        raise BadRow("amount_total", "ไม่เท่ากับยอดชำระรวมกับยอดวางประกัน", "is not what was paid and deposited together")


def _check(fields: Mapping[str, Asked], table: Mapping[str, Any], prefix: str) -> None:
    for name in table:
        if name not in fields:
            # A known one misspelt would otherwise be missing on the paper without a word.
            raise BadRow(prefix + str(name)[:40], "ไม่รู้จักฟิลด์นี้", "this field is not known")
    for name, asked in fields.items():
        value = table.get(name)
        if value is None or value == "":
            if asked.needed:
                raise BadRow(prefix + name, "ต้องมีค่า", "is needed")
        elif asked.kind == "rows":
            _check_rows(asked, value, prefix + name)
        else:
            _check_value(asked, value, prefix + name)


def _check_rows(asked: Asked, value: object, name: str) -> None:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_ROWS:
        raise BadRow(name, f"ต้องเป็นรายการ 1 ถึง {MOST_ROWS} แถว", f"must be a list of 1 to {MOST_ROWS} rows")
    for place, row in enumerate(value):
        if not isinstance(row, dict):
            raise BadRow(f"{name}[{place}]", "ต้องเป็นวัตถุ JSON", "must be a JSON object")
        _check(asked.row, row, f"{name}[{place}].")


def _check_value(asked: Asked, value: object, name: str) -> None:
    if asked.kind == "whole":
        if type(value) is not int or not 0 <= value <= MOST_WHOLE:
            raise BadRow(name, "ต้องเป็นจำนวนเต็มไม่ติดลบ (สตางค์ กรัม)", "must be a whole number (satang, grams)")
        return
    if not isinstance(value, str):
        raise BadRow(name, "ต้องเป็นข้อความ", "must be text")
    if asked.kind == "day" and not _is_day(value):
        raise BadRow(name, "ต้องเป็นวันที่ ISO 8601", "must be an ISO 8601 date")
    if asked.one_of and value not in asked.one_of:
        allowed = ", ".join(asked.one_of)
        raise BadRow(name, f"ต้องเป็นค่าใดค่าหนึ่งของ {allowed}", f"must be one of {allowed}")
    if len(value) > asked.most:
        raise BadRow(name, f"ยาวเกิน {asked.most} ตัวอักษร", f"is longer than {asked.most} characters")


def _is_day(text: str) -> bool:
    try:
        # A date_be field of a form takes the same: a day, never a moment.
        return len(text) == len("2056-11-21") and isinstance(date.fromisoformat(text), date)
    except ValueError:
        return False
