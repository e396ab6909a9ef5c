"""The one way to do work off the main thread: a plain function; its answer comes back on the main thread."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from officer_app.texts import Both
from officer_app.ui.bridge import QUEUED
from officer_app.ui.collector import go_on_collecting, rest_collecting
from officer_app.ui.errors import Faults

T = TypeVar("T")

WORKERS = 2
"""A claim never waits behind a slip being printed."""


class Background(QObject):
    """Runs work for one window. Implements `viewmodels.ports.Run`; `close` waits for what is under way."""

    _ended = Signal(object)

    def __init__(self, faults: Faults) -> None:
        super().__init__()
        self._faults = faults
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="desk work")
        self._under_way = self._long = 0
        self._closed = False
        self._ended.connect(self._finish, QUEUED)

    @property
    def under_way(self) -> int:
        """How many works have not come back yet."""
        return self._under_way

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Both], None]) -> None:
        """See `viewmodels.ports.Run`. Main thread only."""
        self._submit(work, lambda ended: self._answer(ended, done, failed))

    def run_long(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Both], None]) -> None:
        """`run` for what makes very many objects: the collector, which would stop every thread to walk them, rests."""

        def answer(ended: Future[T]) -> None:
            self._long_ended()
            self._answer(ended, done, failed)

        if not self._closed:
            self._long += 1
            rest_collecting()
            self._submit(work, answer)

    def close(self) -> None:
        """Take no more work, wait for what was taken, drop the answers: a slip is printed all the same."""
        self._closed = True
        self._pool.shutdown(wait=True)
        if self._long:
            go_on_collecting()

    def _submit(self, work: Callable[[], T], answer: Callable[[Future[T]], None]) -> None:
        if not self._closed:
            self._under_way += 1
            future = self._pool.submit(work)
            future.add_done_callback(lambda ended: self._ended.emit(lambda: answer(ended)))

    def _long_ended(self) -> None:
        self._long -= 1
        if not self._long:
            go_on_collecting()

    def _finish(self, answer: Callable[[], None]) -> None:
        self._under_way -= 1
        if not self._closed:
            answer()

    def _answer(self, ended: Future[T], done: Callable[[T], None], failed: Callable[[Both], None]) -> None:
        fault = ended.exception()
        if fault is None:
            self._faults.guard(lambda: done(ended.result()), failed)
        elif isinstance(fault, Exception):
            failed(self._faults.say(fault))
        else:
            raise fault
