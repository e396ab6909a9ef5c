"""Phrases to take instead of typing: each a button with its key, set in lines like words."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from officer_app.core.commands import MOST_WORDS
from officer_app.ui.theme import BASE_PT, sized
from officer_app.ui.widgets.flow import Flow
from officer_app.ui.widgets.said import shown


class Phrases(QWidget):
    """`taken` is called with the phrase that was clicked."""

    def __init__(self, taken: Callable[[str], None]) -> None:
        super().__init__()
        self._taken = taken
        self._phrases: tuple[str, ...] = ()
        self.buttons = [QPushButton() for _ in range(MOST_WORDS)]
        flow = Flow(8)
        flow.setContentsMargins(0, 2, 0, 2)
        for place, button in enumerate(self.buttons):
            button.setObjectName("phrase")
            button.setFont(sized(BASE_PT))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self._click, place))
            flow.addWidget(button)
        self.setLayout(flow)
        self.hide()

    def show_phrases(self, phrases: tuple[str, ...]) -> None:
        """Show them, or take the place away."""
        shown(self, wanted=bool(phrases))
        if phrases == self._phrases:
            return
        self._phrases = phrases
        for place, button in enumerate(self.buttons):
            shown(button, wanted=place < len(phrases))
            if place < len(phrases):
                # An ampersand would be taken for a shortcut.
                button.setText(f"Ctrl+{place + 1}  {phrases[place]}".replace("&", "&&"))
                button.setAccessibleName(phrases[place])

    def take(self, place: int) -> None:
        """The phrase at `place`, from 1, by its key."""
        if 0 < place <= len(self._phrases):
            self._taken(self._phrases[place - 1])

    def _click(self, place: int) -> None:
        self.take(place + 1)
