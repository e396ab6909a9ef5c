"""Turns at writing: whoever came first goes first, so that a stamp waits for one batch of a pull and not for all."""

from collections import deque
from threading import Lock
from types import TracebackType


class Turn:
    """A lock that is handed on in the order of asking; threading.Lock lets whoever just let go take it again."""

    def __init__(self) -> None:
        self._own = Lock()
        self._taken = False
        self._queue: deque[Lock] = deque()

    @property
    def waiting(self) -> int:
        """How many threads wait for their turn."""
        return len(self._queue)

    def __enter__(self) -> None:
        with self._own:
            if not self._taken:
                self._taken = True
                return
            called = Lock()
            called.acquire()
            self._queue.append(called)
        try:
            called.acquire()
        except BaseException:
            self._give_up(called)
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hand_on()

    def _hand_on(self) -> None:
        with self._own:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._taken = False

    def _give_up(self, called: Lock) -> None:
        """Interrupted while waiting (Ctrl-C): leave the queue, or hand on what was given at that very moment."""
        with self._own:
            waits = called in self._queue
            if waits:
                self._queue.remove(called)
        if not waits:
            self._hand_on()
