"""A window that shows a scan and nothing else: the floor beside which the counter's speed is measured."""

import sys
import time

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

_WAKE_MS = 20


class _Heard(QObject):
    text = Signal(str)


class BareWindow(QWidget):
    """Paints each text it hears. `last_painted`: how many were heard and painted, and time.monotonic_ns() then."""

    def __init__(self) -> None:
        super().__init__()
        self.last_painted = (0, 0)
        self._count = 0
        self._label = QLabel()
        self._heard = _Heard()
        self._heard.text.connect(self._show, Qt.ConnectionType.QueuedConnection)
        QVBoxLayout(self).addWidget(self._label)
        self.resize(1280, 720)

    def hear(self, text: str) -> None:
        """A scan; from any thread."""
        self._heard.text.emit(text)

    def wait_painted(self, count: int, timeout_s: float = 10.0) -> bool:
        """Let the window live until it has painted `count` texts; False when the time ran out."""
        deadline = time.monotonic() + timeout_s
        wake = QTimer()
        wake.start(_WAKE_MS)
        while self.last_painted[0] < count and time.monotonic() < deadline:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        wake.stop()
        return self.last_painted[0] >= count

    def event(self, event: QEvent) -> bool:
        """After each frame that was put on the screen, note the time."""
        handled = super().event(event)
        if event.type() is QEvent.Type.UpdateRequest and self._count > self.last_painted[0]:
            self.last_painted = (self._count, time.monotonic_ns())
        return handled

    def _show(self, text: str) -> None:
        self._count += 1
        self._label.setText(text)


class _Once(BareWindow):
    """Says when it was painted for the first time, and closes: at the moment that counts for our window (Front)."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """An update is asked for before anything is painted; what counts is what stands on the screen."""
        super().paintEvent(event)
        QTimer.singleShot(0, self, self._say)

    def _say(self) -> None:
        if self.isVisible():
            sys.stdout.write(f"{time.time()}\n")
            self.close()


def main() -> int:
    """A program that is nothing but this window: the floor of a start."""
    application = QApplication(sys.argv[:1])
    window = _Once()
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
