"""A label that says one text: Thai broken at words, never taken for markup, named for screen readers."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from officer_app.ui.theme import BASE_PT, sized

Segment = Callable[[str], str]


class Said(QLabel):
    """Text of the catalogue or of a record. With `segment` it wraps (U+200B between words), without it is one line."""

    def __init__(
        self, points: int = BASE_PT, *, bold: bool = False, segment: Segment | None = None, name: str = ""
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(sized(points, bold=bold))
        self.setObjectName(name)
        self._segment = segment
        self._text = ""
        if segment is not None:
            self.setWordWrap(True)
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def said(self) -> str:
        """The text as it was given."""
        return self._text

    def say(self, text: str) -> None:
        """Show `text`; an empty one hides nothing, the place stays."""
        if text == self._text:
            return
        self._text = text
        self.setText(self._segment(text) if self._segment is not None else text)
        self.setAccessibleName(text)

    def resize_text(self, points: int, *, bold: bool = False) -> None:
        """Say it in another size from now on."""
        self.setFont(sized(points, bold=bold))

    def say_or_hide(self, text: str) -> None:
        """Show `text`, or take the place away when there is none."""
        self.say(text)
        shown(self, wanted=bool(text))


def shown(widget: QWidget, *, wanted: bool) -> None:
    """Show or hide; asked for each scan, so what is as wanted already is left alone."""
    if widget.isHidden() is wanted:
        widget.setVisible(wanted)


def inked(widget: QWidget, colour: QColor) -> None:
    """Write in `colour` from now on."""
    palette = widget.palette()
    if palette.color(QPalette.ColorRole.WindowText) != colour:
        palette.setColor(QPalette.ColorRole.WindowText, colour)
        widget.setPalette(palette)
