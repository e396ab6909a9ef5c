"""Plays an officer: drives a window by keys and scans and waits for what it shows. For the demo and for tests."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from officer_app.ui.main_window import MainWindow
from officer_app.viewmodels.view import View

_WAKE_MS = 20
_ROUNDS = 5
_MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


class Player:
    """A person at `window`. Everything goes through the event loop, as with real keys."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def sign_in(self, name: str, password: str, timeout_s: float = 10.0) -> bool:
        """Type both, press Enter, wait for the answer: True when the desk is open."""
        self._window.sign_in_page.choose(name)
        self._window.sign_in_page.password.setFocus()
        self.type_text(password)
        self.press("Return")
        self.wait_until(lambda: not self._window.sign_in_page.busy, timeout_s)
        return self._window.officer is not None

    def press(self, key: str) -> None:
        """One key or combination, named as in Qt.Key: "F5", "Space", "Escape", "Return", "Ctrl+L"."""
        *held, name = key.split("+")
        modifiers = Qt.KeyboardModifier.NoModifier
        for each in held:
            modifiers |= _MODIFIERS[each]
        self._send(Qt.Key[f"Key_{name}"], modifiers, "")

    def type_text(self, text: str) -> None:
        """Characters, one by one, to whatever has the focus."""
        for letter in text:
            self._send(Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)

    def scan(self, text: str) -> None:
        """A scan as the device would hand it over."""
        self._window.bridge.scanned(text)

    def view(self) -> View:
        """What the desk page shows now (behind the sign-in page when nobody is signed in)."""
        return self._window.desk_page.view

    def signed_in(self) -> bool:
        """Whether the desk page is shown."""
        return self._window.officer is not None

    @property
    def last_painted(self) -> tuple[int, int]:
        """The number of the last scan whose answer is on the screen (from 1), and time.monotonic_ns() then."""
        return self._window.desk_page.last_painted

    def wait_until(self, predicate: Callable[[], bool], timeout_s: float = 10.0) -> bool:
        """Let the window live until `predicate` holds; False when the time ran out."""
        deadline = time.monotonic() + timeout_s
        wake = QTimer()
        wake.start(_WAKE_MS)
        try:
            while not predicate():
                if time.monotonic() > deadline:
                    return False
                QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            return True
        finally:
            wake.stop()

    def wait_painted(self, scan: int, timeout_s: float = 10.0) -> bool:
        """Wait until the answer to scan number `scan` has been painted."""
        return self.wait_until(lambda: self.last_painted[0] >= scan, timeout_s)

    def screenshot(self, path: Path) -> None:
        """The window as a PNG file. Raises OSError when it cannot be written."""
        # A layout inside a layout asks for its room only once the outer one has moved: a few rounds settle all.
        for _ in range(_ROUNDS):
            QCoreApplication.processEvents()
        if not self._window.grab().save(str(path), "PNG"):
            raise OSError(f"cannot write {path}")

    def _send(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(self._target(), QKeyEvent(kind, key, modifiers, text))

    def _target(self) -> QWidget:
        # Of several windows only one is active; each knows which of its own widgets would have the focus.
        focused: QWidget | None = self._window.focusWidget()
        return self._window if focused is None else focused
