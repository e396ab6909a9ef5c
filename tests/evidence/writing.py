"""Writes chains as workstations do, with keys made anew each time; and as a forger would who holds some of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from officer_app.core.acts import GENESIS, Act, ActKind, Draft, Mode, Place, Subject, compose, format_time, read
from officer_app.core.canonical import Value, decode, encode
from officer_app.core.export import Outcome
from officer_app.core.ports import Signer
from officer_app.core.two_persons import SECOND_SIGNATURE, second_digest, with_second
from officer_app.security import cover_check, evidence, evidence_reading, heads, stamp_token
from officer_app.security.chain_check import Defect, Span
from officer_app.security.check import Report, StoredAct, Terms, check, readable
from officer_app.security.evidence import About, Evidence
from officer_app.security.evidence_check import Trust, examine
from officer_app.security.keys import Ed25519Signer, new_private_key
from officer_app.security.statements import CERTIFICATE, make

START = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
A, B, C = "9911A0000001", "9911A0000002", "9911A0000003"


def new_signer() -> Ed25519Signer:
    """A key that nobody has seen before."""
    return Ed25519Signer(new_private_key())


@dataclass
class Chain:
    """One workstation at work. `clock` is what it believes the time to be."""

    station: str = "CE-1"
    key: Signer = field(default_factory=new_signer)
    mode: Mode = Mode.REAL
    acts: list[Act] = field(default_factory=list)
    clock: datetime = START
    series: str = ""

    def write(
        self,
        kind: ActKind,
        officer: str,
        by: Signer,
        fields: Mapping[str, Value] | None = None,
        number: str = A,
        second: tuple[str, Signer] | None = None,
        act_id: str = "",
    ) -> Act:
        """The next act; permits are its subject unless it is the workstation's own."""
        self.clock += timedelta(minutes=1)
        seq = len(self.acts) + 1
        own = kind in (ActKind.STATION_OPENED, ActKind.KEY_REGISTERED, ActKind.COLLECTIVE, ActKind.HEADS_WITNESSED)
        subject = Subject("station", self.station) if own else Subject("permit", number)
        draft = Draft(act_id or f"{self.station}/{self.series}{seq}", kind, subject, officer, self.clock, fields or {})
        if second is not None:
            draft = with_second(draft, second[0], second[1].key_id)
        place = Place("CE", self.station, seq, self.acts[-1].hash if self.acts else GENESIS, "", self.mode)
        if second is not None:
            digest = second_digest(compose(draft, place, by.key_id))
            draft = replace(draft, fields={**draft.fields, SECOND_SIGNATURE: second[1].sign(digest).hex()})
        unsigned = read(compose(draft, place, by.key_id), b"")
        self.acts.append(read(unsigned.body, by.sign(unsigned.hash)))
        return self.acts[-1]

    def open(self) -> "Chain":
        """The first act."""
        self.write(ActKind.STATION_OPENED, "", self.key, {"public_key": self.key.public_key.hex()})
        return self

    def register(self, officer: str, key: Signer) -> Act:
        """An officer's key."""
        fields = {"officer": officer, "display": officer, "public_key": key.public_key.hex(), "key_id": key.key_id}
        return self.write(ActKind.KEY_REGISTERED, "", self.key, fields)

    def stamp(self, officer: str, by: Signer, number: str = A, *, act_id: str = "", **more: Value) -> Act:
        """A Green stamp for CP-1."""
        fields: dict[str, Value] = {"outcome": "green", "stamp_text": "Status 0309", "release_post": "CP-1"}
        return self.write(ActKind.STAMP, officer, by, {**fields, **more}, number, act_id=act_id)

    def cover(self, officer: str, by: Signer, *acts: Act) -> Act:
        """The collective act for what could not be signed."""
        return self.write(ActKind.COLLECTIVE, officer, by, {"acts": cover_check.rows(acts)})

    def witness(self, *others: Act) -> Act:
        """What this workstation saw of others."""
        rows = [heads.row(act.station, act.station_seq, act.hash) for act in others]
        return self.write(ActKind.HEADS_WITNESSED, "", self.key, {"heads": rows})

    def revoke(self, key: Signer) -> Act:
        """The workstation's own word that a key is worth nothing from now on."""
        since = format_time(self.clock + timedelta(minutes=1))
        fields = {"key_id": key.key_id, "since": since, "reason": "lost_password", "words": ""}
        return self.write(ActKind.KEY_REVOKED, "", self.key, fields)

    def certify(self, officer: str, key: Signer, root: Signer, until: datetime | None = None) -> Act:
        """The office root's word that a key is an officer's."""
        fields: dict[str, Value] = {
            "public_key": key.public_key.hex(),
            "kind": "officer",
            "holder": officer,
            "roles": ["inspection"],
            "since": format_time(START),
            "until": format_time(until) if until else "",
        }
        statement = make(CERTIFICATE, fields, root, self.clock)
        return self.write(ActKind.KEY_CERTIFIED, "", self.key, {"key_id": key.key_id, "statement": statement})


