"""What the use cases need from the edges, in one place: the journal, the mirror, the centre, keys and time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from officer_app.core.central import Central
from officer_app.core.exchange import (
    ChainFork,
    ChainGap,
    Claim,
    Decision,
    Denied,
    FeedAct,
    FeedBroken,
    FeedRecord,
    Granted,
    Hello,
    IdleClaim,
    Mark,
    OwnAct,
    PushBroken,
    PushOutcome,
    SnapshotOffer,
    Taken,
    Unreachable,
)
from officer_app.core.journal import Guard, IssueToken, Journal, Queue, TransitGuard
from officer_app.core.mirror import Mirror
from officer_app.core.people import Person, SignedIn, Signer, SignerFailed, Station
from officer_app.core.refusals import Refusal

__all__ = [
    "Central",
    "ChainFork",
    "ChainGap",
    "Claim",
    "Clock",
    "Decision",
    "Denied",
    "FeedAct",
    "FeedBroken",
    "FeedRecord",
    "Granted",
    "Guard",
    "Hello",
    "IdleClaim",
    "IssueToken",
    "Journal",
    "Mark",
    "Mirror",
    "NewId",
    "NoteLook",
    "OwnAct",
    "Person",
    "PushBroken",
    "PushOutcome",
    "Queue",
    "ReadToken",
    "SignedIn",
    "Signer",
    "SignerFailed",
    "SnapshotOffer",
    "Station",
    "Taken",
    "TokenSays",
    "TransitGuard",
    "Unreachable",
    "unnoted",
]

Clock = Callable[[], datetime]
"""Gives the time now, UTC."""

NewId = Callable[[], str]
"""Gives a new UUIDv7 as text."""


@dataclass(frozen=True)
class TokenSays:
    """What the verified code of a stamp says. `act_hash`: hex SHA-256 of the stamp act.

    `act_id` of the stamp act; empty in codes that do not name it. `revoked`: when the key that signed it was revoked
    (as acts write times), after the time that the code names; empty where it was not.
    """

    permit: str
    round: int
    outcome: str
    stamp_text: str
    release_post: str
    officer: str
    at: datetime
    act_hash: str
    act_id: str = ""
    revoked: str = ""


ReadToken = Callable[[str], TokenSays | Refusal]
"""Checks the code of a stamp with the public keys known here: what it says, or why it is not believed."""


NoteLook = Callable[[str, str, str], None]
"""Told of each record that is shown: to whom (account name; empty at the command line), its kind, its number."""


def unnoted(officer: str, kind: str, number: str) -> None:
    """A NoteLook that keeps nothing."""
