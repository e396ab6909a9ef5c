"""The counter services' page: look up, F4 today, F5 papers, F6 time line; F7 to F9 say what is not there yet."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from officer_app.texts import Texts
from officer_app.ui.errors import Faults
from officer_app.ui.pages.desk_page import DeskPage
from officer_app.ui.widgets.list_panel import ListPanel
from officer_app.ui.widgets.said import Segment
from officer_app.viewmodels.services_model import LATER, ServicesModel
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import View

_KEY = Qt.Key
_ENTER = (_KEY.Key_Return, _KEY.Key_Enter)
_STEPS: Mapping[int, int] = {_KEY.Key_Up: -1, _KEY.Key_Down: 1, _KEY.Key_PageUp: -10, _KEY.Key_PageDown: 10}


class ServicesPage(DeskPage):
    """Look up, print, follow; nothing is recorded on this page itself."""

    def __init__(self, model: ServicesModel, texts: Texts, segment: Segment, faults: Faults) -> None:
        self.panel = ListPanel(segment)
        super().__init__(model, texts, segment, faults, 3 + len(LATER))
        self._model = model
        self._column.insertWidget(self._column.indexOf(self.card), self.panel, 1)
        self._arranged += [self.panel]

    @property
    def keys(self) -> Mapping[int, Callable[[], None]]:
        """F4 to F9 in the order of the bar."""
        return {_KEY.Key_F4 + place: doing for place, doing in enumerate(self.names.values())}

    @property
    def names(self) -> Mapping[str, Callable[[], None]]:
        """The model's verbs, and the way to the pages of papers and of the time line."""
        return {
            "today": self._model.open_today,
            "papers": partial(self._go_with, "prints"),
            "track": partial(self._go_with, "track"),
            **{name: partial(self._model.later, name) for name in LATER},
        }

    def _go_with(self, page: str) -> None:
        if number := self._model.number:
            self.go(page, number)
        else:
            self._model.tools.signals.attention()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """In the list keys move about; else as every desk."""
        key, typed = event.key(), bool(self.scan_box.text())
        if self.panel.list.take_side(event):
            return
        if self.view.table and key in _STEPS:
            self.do(lambda: self._model.move(_STEPS[key]))
        elif self.view.table and key in _ENTER and not typed:
            self.do(self._model.take)
        else:
            super().keyPressEvent(event)

    def _show(self, view: View, speech: Speech) -> None:
        super()._show(view, speech)
        self.panel.show_table(view.table, speech.say("today_hint"))
        if view.table is not None:
            self.card.show_card(None, speech)