@dataclass
class Day:
    """A day at CE-1 that CE-2 looked on at; `root` certifies somchai's key.

    CE-1: 1 opened, 2-3 keys of somchai and malee, 4 stamp of A, 5 release of A, 6 stamp of B, 7 stamp of C while the
    signer had failed, 8 the collective act, 9 annulment of B by two officers. CE-2 then wrote down that it saw act 9.
    """

    somchai: Signer = field(default_factory=new_signer)
    malee: Signer = field(default_factory=new_signer)
    root: Signer = field(default_factory=new_signer)
    here: Chain = field(default_factory=Chain)
    there: Chain = field(default_factory=lambda: Chain("CE-2"))

    def __post_init__(self) -> None:
        here = self.here.open()
        here.register("somchai", self.somchai)
        here.register("malee", self.malee)
        stamped = here.stamp("somchai", self.somchai)
        here.write(ActKind.RELEASE, "malee", self.malee, {"stamp": stamped.act_id, "granted_by": "alone"})
        second = here.stamp("somchai", self.somchai, B)
        failed = here.stamp("somchai", here.key, C, signer_failed=True)
        here.cover("somchai", self.somchai, failed)
        annulled: dict[str, Value] = {"annuls": second.act_id, "reason": "ทดสอบ"}
        here.write(ActKind.ANNUL, "somchai", self.somchai, annulled, B, second=("malee", self.malee))
        self.there.open().witness(here.acts[-1])

    @property
    def acts(self) -> list[Act]:
        """All acts of both workstations."""
        return [*self.here.acts, *self.there.acts]


def code_of(stamp: Act, by: Signer, **changes: str) -> str:
    """The code of a stamp, or of one that says something else."""
    return stamp_token.issue(
        stamp_token.StampClaims(
            permit=changes.get("permit", stamp.subject.number),
            round=stamp.subject.round,
            outcome=Outcome(stamp.text("outcome")),
            stamp_text=stamp.text("stamp_text"),
            release_post=stamp.text("release_post"),
            site=stamp.site,
            officer=stamp.officer,
            at=stamp.at,
            act_hash=stamp.hash,
            mode=Mode(stamp.mode),
            act_id=stamp.act_id,
        ),
        by,
    )


def rows(acts: Iterable[Act]) -> list[StoredAct]:
    """Acts as they lie in a store."""
    return [evidence.of_act(act) for act in acts]


def altered(act: Act, **changes: Value) -> bytes:
    """The body of an act with changes, still canonical."""
    return encode({**decode(act.body), **changes})


def judged(stored: list[StoredAct], day: Day, *, root: bool = False) -> Report:
    """What the verifier says of these rows, as of a journal whose mode and workstations' keys are known."""
    acts, unreadable = readable(stored)
    keys = {"CE-1": day.here.key.public_key, "CE-2": day.there.key.public_key}
    terms = Terms(mode=str(day.here.mode), root=day.root.public_key if root else b"")
    report = check(acts, {}, keys, terms=terms)
    return replace(report, defects=(*unreadable, *report.defects))


def filed(stored: list[StoredAct], day: Day, *, root: bool = False) -> bytes:
    """The same rows as an evidence file of a period, sealed by whoever holds the key of CE-1."""
    spans = {each.station: (Span(1, len(each.acts)),) for each in (day.here, day.there)}
    key = day.root.public_key if root else b""
    about = About("period", "", "", format_time(START), format_time(START), "CE", "CE-1", day.here.mode, START, key)
    return evidence.write(Evidence(about, tuple(stored), spans, report=("รายงาน",)), day.here.key)


def opened(data: bytes) -> tuple[Defect, ...]:
    """What the verifier says of an evidence file, with nothing but the file."""
    report, _ = examine(evidence_reading.read(data), Trust())
    return report.defects
