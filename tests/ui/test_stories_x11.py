"""The real program on a real X server, worked by keys alone: a permit's way over two desks, as officers go it."""

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

from officer_app.messages.permits_csv import write_permits
from officer_app.messages.sample_permits import sample_permits
from officer_app.ui.physical_keys import US
from officer_app.workstation.opening import now
from tests.cli.running import PROGRAM, run

TOOLS = ("Xvfb", "xdotool")
pytestmark = pytest.mark.skipif(any(shutil.which(tool) is None for tool in TOOLS), reason=f"needs {', '.join(TOOLS)}")

PASSWORD = "correct-horse-9"
WITH_PASSWORD = {"OFFICER_APP_PASSWORD": PASSWORD}
WAIT_S = 60.0
SCANNER_MS, PERSON_MS = 1, 45
SHIFT = 50
CODES = {ch: (code + 8, place) for code, pair in US.items() for place, ch in ((1, pair[1]), (0, pair[0]))}
ENTER, F5, F6, F8, SPACE, LOCK = "36", "71", "72", "74", "65", "37+46"
GREEN, OTHER = "9911A0000015", "9911A0000016"
"""Road permits of the sample, on the Green line."""
DEAD_CENTRE = "postgresql://ce_1@127.0.0.1:9/central"
"""Nobody listens at that port."""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server without a screen."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x720x24", "-noreset", "-nolisten", "tcp"]
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, pass_fds=[writer], stdout=silent, stderr=silent) as server:
        os.close(writer)
        with os.fdopen(reader) as said:
            number = said.readline().strip()
        yield f":{number}"
        server.terminate()


def make_home(folder: Path, desk: str) -> Path:
    """A workstation with one officer for its window, and somchai who stamps at the command line."""
    permits = folder.parent / "permits.csv"
    permits.write_bytes(write_permits(sample_permits(now())))
    at = ("--home", folder)
    post = ("--post", "CP-1") if desk == "checking_post" else ()
    done = [run("station", "init", "--site", "CE", "--desk", desk, "--name", "CE-1", *post, *at)]
    roles = "checking_post" if desk == "checking_post" else "inspection"
    done.append(run("officers", "add", "malee", "--roles", roles, *at, env=WITH_PASSWORD))
    done.append(run("officers", "add", "somchai", "--roles", "inspection,supervisor", *at, env=WITH_PASSWORD))
    done.append(run("import", permits, *at))
    assert [each.status for each in done] == [0] * 4, [each.err for each in done]
    return folder


class Person:
    """Somebody at the window of a home, with a keyboard and a scanner and nothing else."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self._home, self._environment = home, environment

    def press(self, *codes: str, delay_ms: int = PERSON_MS) -> None:
        """Keys, one after the other, by X keycode."""
        self._xdotool("key", "--delay", str(delay_ms), *codes)

    def write(self, text: str, *, delay_ms: int = PERSON_MS) -> None:
        """Type `text` and press Enter; as fast as a scanner where `delay_ms` says so."""
        keys = [f"{SHIFT}+{code}" if shift else str(code) for code, shift in (CODES[ch] for ch in text)]
        self.press(*keys, ENTER, delay_ms=delay_ms)

    def scan(self, number: str) -> None:
        """As a scanner types it."""
        self.write(number, delay_ms=SCANNER_MS)

    def sign_in(self) -> None:
        """The password, and wait until the desk is open."""
        before = self.acts()
        self.write(PASSWORD)
        self.until(lambda: self.acts() > before)

    def acts(self) -> int:
        """How many acts the journal has: who comes to the desk is one."""
        return int(run("verify", "--home", self._home, "--json").body["acts"])

    def state(self, number: str) -> str:
        """Where the permit stands, as the journal says."""
        return str(run("look-up", number, "--home", self._home, "--json").body["state"])

    def events(self, number: str) -> list[dict[str, Any]]:
        """What was done with it."""
        return list(run("track", number, "--home", self._home, "--json").body["events"])

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for what the keys led to."""
        tick, deadline = Event(), time.monotonic() + WAIT_S
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
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(program.pid)]
        found = subprocess.run(search, env=environment, capture_output=True, check=True, timeout=WAIT_S, text=True)
        window = found.stdout.split()[-1]
        subprocess.run(["xdotool", "windowfocus", "--sync", window], env=environment, check=True, timeout=WAIT_S)
        person = Person(home, environment)
        person.sign_in()
        yield person
        program.send_signal(signal.SIGTERM)
        _, complaints = program.communicate(timeout=WAIT_S)
        assert (program.returncode, b"Traceback" in complaints) == (0, False)
    finally:
        program.kill()
        program.communicate()


def test_a_scan_and_one_key_stamp_and_print_and_a_locked_window_does_nothing(tmp_path: Path, display: str) -> None:
    home = make_home(tmp_path / "home", "inspection")
    with at_window(home, display) as person:
        person.scan(GREEN)
        person.press(F5)
        person.until(lambda: person.state(GREEN) == "stamped")
        person.until(lambda: any((home / "papers").rglob("*.pdf")))
        locked = person.acts()
        person.press(LOCK)
        person.until(lambda: person.acts() > locked)
        person.scan(OTHER)
        person.press(F5)
        assert person.state(OTHER) == "issued"
        person.sign_in()
        person.scan(OTHER)
        person.press(F8)
        person.write("wait for papers")
        person.until(lambda: person.state(OTHER) == "held")
        assert [event for event in person.events(OTHER) if "0309" in str(event)] == []


def test_a_release_is_confirmed_once_and_the_second_is_refused(tmp_path: Path, display: str) -> None:
    home = make_home(tmp_path / "home", "checking_post")
    stamped = run(
        "stamp", GREEN, "--outcome", "green", "--officer", "somchai", "--home", home, "--json", env=WITH_PASSWORD
    )
    assert stamped.status == 0, stamped.err
    with at_window(home, display) as person:
        person.scan(GREEN)
        person.press(F5)
        person.until(lambda: person.state(GREEN) == "released")
        before = len(person.events(GREEN))
        person.scan(GREEN)
        person.press(F5)
        person.press(SPACE)
        person.scan(GREEN)
        person.press(SPACE)
        assert person.state(GREEN) == "released"
        kinds = [event.get("status") for event in person.events(GREEN)]
        assert len(kinds) == before


def test_cut_off_from_its_authority_the_post_releases_nothing_but_may_refuse(tmp_path: Path, display: str) -> None:
    home = make_home(tmp_path / "home", "checking_post")
    settings = home / "settings.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('central_url = ""', f'central_url = "{DEAD_CENTRE}"'), "utf-8"
    )
    stamped = run(
        "stamp", GREEN, "--outcome", "green", "--officer", "somchai", "--home", home, "--json", env=WITH_PASSWORD
    )
    assert stamped.status == 0, stamped.err
    with at_window(home, display) as person:
        person.scan(GREEN)
        person.press(F5)
        # What follows can only be recorded of a permit that was not released.
        person.press(SPACE)
        person.scan(GREEN)
        person.press(F6)
        person.write("seal broken")
        person.until(lambda: any("seal broken" in str(event) for event in person.events(GREEN)))
        assert person.state(GREEN) == "stamped"
