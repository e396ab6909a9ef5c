"""One process at a time in a folder, and the end of servers that a killed process left running in it."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

from officer_app.central.binaries import EmbeddedFailed

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

TICK_S = 0.05
# What PostgreSQL's main process is told, one after the other, and for how long each is waited for (s).
PATIENCE = ((signal.SIGINT, 20.0), (getattr(signal, "SIGQUIT", signal.SIGTERM), 5.0), (signal.SIGTERM, 5.0))


class FolderLock:
    """Held by the process that uses a folder; the system lets it go when that process dies, however it dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def take(self) -> None:
        """Raises EmbeddedFailed where another process holds it, OSError where the file cannot be made."""
        if self._descriptor is not None:
            return
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if sys.platform == "win32":
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise EmbeddedFailed(f"another program is using {self._path.parent}") from None
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go; harmless to repeat."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def end_leftovers(data: Path) -> None:
    """End every server process that still works in `data`, and take its note away. The caller holds the folder's lock.

    Raises EmbeddedFailed where one does not end.
    """
    note = data / "postmaster.pid"
    for told, wait_s in PATIENCE:
        running = set(_processes_in(data))
        if not running:
            break
        # The others end by themselves once the main process is gone.
        for process in running & _noted(note):
            with suppress(ProcessLookupError):
                os.kill(process, told)
        _wait_until_empty(data, wait_s)
    if set(_processes_in(data)):
        raise EmbeddedFailed(f"an old PostgreSQL in {data.parent} does not end")
    # A stale note may carry a number that another program has by now; PostgreSQL would take that for its own.
    note.unlink(missing_ok=True)


def _noted(note: Path) -> set[int]:
    try:
        return {int(note.read_text(encoding="utf-8").split("\n", 1)[0])}
    except (OSError, ValueError):
        return set()


def _processes_in(data: Path) -> Iterator[int]:
    """Processes whose working directory is `data`: every process of a server has it there. Known on Linux only."""
    try:
        place = data.stat()
        processes = [entry for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
    except OSError:
        return
    for process in processes:
        # Gone meanwhile, or somebody else's.
        with suppress(OSError):
            there = (process / "cwd").stat()
            if (there.st_dev, there.st_ino) == (place.st_dev, place.st_ino):
                yield int(process.name)


def _wait_until_empty(data: Path, wait_s: float) -> None:
    tick = Event()
    for _ in range(int(wait_s / TICK_S)):
        if not set(_processes_in(data)):
            return
        tick.wait(TICK_S)
