"""What became of a workstation's scans: counted by day, shift and officer, and those listed that led to nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from officer_app.core.numbers import Kind, Misfit, Unreadable, recognise
from officer_app.core.scanned_text import printable

MOST_TEXT = 40
"""Characters kept of a text that nobody knew."""
_NEVER_KEPT = frozenset({Kind.TOKEN, Kind.TRANSIT_CODE, Kind.BADGE, Kind.COMMAND, Kind.BILL})
_ANY_LETTERS = frozenset({Kind.HAWB, Kind.UNKNOWN})
"""They have no format of their own: most passwords read as one."""


class Became(StrEnum):
    """What became of one scan. Refused: a foreign or late command, or anything read while nobody was signed in."""

    UNDERSTOOD = "understood"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    REPEATED = "repeated"
    DROPPED = "dropped"


LISTED = frozenset({Became.UNKNOWN, Became.REFUSED})
"""What is kept scan by scan; of noise on a line only the number is."""


@dataclass(frozen=True)
class ScanTally:
    """So many scans of one workstation that ended alike: on a Thai day, in a shift (`2026-11-21 A`), by an officer's
    account (empty: nobody was signed in).
    """

    day: date
    shift: str
    officer: str
    station: str
    became: Became
    number: int


@dataclass(frozen=True)
class OddScan:
    """One scan that led to nothing: when (UTC), in which shift, by whom, why (`unreadable`, `unknown_number`, `locked`,
    `command`), and what was read where that may be kept.
    """

    at: datetime
    shift: str
    officer: str
    became: Became
    why: str
    text: str


@dataclass(frozen=True)
class KeptScans:
    """The counts of some days, and the scans of those days that led to nothing and are still kept, latest first."""

    tallies: Sequence[ScanTally]
    odd: Sequence[OddScan]


class NoteScan(Protocol):
    """Keeps what became of a scan. Never raises: a log that cannot be written stops no counter."""

    def __call__(self, officer: str, became: Became, why: str = "", text: str = "") -> None: ...


class ScanLog(Protocol):
    """The kept scans of one workstation. Any thread; never raises."""

    def kept(self, first: date, last: date) -> "KeptScans | None":
        """Those of the Thai days from `first` to `last`, both included; None where the log cannot be read."""
        ...


class NoScans:
    """A workstation that keeps none."""

    def kept(self, first: date, last: date) -> "KeptScans | None":
        """None at all."""
        return KeptScans((), ())


def not_kept(officer: str, became: Became, why: str = "", text: str = "") -> None:
    """Where no scans are kept."""


def why_unknown(text: str, *, typed: bool = False) -> tuple[str, str]:
    """Why nobody knew `text`, and what of it may be kept: nothing of badges, commands, codes, bills, or what was meant
    as one of them; of what a person `typed`, nothing that could be a password that went astray.
    """
    reading = recognise(text)
    if isinstance(reading, Unreadable):
        return "unreadable", ""
    hidden = reading.kind in _NEVER_KEPT or reading.reason is Misfit.LOWER_CASE_PREFIX
    hidden = hidden or (typed and reading.kind in _ANY_LETTERS)
    return "unknown_number", "" if hidden else printable(reading.number)[:MOST_TEXT]
