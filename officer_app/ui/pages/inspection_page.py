"""The inspection counter's page: F5 to F10 on the inspection model."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt

from officer_app.texts import Texts
from officer_app.ui.errors import Faults
from officer_app.ui.pages.desk_page import DeskPage
from officer_app.ui.widgets.said import Segment
from officer_app.viewmodels.inspection import InspectionModel

_VERBS = ("stamp_green", "stamp_red", "stamp_xray", "hold", "print", "undo")


class InspectionPage(DeskPage):
    """Green, Red, X-ray, hold, print again, undo."""

    def __init__(self, model: InspectionModel, texts: Texts, segment: Segment, faults: Faults) -> None:
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

    def answer(self, text: str) -> None:
        """Enter in the question's field."""
        self._model.answer(text)
