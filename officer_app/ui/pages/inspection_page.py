"""The inspection counter's page: F5 to F10 on the model, F2 for all else, the queue, a sheet keyed by hand."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from officer_app.texts import Texts
from officer_app.ui.errors import Faults
from officer_app.ui.pages.desk_page import DeskPage
from officer_app.ui.widgets.form_sheet import FormSheet
from officer_app.ui.widgets.list_panel import ListPanel
from officer_app.ui.widgets.said import Segment, shown
from officer_app.viewmodels.keying import KeyingModel
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import View

_VERBS = ("stamp_green", "stamp_red", "stamp_xray", "hold", "print", "undo")
_STAMPS = frozenset(_VERBS[:3])
_KEY = Qt.Key
_ENTER = (_KEY.Key_Return, _KEY.Key_Enter)
_PAGE = 10


class InspectionPage(DeskPage):
    """Green, Red, X-ray, hold, print again, undo; and the list of everything else."""

    def __init__(self, model: KeyingModel, texts: Texts, segment: Segment, faults: Faults) -> None:
        super().__init__(model, texts, segment, faults, len(_VERBS) + 1)
        self._model = model
        self.form = FormSheet(segment)
        self.panel = ListPanel(segment)
        at = self._column.indexOf(self.card)
        self._column.insertWidget(at, self.panel, 1)
        self._column.insertWidget(at, self.form)
        self._arranged += [self.form, self.panel]

    @property
    def keys(self) -> Mapping[int, Callable[[], None]]:
        """F5 to F10 in the order of the bar, F2 and F4."""
        fkeys = (_KEY(_KEY.Key_F5 + place) for place in range(len(_VERBS)))
        doing: dict[int, Callable[[], None]] = dict(zip(fkeys, (self.names[name] for name in _VERBS), strict=True))
        return doing | {_KEY.Key_F2: self._model.more, _KEY.Key_F4: self._model.open_queue}

    @property
    def names(self) -> Mapping[str, Callable[[], None]]:
        """The model's verbs, with what was typed where they take a text."""
        typed = self.question.field.text()
        doing = {
            "stamp_green": self._model.green,
            "stamp_red": lambda: self._model.red(typed),
            "stamp_xray": lambda: self._model.xray(typed),
            "hold": lambda: self._model.hold(typed),
            "print": lambda: self._model.print_again(typed),
            "undo": self._model.undo,
            "more": self._model.more,
        }
        if not self._model.keying:
            return doing
        return {name: self._of_sheet(name) if name in _STAMPS else doing[name] for name in doing}

    def _aside(self, speech: Speech) -> str:
        """F4 has no place in the bar: it stands where the number is wanted."""
        return " · ".join((speech.say("queue_key"), super()._aside(speech)))

    def _of_sheet(self, name: str) -> Callable[[], None]:
        return lambda: self._model.stamp_sheet(name, self.form.values)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Shift what takes two officers, with Ctrl a phrase; in the queue and in a sheet keys move about."""
        held, key = event.modifiers(), event.key()
        shifted = {
            _KEY.Key_F5: self._model.reroute,
            _KEY.Key_F10: self._model.annul,
        }
        if held & Qt.KeyboardModifier.ShiftModifier and key in shifted and not event.isAutoRepeat():
            self.do(shifted[_KEY(key)])
        elif held & Qt.KeyboardModifier.ControlModifier and (
            self.panel.list.take_side(event) or self.question.take_phrase(event)
        ):
            return
        elif self.view.form and key in _ENTER:
            self.form.next_field()
        elif self.view.table and (moving := self._moving(key)):
            self.do(moving)
        else:
            super().keyPressEvent(event)

    def _moving(self, key: int) -> Callable[[], None] | None:
        steps = {_KEY.Key_Up: -1, _KEY.Key_Down: 1, _KEY.Key_PageUp: -_PAGE, _KEY.Key_PageDown: _PAGE}
        lanes = {_KEY.Key_Left: -1, _KEY.Key_Right: 1}
        if key in steps:
            return lambda: self._model.move(steps[_KEY(key)])
        if key in lanes:
            return lambda: self._model.turn_lane(lanes[_KEY(key)])
        typed = bool(self.scan_box.text())
        return self._model.take if key in _ENTER and not typed else None

    def answer(self, text: str) -> None:
        """Enter in the question's field."""
        self._model.answer(text)

    def _show(self, view: View, speech: Speech) -> None:
        super()._show(view, speech)
        table = view.table
        self.scan_box.gives_sides = table is not None
        self.form.show_form(view.form)
        # A form needs the room; while the centre is asked the banner says so.
        shown(self.banner, wanted=view.form is None or view.busy)
        self.panel.show_table(table, speech.say("queue_hint"))
        if table is not None:
            self.card.show_card(None, speech)

    @property
    def _next_key_is_for(self) -> QWidget:
        if self.view.form:
            return self.form.current
        # While a list lies open the arrows move in it, and the scan box still takes a number.
        return super()._next_key_is_for
