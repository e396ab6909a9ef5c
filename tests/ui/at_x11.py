"""The real program on a real X server, and somebody at its window with a keyboard and a scanner and nothing else."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from officer_app.core.acts import Act, ActKind
from officer_app.messages.sample_permits import sample_permits
from officer_app.ui.physical_keys import US
from officer_app.workstation.opening import now, open_workstation
from tests.cli.running import PROGRAM, run
from tests.permits_file import write_permits
from tests.ui.office_at_keys import PREFIX

TOOLS = ("Xvfb", "xdotool")
needs_tools = pytest.mark.skipif(any(shutil.which(tool) is None for tool in TOOLS), reason=f"needs {', '.join(TOOLS)}")

PASSWORD = "correct-horse-9"
WITH_PASSWORD = {"OFFICER_APP_PASSWORD": PASSWORD}
WAIT_S = 60.0
SCANNER_MS, PERSON_MS = 1, 45
SHIFT = 50
CODES = {ch: (code + 8, place) for code, pair in US.items() for place, ch in ((1, pair[1]), (0, pair[0]))}
ENTER, F5, F6, F8, SPACE, LOCK = "36", "71", "72", "74", "65", "37+46"
CASES = "50+69"
GREEN, OTHER, THIRD = "9911A0000015", "9911A0000016", "9911A0000017"
"""Road permits of the sample, on the Green line."""
DEAD_CENTRE = "postgresql://ce_1@127.0.0.1:9/central"
"""Nobody listens at that port."""


@contextmanager
def x_server(size: str = "1280x720") -> Iterator[str]:
    """An X server without a screen; its display. -noreset: it keeps the layout when its last client leaves."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size}x24", "-noreset", "-nolisten", "tcp"]
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, pass_fds=[writer], stdout=silent, stderr=silent) as server:
        os.close(writer)
        with os.fdopen(reader) as said:
            number = said.readline().strip()
        yield f":{number}"
        server.terminate()


def make_home(folder: Path, desk: str, name: str = "CE-1", window: str = "malee") -> Path:
    """A workstation with one officer for its window (`window`), and somchai who stamps at the command line and is the
    second where there have to be two.
    """
    permits = folder.parent / "permits.csv"
    permits.write_bytes(write_permits(sample_permits(now())))
    at = ("--home", folder)
    post = ("--post", "CP-1") if desk == "checking_post" else ()
    done = [run("station", "init", "--site", "CE", "--desk", desk, "--name", name, *post, *at)]
    roles = "checking_post,supervisor" if desk == "checking_post" else "inspection"
    done.append(run("officers", "add", window, "--roles", roles, *at, env=WITH_PASSWORD))
    done.append(run("officers", "add", "somchai", "--roles", "inspection,supervisor", *at, env=WITH_PASSWORD))
    done.append(run("import", permits, *at))
    assert [each.status for each in done] == [0] * 4, [each.err for each in done]
    settings = folder / "settings.toml"
    written = settings.read_text("utf-8")
    assert 'wedge_prefix = ""' in written
    settings.write_text(written.replace('wedge_prefix = ""', f'wedge_prefix = "{PREFIX}"'), "utf-8")
    return folder


def stamp_green(home: Path, *numbers: str) -> None:
    """Have them stamped by somchai at the command line."""
    for number in numbers:
        words = ("stamp", number, "--outcome", "green", "--officer", "somchai", "--home", home)
        said = run(*words, env=WITH_PASSWORD)
        assert said.status == 0, said.err


def acts_of(home: Path, kind: ActKind) -> list[Act]:
    """Its own acts of a kind."""
    opened = open_workstation(home)
    try:
        return [act for act in opened.journal.acts() if act.kind == kind and act.station == opened.settings.name]
    finally:
        opened.close()


