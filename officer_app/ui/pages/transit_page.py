"""The transit desk's page: lists and grids by arrows and digits, a case on its card, questions one after the other."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from officer_app.texts import Texts
from officer_app.ui.errors import Faults
from officer_app.ui.pages.desk_page import DeskPage
from officer_app.ui.physical_keys import digit
from officer_app.ui.theme import BASE_PT
from officer_app.ui.widgets.lines import LineList
from officer_app.ui.widgets.said import Said, Segment, shown
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.transit_model import TransitModel
from officer_app.viewmodels.view import View

READ_AGAIN_MS = 15_000
"""Service clocks run in minutes; a list is read again this often while nothing is under way."""
_VERBS = 6
_PAGE = 10
_KEY = Qt.Key
_MOVES = {_KEY.Key_Up: -1, _KEY.Key_Down: 1, _KEY.Key_PageUp: -_PAGE, _KEY.Key_PageDown: _PAGE}
_SIDES = {_KEY.Key_Left: -1, _KEY.Key_Right: 1}


class TransitPage(DeskPage):
    """Keyboard and scanner only."""

    def __init__(self, model: TransitModel, texts: Texts, segment: Segment, faults: Faults) -> None:
        self.list = LineList()
        self._empty = Said(BASE_PT + 3, segment=segment)
        super().__init__(model, texts, segment, faults, _VERBS)
        self._model = model
        self.scan_box.gives_sides = True
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(READ_AGAIN_MS)

    def _lay_out(self) -> None:
        super()._lay_out()
        place = self._column.indexOf(self.card)
        self._column.insertWidget(place, self._empty)
        self._column.insertWidget(place + 1, self.list, 1)

    def _show(self, view: View, speech: Speech) -> None:
        super()._show(view, speech)
        table = view.table
        lines = table.lines if table else ()
        self._empty.say_or_hide(table.empty if table and not lines else "")
        heads, title = (table.heads, table.title) if table else ((), "")
        selected, wide = (table.selected, table.wide) if table else (0, -1)
        self.list.show_lines(heads, lines, selected, title, wide)
        if table is not None:
            self.card.show_card(None, speech)
        # What asks or counts needs the room; a scan is heard all the same.
        typing = view.asking is None and not (table is not None and table.grid)
        for widget in (self.scan_box, self._scan_label, self._clear_label):
            shown(widget, wanted=typing)

    @property
    def _next_key_is_for(self) -> QWidget:
        if self.view.asking is not None:
            return self.question.field
        return self if self.view.table is not None and self.view.table.grid else self.scan_box

    @property
    def keys(self) -> Mapping[int, Callable[[], None]]:
        """F5 to F10 as the place has them."""
        return {_KEY.Key_F1 + number - 1: self._pressing(f"F{number}") for number in range(5, 11)}

    @property
    def names(self) -> Mapping[str, Callable[[], None]]:
        """The keys at the foot, for a click."""
        fkeys = {f"F{number}": self._pressing(f"F{number}") for number in range(5, 11)}
        return {**fkeys, "Enter": self._model.enter, "Escape": self._model.clear}

    def _pressing(self, key: str) -> Callable[[], None]:
        return lambda: self._model.press(key)

    def enter(self) -> None:
        """Enter with nothing typed."""
        self._model.enter()

    def answer(self, text: str) -> None:
        """Enter in the question's field."""
        self._model.answer(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and, where no text is typed, digits and the space bar."""
        key = _KEY(event.key())
        grid = self.view.table is not None and self.view.table.grid and not self.view.must_acknowledge
        if self.list.take_side(event):
            return
        if key in _MOVES and self.view.table is not None:
            self.do(lambda: self._model.move(_MOVES[key]))
        elif key in _SIDES:
            self.do(lambda: self._model.side(_SIDES[key]))
        elif grid and key == _KEY.Key_Space:
            self.do(self._model.space)
        elif grid and (number := self._digit(event)) is not None:
            if not event.isAutoRepeat():
                self.do(lambda: self._model.digit(number))
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _digit(event: QKeyEvent) -> int | None:
        """0 to 9; None for every other key."""
        number = digit(event.text(), event.nativeScanCode(), QGuiApplication.platformName())
        return number if number or event.text() in ("0", "๐") else None

    def _tick(self) -> None:
        if self.isVisible() and self.view.asking is None:
            self.do(self._model.tick)
