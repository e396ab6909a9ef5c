"""The simulated centre as one workstation sees it, for training, for tests, and for a counter on its own."""

from collections.abc import Sequence

from officer_app.central.memory_centre import MemoryCentre as Centre
from officer_app.core.acts import Act
from officer_app.core.ports import (
    Claim,
    Decision,
    Denied,
    FeedAct,
    FeedRecord,
    Granted,
    Hello,
    IdleClaim,
    Mark,
    OwnAct,
    PushOutcome,
    SnapshotOffer,
    Taken,
    Unreachable,
)


class MemoryCentre(Centre):
    """The centre of one site, or with `post` that post's own server; each workstation has its `MemoryCentral`."""

    def enrol(self, station: str, post: str = "") -> "MemoryCentral":
        """The centre as `station` sees it; its acts stay where it was enrolled before."""
        self.let_in(station, post)
        return MemoryCentral(self, station)

    def set_office(self, office: str) -> None:
        """The customs office `office` is of this site from now on."""
        self.offices.set_office(self.site, office)


class MemoryCentral:
    """Implements core.ports.Central for one workstation. `reachable` is the switch that cuts it off."""

    def __init__(self, centre: Centre, station: str) -> None:
        self.reachable = True
        self._centre = centre
        self._station = station

    def hello(self) -> Hello:
        """What the centre says at contact."""
        return self._there().hello(self._station)

    def push(self, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
        """Hand over acts in the order of their sequence; all or, where the chain is broken, none."""
        return self._there().push(self._station, acts)

    def claim(self, claim: Claim, deadline_s: float) -> Granted | Taken | Denied:
        """Ask for the release right; the answer comes at once, whatever the deadline."""
        return self._there().claim(self._station, claim)

    def pull_acts(self, after: int, limit: int) -> tuple[FeedAct, ...]:
        """The acts of the site behind place `after`."""
        return self._there().pull_acts(after, limit)

    def pull_records(self, after: int, limit: int) -> tuple[FeedRecord, ...]:
        """The reference records of the site behind place `after`."""
        return self._there().pull_records(after, limit)

    def digest(self, feed: str, up_to: int) -> Mark | None:
        """See core.ports.Central.digest."""
        return self._there().digest(feed, up_to)

    def set_aside(self, act: Act) -> PushOutcome:
        """See core.ports.Central.set_aside."""
        return self._there().set_aside(self._station, act)

    def snapshot(self) -> SnapshotOffer | None:
        """None: the simulated centre is pulled from the start."""
        self._there()
        return None

    def snapshot_part(self, snapshot_id: str, part: int) -> bytes:
        """Empty: there are no snapshots here."""
        self._there()
        return b""

    def own_acts(self, after_seq: int, limit: int) -> tuple[OwnAct, ...]:
        """This workstation's chain behind `after_seq` as it is held here, refused acts too."""
        return self._there().own_acts(self._station, after_seq, limit)

    def report_fork(self, act: Act) -> bool:
        """See core.ports.Central.report_fork."""
        return self._there().report_fork(self._station, act)

    def tell_heard(self, acts: Sequence[Act]) -> None:
        """See core.ports.Central.tell_heard."""
        self._there().tell_heard(acts)

    def caught_up(self, feed_epoch: str) -> bool:
        """See core.ports.Central.caught_up."""
        return self._there().caught_up(self._station, feed_epoch)

    def take_seat(self, name: str, word: str, fresh: str) -> bool:
        """See core.ports.Central.take_seat."""
        return self._there().take_seat(self._station, name, word, fresh)

    def take_numbers(self, series: str, count: int, act_id: str) -> tuple[int, int]:
        """See core.ports.Central.take_numbers."""
        return self._there().take_numbers(self._station, series, count, act_id)

    def hand_back(self, post: str, epoch: int) -> int:
        """See core.ports.Central.hand_back."""
        return self._there().hand_back(post, epoch)

    def pull_decisions(self, after: int, limit: int) -> tuple[Decision, ...]:
        """What this server of a post decided behind number `after`."""
        return self._there().pull_decisions(after, limit)

    def tell_decisions(self, post: str, server: str, decisions: Sequence[Decision]) -> int:
        """See core.ports.Central.tell_decisions."""
        return self._there().tell_decisions(post, server, decisions)

    def claims_without_act(self, minutes: int) -> tuple[IdleClaim, ...]:
        """Rights granted more than `minutes` ago whose act has not come."""
        return self._there().claims_without_act(minutes)

    def case_acts(self, case_id: str) -> tuple[tuple[str, OwnAct], ...]:
        """See core.ports.Central.case_acts."""
        return self._there().case_acts(case_id)

    def close(self) -> None:
        """From now on nothing is reached."""
        self.reachable = False

    def _there(self) -> Centre:
        if not self.reachable:
            raise Unreachable("the simulated centre is cut off")
        return self._centre
