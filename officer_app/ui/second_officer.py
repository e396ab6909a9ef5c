"""Asks the second officer on the spot: a dialog with a door of its own, for acts of two persons (design §6)."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from officer_app.core.acts import ActKind
from officer_app.core.ports import Person, SignedIn
from officer_app.core.roles import SECOND_ROLES, name_key
from officer_app.texts import Both
from officer_app.ui.desk import Desk
from officer_app.ui.door import Door
from officer_app.ui.physical_keys import LOCK_KEYS
from officer_app.ui.theme import follow
from officer_app.usecases.allowed import may_second
from officer_app.viewmodels.entrances import NoAttendance
from officer_app.viewmodels.ports import Run
from officer_app.viewmodels.speech import Voices

Done = Callable[[SignedIn | None], None]


class SecondOfficer:
    """Implements `viewmodels.entrances.AskSecond` for one window. One question at a time."""

    def __init__(self, window: QWidget, desk: Desk, run: Run) -> None:
        self._window = window
        self._desk = desk
        self._run = run
        self._asked: _Asked | None = None
        self._language = desk.language

    @property
    def language(self) -> str:
        """What an open question and the next ones are asked in."""
        return self._language

    @language.setter
    def language(self, language: str) -> None:
        self._language = language
        if (door := self.door) is not None:
            door.language = language
            door.show_state()

    @property
    def door(self) -> Door | None:
        """The door of the question that is open."""
        return self._asked.door if self._asked is not None else None

    def ask(self, what: Both, first: SignedIn, kind: ActKind, done: Done) -> None:
        """See AskSecond."""
        self.give_up()
        self._asked = _Asked(self._window, self._desk, self._run, (what, first, kind))
        self._asked.door.language = self._language

        def ended(second: SignedIn | None) -> None:
            self._asked = None
            done(second)

        self._asked.open_for(ended)

    def takes(self, text: str) -> bool:
        """Whether a scan belongs to the open question: badges do, all else is refused, to be heard and read."""
        if self._asked is None:
            return False
        if not self._asked.door.takes(text):
            self._desk.signals.refuse()
            self._asked.turn_away()
        return True

    def give_up(self) -> None:
        """The question is taken back: the screen locks, or the window closes."""
        if self._asked is not None:
            self._asked.reject()


class _Asked(QDialog):
    def __init__(self, window: QWidget, desk: Desk, run: Run, about: tuple[Both, SignedIn, ActKind]) -> None:
        super().__init__(window)
        self._window = window
        what, self._first, self._kind = about
        self._ended: Done | None = None
        self._voices, self._turned_away = Voices(desk.texts), 0
        others = [each for each in desk.officers() if not self._is_first(each)]
        named = [each for each in others if each.roles & SECOND_ROLES[self._kind]] or others
        # Who signs for one act has not come to the desk: the act itself says that he was there.
        asking = replace(desk, officers=lambda: named, attendance=NoAttendance(), practise=None)
        self.door = Door(asking, run, self._came, self._away, asks=what)
        column = QVBoxLayout(self)
        column.addWidget(self.door.page)
        follow(self)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.rejected.connect(lambda: self._end(None))

    def open_for(self, ended: Done) -> None:
        """Show it; `ended` is called once."""
        self._ended = ended
        self.door.show_state()
        self.setWindowTitle(self.door.page.title)
        self.open()
        self.door.page.take_focus()

    def event(self, event: QEvent) -> bool:
        """Other words, another size: a refusal or another language takes more room than the question alone."""
        handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.adjustSize()
        return handled

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What locks the window and changes its language or look does so here as well."""
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_F12 or (held and event.key() in LOCK_KEYS):
            QCoreApplication.sendEvent(self._window, event)
        else:
            super().keyPressEvent(event)

    def turn_away(self) -> None:
        """A scan came that is nobody's badge."""
        self._turned_away += 1
        self.door.show_state()

    def _away(self, language: str) -> str:
        speech = self._voices.speech(language)
        return speech.say("turned_away_second", n=str(self._turned_away)) if self._turned_away else ""

    def _came(self, second: SignedIn) -> None:
        if refusal := may_second(self._first, second, self._kind):
            self.door.turn_back(refusal)
            return
        self._end(second)
        self.accept()

    def _is_first(self, person: Person) -> bool:
        return name_key(person.name) == name_key(self._first.person.name)

    def _end(self, second: SignedIn | None) -> None:
        ended, self._ended = self._ended, None
        if ended is not None:
            ended(second)
            # Where no window manager does it, the keys would belong to nobody.
            self._window.activateWindow()
            self.deleteLater()
