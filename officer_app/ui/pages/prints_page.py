"""The printing page: the list of what was printed, papers of a number, a look at the paper; keyboard alone."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from officer_app.ui.errors import Faults
from officer_app.ui.theme import BASE_PT
from officer_app.ui.widgets.entry import Entry
from officer_app.ui.widgets.lines import LineList
from officer_app.ui.widgets.paper import PaperView
from officer_app.ui.widgets.question import Question
from officer_app.ui.widgets.said import Said, Segment, inked, shown
from officer_app.ui.widgets.verbs import VerbBar
from officer_app.viewmodels.print_steps import Message
from officer_app.viewmodels.print_view import PrintsView, prints_view
from officer_app.viewmodels.prints import PrintsModel

REFRESH_EVERY_MS = 2000
_VERBS = 5
_PAGE = 10
_KEY = Qt.Key


class PrintsPage(QWidget):
    """Looks at the printers only while it is shown. `leave` is called when the officer goes back."""

    def __init__(self, model: PrintsModel, segment: Segment, faults: Faults, leave: Callable[[], None]) -> None:
        super().__init__()
        self.model = model
        self.language = "th"
        self.view: PrintsView = prints_view(model, self.language)
        self._faults = faults
        self._leave = leave
        self._title = Said(20, bold=True)
        self._hint = Said(BASE_PT, segment=segment, name="muted")
        self._message = Said(13, bold=True, segment=segment)
        self._label = Said(BASE_PT)
        self.entry = Entry(14)
        self.question = Question(segment)
        self.list = LineList()
        self._empty = Said(14, segment=segment)
        self.paper = PaperView()
        self._page = Said(BASE_PT)
        self.verb_bar = VerbBar(_VERBS, segment, self._click)
        self._timer = QTimer(self)
        self._timer.timeout.connect(model.refresh)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._label)
        row.addWidget(self.entry, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        for widget in (self._title, self._hint, self._message):
            column.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self.question)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)
        column.addWidget(self._page)
        column.addWidget(self.paper, 1)
        column.addStretch(0)
        column.addWidget(self.verb_bar)

    # --- what is shown

    def render_view(self) -> None:
        """Show the model as it is now."""
        view = self.view = prints_view(self.model, self.language)
        self._title.say(view.title)
        self._hint.say(view.hint)
        self._message.say_or_hide(view.message)
        inked(self._message, view.tone)
        self._label.say(view.entry)
        self.entry.setAccessibleName(view.entry)
        shown(self._label, wanted=view.page is None)
        shown(self.entry, wanted=view.page is None)
        self.question.show_asking(view.asking)
        self._empty.say_or_hide(view.empty)
        self.list.show_lines(view.heads, view.lines if view.page is None else (), view.selected, view.title)
        self._page.say_or_hide(view.page_text)
        self.paper.show_page(view.page, f"{view.title} {view.page_text}")
        self.verb_bar.show_verbs(view.verbs)
        self.take_focus()

    def take_focus(self) -> None:
        """The field that the next key belongs to; a paper is looked at without one."""
        if not self.isVisible():
            return
        if self.view.asking is not None:
            self.question.field.setFocus()
        elif self.view.page is None:
            self.entry.setFocus()
        else:
            self.setFocus()

    def do(self, work: Callable[[], object]) -> None:
        """One step of the model; whatever comes of it is shown."""
        self._faults.guard(lambda: _nothing(work()), lambda sentence: self._fail(Message(sentence, good=False)))
        self.render_view()

    def _fail(self, message: Message) -> None:
        self.model.message = message

    # --- Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the printers, and again every other second."""
        super().showEvent(event)
        self._timer.start(REFRESH_EVERY_MS)
        self.do(self.model.refresh)

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        self._timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no field wanted."""
        if self.list.take_side(event):
            return
        doing = self._keys().get(_KEY(event.key()))
        turning = event.key() in (_KEY.Key_Up, _KEY.Key_Down, _KEY.Key_PageUp, _KEY.Key_PageDown)
        if doing is None or (event.isAutoRepeat() and not turning):
            super().keyPressEvent(event)
        else:
            self.do(doing)

    def _keys(self) -> dict[Qt.Key, Callable[[], object]]:
        steps = {_KEY.Key_Up: -1, _KEY.Key_Down: 1, _KEY.Key_PageUp: -_PAGE, _KEY.Key_PageDown: _PAGE}
        if self.view.page is not None:
            moving = {key: self._reading(step) for key, step in steps.items()}
        else:
            moving = {key: self._moving(step) for key, step in steps.items()}
        return {
            **moving,
            _KEY.Key_Return: self._enter,
            _KEY.Key_Enter: self._enter,
            _KEY.Key_Escape: self._escape,
            _KEY.Key_F5: self.model.refresh,
            _KEY.Key_F6: self.model.again,
            _KEY.Key_F7: self.model.cancel,
            _KEY.Key_F8: lambda: self.model.papers_of(""),
        }

    def _moving(self, steps: int) -> Callable[[], object]:
        return lambda: self.model.move(steps)

    def _reading(self, step: int) -> Callable[[], object]:
        """A sheet at a time, or a part of the sheet."""
        one = 1 if step > 0 else -1
        return (lambda: self.model.turn(one)) if abs(step) == _PAGE else (lambda: self.paper.read_on(one))

    def _enter(self) -> None:
        field = self.question.field if self.question.asked else self.entry
        text = field.text() if field.isVisible() else ""
        if field is self.entry:
            field.clear()
        self.model.enter(text)

    def _escape(self) -> None:
        typed = bool(self.entry.text()) and not self.question.asked
        self.entry.clear()
        if not typed and not self.model.escape():
            self._leave()

    def _click(self, name: str) -> None:
        doing = {
            "look": self.model.look,
            "print": self.model.print_it,
            "again": self.model.again,
            "cancel": self.model.cancel,
            "papers": lambda: self.model.papers_of(""),
            "back": self._escape,
        }
        if name in doing:
            self.do(doing[name])


def _nothing(answer: object) -> None:
    """What a step gives back is shown, not used."""
