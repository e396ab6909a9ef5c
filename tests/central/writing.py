"""Writes acts as a workstation's journal would, for tests of the centre. The centre does not look at signatures."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from officer_app.core.acts import GENESIS, Act, ActKind, Draft, Mode, Place, Subject, compose, read
from officer_app.core.canonical import Value
from officer_app.core.ports import Claim
from officer_app.core.records import DeclarationLine, Permit, Record, permit_to_doc

AT = datetime(2026, 11, 21, 3, 4, 5, 678_000, tzinfo=UTC)
SITE = "CE"
PERMIT = "9911A0000001"


@dataclass
class Journal:
    """The chain of one workstation; `act` adds one to its end."""

    station: str
    site: str = SITE
    acts: list[Act] = field(default_factory=list)

    def act(
        self,
        kind: ActKind = ActKind.PRESENT,
        permit: str = PERMIT,
        round_: int = 1,
        act_id: str = "",
        fields: Mapping[str, Value] | None = None,
    ) -> Act:
        """The next act, on `permit`."""
        return self.about(kind, Subject("permit", permit, round_), fields, act_id)

    def about(
        self, kind: ActKind, subject: Subject, fields: Mapping[str, Value] | None = None, act_id: str = ""
    ) -> Act:
        """The next act, on any subject."""
        draft = Draft(
            act_id=act_id or f"{self.station}-{len(self.acts) + 1}",
            kind=kind,
            subject=subject,
            officer=f"officer of {self.station}",
            at=AT,
            fields=fields or {},
        )
        body = compose(draft, self.place(), key="00" * 8)
        return self.append(body)

    def place(self) -> Place:
        """Where the next act stands."""
        prev = self.acts[-1].hash if self.acts else GENESIS
        return Place(self.site, self.station, len(self.acts) + 1, prev, after="", mode=Mode.SAMPLE)

    def append(self, body: bytes) -> Act:
        """An act of these bytes, readable or not; what the journal says beside an unreadable body is made up."""
        signature = b"signature of " + self.station.encode()
        model = self.acts[0] if self.acts else read(compose(_any_draft(), self.place(), key=""), signature)
        try:
            act = read(body, signature)
        except ValueError:
            act = replace(model, body=body, signature=signature, act_id=f"{self.station}-bad-{len(self.acts) + 1}")
        act = replace(act, station_seq=len(self.acts) + 1)
        self.acts.append(act)
        return act

    def release(self, permit: str = PERMIT, act_id: str = "", round_: int = 1) -> Act:
        """A release, as the checking post writes it."""
        return self.act(ActKind.RELEASE, permit, round_, act_id, {"granted_by": "centre"})


def body_with(journal: Journal, **changes: Value | None) -> bytes:
    """The body of the journal's next act with fields changed, or left out (None), still canonical."""
    draft = replace(_any_draft(), act_id=f"{journal.station}-odd-{len(journal.acts)}")
    body: dict[str, object] = json.loads(compose(draft, journal.place(), key="00" * 8))
    for name, value in changes.items():
        if value is None:
            del body[name]
        else:
            body[name] = value
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def claim(permit: str = PERMIT, act_id: str = "r-1", post: str = "CP-1", round_: int = 1) -> Claim:
    """A claim by the officer of the checking post."""
    return Claim(permit=permit, round=round_, act_id=act_id, post=post, officer="somchai", mode=Mode.SAMPLE)


def permit_record(number: str = PERMIT, state: str = "issued", at: datetime = AT) -> Record:
    """A permit as the centre feeds it."""
    permit = Permit(
        number, "GREEN", state, (DeclarationLine("A0010990000011", 2, "CT", 12_500),), company_name="ตัวอย่าง"
    )
    return Record("permit", number, permit_to_doc(permit), "sample", at, keys=permit.search_keys)


def _any_draft() -> Draft:
    return Draft("any", ActKind.PRESENT, Subject("permit", PERMIT), "officer", AT)
