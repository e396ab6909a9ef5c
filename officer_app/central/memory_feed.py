"""What the simulated centre tells everybody: its feed of records, cases among them. The caller holds the turn."""

import json
import uuid
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from officer_app.core.acts import Act, format_time
from officer_app.core.cases import RECORD_KIND as CASE
from officer_app.core.cases import Case, case_number
from officer_app.core.ports import Clock
from officer_app.core.records import CoreState, Provenance, Record, permit_from_doc

PERMIT = "permit"


@dataclass
class Feed:
    """Acts and records of one site in the order in which they came, and its cases."""

    clock: Clock
    post: str = ""
    mode: str = ""
    recovering: bool = False
    epoch: str = field(default_factory=lambda: str(uuid.uuid4()))
    acts: list[Act] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    cases: dict[str, Case] = field(default_factory=dict)

    def open_case(self, case_id: str, kind: str, subject: str, evidence: dict[str, str]) -> None:
        """Open a case, once."""
        if case_id not in self.cases:
            self.keep_case(Case(case_id, kind, subject, format_time(self.clock()), evidence))

    def keep_case(self, case: Case) -> None:
        """The case as it is from now on, told to everybody."""
        self.cases[case.case_id] = case
        self.feed(CASE, case_number(case.case_id), {key: value for key, value in asdict(case).items() if value})

    def feed(self, kind: str, number: str, doc: dict[str, Any]) -> None:
        """Feed a record of the centre's own making; its time only goes forward."""
        before = self.record(kind, number)
        as_of = max(self.clock(), before.as_of + timedelta(microseconds=1)) if before else self.clock()
        self.records.append(Record(kind, number, json.dumps(doc, ensure_ascii=False), str(Provenance.COUNTER), as_of))

    def record(self, kind: str, number: str) -> Record | None:
        """The newest record of that number."""
        return next((each for each in reversed(self.records) if (each.kind, each.number) == (kind, number)), None)

    def on_permit(self, permit: str) -> list[Act]:
        """What was done with a permit, as it came."""
        return [act for act in self.acts if (act.subject.kind, act.subject.number) == (PERMIT, permit)]

    def permit_known(self, permit: str) -> bool:
        """Whether the customs computer knows the permit."""
        known = self.record(PERMIT, permit)
        return bool(known and not known.deleted and known.provenance == Provenance.CORE)

    def core_state(self, permit: str) -> str:
        """What the customs computer says of the permit; empty where it said nothing."""
        known = self.record(PERMIT, permit)
        if known is None or known.deleted:
            return CoreState.CANCELLED if known else ""
        return permit_from_doc(known.doc).state
