"""ALT-mode scanners on every system, by documented codes; Windows writes the composed character a second time."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

from officer_app.ui.wedge import Wedge, WedgeSetup

ALT_KEY, ENTER_KEY = Qt.Key.Key_Alt, Qt.Key.Key_Return
# The number pad's scan codes of set 1 (Microsoft, "Keyboard Scan Code Specification"), which evdev numbers alike.
PAD_SET_1 = dict(zip("7894561230", (0x47, 0x48, 0x49, 0x4B, 0x4C, 0x4D, 0x4F, 0x50, 0x51, 0x52), strict=True))
ALT, PLAIN = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
PAD = Qt.KeyboardModifier.KeypadModifier


class Passed(QObject):
    """What the wedge let through, as a widget behind it would see it."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() != ALT_KEY:
            self.texts.append(event.text())
        return False


class Keys:
    """Keys as Qt gives them on a platform; time stands still unless it is told."""

    def __init__(self, platform: str) -> None:
        self.heard: list[str] = []
        self.window = QWindow()
        self.passed = Passed()
        self.at = 1000
        self._platform = platform
        self._shift = 0 if platform == "windows" else 8
        self.wedge = Wedge(WedgeSetup(), self.heard.append, platform=platform)
        self.window.installEventFilter(self.passed)
        self.window.installEventFilter(self.wedge)

    def alt(self, text: str, *, apart_ms: int = 1, echoes: bool = True) -> None:
        """Characters as Alt with four digits; Windows then gives the character itself, as a key without a number."""
        for character in text:
            self.hold_alt(f"{ord(character):04}", apart_ms)
            if self._platform == "windows" and echoes:
                self.typed(character)

    def hold_alt(self, digits: str, apart_ms: int = 1) -> None:
        """Alt, digits of the pad, and Alt let go."""
        self._send(QEvent.Type.KeyPress, ALT_KEY, PLAIN, 56, "")
        for digit in digits:
            self.at += apart_ms
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                self._send(kind, Qt.Key(Qt.Key.Key_0 + int(digit)), ALT | PAD, PAD_SET_1[digit], "")
        self._send(QEvent.Type.KeyRelease, ALT_KEY, PLAIN, 56, "")

    def typed(self, text: str) -> None:
        """What Windows composed."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._send(kind, 0, PLAIN, 56, text)

    def enter(self) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._send(kind, ENTER_KEY, PLAIN, 28, "\r")

    def _send(self, kind: QEvent.Type, key: int, modifiers: Qt.KeyboardModifier, code: int, text: str) -> None:
        event = QKeyEvent(kind, key, modifiers, code + self._shift, 0, 0, text)
        event.setTimestamp(self.at)
        QCoreApplication.sendEvent(self.window, event)


@pytest.fixture(params=["windows", "wayland", "xcb"])
def keys(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Keys]:
    made = Keys(request.param)
    yield made
    made.wedge.deleteLater()


def test_a_scan_is_heard_once_and_nothing_of_it_is_typed(keys: Keys) -> None:
    keys.alt("9911A0000001")
    keys.enter()
    keys.alt("OA1:6B F+7%$\r")
    assert keys.heard == ["9911A0000001", "OA1:6B F+7%$"]
    assert keys.passed.texts == []


def test_cr_and_lf_as_characters_end_one_scan(keys: Keys) -> None:
    keys.alt("9911A0000001\r\n9911A0000002\r\n")
    assert keys.heard == ["9911A0000001", "9911A0000002"]


def test_a_person_composing_a_letter_gets_it(keys: Keys) -> None:
    keys.alt("A", apart_ms=200, echoes=False)
    keys.typed("A")
    keys.enter()
    assert keys.heard == []
    assert keys.passed.texts[-2:] == ["A", "\r"]


def test_more_digits_than_any_character_has_are_no_scan(keys: Keys) -> None:
    keys.hold_alt("11111111")
    keys.enter()
    assert keys.heard == []
    assert len(keys.passed.texts) == 9


def test_a_scanner_that_is_set_up_anew_is_read_so_from_the_next_key_on(keys: Keys) -> None:
    keys.alt("99")
    keys.wedge.set_up(WedgeSetup(prefix="~", suffix="enter", gap_ms=35, shortest=4))
    assert keys.heard == [], "what was begun under the old rules is given back and is half of no scan"
    keys.alt("~9911A0000001")
    keys.enter()
    keys.alt("9911A0000002")
    keys.enter()
    assert keys.heard == ["9911A0000001"]
