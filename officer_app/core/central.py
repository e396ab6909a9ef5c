"""What the use cases need from a centre."""

from collections.abc import Sequence
from typing import Protocol

from officer_app.core.acts import Act
from officer_app.core.exchange import (
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
)


class Central(Protocol):
    """The centre as a workstation sees it, and a post's own server. All calls raise Unreachable; push also ChainGap
    and ChainFork.
    """

    def hello(self) -> Hello: ...
    def push(self, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
        """Raises PushBroken where one of the acts may be why the centre broke off; nothing was taken then."""
        ...

    def set_aside(self, act: Act) -> PushOutcome:
        """Have the next act kept unread, so that those behind it pass; for one at which `push` alone breaks off."""
        ...

    def claim(self, claim: Claim, deadline_s: float) -> Granted | Taken | Denied:
        """Raises Unreachable when no answer came within `deadline_s` seconds, held by the caller's clock."""
        ...

    def pull_acts(self, after: int, limit: int) -> tuple[FeedAct, ...]: ...
    def pull_records(self, after: int, limit: int) -> tuple[FeedRecord, ...]: ...
    def digest(self, feed: str, up_to: int) -> Mark | None:
        """The newest mark of `feed` (acts or records) at or before a place; None where there is none."""
        ...

    def snapshot(self) -> SnapshotOffer | None:
        """The newest snapshot of the feed of records; None where none was made."""
        ...

    def snapshot_part(self, snapshot_id: str, part: int) -> bytes:
        """A part (from 1) of a snapshot; empty where it is there no longer."""
        ...

    def own_acts(self, after_seq: int, limit: int) -> tuple[OwnAct, ...]: ...
    def report_fork(self, act: Act) -> bool:
        """Show an act, ours or a colleague's, under whose sequence the centre holds other bytes; True where it does."""
        ...

    def tell_heard(self, acts: Sequence[Act]) -> None:
        """Tell a place that was restored what colleagues released or took back and it lacks: nobody else gets that."""
        ...

    def caught_up(self, feed_epoch: str) -> bool:
        """Say that all we have was sent under this epoch; True where nobody is waited for any more."""
        ...

    def take_seat(self, name: str, word: str, fresh: str) -> bool:
        """Say from which installation (`name`) this workstation speaks, with the `word` that only the one that was here
        last knows, and the `fresh` one for the next time. False: another one of that name was here since.

        A name that the centre does not know becomes the workstation's newest; of a second one it opens a case.
        """
        ...

    def hand_back(self, post: str, epoch: int) -> int:
        """A post's own server grants no more under `epoch`; gives how many decisions it has made."""
        ...

    def pull_decisions(self, after: int, limit: int) -> tuple[Decision, ...]: ...
    def tell_decisions(self, post: str, server: str, decisions: Sequence[Decision]) -> int:
        """Tell the centre what the post's server decided; gives up to which number the centre knows them.

        `server`: the epoch of that server's feed: one that was put back from a backup counts anew.
        """
        ...

    def take_numbers(self, series: str, count: int, act_id: str) -> tuple[int, int]:
        """A block of `count` sequence numbers, first and last, that nobody else gets; the same to the same `act_id`."""
        ...

    def claims_without_act(self, minutes: int) -> tuple[IdleClaim, ...]: ...
    def case_acts(self, case_id: str) -> tuple[tuple[str, OwnAct], ...]:
        """The acts a case is about, each with its side: act, winner, loser, stamp, withdrawal, here,
        other.
        """
        ...

    def close(self) -> None: ...
