"""One program on one home: the mark that says so, also beside a mark of the dead and on a full disk."""

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile, QSysInfo

from officer_app.paths import Home
from officer_app.workstation.trouble import Trouble

_NO_LEAVE = QLockFile.LockError.PermissionError
_TAKEN = QLockFile.LockError.LockFailedError


class HomeLock:
    """The mark on the home in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._file = Home(folder).lock
        self._lock = QLockFile(str(self._file))
        self._lock.setStaleLockTime(0)

    def taken(self) -> bool:
        """Whether another program is at work on the home. What else keeps the mark from being made is said by the
        opening, which needs the folder, too.
        """
        return not self._try() and self._lock.error() is _TAKEN

    def held(self) -> bool:
        """Whether this program is the only one; False: another is there. Raises Trouble where no mark can be made."""
        if self._try():
            return True
        if self._lock.error() is _TAKEN:
            return False
        if self._lock.error() is _NO_LEAVE:
            raise Trouble("file_unwritable", path=self._file.name, detail="EACCES")
        raise Trouble("disk_full")

    def give_back(self) -> None:
        """Take the mark away."""
        self._lock.unlock()

    def _try(self) -> bool:
        if self._lock.isLocked() or self._lock.tryLock(0):
            return True
        if self._lock.error() is not _TAKEN or not self._of_the_dead():
            return False
        # Qt puts a mark of its own beside it first, which a full disk does not take.
        with suppress(OSError):
            self._file.unlink()
        return self._lock.tryLock(0)

    def _of_the_dead(self) -> bool:
        """Whether who made the mark was a process of this machine that is no more. Elsewhere only Qt can tell."""
        # PySide gives what C++ writes through references as one tuple.
        known: tuple[object, ...] = tuple(self._lock.getLockInfo())
        process, host = known[-3], known[-2]
        if os.name != "posix" or not isinstance(process, int) or process <= 0 or host != QSysInfo.machineHostName():
            return False
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False
