"""The one way from other threads into the window: each method may be called from any thread and never blocks."""

from threading import Lock

from PySide6.QtCore import QObject, Qt, Signal

from officer_app.viewmodels.ports import Link, Scanner

QUEUED = Qt.ConnectionType.QueuedConnection
"""How the window connects to every signal of the bridge."""


class Bridge(QObject):
    """Hands what devices and the sync say to the main thread, in order."""

    heard_scan = Signal(str)
    heard_repeat = Signal(str)
    heard_drop = Signal(str)
    heard_scanner = Signal(object)
    heard_link = Signal(object)
    heard_news = Signal()
    heard_bytes = Signal(str, bytes, float)

    def __init__(self) -> None:
        super().__init__()
        self._said = Lock()
        self._unheard = 0
        self.heard_scan.connect(self._heard, QUEUED)

    @property
    def unheard(self) -> bool:
        """Whether a scan is on its way to the main thread: what lies on the card is not what was scanned last."""
        return self._unheard > 0

    def scanned(self, text: str) -> None:
        """A decoded frame."""
        self._count(1)
        self.heard_scan.emit(text)

    def repeated(self, text: str) -> None:
        """The same code read again within the gap."""
        self.heard_repeat.emit(text)

    def dropped(self, reason: str) -> None:
        """A frame that became no text; `reason` as in devices.framing.DropReason: half_frame, overlong, ..."""
        self.heard_drop.emit(reason)

    def sent_bytes(self, url: str, data: bytes, at: float) -> None:
        """What the scanner at `url` sent, before it is cut; only while the test bench is shown."""
        self.heard_bytes.emit(url, data, at)

    def scanner(self, state: Scanner) -> None:
        """The scanner was found or lost."""
        self.heard_scanner.emit(state)

    def link(self, state: Link) -> None:
        """The line to the centre changed."""
        self.heard_link.emit(state)

    def news(self) -> None:
        """Something was pulled or pushed: ages and counts are read again."""
        self.heard_news.emit()

    def _heard(self, text: str) -> None:
        self._count(-1)

    def _count(self, by: int) -> None:
        with self._said:
            self._unheard += by
