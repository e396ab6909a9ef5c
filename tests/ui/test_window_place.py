"""The window opens as it was left, never off the screen, and on a small screen takes all of it: on a real X server."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from officer_app.paths import Home
from officer_app.ui.window_place import WindowPlace
from tests.ui.at_x11 import LOCK, at_window, make_home, needs_tools, x_server
from tests.ui.fitting import clipped
from tests.ui.pages_at_scale import OFFICERS, PAGES, back, opened

ROOT = Path(__file__).resolve().parents[2]
LARGE, SMALL = "1920x1080", "1024x640"


@dataclass(frozen=True)
class Opened:
    """Where a window opened, and whether it took the whole screen of `room`."""

    at: tuple[int, int, int, int]
    whole: bool
    room: tuple[int, int]

    @property
    def inside(self) -> bool:
        """Whether all of it is on the screen."""
        x, y, width, height = self.at
        return min(x, y) >= 0 and x + width <= self.room[0] and y + height <= self.room[1]


def window(display: str, file: Path, *words: str) -> Opened:
    """A window of its own program that was opened and left."""
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    command = [sys.executable, "-m", "tests.ui.placed_window", str(file), *words]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    said = json.loads(done.stdout)
    return Opened(tuple(said["at"]), said["whole"], tuple(said["room"]))


@pytest.fixture(scope="module")
def large() -> Iterator[str]:
    with x_server(LARGE) as display:
        yield display


@pytest.fixture(scope="module")
def small() -> Iterator[str]:
    with x_server(SMALL) as display:
        yield display


@needs_tools
def test_a_first_window_takes_a_small_screen_whole_and_a_large_one_not(large: str, small: str, tmp_path: Path) -> None:
    first = window(large, tmp_path / "a")
    assert (first.whole, first.at[2:]) == (False, (1280, 720))
    first = window(small, tmp_path / "b")
    assert first.whole
    assert first.inside


@needs_tools
def test_it_opens_where_it_was_left(large: str, tmp_path: Path) -> None:
    file = tmp_path / "window.place"
    window(large, file, "--to", "301", "203", "1400", "800")
    again = window(large, file)
    assert (again.at, again.whole) == ((301, 203, 1400, 800), False)
    window(large, file, "--maximise")
    whole = window(large, file)
    assert whole.whole, "left over the whole screen, it opens so"


@needs_tools
def test_left_on_a_screen_that_is_gone_it_opens_on_the_one_there_is(large: str, small: str, tmp_path: Path) -> None:
    file = tmp_path / "window.place"
    window(large, file, "--to", "1500", "700", "1300", "900")
    for display in (small, large):
        again = window(display, file)
        assert again.inside, again


@needs_tools
@pytest.mark.parametrize("spoilt", [b"", b"\x00" * 66, b"not a place", bytes(range(256))])
def test_a_spoilt_memory_is_a_first_start(large: str, tmp_path: Path, spoilt: bytes) -> None:
    file = tmp_path / "window.place"
    file.write_bytes(spoilt)
    assert window(large, file).at[2:] == (1280, 720)


def test_where_nothing_can_be_written_the_window_closes_all_the_same(tmp_path: Path, dressed: object) -> None:
    widget = QWidget()
    place = WindowPlace(tmp_path / "no such folder" / "window.place")
    place.take(widget)
    place.keep(widget)
    assert (widget.width(), widget.height()) == (1280, 720)
    widget.deleteLater()


@needs_tools
def test_the_program_itself_opens_as_it_was_left(large: str, tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", "inspection")
    with at_window(home, large) as person:
        assert person.size() == (1280, 720)
        person._xdotool("windowsize", "--sync", person.window, "1500", "850")
        person.until(lambda: person.size() == (1500, 850))
        # The screen has it; the window has heard of it when it does what was pressed after it.
        before = person.acts()
        person.press(LOCK)
        person.until(lambda: person.acts() > before)
    assert 0 < Home(home).window.stat().st_size < 200
    with at_window(home, large) as person:
        assert person.size() == (1500, 850)


@pytest.mark.parametrize("kind", ["inspection", "checking_post", "counter_services"])
def test_in_half_of_a_large_screen_nothing_is_clipped(tmp_path: Path, dressed: object, kind: str) -> None:
    with opened(kind, tmp_path, "en") as desk:
        desk.window.resize(960, 1040)
        assert clipped(desk) == []
        desk.sign_in(OFFICERS[kind])
        for name, show in PAGES[kind]:
            show(desk)
            assert clipped(desk) == [], name
            back(desk)
