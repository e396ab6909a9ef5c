"""What comes in from a scanner, and the line in which it waits while a refusal is to be acknowledged."""

from collections import deque
from dataclasses import dataclass

MOST_WAITING = 100
"""More are dropped and counted."""


@dataclass(frozen=True)
class Scan:
    """A text that a scanner sent, or a person typed."""

    text: str
    typed: bool = False


@dataclass(frozen=True)
class Drop:
    """Bytes that became no text, and why."""

    reason: str


Arrival = Scan | Drop


class Waiting:
    """Arrivals in their order."""

    def __init__(self) -> None:
        self._line: deque[Arrival] = deque()

    def __len__(self) -> int:
        return len(self._line)

    def ends_with(self, arrival: Arrival) -> bool:
        """Whether the last in the line is just such a one."""
        return bool(self._line) and self._line[-1] == arrival

    def joins(self, arrival: Arrival) -> bool:
        """Let it wait; False where the line is full."""
        if len(self._line) >= MOST_WAITING:
            return False
        self._line.append(arrival)
        return True

    def first(self) -> Arrival | None:
        """The one that waited longest leaves the line; None when nothing waits."""
        return self._line.popleft() if self._line else None
