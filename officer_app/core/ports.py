"""What the use cases need from the edges: the journal, the mirror, the centre, keys and time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from officer_app.core.acts import Act, Draft, Mode
from officer_app.core.export import PermitState
from officer_app.core.records import Record
from officer_app.core.refusals import Refusal

Clock = Callable[[], datetime]
"""Gives the time now, UTC."""

NewId = Callable[[], str]
"""Gives a new UUIDv7 as text."""


@dataclass(frozen=True)
class Station:
    """Which workstation this is. `desk`: inspection, checking_post, counter_services or transit."""

    site: str
    name: str
    desk: str
    post: str
    mode: Mode = Mode.REAL


@dataclass(frozen=True)
class Person:
    """A signed-in officer: account name, the name people read, and roles."""

    name: str
    display: str
    roles: frozenset[str]


class Signer(Protocol):
    """Signs with one key. `key_id` is the first 16 hex digits of SHA-256 of the raw public key."""

    @property
    def key_id(self) -> str: ...
    @property
    def public_key(self) -> bytes: ...
    def sign(self, message: bytes) -> bytes: ...


IssueToken = Callable[[Act, Signer], str]
"""The signed code of a stamp act (`OA1:...`), made from the act and the key that signed it; empty where the act says
more than a code can carry: the stamp stands without one."""


Guard = Callable[[PermitState], Refusal | None]
"""Asked inside the journal's transaction, on the state as it is then; a Refusal writes nothing."""


@dataclass(frozen=True)
class TokenSays:
    """What the verified code of a stamp says. `act_hash`: hex SHA-256 of the stamp act."""

    permit: str
    round: int
    outcome: str
    stamp_text: str
    release_post: str
    officer: str
    at: datetime
    act_hash: str


ReadToken = Callable[[str], TokenSays | Refusal]
"""Checks the code of a stamp with the public keys known here: what it says, or why it is not believed."""


@dataclass(frozen=True)
class SignedIn:
    """An officer at the desk with the key that signs for him."""

    person: Person
    signer: Signer


@dataclass(frozen=True)
class FeedAct:
    """An act with its gapless place (from 1) in the centre's feed of acts of one site."""

    feed_seq: int
    act: Act


@dataclass(frozen=True)
class FeedRecord:
    """A reference record with its gapless place (from 1) in the centre's feed of records of one site."""

    feed_seq: int
    record: Record


@dataclass(frozen=True)
class Queue:
    """What has not reached the centre: how many acts wait, how many the centre would not take."""

    unsent: int
    quarantined: int


class Journal(Protocol):
    """The workstation's own store of acts (journal.db)."""

    @property
    def station(self) -> Station: ...
    def record(
        self, draft: Draft, signer: Signer, guard: Guard | None = None, code: IssueToken | None = None
    ) -> Act | Refusal:
        """Chain, sign and commit `draft` durably; the same act_id again gives back the act recorded then.

        `code` makes the machine-readable code that is kept with the act, in the same transaction.
        """
        ...

    def permit_state(self, number: str) -> PermitState: ...
    def acts_on(self, subject_kind: str, number: str) -> list[Act]: ...
    def own_acts(self, after_seq: int, limit: int) -> list[Act]: ...
    def acts(self) -> list[Act]: ...
    def queue(self) -> Queue: ...
    def pushed_seq(self) -> int: ...
    def mark_pushed(self, station_seq: int) -> None: ...
    def quarantine(self, act_id: str, code: str, text: str) -> None: ...
    def receive(self, entries: Sequence[FeedAct]) -> None:
        """Store acts from the centre's feed and move the cursor, in one transaction."""
        ...

    def acts_cursor(self) -> int: ...
    def intend_claim(self, number: str, round_: int, act_id: str) -> str:
        """Remember durably which act claims this release; gives back the id remembered first."""
        ...

    def token_of(self, act_id: str) -> str: ...
    def feed_epoch(self) -> str: ...
    def new_feed_epoch(self, epoch: str) -> None:
        """The centre was restored: both cursors begin again under `epoch`."""
        ...


class Mirror(Protocol):
    """The workstation's copy of reference records (mirror.db)."""

    def find(self, number: str) -> list[Record]:
        """Records whose own number, or one of whose other numbers, is `number`; tombstones left out."""
        ...

    def listed(self, kind: str, limit: int) -> list[Record]: ...
    def count(self, kind: str) -> int: ...
    def apply(self, entries: Sequence[FeedRecord]) -> None: ...
    def load(self, records: Sequence[Record]) -> int:
        """Store records that did not come through a feed (a file imported at the counter); gives how many were taken:
        what the customs computer said, and what is younger, stays.
        """
        ...

    def records_cursor(self) -> int: ...
    def restart_feed(self) -> None: ...
    def contacted(self, at: datetime) -> None: ...
    def last_contact(self) -> datetime | None: ...


@dataclass(frozen=True)
class Hello:
    """What the centre says at contact. `head_seq`/`head_hash`: the last act of ours that it holds (0: none)."""

    now: datetime
    feed_epoch: str
    head_seq: int
    head_hash: bytes
    encrypted: bool


@dataclass(frozen=True)
class PushOutcome:
    """What became of one pushed act: stored, duplicate, conflict (stored, a case opened), refused (kept, flagged)."""

    act_id: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True)
class Claim:
    """A request for the release right of one round, keyed by the act that will use it."""

    permit: str
    round: int
    act_id: str
    post: str
    officer: str
    unverified: bool = False


@dataclass(frozen=True)
class Granted:
    """The right is ours; asking again with the same act_id gives the same answer."""

    granted_by: str


@dataclass(frozen=True)
class Taken:
    """Another act released this round: by which workstation, which officer, when."""

    act_id: str
    station: str
    officer: str
    at: datetime


@dataclass(frozen=True)
class Denied:
    """The authority knows a reason against it: `code` as in refusals, e.g. cancelled, held, wrong_authority."""

    code: str
    detail: str = ""


class Unreachable(Exception):
    """No answer from the centre. `trouble` is `here` (our network, our settings) or `centre`."""

    def __init__(self, text: str, trouble: str = "here") -> None:
        super().__init__(text)
        self.trouble = trouble


class ChainGap(Exception):
    """The centre lacks acts before the pushed ones: send again after `have`."""

    def __init__(self, have: int) -> None:
        super().__init__(f"the centre has this workstation's acts up to {have}")
        self.have = have


class ChainFork(Exception):
    """The centre holds other bytes under a sequence of ours: two journals speak for one workstation."""


class Central(Protocol):
    """The centre as a workstation sees it. All calls raise Unreachable; push also ChainGap and ChainFork."""

    def hello(self) -> Hello: ...
    def push(self, acts: Sequence[Act]) -> tuple[PushOutcome, ...]: ...
    def claim(self, claim: Claim, deadline_s: float) -> Granted | Taken | Denied:
        """Raises Unreachable when no answer came within `deadline_s` seconds, held by the caller's clock."""
        ...

    def pull_acts(self, after: int, limit: int) -> tuple[FeedAct, ...]: ...
    def pull_records(self, after: int, limit: int) -> tuple[FeedRecord, ...]: ...
    def close(self) -> None: ...
