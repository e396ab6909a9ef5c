"""The checking post's page: F5 or Enter releases."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt

from officer_app.texts import Texts
from officer_app.ui.errors import Faults
from officer_app.ui.pages.desk_page import DeskPage
from officer_app.ui.widgets.said import Segment
from officer_app.viewmodels.checking import CheckingModel
from officer_app.viewmodels.ports import Link


class CheckingPage(DeskPage):
    """Release, once."""

    def __init__(self, model: CheckingModel, texts: Texts, segment: Segment, faults: Faults) -> None:
        super().__init__(model, texts, segment, faults, 1)
        self._model = model

    @property
    def keys(self) -> Mapping[int, Callable[[], None]]:
        """F5."""
        return {Qt.Key.Key_F5: self._model.release}

    @property
    def names(self) -> Mapping[str, Callable[[], None]]:
        """The one verb."""
        return {"release": self._model.release}

    def enter(self) -> None:
        """Enter releases when a card that may be released lies open; else it does nothing."""
        if any(verb.enabled for verb in self.view.verbs):
            self._model.release()

    def heard_link(self, link: Link) -> None:
        """Whether the authority can be reached is part of the card."""
        self._model.link = link
        self.render_view()
