"""Journals for the tests of the store, and the proof that a chain is whole."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from officer_app.core.acts import GENESIS, Act, ActKind, Draft, Subject
from officer_app.core.ports import Station
from officer_app.security.keys import verify
from officer_app.store import schema
from officer_app.store.journal import SqliteJournal
from officer_app.store.projections import PROJECTIONS
from tests.fakes import CE_1, FILE_KEY, NOW, NUMBER, signer

ROOT = Path(__file__).resolve().parents[2]

Opener = Callable[..., SqliteJournal]


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[Opener]:
    """Opens journals; all are closed with the test."""
    with ExitStack() as stack:

        def opened(name: str = "journal.db", station: Station = CE_1) -> SqliteJournal:
            journal = SqliteJournal(tmp_path / name, FILE_KEY, station)
            stack.callback(journal.close)
            return journal

        yield opened


@pytest.fixture
def journal(opening: Opener) -> SqliteJournal:
    """A new journal of CE-1."""
    return opening()


def mount_small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of its own that can be filled up, mounted at `folder`; only the superuser can make one."""
    folder.mkdir()
    done = None
    if shutil.which("mount") and hasattr(os, "geteuid") and os.geteuid() == 0:
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done is None or done.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip() if done else 'not the superuser'}")
    yield folder
    # Lazily: a test that failed may have left a file open there.
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 512 KiB."""
    yield from mount_small_disk(tmp_path / "disk", "512k")


def fill(disk: Path, leave: int) -> None:
    """Take all of the disk but `leave` bytes."""
    with (disk / "filler").open("ab") as stream:
        stream.write(b"x" * max(0, shutil.disk_usage(disk).free - leave))


def draft(act_id: str, kind: ActKind = ActKind.PRESENT, number: str = NUMBER, **fields: str) -> Draft:
    """An act on a permit, to be recorded."""
    return Draft(act_id, kind, Subject("permit", number), "somchai", NOW, dict(fields))


def put(journal: SqliteJournal, act_id: str, kind: ActKind = ActKind.PRESENT, number: str = NUMBER) -> Act:
    """Record an act with a real key."""
    act = journal.record(draft(act_id, kind, number), signer(1))
    assert isinstance(act, Act)
    return act


def tables(journal: SqliteJournal) -> list[object]:
    """Every row of every folded table, and of those by which a case and a number are found."""
    folded = [*(each.table for each in PROJECTIONS), schema.transit_named, schema.transit_number]
    with journal.reading() as connection:
        return [connection.execute(each.select().order_by(*each.primary_key)).all() for each in folded]


def prove_whole(acts: Sequence[Act]) -> None:
    """One workstation's acts follow each other without a gap, each signed over its own bytes."""
    assert [act.station_seq for act in acts] == list(range(1, len(acts) + 1))
    before = GENESIS
    for act in acts:
        assert act.prev == before
        assert verify(signer(1).public_key, act.hash, act.signature)
        before = act.hash


def start_recorder(path: Path, name: str, most: int) -> "subprocess.Popen[str]":
    """A recorder (tests/store/recorder.py) that has opened `path` and waits for a line."""
    command = [sys.executable, "-m", "tests.store.recorder", str(path), name, str(most)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    running = subprocess.Popen(command, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, text=True)
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n"
    return running


def let_go(running: "subprocess.Popen[str]") -> None:
    """Let a waiting recorder begin."""
    assert running.stdin is not None
    running.stdin.write("\n")
    running.stdin.flush()
