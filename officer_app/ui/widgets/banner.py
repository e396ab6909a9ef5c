"""The banner: the answer in one glance, by colour, shape, headline and sentence."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from officer_app.ui.theme import worn
from officer_app.ui.widgets.badge import Badge
from officer_app.ui.widgets.said import Said, Segment, inked
from officer_app.ui.widgets.shape import ShapeMark
from officer_app.viewmodels.view import Tone, View

_HEADLINE_PT, _SMALL_HEADLINE_PT = 25, 24
_SHAPE_PX, _SMALL_SHAPE_PX = 60, 44


class Banner(QWidget):
    """Shows tone, headline, sentence, note and outcome of a View."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self._tone = Tone.NEUTRAL
        self._shape = ShapeMark(_SHAPE_PX)
        self._headline = Said(_HEADLINE_PT, bold=True, segment=segment)
        self._sentence = Said(13, segment=segment)
        self._note = Said(12, bold=True, segment=segment)
        self._badge = Badge(17)
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self._headline, self._sentence, self._note):
            words.addWidget(label)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(18)
        self._row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addLayout(words, 1)
        self._row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_compact(compact=False)

    def set_compact(self, *, compact: bool) -> None:
        """Take less room, on a small screen."""
        self._row.setContentsMargins(18, 0 if compact else 6, 18, 2 if compact else 6)
        self._shape.set_side(_SMALL_SHAPE_PX if compact else _SHAPE_PX)
        self._headline.resize_text(_SMALL_HEADLINE_PT if compact else _HEADLINE_PT, bold=True)
        self._sentence.resize_text(11 if compact else 13)
        self._note.resize_text(11 if compact else 12, bold=True)

    def show_view(self, view: View, order: str) -> None:
        """Show it; `order` says which key acknowledges, empty where none is needed."""
        self._tone = view.tone
        ink = f"{view.tone}_ink"
        # Before anything is done the shape has the line's colour; afterwards a badge says the outcome.
        expected = view.mark if view.tone is Tone.NEUTRAL else None
        self._shape.show_shape(view.shape, f"{expected.colour}_mark" if expected else ink)
        self._headline.say(view.headline)
        self._sentence.say_or_hide(view.sentence)
        self._note.say_or_hide(" · ".join(part for part in (view.note, order) if part))
        for label in (self._headline, self._sentence, self._note):
            inked(label, ink)
        self._badge.show_mark(None if expected else view.mark)
        self.setAccessibleName(" – ".join(part for part in (view.headline, view.sentence, view.note, order) if part))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground; a line around it in its ink, so that two tones differ without colour too."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(worn().ground_of(self._tone))
        painter.drawRoundedRect(self.rect(), 10, 10)
        painter.end()
