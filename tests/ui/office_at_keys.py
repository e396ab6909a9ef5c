"""Somebody at an office's window: a program of its own on an X server, real keys, a scanner on a pty or as keys."""

import json
import os
import signal
import subprocess
import sys
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import Any

from officer_app.core.transit import Phase, TransitState
from officer_app.ui.physical_keys import US
from officer_app.workstation.opening import Workstation
from tests.viewmodels.world import ROOT

WAIT_S = 60.0
SCANNER_MS, PERSON_MS = 1, 5
"""Between keys. Nobody types so fast: no scanner has to be told from him by the pace here."""
PREFIX = "`"
"""What the scanner that types sets before each code; so a busy machine's pauses tear none apart."""
SHIFT = 50
CODES = {ch: (code + 8, place) for code, pair in US.items() for place, ch in ((1, pair[1]), (0, pair[0]))}
KEYS = {
    **{f"F{number}": str(66 + number) for number in range(1, 11)},
    "Enter": "36",
    "Escape": "Escape",
    "Space": "65",
    "Tab": "23",
    "Back-Tab": f"{SHIFT}+23",
    "Up": "111",
    "Down": "116",
    "Left": "113",
    "Right": "114",
    "All": "37+38",
    "Lock": "37+46",
}


@dataclass
class Scanner:
    """A serial scanner: what is written to it, the program reads at `port`."""

    master: int
    slave: int

    @property
    def port(self) -> str:
        """What the settings call it."""
        return os.ttyname(self.slave)

    def read(self, code: str) -> None:
        """A code is held before it."""
        os.write(self.master, f"{code}\r".encode("ascii"))


@contextmanager
def serial_scanner() -> Iterator[Scanner]:
    """A scanner that stays plugged in."""
    ends = os.openpty()
    for end in ends:
        tty.setraw(end)
    try:
        yield Scanner(*ends)
    finally:
        for end in ends:
            os.close(end)


@dataclass
class AtWindow:
    """A person at the window of `opened`'s workstation, which a program of its own shows. Without `scanner` keys scan.

    `keys` and `scans` count what was done; `wrong` says what the window showed badly, by what it was showing.
    """

    opened: Workstation
    environment: dict[str, str]
    window: str
    lines: int
    scanner: Scanner | None = None
    keys: int = 0
    scans: int = 0
    told: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)
    looked: Callable[[str], None] = field(default=lambda name: None)
    _read: bytes = b""

    # --- what a person does

    def front(self) -> None:
        """The next keys are for this window."""
        self._xdotool("windowraise", self.window, "windowfocus", "--sync", self.window)
        self.until(lambda: bool(self.told["active"]), "the window is in front")

    def press(self, *names: str) -> None:
        """Keys, one after the other: "F5", "Enter", a digit."""
        self._keys([KEYS.get(name) or str(CODES[name][0]) for name in names])

    def write(self, *texts: str) -> None:
        """Each text typed, and Enter."""
        for text in texts:
            self._keys([*_typed(text), KEYS["Enter"]])

    def scan(self, *codes: str) -> None:
        """Codes before the scanner, each when the one before was heard."""
        self.shown("")
        heard = int(self.told["arrived"])
        for place, code in enumerate(codes, 1):
            self.scans += 1
            if self.scanner is not None:
                self.scanner.read(code)
            else:
                typed = [*_typed(PREFIX + code), KEYS["Enter"]]
                self.keys += len(typed)
                self._xdotool("key", "--delay", str(SCANNER_MS), *typed)
            self.until(partial(self._heard, heard + place), f"{code} is heard")

    def sign_in(self, name: str, password: str) -> None:
        """A name over the one that stands there, and the password; wait until the desk is open."""
        self.second(name, password)
        self.until(lambda: self.told["officer"] == name, f"{name} comes in")

    def second(self, name: str, password: str) -> None:
        """The same in the dialog that asks a second officer."""
        self.press("Back-Tab", "All")
        self._keys([*_typed(name), KEYS["Tab"]])
        self.write(password)

    # --- what comes of it

    def shown(self, name: str) -> None:
        """Wait until all keys came to something and the window stands still; it is looked at under `name`."""
        self.until(lambda: not self.told["busy"], "the work ends")
        if name:
            self.looked(name)

    def state(self, case: str) -> TransitState:
        """The case, as the journal has it."""
        return self.opened.journal.transit_state(case)

    def reached(self, case: str, phase: Phase) -> None:
        """Wait until the case stands there and the window says so."""
        self.until(lambda: self.state(case).phase is phase, f"{case} is {phase}, not {self.state(case).phase}")
        self.shown(str(phase))

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait for what the keys led to."""
        tick, deadline = Event(), time.monotonic() + WAIT_S
        while not (self._hear() and int(self.told["keys"]) >= self.keys and holds()):
            assert time.monotonic() < deadline, f"not: {what}; {self.told}"
            tick.wait(0.01)

    def _heard(self, wanted: int) -> bool:
        return int(self.told["arrived"]) >= wanted

    def _hear(self) -> bool:
        """Read what the window told since; whether it told anything yet."""
        try:
            while piece := os.read(self.lines, 1 << 16):
                self._read += piece
        except BlockingIOError:
            pass
        *whole, self._read = self._read.split(b"\n")
        for line in whole:
            self.told = json.loads(line)
            lost = self.told["active"] and not self.told["focus"]
            if bad := [*self.told["clipped"], *(["no focus"] if lost else [])]:
                self.wrong[f"{self.told['headline']} / {self.told['asks']}"] = bad
        return bool(self.told)

    def _keys(self, codes: list[str]) -> None:
        self.keys += len(codes)
        self._xdotool("key", "--delay", str(PERSON_MS), *codes)

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.environment, check=True, timeout=WAIT_S)


@contextmanager
def at_window(
    opened: Workstation, display: str, scanner: Scanner | None = None, **environment: str
) -> Iterator[AtWindow]:
    """The program on `opened`'s home; it has to end well."""
    given = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", **environment}
    given.pop("WAYLAND_DISPLAY", None)
    command = [sys.executable, "-m", "tests.ui.telling_office", "--home", str(opened.home.folder)]
    program = subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert program.stdout is not None
    try:
        os.set_blocking(program.stdout.fileno(), False)
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(program.pid)]
        found = subprocess.run(search, env=given, capture_output=True, check=True, timeout=WAIT_S, text=True)
        made = AtWindow(opened, given, found.stdout.split()[-1], program.stdout.fileno(), scanner)
        made.front()
        yield made
        program.send_signal(signal.SIGTERM)
        _, complaints = program.communicate(timeout=WAIT_S)
        assert (program.returncode, b"Traceback" in complaints) == (0, False), complaints.decode()
    finally:
        program.kill()
        program.communicate()


def _typed(text: str) -> list[str]:
    return [f"{SHIFT}+{code}" if shift else str(code) for code, shift in (CODES[ch] for ch in text)]
