"""What the device thread reads: a port that is open, and a source that opens it again and again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from officer_app.devices.framing import Cutter, Framed
from officer_app.devices.scanner_states import State

READ_AT_MOST = 65536


class Port(Protocol):
    """An open port. Reading raises `port_troubles.OPENING_FAULTS` when it is gone."""

    @property
    def waits_on(self) -> int | None:
        """A descriptor that the system can wait on together with others; None where there is none (see `Pump`)."""

    def read(self) -> bytes:
        """What there is. With a descriptor: at once; without: waits a while for the first byte."""

    def cancel(self) -> None:
        """Let a `read` that waits on another thread come back soon."""

    def close(self) -> None:
        """Let go of the port."""


OnBytes = Callable[[str, bytes, float], None]
"""Hears what is read before it is cut: the source's url, the bytes, time.monotonic()."""


@dataclass(frozen=True)
class Source:
    """One scanner of the device thread.

    `open` may raise OPENING_FAULTS. `slow`: opening may take seconds (a network) and is done beside the device
    thread. `cutter` makes what cuts its bytes, anew for each time the port is opened.
    """

    url: str
    open: Callable[[], Port]
    cutter: Callable[[], Cutter]
    on_frame: Callable[[Framed], None]
    on_state: Callable[[State], None]
    slow: bool = False
