"""Officers on a real journal for tests: cheap passwords, a clock to turn, a shift to end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from officer_app.core.acts import ActKind, Draft, Subject
from officer_app.core.ports import Person, SignedIn, Signer, Station
from officer_app.core.refusals import Refusal
from officer_app.security.cards import Cards
from officer_app.security.passwords import FOR_TESTS
from officer_app.store.journal import SqliteJournal
from officer_app.store.officers import OfficerTable
from officer_app.workstation.key_acts import KeyActs
from officer_app.workstation.officers import Officers
from officer_app.workstation.sessions import Sessions
from tests.fakes import CE_1, FILE_KEY, NOW, signer

STATION_KEY = signer(99)
PASSWORD = "ข้าวเหนียวมะม่วง 42"
NEXT = "ส้มตำปูปลาร้า 43"


@dataclass
class AtCounter:
    """One program at one home. `shift` is the name of the shift; `root` the office root that is trusted."""

    journal: SqliteJournal
    officers: Officers
    keys: KeyActs
    clock: list[datetime]
    shift: list[str]
    cards: Cards
    root: list[bytes] = field(default_factory=lambda: [b""])

    def later(self, **much: float) -> None:
        """Let time pass."""
        self.clock[0] += timedelta(**much)

    def add(self, name: str, *roles: str, password: str = PASSWORD) -> Person:
        """An officer who may sign in."""
        person = self.officers.add(name, "", frozenset(roles or {"inspection"}), password)
        assert isinstance(person, Person)
        return person

    def signed_in(self, name: str, password: str = PASSWORD) -> SignedIn:
        """The officer at the desk."""
        found = self.officers.sign_in(name, password)
        assert isinstance(found, SignedIn), found
        return found

    def code(self, name: str, password: str = PASSWORD) -> str:
        """Why the officer may not sign in; empty where he may."""
        return code(self.officers.sign_in(name, password))


def code(answer: object) -> str:
    """The code of a refusal, or nothing."""
    return answer.code if isinstance(answer, Refusal) else ""


@contextmanager
def at_counter(
    folder: Path,
    *,
    station: Station = CE_1,
    station_key: Signer = STATION_KEY,
    module: str = "",
    certified_only: bool = False,
) -> Iterator[AtCounter]:
    """A program on the journal in `folder`; several may be open at once, as two programs on one home are."""
    folder.mkdir(parents=True, exist_ok=True)
    journal = SqliteJournal(folder / "journal.db", FILE_KEY, station)
    clock, shift, root = [NOW], ["A"], [b""]
    opened = {"public_key": station_key.public_key.hex(), "desk": station.desk}
    about = Subject("station", station.name)
    # Always the same act: of several programs on one home one opens the chain.
    journal.record(Draft(f"{station.name} opened", ActKind.STATION_OPENED, about, "", NOW, opened), station_key)
    ids = count(1)
    keys = KeyActs(journal, station_key, lambda: clock[0], lambda: f"{id(journal)}-{next(ids)}", lambda: root[0])
    cards = Cards(module)
    officers = Officers(
        OfficerTable(journal),
        keys,
        cards,
        lambda: clock[0],
        Sessions(lambda: shift[0]),
        certified_only=certified_only,
        cost=FOR_TESTS,
    )
    try:
        yield AtCounter(journal, officers, keys, clock, shift, cards, root)
    finally:
        cards.close()
        journal.close()
