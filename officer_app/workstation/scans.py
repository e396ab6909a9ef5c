"""The log of what became of scans, opened when first needed; what it cannot write never stops the counter."""

import logging
from collections.abc import Mapping
from datetime import date, timedelta
from threading import Lock

from officer_app.core.buddhist import bangkok_day
from officer_app.core.ports import Clock
from officer_app.core.retention import ACTS_YEARS
from officer_app.core.scan_log import Became, KeptScans, OddScan
from officer_app.core.shifts import shift_at
from officer_app.paths import Home
from officer_app.security import file_key
from officer_app.store.errors import StoreError
from officer_app.store.scan_log import SqliteScanLog

KEPT_DAYS = ACTS_YEARS * 366
"""Counts are kept as long as acts are at least."""
LISTED_DAYS = 90

log = logging.getLogger(__name__)


class Scans:
    """Implements `core.scan_log.ScanLog`, and `NoteScan` by `note`. `shifts` as in the settings."""

    def __init__(self, home: Home, station: str, shifts: Mapping[str, str], clock: Clock) -> None:
        self._home = home
        self._station = station
        self._shifts = shifts
        self._clock = clock
        self._file: SqliteScanLog | None = None
        self._day: date | None = None
        self._opening = Lock()

    def note(self, officer: str, became: Became, why: str = "", text: str = "") -> None:
        """See `NoteScan`."""
        now = self._clock()
        scan = OddScan(now, shift_at(now, self._shifts).key, officer, became, why, text)
        try:
            self._opened().note(scan, bangkok_day(now))
        except (StoreError, file_key.FileKeyTrouble) as error:
            log.warning("a scan was not counted: %s", error.code)

    def kept(self, first: date, last: date) -> KeptScans | None:
        """See `ScanLog`."""
        try:
            return self._opened().kept(first, last)
        except (StoreError, file_key.FileKeyTrouble) as error:
            log.warning("the scans could not be read: %s", error.code)
            return None

    def close(self) -> None:
        """Close the file if it was opened."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _opened(self) -> SqliteScanLog:
        today = bangkok_day(self._clock())
        with self._opening:
            if self._file is None:
                self._file = SqliteScanLog(self._home.scans, file_key.load(self._home.file_key), self._station)
            if self._day != today:
                # A counter may stay open for weeks.
                self._day = today
                self._file.forget(today - timedelta(days=KEPT_DAYS), today - timedelta(days=LISTED_DAYS))
            return self._file
