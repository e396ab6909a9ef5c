"""The band above every page of a practice desk: that nothing is real, what is to be done, how far one has come."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygon
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton

from officer_app.ui.front import Band
from officer_app.ui.theme import follow, worn
from officer_app.ui.widgets.said import Said, Segment, inked
from officer_app.viewmodels.practice import PracticeView
from officer_app.viewmodels.view import Tone

_STRIPE = 14
"""Width of a stripe in logical pixels: the band is known by its pattern, too, not by its colour alone."""


class PracticeBand(Band):
    """Shows a PracticeView; `step` (by), `summarise` and `leave` are called by its buttons."""

    def __init__(
        self, segment: Segment, step: Callable[[int], None], summarise: Callable[[], None], leave: Callable[[], None]
    ) -> None:
        super().__init__()
        self._mark = Said(12, bold=True)
        self._place = Said(11, bold=True)
        self._title = Said(11, bold=True)
        self._todo = Said(13, bold=True, segment=segment)
        self._note = Said(11)
        # The keys stand where there is room: beside what is to be done, on a small screen in the buttons' place.
        self._keys, self._small_keys = Said(10), Said(9)
        self._back, self._next = _button(lambda: step(-1)), _button(lambda: step(1))
        self._summary, self._leave = _button(summarise), _button(leave)
        first = QHBoxLayout()
        first.setSpacing(14)
        for widget in (self._mark, self._place, self._title, self._note):
            first.addWidget(widget)
        first.addStretch(1)
        for button in (self._back, self._next, self._summary, self._leave):
            first.addWidget(button)
        first.addWidget(self._small_keys)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(16, 6, 16, _STRIPE // 2 + 4)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.addLayout(first, 0, 0, 1, 2)
        grid.addWidget(self._todo, 1, 0)
        grid.addWidget(self._keys, 1, 1)
        self._small_keys.hide()
        follow(self)

    @property
    def said(self) -> str:
        """Everything that stands there."""
        return " ".join(label.said for label in (self._mark, self._place, self._title, self._todo, self._note))

    def set_compact(self, *, compact: bool) -> None:
        """On a small screen the mark, what is to be done and the keys stand alone: they do what the buttons do."""
        for widget in (self._title, self._note, self._keys, self._back, self._next, self._summary, self._leave):
            widget.setVisible(not compact)
        self._small_keys.setVisible(compact)
        self._mark.resize_text(9 if compact else 12, bold=True)
        self._place.resize_text(9 if compact else 11, bold=True)
        self._todo.resize_text(9 if compact else 13, bold=True)
        self._grid.setContentsMargins(10, 0, 10, 3) if compact else self._grid.setContentsMargins(16, 6, 16, 11)

    def show_view(self, view: PracticeView) -> None:
        """Show it."""
        self._mark.say(view.mark)
        self._place.say_or_hide(view.place)
        self._title.say(view.title)
        self._todo.say(view.todo)
        self._note.say(view.note)
        said = ((self._back, view.back), (self._next, view.next), (self._summary, view.summary))
        for button, text in (*said, (self._leave, view.leave)):
            button.setText(text)
            button.setAccessibleName(text)
        self._keys.say(view.keys)
        self._small_keys.say(view.keys)
        for label in (self._mark, self._place, self._title, self._todo, self._note, self._keys, self._small_keys):
            inked(label, f"{Tone.ATTENTION}_ink")
        self.setAccessibleName(view.mark)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The colour of attention, and stripes along its lower edge."""
        painter = QPainter(self)
        theme = worn()
        painter.fillRect(self.rect(), theme.ground_of(Tone.ATTENTION))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.ink_of(Tone.ATTENTION))
        top, bottom = self.height() - _STRIPE // 2, self.height()
        for left in range(-_STRIPE, self.width(), 2 * _STRIPE):
            corners = ((left, bottom), (left + _STRIPE, bottom), (left + _STRIPE + 7, top), (left + 7, top))
            painter.drawPolygon(QPolygon([QPoint(*corner) for corner in corners]))
        painter.end()


def _button(pressed: Callable[[], None]) -> QPushButton:
    button = QPushButton()
    button.setObjectName("phrase")
    # Keys belong to the desk: a scan that ends with Enter must not press it.
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(pressed)
    return button
