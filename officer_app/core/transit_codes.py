"""The signed code on a transit paper, as the desk sees it: what it says, who makes it, who checks it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from officer_app.core.acts import Act
from officer_app.core.ports import Signer
from officer_app.core.refusals import Refusal
from officer_app.core.transit import TransitState


@dataclass(frozen=True)
class TransitCodeSays:
    """What a code says of a hand-over. `seals` as acts write them; `limit` the last day; `at` UTC, whole seconds."""

    case: str
    declaration_no: str
    sequence_no: str
    seals: str
    vehicle: str
    entry_office: str
    exit_office: str
    limit: date
    site: str
    officer: str
    at: datetime
    act_id: str = ""


IssueTransitCode = Callable[[Act, TransitState, Signer], str]
"""The signed code of a hand-over (`OT1:...`), made from its act, the case before it and the key that signed it."""

ReadTransitCode = Callable[[str], TransitCodeSays | Refusal]
"""Checks the code on a transit paper with the public keys known here: what it says, or why it is not believed."""


def no_transit_code(act: Act, before: TransitState, signer: Signer) -> str:
    """An IssueTransitCode that makes none."""
    return ""


def unread_transit_code(text: str) -> TransitCodeSays | Refusal:
    """A ReadTransitCode that believes nothing."""
    return Refusal("unknown_key")
