"""Phrases to take instead of typing: buttons with keys, set in lines like words; what has no room is turned to."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from officer_app.core.commands import MOST_WORDS
from officer_app.ui.theme import BASE_PT, sized
from officer_app.ui.widgets.flow import Flow
from officer_app.ui.widgets.said import shown

_GAP = 8
_ROW_FOR = 180
"""Logical pixels of the window's height for each line of phrases: two on a small screen, six on a large one."""
_FEWEST = 2


class Phrases(QWidget):
    """`taken` is called with the phrase that was clicked. Ctrl with its digit takes a phrase also while it is turned
    away; Ctrl+0 turns to the next ones.
    """

    def __init__(self, taken: Callable[[str], None]) -> None:
        super().__init__()
        self._taken = taken
        self._phrases: tuple[str, ...] = ()
        self._first = self._count = 0
        self._room = (0, 0)
        self._more_word = ""
        self.buttons = [QPushButton() for _ in range(MOST_WORDS)]
        self.more = QPushButton()
        flow = Flow(_GAP)
        flow.setContentsMargins(0, 2, 0, 2)
        for button, clicked in (
            *((button, partial(self._click, place)) for place, button in enumerate(self.buttons)),
            (self.more, self._turn_by_click),
        ):
            button.setObjectName("phrase")
            button.setFont(sized(BASE_PT))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(clicked)
            button.hide()
            flow.addWidget(button)
        self.setLayout(flow)
        self.hide()

    def show_phrases(self, phrases: tuple[str, ...], more: str) -> None:
        """Show them, or take the place away; `more` is what the key for the next ones is called."""
        shown(self, wanted=bool(phrases))
        if (phrases, more) != (self._phrases, self._more_word):
            self._phrases, self._more_word, self._first, self._room = phrases, more, 0, (0, 0)
        self._arrange()

    def take(self, place: int) -> None:
        """The phrase at `place`, from 1, by its key; 0 turns to the next ones."""
        if place == 0:
            self.turn()
        elif place <= len(self._phrases):
            self._taken(self._phrases[place - 1])

    def turn(self) -> bool:
        """To the phrases that had no room. False where they end: then the first ones are there again."""
        first = self._first + self._count
        on = first < len(self._phrases)
        self._first, self._room = (first if on else 0), (0, 0)
        self._arrange()
        return on

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other lines have room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Show what has room from the first one on, and the way to the others."""
        room = (self.width(), max(_FEWEST, self.window().height() // _ROW_FOR))
        if room == self._room or not self._phrases:
            return
        if self._room != (0, 0):
            # Another width: what is shown begins anew, else a turned page may have lost its place.
            self._first = 0
        self._room = room
        for place, phrase in enumerate(self._phrases):
            self._label(self.buttons[place], f"Ctrl+{place + 1}", phrase)
        self._label(self.more, "Ctrl+0", self._more_said(len(self._phrases), len(self._phrases)))
        self._count = self._fitting()
        last = self._first + self._count
        self._label(self.more, "Ctrl+0", self._more_said(self._first + 1, last))
        for place, button in enumerate(self.buttons):
            shown(button, wanted=self._first <= place < last)
        shown(self.more, wanted=self._count < len(self._phrases))
        self.updateGeometry()

    def _fitting(self) -> int:
        """How many have room from the first one on; one at least."""
        widths = [button.sizeHint().width() for button in self.buttons[: len(self._phrases)]]
        rows = self._room[1]
        if self._first == 0 and self._rows(widths) <= rows:
            return len(widths)
        left, more = widths[self._first :], self.more.sizeHint().width()
        fitting = (count for count in range(len(left), 1, -1) if self._rows([*left[:count], more]) <= rows)
        return next(fitting, 1)

    def _rows(self, widths: Sequence[int]) -> int:
        """In how many lines buttons of `widths` are set."""
        rows, x = 1, 0
        for width in widths:
            if x and x + width > self.width():
                rows, x = rows + 1, 0
            x += width + _GAP
        return rows

    def _label(self, button: QPushButton, key: str, said: str) -> None:
        """The words of a button, cut short with … where a line has no room for them; whole for who cannot see them."""
        button.setAccessibleName(said)
        button.setToolTip("")
        button.setText(_plain(f"{key}  {said}"))
        over = button.sizeHint().width() - self.width()
        if over > 0:
            metrics = button.fontMetrics()
            whole = f"{key}  {said}"
            room = metrics.horizontalAdvance(whole) - over
            button.setText(_plain(metrics.elidedText(whole, Qt.TextElideMode.ElideRight, room)))
            button.setToolTip(said)

    def _more_said(self, first: int, last: int) -> str:
        return f"{self._more_word} ({first}–{last}/{len(self._phrases)})"

    def _click(self, place: int) -> None:
        self.take(place + 1)

    def _turn_by_click(self) -> None:
        self.turn()


def _plain(text: str) -> str:
    """An ampersand would be taken for a shortcut."""
    return text.replace("&", "&&")
