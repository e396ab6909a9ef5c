"""Who is at the counter goes first: what comes in by the thousand makes room for a scan and its stamp."""

import time
from collections.abc import Callable
from threading import Event

AT_WORK_S = 1.5
"""So long after a scan the officer still reads, presses a key and prints."""
REST_S = 0.03
"""Between two pieces meanwhile: a scan seldom meets one, and the work still gets on by 3000 records a second."""


class CounterFirst:
    """`claim` from any thread; `give_way` by whoever has more to do than a moment's work. `clock` gives seconds."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, rest: Callable[[float], object] | None = None
    ) -> None:
        self._clock = clock
        self._rest = rest or Event().wait
        self._until = clock()

    def claim(self) -> None:
        """Somebody scanned."""
        self._until = self._clock() + AT_WORK_S

    def give_way(self) -> None:
        """Between two pieces of the work: rests where somebody is at the counter. Never for long, so that a centre
        that has waited for hours is heard on a busy day as well.
        """
        if self._clock() < self._until:
            self._rest(REST_S)
