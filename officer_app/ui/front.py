"""The program's one window: on the screen at once, before anything is opened; the desk comes into it.

It knows nothing but Qt and a few words, so that the first paint waits for no store and no library.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from officer_app.ui.window_place import WindowPlace

MOST_KEYS = 256
"""Keys that are kept while the desk is being opened."""
LOW, NARROW = 620, 1260
"""Logical pixels: in a window of less height or width everything takes less room."""
SMALLEST = (840, 440)  # logical pixels: 1280 x 720 at 150 %, less a title bar
UNSEEN_MS = 400
"""A window that is shown to nobody (minimised, covered) is not waited for longer."""


class Band(QWidget):
    """What stands above every page."""

    def set_compact(self, *, compact: bool) -> None:
        """Take less room, on a small screen."""


@dataclass(frozen=True)
class FrontWords:
    """What stands there meanwhile. `mark`: that nothing of it is real; empty where it is."""

    title: str
    station: str
    mark: str
    opening: str
    hint: str


class Front(QWidget):
    """`began` is called once, after the first paint. What is typed before the desk is here goes to it. `place` keeps
    where the window stood.
    """

    def __init__(self, words: FrontWords, began: Callable[[], None], place: WindowPlace) -> None:
        super().__init__()
        self._began: Callable[[], None] | None = began
        self._inside: QWidget | None = None
        self._band: Band | None = None
        self._keys: list[QKeyEvent] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._waiting = _waiting(words)
        self._column.addWidget(self._waiting)
        self.setWindowTitle(words.title)
        # Not what its layout would ask for just now: on a small screen everything in it takes less.
        self.setMinimumSize(*SMALLEST)
        self._place = place
        place.take(self)
        QTimer.singleShot(UNSEEN_MS, self, self._begin)

    @property
    def inside(self) -> QWidget | None:
        """The desk, once it is here."""
        return self._inside

    def adopt(self, inside: QWidget) -> None:
        """Show the desk in this window; keys that were pressed before are its own."""
        self._inside = inside
        inside.windowTitleChanged.connect(self.setWindowTitle)
        self.setWindowTitle(inside.windowTitle())
        self._waiting.hide()
        self._column.addWidget(inside)
        inside.show()
        keys, self._keys = self._keys, []
        for key in keys:
            focused: QWidget | None = self.focusWidget()
            QCoreApplication.sendEvent(inside if focused is None else focused, key)

    def put_above(self, band: Band) -> None:
        """Show `band` above whatever the desk shows, its sign-in page and its lists included."""
        self._band = band
        band.set_compact(compact=is_small(self))
        self._column.insertWidget(0, band)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen the band takes less room."""
        super().resizeEvent(event)
        if self._band is not None:
            self._band.set_compact(compact=is_small(self))

    def paintEvent(self, event: QPaintEvent) -> None:
        """What takes its time begins behind the first paint."""
        super().paintEvent(event)
        if self._began is not None:
            QTimer.singleShot(0, self, self._begin)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Kept until there is somebody for it."""
        if self._inside is None and len(self._keys) < MOST_KEYS:
            self._keys.append(event.clone())
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """After each frame the desk notes the time; Qt tells only the window itself."""
        handled = super().event(event)
        if event.type() is QEvent.Type.UpdateRequest and self._inside is not None:
            QCoreApplication.sendEvent(self._inside, QEvent(QEvent.Type.UpdateRequest))
        return handled

    def closeEvent(self, event: QCloseEvent) -> None:
        """The desk goes first: it waits for what is under way."""
        if self.isVisible():
            self._place.keep(self)
        if self._inside is not None:
            self._inside.close()
        super().closeEvent(event)

    def _begin(self) -> None:
        began, self._began = self._began, None
        if began is not None:
            began()


def is_small(window: QWidget) -> bool:
    """Whether everything in `window` has to take less room."""
    return window.height() < LOW or window.width() < NARROW


def _waiting(words: FrontWords) -> QWidget:
    """The frame as it will be: the header, and in the middle what is being done."""
    whole = QWidget()
    header = QFrame()
    header.setObjectName("header")
    row = QHBoxLayout(header)
    row.setContentsMargins(16, 5, 16, 5)
    row.setSpacing(16)
    row.addWidget(_label(words.title, 14))
    row.addWidget(_label(words.station, 11))
    row.addStretch(1)
    if words.mark:
        row.addWidget(_label(words.mark, 13, "sample"))
    row.addStretch(2)
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(header)
    column.addStretch(1)
    for text, points in ((words.opening, 25), (words.hint, 12)):
        label = _label(text, points)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label)
    column.addStretch(1)
    return whole


def _label(text: str, points: int, name: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setObjectName(name)
    label.setAccessibleName(text)
    font = label.font()
    font.setPointSize(points)
    label.setFont(font)
    return label
