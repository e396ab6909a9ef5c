"""The keys at the foot of a desk page: what each does, and why it cannot be done now."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from officer_app.ui.theme import sized, worn
from officer_app.ui.widgets.said import Said, Segment, inked, shown
from officer_app.viewmodels.view import Tone, Verb

_HEIGHT, _SMALL_HEIGHT = 56, 48


class VerbKey(QPushButton):
    """One key, to press or to click."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self._wanted = False
        self._verb: Verb | None = None
        self.setObjectName("verb")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._key = Said(15, bold=True)
        self._title = Said(13, bold=True, segment=segment)
        self._why = Said(10, segment=segment)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._why)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._key)
        self._row.addLayout(words, 1)
        self.set_compact(compact=False)
        for label in (self._key, self._title, self._why):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(sized(13))

    def set_compact(self, *, compact: bool) -> None:
        """Take less room, on a small screen."""
        self.setFixedHeight(_SMALL_HEIGHT if compact else _HEIGHT)
        self._row.setContentsMargins(4 if compact else 10, 2, 2 if compact else 5, 2)
        self._row.setSpacing(5 if compact else 10)
        self._key.resize_text(12 if compact else 15, bold=True)
        self._title.resize_text(10 if compact else 13, bold=True)
        self._why.resize_text(9 if compact else 10)

    def sizeHint(self) -> QSize:
        """Room for title and reason; the width is shared out."""
        return QSize(120, self.minimumHeight())

    def show_verb(self, verb: Verb) -> None:
        """Show it."""
        if verb == self._verb:
            return
        self._verb = verb
        self._key.say(verb.key)
        self._title.say(verb.title)
        self._why.say_or_hide(verb.why)
        ink = Tone.NEUTRAL if verb.enabled else "closed_ink"
        for label in (self._key, self._title, self._why):
            inked(label, ink)
        self.setEnabled(verb.enabled)
        self.setAccessibleName(f"{verb.key} {verb.title}")
        self.setAccessibleDescription(verb.reason or verb.why)
        self.setToolTip(verb.reason)
        if self._wanted != (verb.wanted and verb.enabled):
            self._wanted = verb.wanted and verb.enabled
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rim around the key that is wanted: by hand, for another style rule per scan costs a style pass."""
        super().paintEvent(event)
        if self._wanted:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(worn().colour("focus"), 4))
            painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 8, 8)
            painter.end()


class VerbBar(QWidget):
    """All keys of a page; `pressed` is called with the name of the one that was clicked."""

    def __init__(self, number: int, segment: Segment, pressed: Callable[[str], None]) -> None:
        super().__init__()
        self._pressed = pressed
        self._names = [""] * number
        self.keys = [VerbKey(segment) for _ in range(number)]
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for place, key in enumerate(self.keys):
            key.clicked.connect(partial(self._click, place))
            row.addWidget(key, 1)

    def set_compact(self, *, compact: bool) -> None:
        """Take less room, on a small screen."""
        self._row.setSpacing(3 if compact else 8)
        for key in self.keys:
            key.set_compact(compact=compact)

    def show_verbs(self, verbs: tuple[Verb, ...]) -> None:
        """Show them in order."""
        for place, key in enumerate(self.keys):
            shown(key, wanted=place < len(verbs))
            if place < len(verbs):
                self._names[place] = verbs[place].name
                key.show_verb(verbs[place])

    def _click(self, place: int) -> None:
        self._pressed(self._names[place])
