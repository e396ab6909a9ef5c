"""The first window: what comes in before the desk is open goes to the desk; it stays the one window of the program."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from officer_app.app.dressing import looks
from officer_app.app.start import Start
from officer_app.settings import Settings
from officer_app.ui.main_window import MainWindow
from officer_app.ui.physical_keys import US
from officer_app.ui.theme import THEMES, wear, worn
from officer_app.workstation.opening import Workstation, create, open_workstation
from officer_app.workstation.trouble import Trouble

PASSWORD = "correct-horse-9"
WAIT_MS = 30_000
EVDEV = {character: code + 8 for code, (character, _) in US.items()}
ENTER = 36


class Held(Start):
    """A start whose stores open when the test says so."""

    gate = Event()

    def _open(self) -> Workstation:
        self.gate.wait(WAIT_MS / 1000)
        return super()._open()


class Interrupted(Start):
    """A start in which something happens each time before the desk is made one step further."""

    def __init__(self, home: Path, happens: Callable[["Interrupted"], None]) -> None:
        super().__init__(home, lambda: True)
        self.steps = 0
        self._happens = happens

    def _step(self) -> None:
        self._happens(self)
        self.steps += 1
        super()._step()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    create(folder, Settings(site="CE", desk="inspection", name="CE-1", mode="training", language="en"))
    opened = open_workstation(folder)
    opened.officers.add("somchai", "Somchai", frozenset({"inspection"}), PASSWORD)
    opened.close()
    return folder


@pytest.fixture
def start(dressed: QApplication, home: Path, qtbot: QtBot) -> Iterator[Held]:
    made = Held(home, lambda: True)
    made.gate.clear()
    qtbot.waitUntil(lambda: made.under_way, timeout=WAIT_MS)
    yield made
    made.gate.set()
    made.close()


def type_as_scanner(start: Start, text: str) -> None:
    """Keys at a scanner's pace, as they come into the window of the system."""
    for place, letter in enumerate([*text, ""]):
        code = EVDEV[letter] if letter else ENTER
        key = Qt.Key.Key_unknown if letter else Qt.Key.Key_Return
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, code, 0, 0, letter)
        event.setTimestamp(1000 + place)
        QCoreApplication.sendEvent(start.front.windowHandle(), event)


def type_as_person(start: Start, text: str, *, enter: bool = True) -> None:
    for letter in [*text, *([""] if enter else [])]:
        key = Qt.Key.Key_unknown if letter else Qt.Key.Key_Return
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter)
        QCoreApplication.sendEvent(start.front, event)


def desk(start: Start) -> MainWindow:
    inside = start.front.inside
    assert isinstance(inside, MainWindow)
    return inside


def test_what_is_scanned_and_typed_meanwhile_is_the_desks(start: Held, qtbot: QtBot) -> None:
    assert start.front.inside is None
    type_as_scanner(start, "9911a0000001")
    type_as_person(start, PASSWORD)
    start.gate.set()
    qtbot.waitUntil(lambda: start.front.inside is not None and desk(start).officer is not None, timeout=WAIT_MS)
    # At the door a scan is refused, but not unheard.
    assert desk(start).desk_page.model.counts.refused == 1
    assert start.front.windowTitle() == desk(start).windowTitle()
    assert start.front.isVisible()
    before = desk(start).desk_page.last_painted[0]
    desk(start).bridge.scanned("9911A0000002")
    qtbot.waitUntil(lambda: desk(start).desk_page.last_painted[0] > before, timeout=WAIT_MS)


def test_the_first_paint_says_whose_desk_it_is_and_that_it_is_training(start: Held) -> None:
    said = [label.text() for label in start.front.findChildren(QLabel) if label.isVisible()]
    assert {"Inspection counter", "CE · CE-1", "TRAINING – not real work", "Opening the desk"} <= set(said)


@pytest.mark.parametrize("look", ["dark", "light"])
def test_the_window_opens_in_the_look_that_the_settings_name(
    dressed: QApplication, home: Path, qtbot: QtBot, look: str
) -> None:
    file = home / "settings.toml"
    file.write_text(file.read_text("utf-8").replace('look = "light"', f'look = "{look}"'), "utf-8")
    start = Start(home, lambda: True)
    try:
        assert worn() is THEMES[look]
        qtbot.waitUntil(lambda: start.under_way, timeout=WAIT_MS)
    finally:
        start.close()
        wear(dressed, looks(), "light")


def test_a_window_closed_before_the_desk_is_open_leaves_nothing_behind(start: Held, home: Path) -> None:
    start.front.close()
    start.gate.set()
    start.close()
    assert start.stage is None
    open_workstation(home).close()


def test_a_home_that_somebody_else_has_locked_meanwhile_is_not_worked_on(dressed: QApplication, home: Path) -> None:
    start = Start(home, lambda: False)
    # The program's own loop: told to end where none runs, the application would never wait again.
    assert dressed.exec() == 3
    start.close()
    assert isinstance(start.fault, Trouble)
    assert (start.fault.code, start.stage) == ("already_open", None)


STEPS = 5
"""The desk is made in so many."""


def test_what_is_scanned_and_typed_while_the_desk_is_made_is_its_own_in_the_same_order(
    dressed: QApplication, home: Path, qtbot: QtBot
) -> None:
    heard: list[str] = []

    def happens(start: Interrupted) -> None:
        assert (start.front.inside, start.stage) == (None, None)
        type_as_scanner(start, f"9911a000000{start.steps}")
        type_as_person(start, PASSWORD[3 * start.steps : 3 * start.steps + 3], enter=start.steps == STEPS - 1)
        if start.steps == STEPS - 1:
            making = start._stage
            assert making is not None
            making._shown.bridge.heard_scan.connect(heard.append)

    start = Interrupted(home, happens)
    qtbot.waitUntil(lambda: start.front.inside is not None and desk(start).officer is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(heard) == STEPS, timeout=WAIT_MS)
    start.close()
    assert start.steps == STEPS
    assert heard == [f"9911a000000{step}" for step in range(STEPS)]


@pytest.mark.parametrize("step", range(STEPS))
def test_a_window_closed_while_the_desk_is_made_leaves_nothing_behind(
    dressed: QApplication, home: Path, qtbot: QtBot, step: int
) -> None:
    closed = Event()

    def happens(start: Interrupted) -> None:
        if start.steps == step:
            start.front.close()
            QTimer.singleShot(0, closed.set)

    start = Interrupted(home, happens)
    qtbot.waitUntil(closed.is_set, timeout=WAIT_MS)
    start.close()
    assert (start.steps, start.stage, start.fault) == (step + 1, None, None)
    assert not [each for each in dressed.topLevelWidgets() if each.isVisible()]
    open_workstation(home).close()


@pytest.mark.parametrize("broken", ["_make_page", "_make_beside", "_show_sign_in"])
def test_a_fault_while_the_desk_is_made_ends_the_program_and_leaves_nothing_behind(
    dressed: QApplication,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_warnings: list[logging.LogRecord],
    broken: str,
) -> None:
    def fail(window: MainWindow) -> None:
        raise RuntimeError(broken)

    monkeypatch.setattr(MainWindow, broken, fail)
    start = Start(home, lambda: True)
    assert dressed.exec() == 3
    start.close()
    assert (str(start.fault), start.stage) == (broken, None)
    assert [each.getMessage() for each in expected_warnings] == ["the desk could not be opened"]
    open_workstation(home).close()
