"""A second medium (a stick, another disk) for the acts that the centre has not: they outlive this machine's disk."""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from officer_app.core.acts import Act
from officer_app.core.ports import OwnAct, Station
from officer_app.security.sealed_lines import LineSeal
from officer_app.store.copying import flush
from officer_app.store.journal import SqliteJournal

BATCH = 200
MOST_IN_A_FILE = 1000
_ENDING = ".acts"


class Medium(StrEnum):
    """How the medium is: none is set; all is on it; it is away; it is no other disk than the journal's; it holds acts
    that the journal lost, and nothing is written over them.
    """

    NONE = "none"
    GOOD = "good"
    AWAY = "away"
    SAME_DISK = "same_disk"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Copied:
    """How the medium is, how many unsent acts are not on it, and what the system said when it failed."""

    medium: Medium
    behind: int = 0
    detail: str = ""


@dataclass(frozen=True)
class Found:
    """What a medium holds of one workstation, by sequence; `unreadable` lines could not be opened."""

    acts: tuple[OwnAct, ...]
    unreadable: int


class _Ahead(Exception):
    """The medium holds what the journal does not."""


class UnsentCopy:
    """Keeps each unsent act of one workstation on the medium `folder`, sealed with the file key; one thread at a time.

    Files of up to a thousand acts, named by their first sequence; one that the centre has whole is removed.
    """

    def __init__(self, folder: Path, station: Station, file_key: bytes) -> None:
        self._medium = folder
        self._folder = folder / folder_name(station)
        self._name = f"{station.site}/{station.name}"
        self._seal = LineSeal(file_key)
        # The file written last, its size then, and the last sequence in it: as long as it is as it was left, it need
        # not be read again.
        self._left: tuple[Path, int, int] | None = None
        self._proved: tuple[Path, int, int] | None = None

    def catch_up(self, journal: SqliteJournal) -> Copied:
        """Put onto the medium what is not on it, and remove what the centre has. Raises StoreError of the journal."""
        pushed = journal.pushed_seq()
        try:
            if self._medium.stat().st_dev == journal.path.stat().st_dev:
                return Copied(Medium.SAME_DISK, journal.queue().unsent)
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._drop(pushed)
            file, last = self._end(journal, pushed)
            while acts := journal.own_acts(last, BATCH):
                file = self._append(file, acts)
                last = acts[-1].station_seq
            self._drop(journal.pushed_seq())
        except _Ahead:
            return Copied(Medium.AHEAD, journal.queue().unsent)
        except OSError as error:
            self._left = None
            return Copied(Medium.AWAY, journal.queue().unsent, error.strerror or "")
        return Copied(Medium.GOOD)

    def _files(self) -> list[Path]:
        return sorted(file for file in self._folder.glob(f"*{_ENDING}") if file.stem.isascii() and file.stem.isdigit())

    def _drop(self, pushed: int) -> None:
        files = self._files()
        following = [int(file.stem) for file in files[1:]]
        for file, behind in zip(files, following, strict=False):
            if behind <= pushed + 1:
                file.unlink()
        if files and self._last(files[-1]) <= pushed:
            files[-1].unlink()
            self._left = None

    def _end(self, journal: SqliteJournal, pushed: int) -> tuple[Path | None, int]:
        """The file to go on in, and the last sequence on the medium; None and the last one sent where none is left."""
        files = self._files()
        if not files:
            return None, pushed
        last = self._last(files[-1])
        if self._proved != self._left:
            self._prove_ours(journal, files[-1], last)
            self._proved = self._left
        return files[-1], last

    def _prove_ours(self, journal: SqliteJournal, file: Path, last: int) -> None:
        """The last act on the medium has to be in the journal, or this journal is older than the medium."""
        line = file.read_bytes().splitlines()[-1].decode("ascii", "replace")
        try:
            body, _ = _opened(self._seal, self._name, line)
        except ValueError as error:
            raise _Ahead from error
        if [act.body for act in journal.own_acts(last - 1, 1)] != [body]:
            raise _Ahead

    def _last(self, file: Path) -> int:
        """The last sequence in `file`; 0 where it holds none. What a power cut tore off at its end is cut away."""
        size = file.stat().st_size
        if self._left is not None and self._left[:2] == (file, size):
            return self._left[2]
        data = file.read_bytes()
        whole = data.rfind(b"\n") + 1
        if whole < size:
            os.truncate(file, whole)
        lines = data[:whole].splitlines()
        try:
            last = int(lines[-1].split(b" ")[0]) if lines else 0
        except ValueError as error:
            raise _Ahead from error
        self._left = (file, whole, last)
        return last

    def _append(self, file: Path | None, acts: Sequence[Act]) -> Path:
        first, last = acts[0].station_seq, acts[-1].station_seq
        if file is None or last - int(file.stem) >= MOST_IN_A_FILE:
            file = self._folder / f"{first:012}{_ENDING}"
        lines = [f"{act.station_seq} {self._sealed(act)}\n" for act in acts]
        with file.open("a", encoding="ascii", newline="\n") as stream:
            stream.write("".join(lines))
        flush(file)
        self._left = self._proved = (file, file.stat().st_size, last)
        return file

    def _sealed(self, act: Act) -> str:
        whole = json.dumps([act.body.decode(), act.signature.hex()], ensure_ascii=False)
        return self._seal.seal(whole.encode(), f"{self._name}/{act.station_seq}")


def folder_name(station: Station) -> str:
    """The folder of one workstation on a medium that several may share."""
    return f"officer-app-unsent-{_plain(station.site)}-{_plain(station.name)}"


def read_medium(folder: Path, station: Station, file_key: bytes) -> Found:
    """The acts of `station` in `folder` (the medium, or the workstation's folder on it). Raises OSError."""
    inner = folder / folder_name(station)
    seal, name = LineSeal(file_key), f"{station.site}/{station.name}"
    acts: dict[int, OwnAct] = {}
    unreadable = 0
    for line in _lines(inner if inner.is_dir() else folder):
        try:
            body, signature = _opened(seal, name, line)
        except ValueError:
            unreadable += 1
            continue
        seq = int(line.partition(" ")[0])
        acts[seq] = OwnAct(seq, body, signature, 0)
    return Found(tuple(acts[seq] for seq in sorted(acts)), unreadable)


def _opened(seal: LineSeal, name: str, line: str) -> tuple[bytes, bytes]:
    """Body and signature of the act in a line. Raises ValueError."""
    seq, _, sealed = line.partition(" ")
    body, signature = json.loads(seal.open(sealed, f"{name}/{int(seq)}"))
    return body.encode(), bytes.fromhex(signature)


def _lines(folder: Path) -> Iterator[str]:
    for file in sorted(folder.glob(f"*{_ENDING}")):
        yield from file.read_text("ascii", errors="replace").splitlines()


def _plain(text: str) -> str:
    """Any name as part of a file's name, two different ones never alike."""
    return "".join(each if each.isascii() and each.isalnum() else f"_{ord(each):x}_" for each in text)
