"""The line in which the officer is asked for a text: findings, a result, a reason."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from officer_app.ui.physical_keys import ZEROS, code_of, digit
from officer_app.ui.theme import BASE_PT
from officer_app.ui.widgets.entry import Entry
from officer_app.ui.widgets.phrases import Phrases
from officer_app.ui.widgets.said import Said, Segment, inked, shown
from officer_app.viewmodels.view import Asking, Tone


class Question(QWidget):
    """Prompt, field and hint; what was typed stays until the question is answered or left."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self._what = ""
        self._whole = False
        self._prompt = Said(14, bold=True)
        self._hint = Said(BASE_PT, segment=segment)
        self.field = Entry(15)
        grid = QGridLayout(self)
        grid.setContentsMargins(4, 0, 4, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.addWidget(self._prompt, 0, 0)
        grid.addWidget(self.field, 0, 1)
        self.phrases = Phrases(self._insert)
        grid.addWidget(self._hint, 1, 1)
        grid.addWidget(self.phrases, 2, 0, 1, 2)
        grid.setColumnStretch(1, 1)

    @property
    def asked(self) -> bool:
        """Whether a question is open."""
        return bool(self._what)

    def take_phrase(self, event: QKeyEvent) -> bool:
        """The phrase of a digit held with Ctrl, which writes nothing that could be read, or with 0 the next ones; False
        for other keys.
        """
        key, platform = event.key() - Qt.Key.Key_0, QGuiApplication.platformName()
        turns = key == 0 or code_of(event.nativeScanCode(), platform) in ZEROS
        place = key if 0 < key <= 9 else digit("", event.nativeScanCode(), platform)
        if self.asked and (place or turns):
            self.phrases.take(place)
        return self.asked and bool(place or turns)

    def next_page(self) -> bool:
        """Show phrases that had no room; False where no more come."""
        return self.asked and self.phrases.turn()

    def _insert(self, phrase: str) -> None:
        """A phrase behind what was typed, or in its place where it is the whole answer."""
        typed = "" if self._whole else self.field.text().strip()
        self.field.setText(f"{typed}; {phrase}" if typed else phrase)
        self.field.setFocus()

    def show_asking(self, asking: Asking | None) -> None:
        """Show the question, or take it away with what was typed."""
        shown(self, wanted=asking is not None)
        what = asking.what if asking else ""
        if what != self._what or (asking is not None and asking.emptied):
            self.field.clear()
        self._what, self._whole = what, asking is not None and asking.whole
        if asking is None:
            return
        self._prompt.say(asking.prompt)
        self.phrases.show_phrases(asking.phrases, asking.more)
        self._hint.say(asking.wrong or asking.hint)
        inked(self._hint, Tone.REFUSE if asking.wrong else Tone.NEUTRAL)
        self.field.setAccessibleName(asking.prompt)
        self.field.setAccessibleDescription(asking.wrong or asking.hint)
