"""The answers to a question, one below the other: each with its digit key, to press, to click or to tab to."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from officer_app.core.commands import CHOICES
from officer_app.ui.theme import BASE_PT
from officer_app.ui.widgets.said import Said, Segment, shown
from officer_app.viewmodels.view import Choices, Option

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HEIGHT, _SMALL_HEIGHT = 52, 38


class _Answer(QPushButton):
    """One answer. Enter takes it where it has the focus; else Enter would be the page's."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self.setObjectName("verb")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._key, self._title = Said(15, bold=True), Said(14, bold=True)
        self._note = Said(BASE_PT, segment=segment)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.setSpacing(14)
        for label in (self._key, self._title, self._note):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(label, 1 if label is self._note else 0)

    def show_option(self, option: Option) -> None:
        self._key.say(option.key)
        self._title.say(option.title)
        self._note.say(option.note)
        self.setAccessibleName(f"{option.key} {option.title} – {option.note}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


class ChoiceList(QWidget):
    """`chosen` is called with the place, from 1, of the answer that was clicked."""

    def __init__(self, segment: Segment, chosen: Callable[[int], None]) -> None:
        super().__init__()
        self._hint = Said(BASE_PT, segment=segment)
        self.answers = [_Answer(segment) for _ in range(CHOICES)]
        # The list itself takes the focus, and no answer: Enter must choose nothing by itself.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("choices")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        for place, answer in enumerate(self.answers, start=1):
            answer.clicked.connect(partial(self._clicked, chosen, place))
            column.addWidget(answer)
        column.addWidget(self._hint)
        self.hide()

    def set_compact(self, *, compact: bool) -> None:
        """Take less room, on a small screen."""
        for answer in self.answers:
            answer.setFixedHeight(_SMALL_HEIGHT if compact else _HEIGHT)

    def show_choices(self, choices: Choices | None) -> None:
        """Show them, or take the place away."""
        shown(self, wanted=choices is not None)
        if choices is None:
            return
        self.setAccessibleName(choices.prompt)
        self._hint.say(choices.hint)
        for place, answer in enumerate(self.answers):
            shown(answer, wanted=place < len(choices.options))
            if place < len(choices.options):
                answer.show_option(choices.options[place])

    @staticmethod
    def _clicked(chosen: Callable[[int], None], place: int) -> None:
        chosen(place)
