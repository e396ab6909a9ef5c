"""What a scanner says of itself: it reads, it is away and why, it was stopped; and how often a missing one is tried."""

from dataclasses import dataclass

from officer_app.devices.port_troubles import PortTrouble


@dataclass(frozen=True)
class Retry:
    """How long a missing port is left alone before it is tried again: seconds, doubling from `first_s` to `last_s`."""

    first_s: float = 0.1
    last_s: float = 2.0


@dataclass(frozen=True)
class Ready:
    """The port at `url` is open: scans will be read."""

    url: str


@dataclass(frozen=True)
class Absent:
    """The port at `url` cannot be used now, `trouble` says why; it is tried again and again."""

    url: str
    trouble: PortTrouble


@dataclass(frozen=True)
class Stopped:
    """The scanner at `url` was stopped."""

    url: str


State = Ready | Absent | Stopped
