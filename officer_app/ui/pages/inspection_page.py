"""The inspection counter's page: F5 to F10 on the inspection model, and Shift with F5 and F10 for two officers."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from officer_app.texts import Texts
from officer_app.ui.errors import Faults
from officer_app.ui.pages.desk_page import DeskPage
from officer_app.ui.widgets.said import Segment
from officer_app.viewmodels.correcting import CorrectingModel

_VERBS = ("stamp_green", "stamp_red", "stamp_xray", "hold", "print", "undo")


class InspectionPage(DeskPage):
    """Green, Red, X-ray, hold, print again, undo."""

    def __init__(self, model: CorrectingModel, texts: Texts, segment: Segment, faults: Faults) -> None:
        super().__init__(model, texts, segment, faults, len(_VERBS))
        self._model = model

    @property
    def keys(self) -> Mapping[int, Callable[[], None]]:
        """F5 to F10 in the order of the bar."""
        fkeys = (Qt.Key(Qt.Key.Key_F5 + place) for place in range(len(_VERBS)))
        return dict(zip(fkeys, (self.names[name] for name in _VERBS), strict=True))

    @property
    def names(self) -> Mapping[str, Callable[[], None]]:
        """The model's verbs, with what was typed where they take a text."""
        typed = self.question.field.text()
        return {
            "stamp_green": self._model.green,
            "stamp_red": lambda: self._model.red(typed),
            "stamp_xray": lambda: self._model.xray(typed),
            "hold": lambda: self._model.hold(typed),
            "print": lambda: self._model.print_again(typed),
            "undo": self._model.undo,
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Shift: what takes two officers."""
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        corrections = {Qt.Key.Key_F5: self._model.reroute, Qt.Key.Key_F10: self._model.annul}
        if shift and event.key() in corrections and not event.isAutoRepeat():
            self.do(corrections[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def answer(self, text: str) -> None:
        """Enter in the question's field."""
        self._model.answer(text)
