"""What travels between a workstation and a centre."""

from dataclasses import dataclass
from datetime import datetime

from officer_app.core.acts import Act
from officer_app.core.records import Record


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
class Hello:
    """What the centre says at contact. `head_seq`/`head_hash`: the last act of ours that it holds (0: none)."""

    now: datetime
    feed_epoch: str
    head_seq: int
    head_hash: bytes
    encrypted: bool
    mode: str = ""
    recovering: bool = False
    """The centre was restored and grants nothing until every workstation has sent all it had (`caught_up`)."""
    heard: bool = True


@dataclass(frozen=True)
class PushOutcome:
    """What became of one pushed act: stored, duplicate, conflict (stored, a case opened), refused (kept, flagged)."""

    act_id: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True)
class Claim:
    """A request for the release right of one round, keyed by the act that will use it.

    `purpose`: release; withdraw (take `stamp` back before anybody releases under it); consent (decides nothing: may an
    unverified stamp be released by its authority). `epoch`: of the post's authority as the asker knows it. `seat`: the
    installation that asks; a right that was granted to another one of the same workstation is its own only after two
    officers `looked` into it.
    """

    permit: str
    round: int
    act_id: str
    post: str
    officer: str
    unverified: bool = False
    stamp: str = ""
    purpose: str = "release"
    mode: str = "real"
    epoch: int = 0
    seat: str = ""
    looked: bool = False


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
    """No answer from the centre. `trouble` is `here` (our network, our settings) or `centre`.

    `kind` says in one word what people are told (texts `link.KIND`); the message is for the log: it may be a driver's.
    """

    def __init__(self, text: str, trouble: str = "here", kind: str = "no_connection") -> None:
        super().__init__(text)
        self.trouble = trouble
        self.kind = kind


class PushBroken(Unreachable):
    """The centre broke a push off with an error of its own that is no refusal: an act of the batch may be why."""

    def __init__(self, text: str) -> None:
        super().__init__(text, "centre", "centre_error")


class ChainGap(Exception):
    """The centre lacks acts before the pushed ones: send again after `have`."""

    def __init__(self, have: int) -> None:
        super().__init__(f"the centre has this workstation's acts up to {have}")
        self.have = have


class ChainFork(Exception):
    """The centre holds other bytes under a sequence of ours: two journals speak for one workstation."""


class FeedBroken(Exception):
    """The centre's feed skipped or repeated a place, or it acknowledged other acts: nothing of the batch was noted."""


@dataclass(frozen=True)
class Mark:
    """What a feed comes to at one of its places: acts, SHA-256 chained over their hashes (hex); records, a sum."""

    place: int
    digest: str


@dataclass(frozen=True)
class OwnAct:
    """An act of ours as the centre holds it; `feed_seq` 0 where it was refused, `body` then of any content."""

    station_seq: int
    body: bytes
    signature: bytes
    feed_seq: int


@dataclass(frozen=True)
class SnapshotOffer:
    """A snapshot of the feed of records: what it says of itself (core.snapshots), and the signature over that."""

    manifest: bytes
    signature: bytes


@dataclass(frozen=True)
class Decision:
    """What a post's own server decided, by gapless number. `withdrawn`: the stamp taken back, empty for a release;
    `seat`: the installation of `station` that it was granted to, empty where that is not known.
    """

    number: int
    permit: str
    round: int
    withdrawn: str
    act_id: str
    station: str
    officer: str
    at: datetime
    epoch: int
    seat: str = ""


@dataclass(frozen=True)
class IdleClaim:
    """A right that was granted and not used."""

    permit: str
    round: int
    act_id: str
    station: str
    officer: str
    at: datetime
    granted_by: str
