"""A deterministic simulation of push, pull, claim and fold: real code, simulated network, disks, clocks and people.

All that happens is drawn from one seed (`play`); every seed can be played again. The rules of the centre are those of
the simulated centre that is shipped (central/memory*.py), held beside the real one by tests/central.
"""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from officer_app.central.administration import NotMoved
from officer_app.central.memory import MemoryCentre
from officer_app.core.acts import Act, ActKind, Mode
from officer_app.core.ports import ChainFork, Station, Unreachable
from officer_app.core.records import Provenance
from officer_app.core.refusals import Refusal
from officer_app.store.errors import StoreError
from officer_app.usecases.release_right import UNUSED
from officer_app.usecases.seat import UNCONFIRMED
from officer_app.usecases.sync_once import Exchange, FeedBroken
from tests.chaos.simulated_desk import POSTS, Crashed, Desk
from tests.chaos.simulated_disk import MemoryDisk
from tests.chaos.simulated_journal import Pages
from tests.chaos.simulated_line import FINE, LATE, LOST, TWICE, UNANSWERED, Line
from tests.chaos.simulated_mirror import Sheets
from tests.fakes import NOW, SITE, permit, record

NUMBERS = ("9911A0000001", "9911A0000002", "9911A0000003")
STATIONS = tuple(
    Station(SITE, name, desk, post, Mode.SAMPLE)
    for name, desk, post in (
        ("CE-1", "inspection", ""),
        ("CE-2", "inspection", ""),
        ("CP-1a", "checking_post", "CP-1"),
        ("CP-1b", "checking_post", "CP-1"),
        ("CP-2a", "checking_post", "CP-2"),
    )
)
DEEPEST = 2
"""How many may act at the same time: one while the call of another is on its way."""
AMID = 0.08
BROKEN = (Unreachable, FeedBroken, ChainFork, StoreError, NotMoved)
"""What ends a verb or a call without ending the program."""


@dataclass(frozen=True)
class Weather:
    """What may happen in one run, drawn from its seed. `rights`: they move often."""

    faults: float
    crashes: float
    forced: bool
    twins: bool
    clones: bool
    restored: bool
    disks: bool
    two_desks: bool
    rights: bool
    numbers: tuple[str, ...]
    posts: tuple[str, ...]

    @classmethod
    def drawn(cls, chance: random.Random) -> "Weather":
        """The weather of a seed."""
        return cls(
            faults=chance.choice((0.0, 0.1, 0.3)),
            crashes=chance.choice((0.0, 0.01, 0.04)),
            forced=chance.random() < 0.25,
            twins=chance.random() < 0.15,
            clones=chance.random() < 0.04,
            restored=chance.random() < 0.4,
            disks=chance.random() < 0.4,
            two_desks=chance.random() < 0.25,
            rights=chance.random() < 0.6,
            numbers=NUMBERS[: chance.randint(1, len(NUMBERS))],
            posts=chance.choice((POSTS, POSTS[:1], POSTS[:1])),
        )


@dataclass
class Ledger:
    """What was said at the desks, and what excuses what came of it."""

    said: list[tuple[str, Act]] = field(default_factory=list)
    forced_posts: set[str] = field(default_factory=set)
    dead: set[str] = field(default_factory=set)
    """Acts that were on no other disk when theirs was put back to an older day."""
    cloned: set[str] = field(default_factory=set)
    """Workstations of whose disk somewhere a whole copy was started."""
    put_back: set[str] = field(default_factory=set)
    """Whose journal was put back: it may have forgotten which act it claimed a right with."""
    forgotten: set[tuple[str, str]] = field(default_factory=set)
    """What a server that was put back had decided since its backup: its post (empty: the centre) and the act."""
    odd: list[str] = field(default_factory=list)
    """What must never be seen at any moment."""


