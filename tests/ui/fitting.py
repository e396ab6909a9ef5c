"""Whether what is shown fits: each text into its widget, each widget into its parent."""

from typing import Protocol

from PySide6.QtCore import QCoreApplication, QTextBoundaryFinder
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from officer_app.ui.main_window import MainWindow
from officer_app.ui.widgets.badge import Badge

SIZES = [(1280, 720), (853, 480)]
"""A small screen, and one at 150 %."""


class HasWindow(Protocol):
    """Whoever is at a window."""

    @property
    def window(self) -> MainWindow: ...


def settle(desk: HasWindow) -> None:
    """Let layouts settle: a wrapped text may ask twice."""
    for _ in range(4):
        QCoreApplication.processEvents()


def _widest(label: QLabel) -> int:
    """How wide the longest piece of a text is within which no line may end, in pixels."""
    text, pieces, start = label.text(), [""], 0
    ends = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    while (end := ends.toNextBoundary()) != -1:
        pieces.append(text[start:end].rstrip())
        start = end
    return max(map(label.fontMetrics().horizontalAdvance, pieces))


def clipped(desk: HasWindow) -> list[str]:
    """What does not fit into its own widget, or its widget into its parent."""
    settle(desk)
    found = []
    for widget in desk.window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton | Badge):
            continue
        name = widget.accessibleName()
        if isinstance(widget, QLabel) and widget.wordWrap():
            fits = widget.heightForWidth(widget.width()) <= widget.height() + 1 and _widest(widget) <= widget.width()
        elif isinstance(widget, QLabel):
            fits = widget.sizeHint().width() <= widget.width() and widget.sizeHint().height() <= widget.height()
        else:
            fits = widget.minimumSizeHint().height() <= widget.height()
        parent = widget.parentWidget()
        inside = parent is None or parent.rect().contains(widget.geometry())
        if name and not (fits and inside):
            found.append(f"{name!r} {widget.geometry()} needs {widget.sizeHint()}")
    return found
