"""The simulation's disks: what is on them is a value, so that it can be kept, put back, copied or cut off anywhere."""

from collections import deque

from officer_app.core.ports import Journal, Mirror, Station
from tests.chaos.simulated_journal import Commit, MemoryJournal, Pages
from tests.chaos.simulated_mirror import MemoryMirror, Sheets

UNSYNCED = 6
"""The most commits of a mirror that a cut of the power may take."""


class MemoryDisk:
    """A disk in memory. A cut of the power takes what a mirror wrote last; a journal's commits stay."""

    def __init__(self) -> None:
        self.pages, self._sheets = Pages(), Sheets()
        self._journal: MemoryJournal | None = None
        self._mirror: MemoryMirror | None = None
        self._young: deque[Sheets] = deque(maxlen=UNSYNCED)

    def open(self, station: Station, commit: Commit) -> tuple[Journal, Mirror]:
        """The stores as they were left."""

        def mirrored(when: str) -> None:
            if when == "before" and self._mirror is not None:
                self._young.append(self._mirror.sheets)
            commit(when)

        self._close()
        self._journal = MemoryJournal(station, self.pages, commit)
        self._mirror = MemoryMirror(self._sheets, mirrored)
        return self._journal, self._mirror

    def keep(self) -> tuple[Pages, Sheets]:
        """A backup of both files."""
        self._close()
        return self.pages, self._sheets

    def put_back(self, kept: object) -> None:
        """The backup in the place of what is there."""
        assert isinstance(kept, tuple)
        self._journal = self._mirror = None
        self.pages, self._sheets = kept

    def cut_power(self, commits: int) -> None:
        """The mirror loses up to `commits` of its last commits (synchronous=NORMAL)."""
        self._close()
        if commits and self._young:
            self._sheets = self._young[max(len(self._young) - commits, 0)]
        self._young.clear()
        self._journal = self._mirror = None

    def lose_mirror(self) -> None:
        """The mirror's file is gone."""
        self._close()
        self._journal = self._mirror = None
        self._sheets = Sheets()
        self._young.clear()

    def _close(self) -> None:
        if self._journal is not None and self._mirror is not None:
            self.pages, self._sheets = self._journal.pages, self._mirror.sheets
