"""The demonstration as a process: started, watched line by line, killed or ended, and what is left of it."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Timer
from typing import Any

PATIENCE_S = 240
TICK_S = 0.1


class Play:
    """One run of `demo --headless --json`; `lines` holds what it has said so far."""

    def __init__(self, out: Path, *more: str) -> None:
        words = [sys.executable, "-m", "officer_app", "demo", "--headless", "--json", "--out", str(out), *more]
        self.lines: list[dict[str, Any]] = []
        self.process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
        self._watchdog = Timer(PATIENCE_S, self.process.kill)
        self._watchdog.start()

    def read(self, most: int = sys.maxsize) -> None:
        """Read on until it has said `most` lines in all, or until its end."""
        assert self.process.stdout is not None
        while len(self.lines) < most and (line := self.process.stdout.readline()):
            self.lines.append(json.loads(line))

    def end(self) -> int:
        """Read to the end; the exit status. What it wrote to standard error must be nothing."""
        self.read()
        complaints = self.process.communicate()[1]
        self._watchdog.cancel()
        self._watchdog.join()
        assert complaints == ""
        return self.process.returncode

    @property
    def recorded(self) -> list[str]:
        """The acts it announced as recorded."""
        return [str(line["act_id"]) for line in self.lines if "recorded" in line]


@contextmanager
def playing(out: Path, *more: str) -> Iterator[Play]:
    """A demonstration that is over, one way or the other, when the block ends."""
    play = Play(out, *more)
    try:
        yield play
    finally:
        if play.process.poll() is None:
            play.process.kill()
        play.process.communicate()
        play._watchdog.cancel()
        play._watchdog.join()


def processes() -> dict[int, tuple[int, str]]:
    """Every process here: its number, its parent's, and its working directory (empty where it is not to be known)."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parent = int(re.sub(r".*\)", "", (entry / "stat").read_text()).split()[1])
                folder = str((entry / "cwd").readlink())
            except OSError:
                continue
            found[int(entry.name)] = (parent, folder)
    return found


def children_of(process: int) -> set[int]:
    """The processes that descend from `process`."""
    table = processes()
    family = {process}
    while more := {number for number, (parent, _) in table.items() if parent in family} - family:
        family |= more
    return family - {process}


def wait_until_gone(numbers: set[int], folder: Path, within_s: float = 45.0) -> set[int]:
    """Those of `numbers`, and of the processes that work under `folder`, that are still there after `within_s`."""
    tick, deadline = Event(), time.monotonic() + within_s
    while True:
        table = processes()
        working = {number for number, (_, place) in table.items() if place.startswith(str(folder))}
        left = working | {number for number in numbers if number in table}
        if not left or time.monotonic() > deadline:
            return left
        tick.wait(TICK_S)
