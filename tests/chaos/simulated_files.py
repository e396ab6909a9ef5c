"""The shipped journal and mirror, on files, in the place of the simulation's own: both have to tell the same story."""

from contextlib import ExitStack, closing
from pathlib import Path

from officer_app.core.ports import Journal, Mirror, Station
from officer_app.store.journal import SqliteJournal
from officer_app.store.mirror import SqliteMirror
from tests.chaos.simulated_disk import MemoryDisk
from tests.chaos.simulated_journal import Commit
from tests.fakes import FILE_KEY


class FileDisk(MemoryDisk):
    """A folder with the encrypted files. What happens to disks is not played on it."""

    def __init__(self, folder: Path, files: ExitStack) -> None:
        super().__init__()
        self._folder = folder
        self._files = files
        self._opened: tuple[SqliteJournal, SqliteMirror] | None = None

    def open(self, station: Station, commit: Commit) -> tuple[Journal, Mirror]:
        """The stores; opened once, for nothing ends a program here."""
        if self._opened is None:
            self._folder.mkdir()
            journal = SqliteJournal(self._folder / "journal.db", FILE_KEY, station)
            mirror = SqliteMirror(self._folder / "mirror.db", FILE_KEY)
            self._files.enter_context(closing(journal))
            self._files.enter_context(closing(mirror))
            self._opened = (journal, mirror)
        return self._opened
