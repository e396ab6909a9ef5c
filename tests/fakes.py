"""Builders shared by tests of the heart: real keys, acts, permits, and a desk on real encrypted files."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import cast

from officer_app.core.acts import GENESIS, Act, ActKind, Draft, Mode, Place, Subject, compose, read
from officer_app.core.canonical import Value
from officer_app.core.ports import Central, FeedAct, Journal, Person, SignedIn, Station
from officer_app.core.records import DeclarationLine, Permit, Record, permit_to_doc
from officer_app.core.refusals import Refusal
from officer_app.core.rules import Rules
from officer_app.security.keys import Ed25519Signer, from_private_bytes
from officer_app.store.journal import SqliteJournal
from officer_app.store.mirror import SqliteMirror
from officer_app.usecases.counter import Counter
from officer_app.workstation.tokens import issue_token

NOW = datetime(2026, 11, 21, 3, 4, 5, tzinfo=UTC)
FILE_KEY = bytes(range(32))
SITE = "CE"
NUMBER, OTHER = "9911A0000001", "9911A0000002"
CE_1 = Station(SITE, "CE-1", "inspection", "", Mode.SAMPLE)
CP_1 = Station(SITE, "CP-1a", "checking_post", "CP-1", Mode.SAMPLE)


def signer(seed: int) -> Ed25519Signer:
    """A real key, the same for the same seed."""
    return Ed25519Signer(from_private_bytes(bytes([seed]) * 32))


def officer(name: str, *roles: str, seed: int = 1) -> SignedIn:
    """A signed-in officer with a key of his own."""
    return SignedIn(Person(name, name.title(), frozenset(roles)), signer(seed))


INSPECTOR = officer("somchai", "inspection", seed=2)
CHECKER = officer("malee", "checking_post", seed=3)
XRAYER = officer("wichai", "xray", seed=4)
SUPERVISOR = officer("anong", "supervisor", seed=5)


def permit(number: str = NUMBER, **changes: str) -> Permit:
    """An invented Green permit with one declaration."""
    line = DeclarationLine("A0121991100123", 12, "CT", 250_500)
    fields = {"line": "GREEN", "state": "issued", "company_name": "บริษัท ตัวอย่างผลไม้สมมติ จำกัด", **changes}
    return Permit(number=number, declarations=(line,), **fields)


def record(made: Permit, as_of: datetime = NOW, provenance: str = "sample") -> Record:
    """The permit as a record with all the numbers it is found by."""
    return Record("permit", made.number, permit_to_doc(made), provenance, as_of, keys=made.search_keys)


@dataclass
class Chain:
    """Writes acts as one workstation would, without a file: whatever `after`, round or time they claim."""

    station: str = "CE-1"
    acts: list[Act] = field(default_factory=list)

    def act(
        self,
        kind: ActKind | str,
        fields: Mapping[str, Value] | None = None,
        *,
        after: str | None = None,
        round_: int = 1,
        at: datetime | None = None,
        act_id: str = "",
        officer: str = "",
        number: str = NUMBER,
        about: str = "permit",
    ) -> Act:
        """The next act. `after` is the chain's previous act unless it is given."""
        seq = len(self.acts) + 1
        known = self.acts[-1].act_id if self.acts else ""
        draft = Draft(
            act_id=act_id or f"{self.station}/{seq}",
            # Any text may stand as a kind: a newer version's acts reach us too.
            kind=cast("ActKind", kind),
            subject=Subject(about, number, round_),
            officer=officer or f"officer of {self.station}",
            at=at or NOW + timedelta(seconds=seq),
            fields=fields or {},
        )
        prev = self.acts[-1].hash if self.acts else GENESIS
        place = Place(SITE, self.station, seq, prev, known if after is None else after, Mode.SAMPLE)
        self.acts.append(read(compose(draft, place, "00" * 8), b"not looked at here"))
        return self.acts[-1]

    def stamp(self, outcome: str = "green", **more: Value) -> Act:
        """A stamp for CP-1."""
        fields: dict[str, Value] = {"outcome": outcome, "stamp_text": "Status 0309", "release_post": "CP-1"}
        return self.act(ActKind.STAMP, {**fields, **more})


@dataclass
class Desk:
    """One workstation at work: its files are real, its clock is turned by hand, its ids can be told apart."""

    counter: Counter
    journal: SqliteJournal
    mirror: SqliteMirror
    clock: list[datetime]

    def later(self, seconds: float) -> None:
        """Let time pass."""
        self.clock[0] += timedelta(seconds=seconds)

    def with_rules(self, rules: Rules) -> Counter:
        """The same desk under other rules."""
        return replace(self.counter, rules=rules)


@contextmanager
def desk(folder: Path, station: Station = CE_1, central: Central | None = None) -> Iterator[Desk]:
    """A desk whose journal and mirror are in `folder`; they are closed at the end and may be opened again."""
    folder.mkdir(parents=True, exist_ok=True)
    journal = SqliteJournal(folder / "journal.db", FILE_KEY, station)
    mirror = SqliteMirror(folder / "mirror.db", FILE_KEY)
    clock = [NOW + timedelta(minutes=len(journal.acts()))]
    # Two programs on one home never make the same id.
    program, fresh = secrets.token_hex(3), count(1)
    counter = Counter(
        journal=journal,
        mirror=mirror,
        clock=lambda: clock[0],
        new_id=lambda: f"{station.name}-{program}-{next(fresh)}",
        issue_token=issue_token,
        read_token=lambda text: Refusal("not_a_token"),
        central=central,
        rules=Rules(posts=("CP-1", "CP-2")),
    )
    try:
        yield Desk(counter, journal, mirror, clock)
    finally:
        mirror.close()
        journal.close()


def exchange(journal: Journal, *others: SqliteJournal) -> None:
    """Hand every act of `journal` to the others as a feed would, in its order."""
    for other in others:
        known = {act.act_id for act in other.acts()}
        fresh = [act for act in journal.acts() if act.act_id not in known]
        start = other.acts_cursor()
        other.receive([FeedAct(start + place, act) for place, act in enumerate(fresh, start=1)])
