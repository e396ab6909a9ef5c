"""Papers whose data are a mirrored record: transit papers, the certified copy, receipts, bonds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from officer_app.core.acts import Subject, format_time
from officer_app.core.ports import Person
from officer_app.core.records import Provenance, Record
from officer_app.core.refusals import Refusal
from officer_app.core.scanned_text import normalise
from officer_app.usecases.counter import Counter

TRANSIT_FORMS = ("448-1", "451-37", "451-lao", "container-list", "key-in-sheet")
CERTIFIED_COPY = "certified-copy"
BOND = "bond-37"
_OFFICERS = frozenset({"officer_position", "printed_by", "printed_at"})
_SIGNERS = frozenset({"signer_position", "print_place", "requested_by", "printed_by", "printed_at"})
RECEIPTS = MappingProxyType({"receipt-122": "122", "receipt-123": "123"})


@dataclass(frozen=True)
class Gathered:
    """The data of a paper, what it is about, and whether all of it is the customs computer's own."""

    data: Mapping[str, object]
    subject: Subject
    core: bool = False
    ours: frozenset[str] = frozenset()
    """Fields that the counter adds; whatever else is added makes it the customs computer's no more."""

    def against(self, data: Mapping[str, object]) -> list[str]:
        """Fields of `data` that say something else than acts and records do, and are not the counter's to say."""
        return sorted(key for key in set(data) & set(self.data) - self.ours if data[key] != self.data[key])

    def with_more(self, data: Mapping[str, object]) -> "Gathered":
        """With what somebody adds to it."""
        return replace(self, data={**self.data, **data}, core=self.core and self.ours >= set(data))


class RecordPapers:
    """Reads the records of one workstation's mirror."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def of(self, form: str, number: str, by: Person) -> Gathered | Refusal:
        """The data of `form` for `number`; a form that is filled by hand only is refused as not_available."""
        if form == BOND:
            return self._bond(number)
        if form in TRANSIT_FORMS:
            return self._of("transit", number)
        if form == CERTIFIED_COPY:
            return self._certified_copy(number, by)
        if form in RECEIPTS:
            return self._receipt(RECEIPTS[form], number, by)
        return Refusal("not_available", {"what": f"print {form} NUMBER"})

    def _bond(self, number: str) -> Gathered | Refusal:
        """A bond's own record; without one, what the declaration it is for says of it."""
        bond = self._of("bond", number)
        if not (isinstance(bond, Refusal) and bond.code == "unknown_number"):
            return bond
        transit = self._of("transit", number)
        if isinstance(transit, Refusal):
            return transit
        return Gathered(bond_of(transit.data), transit.subject, transit.core)

    def _of(self, kind: str, number: str) -> Gathered | Refusal:
        table = self._table(kind, number)
        if isinstance(table, Refusal):
            return table
        record, data = table
        # The container list is headed by where the goods go (brief 004 §18, sample form 5).
        whole = {**data, "to_lao": True} if data.get("destination_code") == "LA" else data
        return Gathered(whole, Subject(kind, record.number), record.provenance == Provenance.CORE)

    def _certified_copy(self, number: str, by: Person) -> Gathered | Refusal:
        """Printed from the customs computer, signed by who may certify (brief 002 §9)."""
        if "signer" not in by.roles:
            return Refusal("role", {"role": "signer"})
        table = self._table("declaration", number)
        if isinstance(table, Refusal):
            return table
        record, data = table
        if record.provenance != Provenance.CORE:
            return Refusal("not_core", {"number": record.number})
        signed = {"signer_name": self._display(by), "signed_at": format_time(self._counter.clock())}
        whole = {"core_as_of": format_time(record.as_of), "print_place": self._place(), **data, **signed}
        return Gathered(whole, Subject("declaration", record.number), True, _SIGNERS)

    def _receipt(self, kind: str, number: str, by: Person) -> Gathered | Refusal:
        table = self._table("receipt", number)
        if isinstance(table, Refusal):
            return table
        record, data = table
        if record.provenance != Provenance.CORE:
            return Refusal("not_core", {"number": record.number})
        if str(data.get("receipt_form", kind)) != kind:
            return Refusal("other_receipt", {"form": str(data["receipt_form"])})
        whole = {"receipt_no": record.number, **data, "core_as_of": format_time(record.as_of)}
        return Gathered(whole | {"officer_name": self._display(by)}, Subject("receipt", record.number), True, _OFFICERS)

    def _table(self, kind: str, number: str) -> tuple[Record, Mapping[str, Any]] | Refusal:
        record = next((found for found in self._counter.mirror.find(normalise(number)) if found.kind == kind), None)
        if record is None:
            return Refusal("unknown_number", {"number": number})
        try:
            table = json.loads(record.doc)
        except (ValueError, RecursionError):
            table = None
        return (record, table) if isinstance(table, dict) else Refusal("record_unreadable", {"number": record.number})

    def _display(self, by: Person) -> str:
        return by.display or by.name or self._place()

    def _place(self) -> str:
        station = self._counter.journal.station
        return f"{station.site} {station.name}"


def bond_of(transit: Mapping[str, Any]) -> Mapping[str, Any]:
    """The bond's fields that a transit declaration fills; the rest is written by hand or given as data."""
    kept = ("decl_no", "applicant_class", "dlt_licence_no", "dlt_licence_expiry", "guarantee_expiry")
    data = {key: transit[key] for key in kept if transit.get(key)}
    pairs = {
        "party_name": "applicant_name",
        "party_address": "applicant_address",
        "party_phone": "applicant_phone",
        "party_tax_id": "applicant_tax_id",
        "party_branch": "applicant_branch",
        "represented_by": "declarant_name",
        "bond_no": "guarantee_no",
        "amount": "guarantee_amount",
        "made_on": "date_entry",
        "made_at": "office_entry",
    }
    data |= {ours: transit[theirs] for ours, theirs in pairs.items() if transit.get(theirs)}
    lao = str(transit.get("applicant_class", "")) == "1"
    if lao:
        # A carrier's bond is for every trip: it names none.
        data.pop("decl_no", None)
    return data | {"capacity": "carrier" if lao else "applicant", "scope": "general" if lao else "trip"}
