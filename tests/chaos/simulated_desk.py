"""A workstation of the simulation: real use cases over a simulated disk and simulated lines, and how it dies."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from officer_app.core.acts import Act, ActKind, Draft, Subject
from officer_app.core.assess import StampWish
from officer_app.core.canonical import Value
from officer_app.core.export import Outcome
from officer_app.core.ports import Journal, Mirror, Station
from officer_app.core.refusals import Refusal
from officer_app.core.rules import Rules
from officer_app.store.journal import RESTORED
from officer_app.usecases.annul import annul
from officer_app.usecases.authority import close_case, force_move, hand_back
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.counter import Counter
from officer_app.usecases.reroute import Redirected, redirect
from officer_app.usecases.seat import SEAT, UNCONFIRMED
from officer_app.usecases.stamp import Stamped, stamp
from officer_app.usecases.steps import take_step
from officer_app.usecases.sync_once import Exchange, sync_once
from tests.chaos.simulated_disk import MemoryDisk
from tests.chaos.simulated_journal import Commit
from tests.chaos.simulated_line import Line
from tests.fakes import CHECKER, INSPECTOR, SUPERVISOR, officer, signer

SECOND = officer("prasit", "supervisor", seed=9)
POSTS = ("CP-1", "CP-2")
REASON = "the simulation wants it"


class Crashed(Exception):
    """The program of this desk ends at this very point."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk.label)
        self.desk = desk


@dataclass
class Desk:
    """One workstation, or the second machine that a copy of its journal was started on. `skew`: of its clock."""

    label: str
    station: Station
    central: Line
    post: Line | None
    time: Callable[[], datetime]
    disk: MemoryDisk = field(default_factory=MemoryDisk)
    skew: timedelta = timedelta(0)
    journal: Journal = field(init=False)
    mirror: Mirror = field(init=False)
    counter: Counter = field(init=False)
    made: int = 0

    def start(self, commit: Commit, found: str = "") -> None:
        """Start the program. `found`: what workstation/witness.py says of a journal that was put back or copied."""
        self.journal, self.mirror = self.disk.open(self.station, lambda when: None)
        if not self.journal.own_acts(0, 1):
            self._open_chain()
        if found:
            self.journal.keep_value(UNCONFIRMED, found)
            self.journal.keep_value(SEAT, "")
        if found == "restored":
            self.journal.keep_value(RESTORED, "older than what was sent")
        self.journal, self.mirror = self.disk.open(self.station, commit)
        self.counter = Counter(
            journal=self.journal,
            mirror=self.mirror,
            clock=self.clock,
            new_id=self._new_id,
            issue_token=lambda act, key: "",
            read_token=lambda text: Refusal("not_a_token"),
            central=self.central,
            post=self.post,
            rules=Rules(posts=POSTS),
        )

    def clock(self) -> datetime:
        """The time of this machine."""
        return self.time() + self.skew

    @property
    def forked(self) -> bool:
        """Whether this journal knows that another one speaks for its workstation."""
        return self.journal.value(UNCONFIRMED) == "fork"

    def stamp(self, number: str, post: str) -> Act | Refusal:
        """Stamp for `post`."""
        done = stamp(self.counter, INSPECTOR, number, StampWish(Outcome.GREEN, post))
        return done.act if isinstance(done, Stamped) else done

    def release(self, number: str) -> Act | Refusal:
        """Confirm the release."""
        done = confirm_release(self.counter, CHECKER, number)
        return done.act if isinstance(done, Released) else done

    def step(self, number: str, kind: ActKind) -> Act | Refusal:
        """Hold or give free."""
        return take_step(self.counter, SUPERVISOR, number, kind, REASON)

    def annul(self, number: str) -> Act | Refusal:
        """Two officers annul what stands: a stamp by the right of its post's authority, or a release."""
        return annul(self.counter, SUPERVISOR, SECOND, number, REASON)

    def redirect(self, number: str, post: str) -> Act | Refusal:
        """Send a stamped cargo to another post."""
        done = redirect(self.counter, SUPERVISOR, number, post, REASON)
        return done.act if isinstance(done, Redirected) else done

    def hand_back(self, post: str) -> Act | Refusal:
        """Hand back the right of `post`."""
        return hand_back(self.counter, SUPERVISOR, post)

    def force(self, post: str, kind: str, holder: str) -> Act | Refusal:
        """Two people take the right of `post`."""
        return force_move(self.counter, SUPERVISOR, SECOND, post, kind, holder, REASON)

    def refused_act(self) -> Act | Refusal:
        """An act that no centre takes: a case is closed that never was."""
        return close_case(self.counter, SUPERVISOR, SECOND, "no such case", REASON)

    def close(self, case_id: str) -> Act | Refusal:
        """Two officers close this case."""
        return close_case(self.counter, SUPERVISOR, SECOND, case_id, REASON)

    def close_case(self) -> Act | Refusal:
        """Close the first case that is known here and open."""
        for record in self.mirror.listed("case", 100):
            if "closed_act" not in record.doc:
                return close_case(self.counter, SUPERVISOR, SECOND, record.number.removeprefix("case/"), REASON)
        return Refusal("unknown_case", {"case": ""})

    def sync(self, *, full: bool = False) -> Exchange:
        """One exchange, as workstation/exchanging.py does it. Raises what sync_once raises."""
        lines = (self.journal, self.mirror, self.central, self.clock, self.post)
        done = sync_once(*lines, full=full, fresh=self._new_id)
        if self.journal.value(RESTORED):
            self.journal.keep_value(RESTORED, "")
        return done

    def _new_id(self) -> str:
        self.made += 1
        return f"{self.label}-{self.made}"

    def _open_chain(self) -> None:
        key = signer(100 + len(self.label) + ord(self.label[-1]))
        fields: dict[str, Value] = {"public_key": key.public_key.hex(), "desk": self.station.desk}
        subject = Subject("station", self.station.name)
        opened = Draft(self._new_id(), ActKind.STATION_OPENED, subject, "", self.clock(), fields)
        self.journal.record(opened, key)
