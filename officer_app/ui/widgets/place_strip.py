"""The strip that says who grants releases here and whether they can be reached: by colour, shape and words."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from officer_app.ui.theme import worn
from officer_app.ui.widgets.said import Said, Segment, inked, shown
from officer_app.ui.widgets.shape import ShapeMark
from officer_app.viewmodels.view import Granting, Tone

_SIDE, _SMALL_SIDE = 22, 14


class PlaceStrip(QWidget):
    """Shows the Granting of the view; always in sight."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self._tone = Tone.NEUTRAL
        self._shape = ShapeMark(_SIDE)
        self._text = Said(14, bold=True, segment=segment)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 14, 3)
        row.setSpacing(12)
        row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        self.hide()

    def set_compact(self, *, compact: bool) -> None:
        """Take less room, on a small screen."""
        self._text.resize_text(10 if compact else 14, bold=True)
        self._shape.set_side(_SMALL_SIDE if compact else _SIDE)
        self._row.setContentsMargins(14, 0 if compact else 3, 14, 0 if compact else 3)

    def show_granting(self, granting: Granting | None) -> None:
        """Show it, or take the place away."""
        shown(self, wanted=granting is not None)
        if granting is None:
            return
        self._tone = granting.tone
        self._text.say(granting.text)
        self._shape.show_shape(granting.shape, f"{granting.tone}_ink")
        inked(self._text, f"{granting.tone}_ink")
        self.setAccessibleName(granting.text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground with the colour of the tone."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(worn().ground_of(self._tone))
        painter.drawRoundedRect(self.rect(), 6, 6)
        painter.end()
