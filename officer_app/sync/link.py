"""Keeps a workstation in step with its centre: one thread that calls one step again and again and says how it went."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Condition, Thread, current_thread

from officer_app.core.ports import Clock, Unreachable

STOP_S = 1.0

_logger = logging.getLogger(__name__)

Step = Callable[[], bool]
"""One exchange with the centre; True where more waits and the next one should follow at once. Raises Unreachable."""


@dataclass(frozen=True)
class LinkState:
    """How the last exchange went. `trouble`: none, here or centre; `kind`: why, in one word (texts `link.KIND`)."""

    last_contact: datetime | None = None
    trouble: str = "none"
    kind: str = ""


@dataclass(frozen=True)
class Pace:
    """When the next exchange comes (seconds). After a failure the pause doubles up to `longest_s`.

    Each pause is drawn from the upper half of its length, and the first exchange comes within `first_s`: counters that
    were switched on, or cut off, together do not call together. Woken, it calls after `gather_s`, with all that came in
    between; never before the end of a pause after a failure.
    """

    every_s: float = 5.0
    first_s: float = 0.0
    failed_s: float = 1.0
    longest_s: float = 30.0
    gather_s: float = 0.0


class Link:
    """`on_state` is called in the link's own thread, once for each change, and must not wait for that thread."""

    def __init__(
        self, step: Step, on_state: Callable[[LinkState], None], clock: Clock, pace: Pace | None = None
    ) -> None:
        self._step = step
        self._on_state = on_state
        self._clock = clock
        self._pace = pace or Pace()
        self._state = LinkState()
        self._failures = 0
        self._changed = Condition()
        self._woken = False
        self._stopping = False
        self._thread = Thread(target=self._run, name="link", daemon=True)

    @property
    def state(self) -> LinkState:
        """How the last exchange went."""
        return self._state

    def start(self) -> None:
        """Begin; a link begins once."""
        self._thread.start()

    def wake(self) -> None:
        """Something waits to be sent: let the next exchange come now, unless the line just failed: then its pause is
        kept, or all counters that are cut off would call together. From any thread, as often as one likes; what the
        exchange itself writes down waits for the next one.
        """
        if current_thread() is self._thread:
            return
        with self._changed:
            self._woken = True
            self._changed.notify()

    def stop(self) -> bool:
        """End after the exchange that is under way; True when the thread has ended, at the latest after a second.

        An exchange that hangs ends when the centre's client is closed; `stop` may then be asked again.
        """
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join(STOP_S)
        return not self._thread.is_alive()

    def _run(self) -> None:
        self._rest(random.uniform(0, self._pace.first_s))
        while not self._stopping:
            more = self._exchange()
            if not more:
                self._rest(self._pause_s(), wakes=self._failures == 0)

    def _exchange(self) -> bool:
        try:
            more = self._step()
        except Unreachable as error:
            self._failures += 1
            # What a driver said is for whoever looks into it, and not for the officer.
            _logger.info("no exchange with the centre (%s): %s", error.kind, error)
            self._tell(replace(self._state, trouble=error.trouble, kind=error.kind))
            return False
        except Exception:
            # Whatever it is, the counter works on and the bar says so; nothing but this loop would ever report it.
            _logger.exception("an exchange with the centre failed")
            self._failures += 1
            self._tell(replace(self._state, trouble="here", kind="bug"))
            return False
        self._failures = 0
        self._tell(LinkState(last_contact=self._clock()))
        return more

    def _tell(self, state: LinkState) -> None:
        if state != self._state:
            self._state = state
            self._on_state(state)

    def _pause_s(self) -> float:
        if self._failures == 0:
            return self._pace.every_s * random.uniform(0.5, 1.0)
        grown = self._pace.failed_s * 2.0 ** min(self._failures - 1, 20)
        return min(grown, self._pace.longest_s) * random.uniform(0.5, 1.0)

    def _rest(self, pause_s: float, *, wakes: bool = False) -> None:
        with self._changed:
            if self._changed.wait_for(lambda: (wakes and self._woken) or self._stopping, pause_s):
                self._changed.wait_for(lambda: self._stopping, self._pace.gather_s)
            self._woken = False
