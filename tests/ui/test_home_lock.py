"""One program on one home: marks of the living, of the dead, and a disk without room for any."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from officer_app.app.home_lock import HomeLock
from officer_app.paths import Home
from officer_app.workstation.trouble import Trouble


def mark(home: Path, process: int) -> None:
    """As a program that ended without a word leaves it."""
    Home(home).lock.write_text(f"{process}\npython3.11\n{socket.gethostname()}\n", "utf-8")


def gone() -> int:
    """The number of a process that was and is no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_a_second_program_finds_the_home_taken_until_it_is_given_back(tmp_path: Path) -> None:
    first, second = HomeLock(tmp_path), HomeLock(tmp_path)
    assert (first.taken(), first.held()) == (False, True)
    assert (second.taken(), second.held()) == (True, False)
    first.give_back()
    assert (second.taken(), second.held()) == (False, True)
    second.give_back()


def test_a_mark_of_the_dead_keeps_nobody_out(tmp_path: Path) -> None:
    mark(tmp_path, gone())
    lock = HomeLock(tmp_path)
    assert (lock.taken(), lock.held()) == (False, True)
    lock.give_back()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs to mount a small disk")
@pytest.mark.parametrize("dead", [True, False], ids=["a mark of the dead", "no mark"])
def test_on_a_full_disk_the_disk_is_named_and_not_another_program(tmp_path: Path, dead: bool) -> None:
    small = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(tmp_path)]
    if subprocess.run(small, check=False).returncode:
        pytest.skip("no small disk may be mounted here")
    try:
        if dead:
            mark(tmp_path, gone())
        with pytest.raises(OSError, match="space"):
            (tmp_path / "fill").write_bytes(bytes(65_536))
        lock = HomeLock(tmp_path)
        taken = lock.taken()
        try:
            answer: object = lock.held()
        except Trouble as trouble:
            answer = trouble.code
        assert (taken, answer) in {(False, True), (False, "disk_full")}
        lock.give_back()
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)
