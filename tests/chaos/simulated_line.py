"""The simulation's network: a line to a centre whose every call may be lost, late, doubled, unanswered or torn."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol, TypeVar

from officer_app.central.memory import MemoryCentral, MemoryCentre
from officer_app.core.acts import Act
from officer_app.core.ports import (
    ChainFork,
    ChainGap,
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

T = TypeVar("T")
FINE, LOST, LATE, TWICE, UNANSWERED = "fine", "lost", "late", "twice", "unanswered"


class Air(Protocol):
    """What a line asks of the world around it."""

    def fate(self) -> str:
        """What becomes of the next call: one of the five words above."""
        ...

    def torn(self) -> bool:
        """Whether a page that is pulled comes with a row missing."""
        ...

    def later(self, call: Callable[[], object]) -> None:
        """Keep a call that was sent and that nobody waits for any more; it may arrive at any time."""
        ...

    def meanwhile(self) -> None:
        """Let others do something while a call is on its way."""
        ...


class Line(MemoryCentral):
    """The simulated centre over a network with faults, for one workstation. `cut`: nothing gets through."""

    def __init__(self, centre: MemoryCentre, station: str, air: Air) -> None:
        super().__init__(centre, station)
        self.cut = False
        self.centre = centre
        self.there = MemoryCentral(centre, station)
        self._air = air

    def hello(self) -> Hello:
        """See core.ports.Central; so all that follow."""
        return self._call(self.there.hello)

    def push(self, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
        return self._call(lambda: self.there.push(acts))

    def set_aside(self, act: Act) -> PushOutcome:
        return self._call(lambda: self.there.set_aside(act))

    def snapshot(self) -> SnapshotOffer | None:
        return self._call(self.there.snapshot)

    def snapshot_part(self, snapshot_id: str, part: int) -> bytes:
        return self._call(lambda: self.there.snapshot_part(snapshot_id, part))

    def claim(self, claim: Claim, deadline_s: float) -> Granted | Taken | Denied:
        return self._call(lambda: self.there.claim(claim, deadline_s))

    def pull_acts(self, after: int, limit: int) -> tuple[FeedAct, ...]:
        return self._page(lambda: self.there.pull_acts(after, limit))

    def pull_records(self, after: int, limit: int) -> tuple[FeedRecord, ...]:
        return self._page(lambda: self.there.pull_records(after, limit))

    def digest(self, feed: str, up_to: int) -> Mark | None:
        return self._call(lambda: self.there.digest(feed, up_to))

    def own_acts(self, after_seq: int, limit: int) -> tuple[OwnAct, ...]:
        return self._call(lambda: self.there.own_acts(after_seq, limit))

    def report_fork(self, act: Act) -> bool:
        return self._call(lambda: self.there.report_fork(act))

    def tell_heard(self, acts: Sequence[Act]) -> None:
        self._call(lambda: self.there.tell_heard(acts))

    def caught_up(self, feed_epoch: str) -> bool:
        return self._call(lambda: self.there.caught_up(feed_epoch))

    def hand_back(self, post: str, epoch: int) -> int:
        return self._call(lambda: self.there.hand_back(post, epoch))

    def pull_decisions(self, after: int, limit: int) -> tuple[Decision, ...]:
        return self._call(lambda: self.there.pull_decisions(after, limit))

    def take_seat(self, name: str, word: str, fresh: str) -> bool:
        return self._call(lambda: self.there.take_seat(name, word, fresh))

    def tell_decisions(self, post: str, server: str, decisions: Sequence[Decision]) -> int:
        return self._call(lambda: self.there.tell_decisions(post, server, decisions))

    def claims_without_act(self, minutes: int) -> tuple[IdleClaim, ...]:
        return self._call(lambda: self.there.claims_without_act(minutes))

    def case_acts(self, case_id: str) -> tuple[tuple[str, OwnAct], ...]:
        return self._call(lambda: self.there.case_acts(case_id))

    def close(self) -> None:
        """Nothing to close."""

    def _page(self, pull: Callable[[], tuple[T, ...]]) -> tuple[T, ...]:
        page = self._call(pull)
        # What a puller must never believe: a page in which a row is not visible yet.
        return page[:-2] + page[-1:] if len(page) > 1 and self._air.torn() else page

    def _call(self, call: Callable[[], T]) -> T:
        self._air.meanwhile()
        fate = self._air.fate()
        if self.cut or fate == LOST:
            raise Unreachable("the simulated network is cut")
        if fate == LATE:
            self._air.later(call)
            raise Unreachable("no answer in time")
        if fate == TWICE:
            # The first of both came through all the same, and whoever asked has its answer from the second.
            with suppress(ChainGap, ChainFork):
                call()
        answer = call()
        self._air.meanwhile()
        if fate == UNANSWERED:
            raise Unreachable("the answer was lost")
        return answer
