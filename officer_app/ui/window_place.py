"""Where a workstation's window stood, and how large: it opens again so, and never off the screen."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

USUAL = (1280, 720)
ROOMY = (1600, 900)
"""Logical pixels: on a screen with less of either the first window takes all of it."""


class WindowPlace:
    """Kept in `file`, a few bytes in Qt's own form. A file that is lost or spoilt is a first start."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def take(self, window: QWidget) -> None:
        """Put `window`, which was not shown yet, where it was left; else where a first one stands."""
        window.resize(*USUAL)
        if QGuiApplication.platformName() == "offscreen":
            return
        room = QGuiApplication.primaryScreen().availableSize()
        window.resize(QSize(*USUAL).boundedTo(room))
        if not window.restoreGeometry(self._kept()) and _is_little(room):
            window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)

    def keep(self, window: QWidget) -> None:
        """Remember where `window` stands; what cannot be written keeps nobody from closing it."""
        if QGuiApplication.platformName() != "offscreen":
            with suppress(OSError):
                self._file.write_bytes(window.saveGeometry().data())

    def _kept(self) -> bytes:
        try:
            return self._file.read_bytes()
        except OSError:
            return b""


def _is_little(room: QSize) -> bool:
    return room.width() < ROOMY[0] or room.height() < ROOMY[1]
