"""The log of who looked at what, opened when first needed; what it cannot write never stops the counter."""

import logging
from datetime import timedelta

from officer_app.core.ports import Clock
from officer_app.paths import Home
from officer_app.security import file_key
from officer_app.store.errors import StoreError
from officer_app.store.looks import Look, LookLog

log = logging.getLogger(__name__)


class Looks:
    """`days`: how long a look is kept; with 0 none is written down at all."""

    def __init__(self, home: Home, days: int, clock: Clock) -> None:
        self._home = home
        self._days = days
        self._clock = clock
        self._file: LookLog | None = None

    def note(self, officer: str, kind: str, number: str) -> None:
        """Somebody sees the record `number` of a `kind` now; see `core.ports.NoteLook`."""
        if self._days < 1:
            return
        try:
            self._opened().note(Look(self._clock(), officer, kind, number))
        except (StoreError, file_key.FileKeyTrouble) as error:
            log.warning("a look was not written down: %s", error.code)

    def found(self, number: str = "", officer: str = "", most: int = 1000) -> list[Look]:
        """See `LookLog.found`. Raises StoreError."""
        return self._opened().found(number, officer, most)

    def close(self) -> None:
        """Close the file if it was opened."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _opened(self) -> LookLog:
        if self._file is None:
            self._file = LookLog(self._home.looks, file_key.load(self._home.file_key))
            self._file.forget_before(self._clock() - timedelta(days=self._days))
        return self._file
