"""A scanning desk: what it shows, and its keys, which it hands to the model."""

import time
from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from officer_app.texts import Texts
from officer_app.ui.errors import Faults
from officer_app.ui.pages.shown_desk import ShownDesk
from officer_app.ui.physical_keys import digit
from officer_app.ui.widgets.said import Segment
from officer_app.viewmodels.desk_model import DeskModel

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_AFTER_TYPED_S = 0.5
"""Enter is no answer so soon after a typed scan: a keyboard wedge may send CR and LF."""


class DeskPage(ShownDesk):
    """Played by keyboard and scanner alone."""

    def __init__(self, model: DeskModel, texts: Texts, segment: Segment, faults: Faults, verbs: int) -> None:
        super().__init__(model, texts, segment, verbs)
        self.go: Callable[[str, str], None] = _nowhere
        """Opens a page beside the desk, by name, with a number."""
        self.unheard: Callable[[], bool] = _all_heard
        """Whether a scan is on its way here: a key that acts then would mean that one, and reach the one before."""
        self._faults = faults
        self._typed_at = 0.0

    # --- what the page's keys do

    @property
    def keys(self) -> Mapping[int, Callable[[], None]]:
        """F-keys of this desk."""
        return {}

    @property
    def names(self) -> Mapping[str, Callable[[], None]]:
        """Verbs by the name that stands in the View."""
        return {}

    def enter(self) -> None:
        """Enter with nothing typed and nothing asked."""

    def answer(self, text: str) -> None:
        """Enter in the question's field."""

    def scan(self, text: str) -> None:
        """A scan from a device."""
        self.do(lambda: self.model.on_scan(text))

    def do(self, work: Callable[[], None]) -> None:
        """One step of the model; whatever comes of it is shown."""
        self._faults.guard(work, self.model.fail)
        self.render_view()

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no field wanted."""
        key = event.key()
        if event.isAutoRepeat() and key not in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            return
        if (key in self.keys or key in _ENTER) and self.unheard():
            self.model.tools.signals.attention()
        elif key in self.keys:
            self.do(self.keys[key])
        elif key == Qt.Key.Key_Escape:
            self.scan_box.clear()
            self.do(self.model.clear)
        elif key == Qt.Key.Key_Space and self.view.must_acknowledge:
            self.do(self.model.acknowledge)
        elif key in _ENTER:
            self._enter()
        elif key == Qt.Key.Key_PageDown:
            if not self._more_choices():
                self.card.turn_page(1)
        elif key == Qt.Key.Key_PageUp:
            self.card.turn_page(-1)
        elif self.view.choices and (place := digit(event.text(), event.nativeScanCode(), _platform())):
            self._choose(place)
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        typed = self.scan_box.text()
        if self.question.asked:
            text = self.question.field.text()
            self.do(lambda: self.answer(text))
        elif typed:
            self.scan_box.clear()
            self._typed_at = time.monotonic()
            self.do(lambda: self.model.on_scan(typed, typed=True))
        elif time.monotonic() - self._typed_at > _AFTER_TYPED_S:
            self.do(self.enter)

    def next_page(self) -> bool:
        """The next page of what lies open: of a question, else of the card, and again from its beginning. False where
        nothing lies open.
        """
        if self._more_choices() or self.question.next_page():
            return True
        if self.view.card is None:
            return False
        if not self.card.turn_page(1):
            self.card.turn_back()
        return True

    def _more_choices(self) -> bool:
        more = self.model.next_page()
        if more:
            self.render_view()
        return more

    def _choose(self, place: int) -> None:
        self.do(lambda: self.model.choose(place))

    def _click(self, name: str) -> None:
        if name in self.names:
            self.do(self.names[name])


def _all_heard() -> bool:
    return False


def _nowhere(page: str, number: str) -> None:
    """No page lies beside this desk."""


def _platform() -> str:
    return QGuiApplication.platformName()
