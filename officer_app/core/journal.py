"""What the use cases need from the workstation's own store of acts."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from officer_app.core.acts import Act, Draft
from officer_app.core.exchange import FeedAct, OwnAct
from officer_app.core.guarantees import GuaranteeState
from officer_app.core.people import Signer, Station
from officer_app.core.permit_state import PermitState
from officer_app.core.refusals import Refusal
from officer_app.core.transit import TransitState
from officer_app.core.transit_numbers import Use

IssueToken = Callable[[Act, Signer], str]
"""The signed code of a stamp act (`OA1:...`), made from the act and the key that signed it; empty where the act says
more than a code can carry: the stamp stands without one."""


Guard = Callable[[PermitState], Refusal | None]
"""Asked inside the journal's transaction, on the state as it is then; a Refusal writes nothing."""

TransitGuard = Callable[[TransitState], Refusal | None]
"""The same for an act on a transit case."""

CLOCK_OFFSET = "clock_offset_ms"
"""Under this name the journal keeps how far the centre's clock was ahead at the last contact (ms); acts say it."""


@dataclass(frozen=True)
class Queue:
    """What has not reached the centre: how many acts wait, how many the centre would not take; and how many acts wait
    for their officers' signatures, because a signer had failed.
    """

    unsent: int
    quarantined: int
    unsigned: int = 0


class Journal(Protocol):
    """The workstation's own store of acts (journal.db)."""

    @property
    def station(self) -> Station: ...
    def record(
        self,
        draft: Draft,
        signer: Signer,
        guard: Guard | None = None,
        code: IssueToken | None = None,
        second: Signer | None = None,
        stands: Callable[[PermitState], None] | None = None,
    ) -> Act | Refusal:
        """Chain, sign and commit `draft` durably; the same act_id again gives back the act recorded then.

        `code` makes the machine-readable code that is kept with the act, in the same transaction. `second` is the key
        of the second officer whom the draft names (`core.two_persons`): he signs first, then the first one all of it.
        `stands` hears where the permit stands with the act, once it is recorded now, and only then.
        """
        ...

    def record_transit(
        self,
        draft: Draft,
        signer: Signer,
        guard: TransitGuard | None = None,
        second: Signer | None = None,
        code: IssueToken | None = None,
    ) -> Act | Refusal:
        """`record` for an act on a transit case, guarded on where that stands."""
        ...

    def transit_state(self, number: str) -> TransitState: ...
    def transit_cases(self, phases: Collection[str], after: str, limit: int) -> list[tuple[str, TransitState]]:
        """Up to `limit` transit cases in one of `phases` whose number is beyond `after`, by number."""
        ...

    def cases_under(self, declaration_no: str) -> list[str]:
        """The cases ever keyed under a declaration, the latest first; then those that arrived by a code naming it."""
        ...

    def keyed_twice(self) -> list[str]:
        """The declarations, by number, for which more than one case was ever keyed or filed."""
        ...

    def signed_twice(self) -> list[str]:
        """The cases for which more than one sequence number stands, none of them annulled, by number."""
        ...

    def guarantee_state(self, number: str) -> GuaranteeState: ...
    def numbers_written(self, series: str) -> list[Use]:
        """The sequence numbers of a series that signatures wrote, annulled ones too, by number."""
        ...

    def series_written(self, head: str) -> list[str]: ...
    def permit_state(self, number: str) -> PermitState: ...
    def permits_in(self, states: Collection[str], limit: int) -> list[tuple[str, PermitState]]:
        """Up to `limit` permits in one of `states`, by number; of those on which something was done."""
        ...

    def acts_on(self, subject_kind: str, number: str) -> list[Act]: ...
    def acts_of_kind(self, kind: str) -> list[Act]: ...
    def time_line(self, subject_kind: str, number: str) -> list[Act]:
        """All acts known here on one subject in the order for people: the centre's feed, then their time; never an act
        before one that it or its workstation knew of, whatever its clock said.
        """
        ...

    def own_acts(self, after_seq: int, limit: int) -> list[Act]: ...
    def acts(self) -> list[Act]: ...
    def queue(self) -> Queue: ...
    def pushed_seq(self) -> int: ...
    def mark_pushed(self, station_seq: int) -> None: ...
    def quarantine(self, act_id: str, code: str, text: str) -> None: ...
    def receive(self, entries: Sequence[FeedAct]) -> None:
        """Store acts from the centre's feed and move the cursor, in one transaction."""
        ...

    def hear(self, acts: Sequence[Act]) -> None:
        """Store acts of others that did not come through the centre's feed: they have no place in it yet."""
        ...

    def forks(self) -> list[Act]:
        """Acts of others in whose place of a chain another one is here too: all of them, until the centre saw them."""
        ...

    def forks_shown(self) -> None: ...
    def unfed(self, kinds: Collection[str]) -> list[Act]:
        """Acts of others, of some kinds, that have no place in the centre's feed."""
        ...

    def acts_cursor(self) -> int: ...
    def value(self, name: str) -> str:
        """A named text kept with the journal; empty where there is none."""
        ...

    def keep_value(self, name: str, content: str) -> None: ...
    def feed_hashes(self, after: int, up_to: int) -> Iterator[tuple[int, bytes]]:
        """Place in the centre's feed and hash of each act stored here, by place."""
        ...

    def regain(self, acts: Sequence[OwnAct]) -> None:
        """Put back acts of our own that the centre has and this journal lost; the next ones go on behind them."""
        ...

    def intend_claim(self, number: str, round_: int, act_id: str) -> str:
        """Remember durably which act claims this release; gives back the id remembered first."""
        ...

    def take_up_claim(self, number: str, round_: int, act_id: str) -> None:
        """From now on it is this act that claims: the right was granted for it, and this journal had forgotten."""
        ...

    def token_of(self, act_id: str) -> str: ...
    def feed_epoch(self) -> str: ...
    def new_feed_epoch(self, epoch: str) -> None:
        """The centre was restored: both cursors begin again under `epoch`."""
        ...
