"""Sign-in, and the locked screen: a name, a password, and nothing of any record."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from officer_app.core.ports import Person
from officer_app.ui.theme import BASE_PT, sized
from officer_app.ui.widgets.entry import Entry
from officer_app.ui.widgets.said import Said, Segment, inked
from officer_app.viewmodels.entrances import Entrance
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Tone

_WIDTH = 560
_STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class SignInPage(QWidget):
    """`submit` is called with the name, the password (or PIN, or new password) and its repetition; `left` when Esc is
    pressed while more than a password is asked for.
    """

    def __init__(
        self,
        segment: Segment,
        submit: Callable[[str, str, str], None],
        practise: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._submit = submit
        self._practise = practise
        self.left: Callable[[], None] = _nothing
        self.busy = False
        self.entrance = Entrance.PASSWORD
        self._title = Said(25, bold=True, segment=segment)
        self._name_label, self._password_label = Said(12, bold=True), Said(12, bold=True)
        self._again_label = Said(12, bold=True)
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.setFont(sized(15))
        self.password = Entry(15)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.again = Entry(15)
        self.again.setEchoMode(QLineEdit.EchoMode.Password)
        self._button = QPushButton()
        self._button.setObjectName("act")
        self._button.setFont(sized(14, bold=True))
        self._button.clicked.connect(self.send)
        self._training = QPushButton()
        self._training.setObjectName("phrase")
        self._training.setVisible(practise is not None)
        self._training.clicked.connect(self.practise)
        self._answer = Said(14, bold=True, segment=segment)
        self._away = Said(13, bold=True, segment=segment)
        self._hint = Said(BASE_PT, segment=segment, name="muted")
        self._lay_out()

    def _lay_out(self) -> None:
        panel = QFrame()
        panel.setObjectName("card")
        panel.setFixedWidth(_WIDTH)
        self._grid = grid = QGridLayout(panel)
        grid.setHorizontalSpacing(14)
        grid.addWidget(self._title, 0, 0, 1, 2)
        grid.addWidget(self._name_label, 1, 0)
        grid.addWidget(self.name, 1, 1)
        grid.addWidget(self._password_label, 2, 0)
        grid.addWidget(self.password, 2, 1)
        grid.addWidget(self._again_label, 3, 0)
        grid.addWidget(self.again, 3, 1)
        grid.addWidget(self._button, 4, 1)
        grid.addWidget(self._answer, 5, 0, 1, 2)
        grid.addWidget(self._away, 6, 0, 1, 2)
        grid.addWidget(self._hint, 7, 0, 1, 2)
        grid.addWidget(self._training, 8, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        # No alignment flag: with one, Qt would not ask the panel how high its wrapped texts are.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(panel)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.set_compact(compact=False)
        self.ask_for(Entrance.PASSWORD)

    def ask_for(self, entrance: Entrance) -> None:
        """Ask for a password, a PIN, or a new password twice; what was typed does not stay."""
        self.entrance = entrance
        self.name.setEnabled(entrance is Entrance.PASSWORD)
        for widget in (self._again_label, self.again):
            widget.setVisible(entrance is Entrance.NEW_PASSWORD)
        self.password.clear()
        self.again.clear()

    def set_compact(self, *, compact: bool) -> None:
        """Take less room, on a small screen."""
        margin = 4 if compact else 14
        self._grid.setContentsMargins(28, margin, 28, margin)
        self._grid.setVerticalSpacing(3 if compact else 8)
        self._title.resize_text(24 if compact else 25, bold=True)
        self._answer.resize_text(12 if compact else 14, bold=True)
        self._away.resize_text(11 if compact else 13, bold=True)
        self._hint.setVisible(not compact)

    def list_officers(self, people: Sequence[Person]) -> None:
        """Who may sign in; what is chosen stays chosen."""
        chosen = self.account
        self.name.clear()
        for person in people:
            same = person.display == person.name
            self.name.addItem(person.name if same else f"{person.display} ({person.name})", person.name)
        self.choose(chosen)

    def choose(self, name: str) -> None:
        """Put `name` (an account) into the box."""
        place = self.name.findData(name)
        if place >= 0:
            self.name.setCurrentIndex(place)
        elif name:
            self.name.setEditText(name)

    @property
    def account(self) -> str:
        """The account chosen or typed."""
        text = self.name.currentText().strip()
        place = self.name.findText(text, Qt.MatchFlag.MatchExactly)
        return str(self.name.itemData(place)) if place >= 0 else text

    def send(self) -> None:
        """Try the name and password; the password does not stay in its field."""
        if self.busy:
            return
        password, again = self.password.text(), self.again.text()
        self.password.clear()
        self.again.clear()
        self.busy = True
        self._submit(self.account, password, again)

    def practise(self) -> None:
        """To the practice desk, while nobody is being let in."""
        if self._practise is not None and not self.busy:
            self._practise()

    @property
    def title(self) -> str:
        """What stands above the fields."""
        return self._title.said

    def show_state(self, speech: Speech, title: str, answer: str, away: str, hint: str = "sign_in_hint") -> None:
        """`answer`: why it was refused; `away`: scans refused meanwhile; `hint`: what to do, by its key."""
        asked = speech.say(f"sign_in_{self.entrance}")
        self._title.say(title)
        self._name_label.say(speech.say("sign_in_name"))
        self._password_label.say(asked)
        self._again_label.say(speech.say("sign_in_again"))
        self._button.setText(speech.say("sign_in_busy" if self.busy else "sign_in_do"))
        self._button.setEnabled(not self.busy)
        self._answer.say_or_hide(answer)
        self._away.say_or_hide(away)
        self._training.setText(speech.say("sign_in_practise"))
        self._training.setAccessibleName(self._training.text())
        self._hint.say(speech.say(hint if self.entrance is Entrance.PASSWORD else "sign_in_back"))
        for label in (self._answer, self._away):
            inked(label, Tone.REFUSE)
        self.name.setAccessibleName(speech.say("sign_in_name"))
        self.password.setAccessibleName(asked)
        self.again.setAccessibleName(speech.say("sign_in_again"))
        self._button.setAccessibleName(self._button.text())

    @property
    def said(self) -> str:
        """What stands under the fields."""
        return " ".join(label.said for label in (self._answer, self._away) if label.said)

    def take_focus(self) -> None:
        """The password, once a name is there."""
        (self.password if self.account else self.name).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter: on to the password, to its repetition, then in. Esc: back to the password. F2: the practice desk.
        Up and down: another name, from the password too.
        """
        last = self.again if self.entrance is Entrance.NEW_PASSWORD else self.password
        if event.key() == Qt.Key.Key_F2 and not event.isAutoRepeat():
            self.practise()
        elif event.key() == Qt.Key.Key_Escape and self.entrance is not Entrance.PASSWORD and not self.busy:
            self.left()
        elif event.key() in _STEPS and self.entrance is Entrance.PASSWORD and not self.busy:
            self.name.setCurrentIndex(
                max(0, min(self.name.currentIndex() + _STEPS[event.key()], self.name.count() - 1))
            )
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.focusWidget() is self._training:
            self.practise()
        elif self.focusWidget() in (last, self._button):
            self.send()
        elif last is self.again and self.focusWidget() is self.password:
            self.again.setFocus()
        else:
            self.password.setFocus()


def _nothing() -> None:
    return