class Person:
    """Somebody at the window of a home, with a keyboard and a scanner and nothing else."""

    def __init__(self, home: Path, environment: dict[str, str], program: int) -> None:
        self._home, self._environment, self._program = home, environment, program
        self.window = ""

    def press(self, *codes: str, delay_ms: int = PERSON_MS) -> None:
        """Keys, one after the other, by X keycode."""
        self._xdotool("key", "--delay", str(delay_ms), *codes)

    def write(self, text: str, *, delay_ms: int = PERSON_MS) -> None:
        """Type `text` and press Enter; as fast as a scanner where `delay_ms` says so."""
        keys = [f"{SHIFT}+{code}" if shift else str(code) for code, shift in (CODES[ch] for ch in text)]
        self.press(*keys, ENTER, delay_ms=delay_ms)

    def scan(self, number: str) -> None:
        """As a scanner types it."""
        self.write(PREFIX + number, delay_ms=SCANNER_MS)

    def sign_in(self) -> None:
        """The password, and wait until the desk is open."""
        # Of all acts only his own coming says so: others come from the centre meanwhile.
        before = len(acts_of(self._home, ActKind.SIGNED_IN))
        self.write(PASSWORD)
        self.until(lambda: len(acts_of(self._home, ActKind.SIGNED_IN)) > before)

    def acts(self) -> int:
        """How many acts the journal has: who comes to the desk is one."""
        return int(run("verify", "--home", self._home, "--json").body["acts"])

    def state(self, number: str) -> str:
        """Where the permit stands, as the journal says."""
        return str(run("look-up", number, "--home", self._home, "--json").body["state"])

    def sees(self, number: str, state: str) -> None:
        """Wait until the permit stands there."""
        self.until(lambda: self.state(number) == state)

    def events(self, number: str) -> list[dict[str, Any]]:
        """What was done with it."""
        return list(run("track", number, "--home", self._home, "--json").body["events"])

    def releases(self, number: str) -> list[str]:
        """Who confirmed a release of it, and where."""
        return [str(event["by"]) for event in self.events(number) if event["status"] == "release"]

    def windows(self) -> list[str]:
        """The windows that the program shows, by their X ids."""
        words = ["xdotool", "search", "--onlyvisible", "--pid", str(self._program)]
        found = subprocess.run(words, env=self._environment, stdout=subprocess.PIPE, check=False, timeout=WAIT_S)
        return found.stdout.decode().split()

    def turn_to(self, window: str) -> None:
        """Let `window` have the keys: there is no window manager that would."""
        self._xdotool("windowfocus", "--sync", window)
        self.window = self.window or window

    def focused(self) -> str:
        """The window that has the keys, by its X id."""
        said = subprocess.run(["xdotool", "getwindowfocus"], env=self._environment, stdout=subprocess.PIPE, check=False)
        return said.stdout.decode().strip()

    def size(self) -> tuple[int, int]:
        """Width and height of the window, in pixels of the screen."""
        words = ["xdotool", "getwindowgeometry", "--shell", self.window]
        said = subprocess.run(words, env=self._environment, stdout=subprocess.PIPE, check=True).stdout.decode()
        found = dict(line.split("=", 1) for line in said.splitlines())
        return int(found["WIDTH"]), int(found["HEIGHT"])

    def settle(self, most_s: float) -> None:
        """Take time, until another window opens at most."""
        deadline = time.monotonic() + most_s
        while len(self.windows()) == 1 and time.monotonic() < deadline:
            Event().wait(0.1)

    def until(self, holds: Callable[[], bool], wait_s: float = WAIT_S) -> None:
        """Wait for what the keys led to."""
        tick, deadline = Event(), time.monotonic() + wait_s
        while not holds():
            assert time.monotonic() < deadline, "it did not happen"
            tick.wait(0.1)

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._environment, check=True, timeout=WAIT_S)


@contextmanager
def at_window(home: Path, display: str) -> Iterator[Person]:
    """The program on `home`, somebody signed in by his password."""
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    environment.pop("WAYLAND_DISPLAY", None)
    program = subprocess.Popen([*PROGRAM, "--home", str(home)], env=environment, stderr=subprocess.PIPE)
    try:
        person = Person(home, environment, program.pid)
        person.until(lambda: bool(person.windows()))
        person.turn_to(person.windows()[-1])
        person.sign_in()
        yield person
        program.send_signal(signal.SIGTERM)
        _, complaints = program.communicate(timeout=WAIT_S)
        assert (program.returncode, b"Traceback" in complaints) == (0, False)
    finally:
        program.kill()
        program.communicate()
