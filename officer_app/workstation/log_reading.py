"""Reads the program's log from its end, in bounded pieces; writes lines to a file for support."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from officer_app.core.log_lines import LONGEST, LogLine, LogWanted, read_line, written
from officer_app.paths import Home
from officer_app.usecases.progress import Progress
from officer_app.viewmodels.station_ports import LogPage
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.whole_files import write_whole

BLOCK = 256 * 1024
"""Bytes that are read at once; between two blocks the work tells how far it is, and can be stopped."""


class StationLog:
    """Implements `viewmodels.station_ports.LogDesk`."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def read(self, wanted: LogWanted, progress: Progress) -> LogPage:
        """See `LogDesk`. Raises Trouble where a file cannot be read."""
        files = self._files()
        progress.all = sum(size for _, size in files)
        found: list[LogLine] = []
        needle, passed = wanted.needle, 0
        for raw in _backwards([file for file, _ in files], progress):
            if needle and needle not in raw.lower():
                continue
            line = read_line(raw)
            if line is None or not wanted.fits(line):
                continue
            if passed < wanted.before:
                passed += 1
            elif len(found) == wanted.most:
                return LogPage(tuple(found), more=True, read=progress.done)
            else:
                found.append(line)
        return LogPage(tuple(found), more=False, read=progress.done)

    def export(self, lines: Sequence[LogLine]) -> str:
        """See `LogDesk`. Raises Trouble."""
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        file = self._home.support / f"log-{stamp}.txt"
        write_whole(file, "".join(f"{written(line)}\n" for line in lines).encode())
        return str(file)

    def _files(self) -> list[tuple[Path, int]]:
        """The log and what was turned over, the newest first, each with its size."""
        log = self._home.log
        try:
            older = sorted(log.parent.glob(f"{log.name}.*"), key=lambda file: (len(file.name), file.name))
            return [(file, file.stat().st_size) for file in (log, *older) if file.exists()]
        except OSError as error:
            raise Trouble("log_unreadable", path=log.name, detail=error.strerror or "") from error


def _backwards(files: Sequence[Path], progress: Progress) -> Iterator[bytes]:
    for file in files:
        try:
            with file.open("rb") as stream:
                yield from _lines(stream, progress)
        except OSError as error:
            raise Trouble("log_unreadable", path=file.name, detail=error.strerror or "") from error


def _lines(stream: BinaryIO, progress: Progress) -> Iterator[bytes]:
    """The lines of a file, the last one first. Of a line longer than any that is looked at the beginning is kept."""
    at = stream.seek(0, 2)
    rest = b""
    while at > 0:
        size = min(BLOCK, at)
        at -= size
        stream.seek(at)
        block = stream.read(size)
        first, *others = block.split(b"\n")
        if others:
            others[-1] = (others[-1] + rest)[:LONGEST]
            yield from (line for line in reversed(others) if line)
            rest = first
        else:
            rest = (first + rest)[:LONGEST]
        progress.step(size)
    if rest:
        yield rest[:LONGEST]
