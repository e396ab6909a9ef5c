"""What a serial scanner calls back, in queues that a test can wait on."""

import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from officer_app.devices.framing import Dropped, Frame, Framing
from officer_app.devices.serial_scanner import Absent, Line, Ready, Retry, SerialScanner, State, Stopped

WAIT_S = 20.0
Wanted = TypeVar("Wanted", Ready, Absent, Stopped)


class Heard:
    """A serial scanner that was started, and what it has called back."""

    def __init__(self, url: str, framing: Framing | None, line: Line | None) -> None:
        self.framed: queue.SimpleQueue[Frame | Dropped] = queue.SimpleQueue()
        self.states: queue.SimpleQueue[State] = queue.SimpleQueue()
        self.threads: set[str] = set()
        self.scanner = SerialScanner(url, self._on_frame, self.states.put, framing, line, retry=Retry(0.005, 0.05))
        self.scanner.start()

    def next(self) -> Frame | Dropped:
        """The next frame or drop; fails when none comes."""
        return self.framed.get(timeout=WAIT_S)

    def several(self, number: int) -> list[Frame | Dropped]:
        """The next `number` frames or drops."""
        return [self.next() for _ in range(number)]

    def state(self, wanted: type[Wanted]) -> Wanted:
        """The next state of this kind; others before it are passed over."""
        while True:
            state = self.states.get(timeout=WAIT_S)
            if isinstance(state, wanted):
                return state

    def _on_frame(self, one: Frame | Dropped) -> None:
        self.threads.add(threading.current_thread().name)
        self.framed.put(one)


def open_files() -> int:
    """How many descriptors this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


Listen = Callable[..., Heard]
