"""A label that says one text: Thai broken at words, never taken for markup, named for screen readers."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from officer_app.ui.theme import BASE_PT, sized, text_name, worn
from officer_app.viewmodels.view import Tone

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
        self._ink = ""
        self._heights: dict[int, int] = {}
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
        self._heights.clear()
        self.setText(self._segment(text) if self._segment is not None else text)
        self.setAccessibleName(text)

    def resize_text(self, points: int, *, bold: bool = False) -> None:
        """Say it in another size from now on."""
        self._heights.clear()
        self.setFont(sized(points, bold=bold))

    def ink(self, colour: str) -> None:
        """Write in a colour of the theme, by its name. Not by the palette: that goes through the whole style sheet."""
        if colour != self._ink:
            self._ink = colour
            self.update()

    def heightForWidth(self, width: int) -> int:
        """As a label; remembered, for layouts within layouts ask for it again and again."""
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def paintEvent(self, event: QPaintEvent) -> None:
        """As a label, but in the ink that was given."""
        if not self._ink:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(worn().colour(self._ink))
        wrapping = Qt.TextFlag.TextWordWrap if self.wordWrap() else Qt.TextFlag.TextSingleLine
        painter.drawText(self.contentsRect(), self.alignment() | wrapping, self.text())
        painter.end()

    def say_or_hide(self, text: str) -> None:
        """Show `text`, or take the place away when there is none."""
        self.say(text)
        shown(self, wanted=bool(text))


def shown(widget: QWidget, *, wanted: bool) -> None:
    """Show or hide; asked for each scan, so what is as wanted already is left alone."""
    if widget.isHidden() is wanted:
        widget.setVisible(wanted)


@contextmanager
def laid_out_once(widgets: Sequence[QWidget]) -> Iterator[None]:
    """Whatever is shown, hidden or said in between moves nothing in `widgets` before the end: else each piece that is
    shown lets everything around it be laid out anew.
    """
    layouts = [layout for widget in widgets if (layout := widget.layout()) is not None]
    for layout in layouts:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)
        # What asked to be laid out meanwhile was told no and does not ask again. The inner ones first.
        for layout in reversed(layouts):
            layout.activate()


def inked(label: Said, ink: Tone | str) -> None:
    """Write in the colour of a tone, or in one of the theme by its name, from now on."""
    label.ink(text_name(ink) if isinstance(ink, Tone) else ink)
