"""What the page "track" knows: where it is, and the number that is looked at."""

from dataclasses import dataclass
from enum import StrEnum

from officer_app.core.transit import TransitState
from officer_app.usecases.look_up import Answer
from officer_app.usecases.track import TimeLine


class Place(StrEnum):
    """What the list holds."""

    START = "start"
    MATCHES = "matches"
    LINE = "line"
    DOCUMENTS = "documents"
    ACT = "act"


@dataclass(frozen=True)
class Tracked:
    """One number with all that is known of it."""

    line: TimeLine
    answer: Answer
    case: TransitState
