"""The program without a command: the window, once a home, ended in order by whoever asks."""

import os
import signal
import subprocess
import time
from pathlib import Path
from threading import Event

from officer_app.paths import Home
from tests.cli.running import PATIENCE_S, PROGRAM, check_manners, run

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


def test_the_window_opens_once_a_home_and_ends_when_asked(home: Path) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "--home", str(home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, **OFFSCREEN},
    )
    try:
        wait_for(Home(home).lock)
        again = run("--home", home, env=OFFSCREEN)
        assert (again.status, again.out) == (3, "")
        assert "The program is already open on" in again.err
        # The command line works beside the window.
        assert run("look-up", "A0021991100001", "--home", home, "--json").body["found"] is True
        process.send_signal(signal.SIGTERM)
        out, complaints = process.communicate(timeout=PATIENCE_S)
    finally:
        process.kill()
        process.communicate()
    assert (process.returncode, out) == (0, "")
    check_manners(complaints)
    assert not Home(home).lock.exists()


def test_without_a_home_the_window_says_so(tmp_path: Path) -> None:
    said = run("--home", tmp_path / "none", env=OFFSCREEN)
    assert (said.status, said.out) == (3, "")
    assert "Run officer-app station init first" in said.err


def wait_for(file: Path) -> None:
    """Until `file` is there."""
    tick, deadline = Event(), time.monotonic() + PATIENCE_S
    while not file.exists():
        assert time.monotonic() < deadline
        tick.wait(0.05)
