"""The keys at the foot of a desk page: what each does, and why it cannot be done now."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from officer_app.ui.theme import LIGHT, sized
from officer_app.ui.widgets.said import Said, Segment, inked
from officer_app.viewmodels.view import Tone, Verb

_HEIGHT = 56


class VerbKey(QPushButton):
    """One key, to press or to click."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self.setObjectName("verb")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(_HEIGHT)
        self._key = Said(15, bold=True)
        self._title = Said(13, bold=True, segment=segment)
        self._why = Said(10, segment=segment)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._why)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 8, 3)
        row.setSpacing(10)
        row.addWidget(self._key)
        row.addLayout(words, 1)
        for label in (self._key, self._title, self._why):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(sized(13))

    def sizeHint(self) -> QSize:
        """Room for title and reason; the width is shared out."""
        return QSize(120, _HEIGHT)

    def show_verb(self, verb: Verb) -> None:
        """Show it."""
        self._key.say(verb.key)
        self._title.say(verb.title)
        self._why.say_or_hide(verb.why)
        ink = LIGHT.text_of(Tone.NEUTRAL) if verb.enabled else LIGHT.mark("grey")
        for label in (self._key, self._title, self._why):
            inked(label, ink)
        self.setEnabled(verb.enabled)
        self.setAccessibleName(f"{verb.key} {verb.title}")
        self.setAccessibleDescription(verb.reason or verb.why)
        self.setToolTip(verb.reason)
        wanted = verb.wanted and verb.enabled
        if self.property("wanted") != wanted:
            self.setProperty("wanted", wanted)
            self.style().unpolish(self)
            self.style().polish(self)


class VerbBar(QWidget):
    """All keys of a page; `pressed` is called with the name of the one that was clicked."""

    def __init__(self, number: int, segment: Segment, pressed: Callable[[str], None]) -> None:
        super().__init__()
        self._pressed = pressed
        self._names = [""] * number
        self._keys = [VerbKey(segment) for _ in range(number)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for place, key in enumerate(self._keys):
            key.clicked.connect(partial(self._click, place))
            row.addWidget(key, 1)

    def show_verbs(self, verbs: tuple[Verb, ...]) -> None:
        """Show them in order."""
        for place, key in enumerate(self._keys):
            key.setVisible(place < len(verbs))
            if place < len(verbs):
                self._names[place] = verbs[place].name
                key.show_verb(verbs[place])

    def _click(self, place: int) -> None:
        self._pressed(self._names[place])
