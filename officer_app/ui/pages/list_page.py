"""A page with a list that keys move: facts above it, sides of a case or charts below; keyboard and scanner alone."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from officer_app.ui.errors import Faults
from officer_app.ui.front import NARROW
from officer_app.ui.theme import BASE_PT
from officer_app.ui.widgets.chart import ChartView
from officer_app.ui.widgets.entry import Entry
from officer_app.ui.widgets.evidence import SidesPanel
from officer_app.ui.widgets.facts import Facts
from officer_app.ui.widgets.lines import LineList
from officer_app.ui.widgets.question import Question
from officer_app.ui.widgets.said import Said, Segment, inked, shown
from officer_app.ui.widgets.verbs import VerbBar
from officer_app.viewmodels.list_view import ListModel, ListView
from officer_app.viewmodels.view import Verb

LOOK_EVERY_MS = 250
_VERBS, _CHARTS, _PAGE = 8, 3, 10
COMPACT_BELOW = 560  # logical pixels of height
_KEY = Qt.Key
_STEPS: Mapping[int, int] = {_KEY.Key_Up: -1, _KEY.Key_Down: 1, _KEY.Key_PageUp: -_PAGE, _KEY.Key_PageDown: _PAGE}


class ListPage(QWidget):
    """Shows what `model` says. `leave` is called when the officer goes back."""

    def __init__(self, model: ListModel, segment: Segment, faults: Faults, leave: Callable[[], None]) -> None:
        super().__init__()
        self.model = model
        self.language = "th"
        self.view: ListView = model.view(self.language)
        self._faults = faults
        self._leave = leave
        self._title = Said(18, bold=True, segment=segment)
        self._hint = Said(BASE_PT, segment=segment, name="muted")
        self._message = Said(13, bold=True, segment=segment)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._label = Said(BASE_PT)
        self.entry = Entry(14)
        self.question = Question(segment)
        self._facts = Facts(segment, ready=4)
        self.list = LineList()
        self._empty = Said(14, segment=segment)
        self._sides = SidesPanel(segment)
        self.scrolling = QScrollArea()
        self._drawn = QWidget()
        self.charts = [ChartView() for _ in range(_CHARTS)]
        self.verb_bar = VerbBar(_VERBS, segment, self._press)
        self._compact = self._narrow = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._label)
        row.addWidget(self.entry, 1)
        self.scrolling.setWidget(self._sides)
        self.scrolling.setWidgetResizable(True)
        self.scrolling.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scrolling.setFrameShape(QScrollArea.Shape.NoFrame)
        drawn = QHBoxLayout(self._drawn)
        drawn.setContentsMargins(0, 0, 0, 0)
        for chart in self.charts:
            drawn.addWidget(chart, 1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        for widget in (self._title, self._hint, self._message, self._progress):
            column.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self.question)
        column.addWidget(self._facts)
        column.addWidget(self._empty)
        column.addWidget(self.list, 3)
        column.addWidget(self.scrolling, 7)
        column.addWidget(self._drawn, 2)
        column.addStretch(0)
        column.addWidget(self.verb_bar)

    # --- what is shown

    def render_view(self) -> None:
        """Show the model as it is now."""
        view = self.view = self.model.view(self.language)
        self._title.say(view.title)
        self._hint.say_or_hide("" if self._compact else view.hint)
        self._message.say_or_hide(view.message)
        inked(self._message, view.tone)
        shown(self._progress, wanted=view.done is not None)
        self._progress.setValue(view.done or 0)
        self._progress.setAccessibleName(view.message)
        self._label.say(view.entry)
        self.entry.setAccessibleName(view.entry)
        shown(self._label, wanted=bool(view.entry))
        shown(self.entry, wanted=bool(view.entry))
        self.question.show_asking(view.asking)
        self._facts.show_facts(view.facts)
        shown(self._facts, wanted=bool(view.facts) and not self._compact)
        self._empty.say_or_hide(view.empty)
        self.list.show_lines(view.heads, view.lines, view.selected, view.title)
        self._sides.show_sides(view.sides)
        shown(self.scrolling, wanted=bool(view.sides))
        self._column.setStretchFactor(self.list, 6 if view.long else 3)
        self._column.setStretchFactor(self.scrolling, 4 if view.long else 7)
        shown(self._drawn, wanted=bool(view.charts) and not self._compact)
        for place, chart in enumerate(self.charts):
            chart.show_chart(view.charts[place] if place < len(view.charts) else None)
        self.verb_bar.show_verbs(tuple(map(_brief, view.verbs)) if self._compact or self._narrow else view.verbs)
        self.take_focus()

    def take_focus(self) -> None:
        """The field that the next key belongs to."""
        if not self.isVisible():
            return
        if self.view.asking is not None:
            self.question.field.setFocus()
        elif self.view.entry:
            self.entry.setFocus()
        else:
            # The keys move the line that is selected; no button may take a Space instead.
            self.setFocus()

    def do(self, work: Callable[[], object]) -> None:
        """One step of the model; whatever comes of it is shown, a mistake of ours as a sentence with its reference."""
        self._faults.guard(lambda: _nothing(work()), self.model.fail)
        self._faults.guard(self.render_view, self.model.fail)

    def _look(self) -> None:
        if self.view.done is not None:
            self.do(lambda: None)

    # --- Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Read what the page shows."""
        super().showEvent(event)
        self._timer.start(LOOK_EVERY_MS)
        self.do(self.model.refresh)

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen the list comes first."""
        super().resizeEvent(event)
        room = self.height() < COMPACT_BELOW, self.width() < NARROW
        if room != (self._compact, self._narrow):
            self._compact, self._narrow = room
            self.verb_bar.set_compact(compact=any(room))
            self.do(lambda: None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no field wanted: those of the verbs, those that move the list or, with Shift in a long one, what
        stands below it; with Ctrl a phrase, or columns off the edge.
        """
        key, held = event.key(), event.modifiers()
        step = _STEPS.get(key)
        below = not self.view.long or bool(held & Qt.KeyboardModifier.ShiftModifier)
        if self.list.take_side(event):
            return
        if held & Qt.KeyboardModifier.ControlModifier and self.question.take_phrase(event):
            return
        if step is not None and self.view.sides and abs(step) == _PAGE and below:
            bar = self.scrolling.verticalScrollBar()
            bar.setValue(bar.value() + step * bar.singleStep())
        elif step is not None:
            self.do(lambda: self.model.move(step))
        elif (name := self._named(key)) is None or event.isAutoRepeat():
            super().keyPressEvent(event)
        else:
            self._press(name)

    def _named(self, key: int) -> str | None:
        """What a key does now: the keys stand with their verbs."""
        if key in (_KEY.Key_Return, _KEY.Key_Enter):
            return "enter"
        if key == _KEY.Key_Escape:
            return "back"
        pressed = f"F{key - _KEY.Key_F1 + 1}"
        return next((verb.name for verb in self.view.verbs if verb.key == pressed), None)

    def _press(self, name: str) -> None:
        if name == "back":
            self._escape()
        elif name == "enter":
            self._enter()
        else:
            self.do(lambda: self.model.press(name))

    def _enter(self) -> None:
        field = self.question.field if self.question.asked else self.entry
        text = field.text() if field.isVisible() else ""
        if field is self.entry:
            field.clear()
        self.do(lambda: self.model.enter(text))

    def _escape(self) -> None:
        typed = bool(self.entry.text()) and not self.question.asked
        self.entry.clear()
        left: list[bool] = [] if typed else [True]
        if left:
            self.do(lambda: left.append(self.model.escape()))
        if left and not left[-1]:
            self._leave()


def _brief(verb: Verb) -> Verb:
    """For a small screen: why a key is closed is only heard, and shown when it is pointed at."""
    return replace(verb, why="–", reason=verb.reason or verb.why) if verb.why else verb


def _nothing(answer: object) -> None:
    """What a step gives back is shown, not used."""
