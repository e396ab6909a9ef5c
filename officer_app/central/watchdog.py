"""Ends a call that makes no progress: time-outs of the system and of the server do not see every dead line."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition, Thread

NEVER = float("inf")


@dataclass(eq=False)
class _Watch:
    abort: Callable[[], None]
    deadline: float


class Watchdog:
    """One thread, begun with the first call it watches. `patience_s`: how long a call may stand still (seconds)."""

    def __init__(self, patience_s: float, name: str) -> None:
        self._patience_s = patience_s
        self._name = name
        self._watches: list[_Watch] = []
        self._changed = Condition()
        self._thread: Thread | None = None
        self._idle = True
        self._closed = False

    @contextmanager
    def watch(self, abort: Callable[[], None]) -> Iterator[Callable[[], None]]:
        """Calls `abort`, once and from another thread, unless what is given is called again and again, or we leave."""
        watch = _Watch(abort, time.monotonic() + self._patience_s)
        with self._changed:
            self._watches.append(watch)
            if self._thread is None and not self._closed:
                self._thread = Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            if self._idle:
                self._changed.notify()

        def progress() -> None:
            if watch.deadline != NEVER:
                watch.deadline = time.monotonic() + self._patience_s

        try:
            yield progress
        finally:
            with self._changed:
                self._watches.remove(watch)

    def close(self) -> None:
        """End the thread and wait for it."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                for watch in self._watches:
                    if watch.deadline <= now:
                        watch.deadline = NEVER
                        watch.abort()
                nearest = min((watch.deadline for watch in self._watches), default=NEVER)
                self._idle = nearest == NEVER
                self._changed.wait(None if self._idle else max(nearest - now, 0.001))
