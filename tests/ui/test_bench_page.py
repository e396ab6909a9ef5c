"""The test bench in the window: bytes, scans and advice are shown, nothing is looked up, and the way back is open."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLabel

from officer_app.texts import Both
from officer_app.ui.main_window import MainWindow
from officer_app.ui.physical_keys import US
from officer_app.ui.wedge import Wedge, WedgeSetup
from officer_app.viewmodels.ports import Finding
from tests.ui.conftest import AtDesk, OpenDesk
from tests.viewmodels.world import GREEN, UNKNOWN

KEYS = {character: (code + 8, place) for code, pair in US.items() for place, character in ((1, pair[1]), (0, pair[0]))}


class Devices:
    """What the bench looks at."""

    def __init__(self) -> None:
        self.on_bytes: Callable[[str, bytes, float], None] | None = None
        self.looked = threading.Event()

    def watch(self, on_bytes: Callable[[str, bytes, float], None] | None) -> None:
        self.on_bytes = on_bytes

    def findings(self) -> list[Finding]:
        self.looked.set()
        return [Finding("sound", "attention", Both("ไม่มีเสียง", "No sound at all"))]


@pytest.fixture
def devices(counter: AtDesk) -> Devices:
    made = Devices()
    counter.window.bench.page.devices = made
    return made


def is_open(window: MainWindow) -> bool:
    return window.bench.open


def shown(window: MainWindow) -> str:
    return "\n".join(label.accessibleName() for label in window.bench.page.findChildren(QLabel) if label.isVisible())


def test_bytes_scans_and_advice_are_seen_and_nothing_reaches_the_desk(counter: AtDesk, devices: Devices) -> None:
    counter.scan(UNKNOWN)
    counter.player.press("Escape")
    counter.player.press("F11")
    assert is_open(counter.window)
    listening = devices.on_bytes
    assert listening is not None
    listening("/dev/ttyACM0", b"9911A0000001", 1.0)
    counter.player.scan(GREEN)

    assert counter.player.wait_until(lambda: "Let it send CR" in shown(counter.window))
    said = shown(counter.window)
    assert "39 39 31 31 41" in said
    assert f"{GREEN}  →  " in said
    assert f"{UNKNOWN}  × 1" in said
    assert counter.player.wait_until(lambda: "No sound at all" in shown(counter.window))
    counter.player.press("F11")

    assert not is_open(counter.window)
    assert devices.on_bytes is None
    assert counter.player.view().card is None
    counter.scan(GREEN)
    card = counter.player.view().card
    assert card is not None
    assert card.number == GREEN


def test_escape_leads_back_and_f4_plays_each_signal(counter: AtDesk, devices: Devices) -> None:
    counter.player.press("F11")
    for _ in range(4):
        counter.player.press("F4")
    counter.player.press("Escape")

    assert counter.world.sounds.heard[-4:] == ["good", "refuse", "attention", "alarm"]
    assert not is_open(counter.window)


def test_nobody_signed_in_sees_no_code_of_the_desk(open_desk: OpenDesk) -> None:
    desk = open_desk("inspection")
    desk.window.bench.page.devices = Devices()
    desk.sign_in("somchai")
    desk.scan(UNKNOWN)
    desk.player.press("Space")
    desk.window.lock()
    desk.player.press("F11")

    assert desk.player.wait_until(lambda: is_open(desk.window))
    assert UNKNOWN not in shown(desk.window)
    desk.player.press("F11")
    assert desk.window.officer is None
    assert desk.window.sign_in_page.isVisible()


def test_of_what_was_typed_and_is_no_number_only_the_length_is_listed(counter: AtDesk, devices: Devices) -> None:
    for _ in range(2):
        counter.player.type_text("Rabbit-42")
        counter.player.press("Return")
        counter.player.press("Escape")
    counter.scan("SENT BY A SCANNER")
    counter.player.press("Escape")
    counter.player.type_text(UNKNOWN)
    counter.player.press("Return")
    counter.player.press("Escape")
    counter.player.press("F11")

    typed = "something typed that is no number (9 characters, not shown)  × 2"
    assert counter.player.wait_until(lambda: typed in shown(counter.window))
    said = shown(counter.window)
    assert "SENT BY A SCANNER  × 1" in said
    assert f"{UNKNOWN}  × 1" in said
    assert "Rabbit" not in said


def type_as_a_scanner(window: MainWindow, text: str) -> None:
    """Keys as the X11 plugin sends them under the Thai layout: the position is right, the letter is not."""
    handle = window.windowHandle()
    kinds = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
    for place, character in enumerate(text):
        native, shift = KEYS[character]
        held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        for kind in kinds:
            event = QKeyEvent(kind, 0xE24, held, native, 3524, 1, "ฤ")
            event.setTimestamp(1000 + place)
            QCoreApplication.sendEvent(handle, event)
    for kind in kinds:
        event = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, 36, 0xFF0D, 0, "\r")
        event.setTimestamp(1000 + len(text))
        QCoreApplication.sendEvent(handle, event)


def test_a_scanner_that_types_is_read_at_the_desk_whatever_has_the_focus(counter: AtDesk) -> None:
    application = QCoreApplication.instance()
    assert application is not None
    wedge = Wedge(WedgeSetup(), counter.window.bridge.scanned, platform="xcb")
    application.installEventFilter(wedge)
    try:
        assert QGuiApplication.platformName() == "offscreen"
        type_as_a_scanner(counter.window, GREEN)
        assert counter.player.wait_painted(1)
        counter.player.press("F6")
        counter.player.press("F8")
        type_as_a_scanner(counter.window, UNKNOWN)
        type_as_a_scanner(counter.window, "9911A0000002")
        assert counter.player.wait_until(lambda: counter.window.desk_page.model.arrived == 3)
    finally:
        application.removeEventFilter(wedge)

    card = counter.player.view().card
    assert card is not None
    assert card.number == GREEN
    assert counter.window.desk_page.question.field.text() == ""
    assert counter.window.desk_page.scan_box.text() == ""
    assert counter.player.view().waiting == 2