class World:
    """Five workstations, two posts, a centre and the own server of CP-1. `note` hears every step as it happens.

    `sound`: programs and disks do not fail, whatever the seed says.
    """

    def __init__(
        self,
        seed: int,
        small: "Callable[[World], None]",
        note: Callable[[str], None] = lambda line: None,
        disk: Callable[[str], MemoryDisk] = lambda label: MemoryDisk(),
        *,
        sound: bool = False,
    ) -> None:
        self.small = small
        self.chance = random.Random(seed)
        self.note = note
        self.weather = Weather.drawn(self.chance)
        if sound:
            self.weather = replace(self.weather, crashes=0.0, disks=False, twins=False, clones=False)
        self._disk = disk
        self.calm = True
        self.now = NOW
        self.ledger = Ledger()
        self.centre = MemoryCentre(SITE, self.time, mode="sample")
        self.server = MemoryCentre(SITE, self.time, "CP-1", "sample")
        self.desks: list[Desk] = []
        self.backups: list[dict[str, object]] = []
        self.server_backups: list[dict[str, object]] = []
        self.kept: dict[str, tuple[Pages, Sheets]] = {}
        self._late: list[tuple[MemoryCentre, Callable[[], object]]] = []
        self._acting: list[Desk] = []
        self.core = {number: record(permit(number), NOW, Provenance.CORE) for number in NUMBERS}
        self.centre.load(self.core.values())
        for station in STATIONS:
            self.add_desk(station.name, station)
        for desk in self.desks:
            self.boot(desk)

    def time(self) -> datetime:
        """The true time."""
        return self.now

    def add_desk(self, label: str, station: Station) -> Desk:
        """A machine with its lines, not started."""
        self.centre.let_in(station.name, station.post)
        central = Line(self.centre, station.name, Wire(self, self.centre))
        post = None
        if station.post == self.server.rights.post:
            self.server.let_in(station.name, station.post)
            post = Line(self.server, station.name, Wire(self, self.server))
        self.desks.append(Desk(label, station, central, post, self.time, self._disk(label)))
        return self.desks[-1]

    def boot(self, desk: Desk, found: str = "") -> None:
        """Start, or start again, the program of a desk."""

        def commit(when: str) -> None:
            if not self.calm and self.weather.crashes and self.chance.random() < self.weather.crashes:
                self.note(f"    {desk.label} dies {when} a commit")
                raise Crashed(desk)

        desk.start(commit, found)

    def fate(self) -> str:
        """What becomes of a call."""
        if self.calm or self.chance.random() >= self.weather.faults:
            return FINE
        return self.chance.choice((LOST, LOST, LATE, LATE, TWICE, UNANSWERED, UNANSWERED))

    def torn(self) -> bool:
        """Whether a page comes with a row missing."""
        return not self.calm and self.chance.random() < self.weather.faults / 3

    def later(self, there: MemoryCentre, call: Callable[[], object]) -> None:
        """A call that arrives some day."""
        self._late.append((there, call))

    def deliver(self) -> bool:
        """One of the calls that nobody waits for any more arrives; whether there was one."""
        if not self._late:
            return False
        _, call = self._late.pop(self.chance.randrange(len(self._late)))
        with suppress(*BROKEN):
            call()
        return True

    def forget_late(self, there: MemoryCentre) -> None:
        """A server that was stopped has no calls under way."""
        self._late = [each for each in self._late if each[0] is not there]

    def meanwhile(self) -> None:
        """Something else happens while a call is on its way."""
        if not self.calm and len(self._acting) <= DEEPEST and self.chance.random() < AMID:
            self.small(self)

    def acting(self, desk: Desk, what: str, do: Callable[[], object]) -> object:
        """Let a desk do something; a crash ends its program, which is started again."""
        self._acting.append(desk)
        done: object
        try:
            done = do()
        except Crashed as crash:
            if crash.desk is not desk or desk in self._acting[:-1]:
                raise
            self.boot(desk)
            done = "crashed"
        except BROKEN as error:
            done = f"{type(error).__name__}: {error}"
        finally:
            self._acting.pop()
        self.now += timedelta(seconds=1)
        self.note(f"{'    ' * len(self._acting)}{desk.label} {what}: {_short(done)}")
        if isinstance(done, Act):
            self.ledger.said.append((desk.label, done))
            self._watch(desk, done)
        forgot = isinstance(done, Refusal) and done.code == UNUSED
        if forgot and not (desk.label in self.ledger.put_back or self.weather.twins or self.weather.clones):
            self.ledger.odd.append(f"{desk.label} does not know for which act it was granted a right")
        return done

    def office(self, what: str, do: Callable[[], object]) -> object:
        """Something that no desk does."""
        done: object
        try:
            done = do()
        except BROKEN as error:
            done = f"{type(error).__name__}: {error}"
        self.note(f"{what}: {done}")
        return done

    @property
    def busy(self) -> list[Desk]:
        """Whose calls are under way."""
        return self._acting

    def _watch(self, desk: Desk, act: Act) -> None:
        """What no journal that is in doubt may ever do."""
        if act.kind == ActKind.RELEASE and act.text("granted_by") == "workstation" and desk.journal.value(UNCONFIRMED):
            self.ledger.odd.append(f"{desk.label} granted {act.act_id} by a journal that is not confirmed")


@dataclass
class Wire:
    """The way of one workstation's calls to one server."""

    world: World
    there: MemoryCentre

    def fate(self) -> str:
        """See World."""
        return self.world.fate()

    def torn(self) -> bool:
        """See World."""
        return self.world.torn()

    def later(self, call: Callable[[], object]) -> None:
        """See World."""
        self.world.later(self.there, call)

    def meanwhile(self) -> None:
        """See World."""
        self.world.meanwhile()


def _short(done: object) -> str:
    if isinstance(done, Act):
        return f"recorded {done.act_id} #{done.station_seq} {done.text('granted_by')}"
    if isinstance(done, Refusal):
        return f"refused: {done.code} {done.params}"
    if isinstance(done, Exchange):
        return f"pushed {done.pushed}, pulled {done.pulled}, waiting {done.waiting}"
    return str(done)
