"""The practice shift at the window: a band above the desk, that follows what is recorded."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from officer_app.app.words import explainer, segment
from officer_app.core.practice import SHIFTS, Event
from officer_app.texts import Both
from officer_app.ui.background import Background
from officer_app.ui.errors import Faults
from officer_app.ui.front import Front
from officer_app.ui.main_window import MainWindow
from officer_app.ui.widgets.practice_band import PracticeBand
from officer_app.viewmodels.practice import PracticeModel, PracticeView
from officer_app.workstation.opening import Workstation
from officer_app.workstation.practice import events, practice_of
from officer_app.workstation.practice_paper import write_summary

LOOK_MS = 300


class PracticeShift(QObject):
    """Above `window` in `front`. Ctrl+PgDn and Ctrl+PgUp turn to another exercise, Ctrl+End prints the summary,
    Ctrl+Shift+End leaves.
    """

    def __init__(self, opened: Workstation, front: Front, window: MainWindow) -> None:
        super().__init__(front)
        self._opened, self._front, self._window = opened, front, window
        self._practice = practice_of(opened.home.folder)
        exercises = SHIFTS[self._practice.desk]
        self.model = PracticeModel(opened.texts, exercises, self._practice.password)
        self._background = Background(Faults(opened.texts, explainer(opened.texts)))
        self.band = PracticeBand(segment, self.step, self.summarise, self._leave)
        self._shown: PracticeView | None = None
        front.put_above(self.band)
        for keys, act in (("Ctrl+PgDown", lambda: self.step(1)), ("Ctrl+PgUp", lambda: self.step(-1))):
            self._on(keys, act)
        self._on("Ctrl+End", self.summarise)
        self._on("Ctrl+Shift+End", self._leave)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MS)
        self._look()

    def close(self) -> None:
        """End it; a summary under way is finished first."""
        self._timer.stop()
        self._background.close()

    def _on(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self._front)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(act)

    def _look(self) -> None:
        # Read beside the window: a shift of many acts holds nobody up.
        if not self._background.under_way:
            self._background.run(lambda: events(self._opened), self._seen, self._failed)
        self.show()

    def _seen(self, done: list[Event]) -> None:
        self.model.take(done)
        self.show()

    def show(self) -> None:
        """Say what is to be done, in the window's language."""
        window = self._window
        view = self.model.view(window.language, signed_in=window.officer is not None)
        if view != self._shown:
            self._shown = view
            self.band.show_view(view)

    def step(self, by: int) -> None:
        """To the next exercise (1) or the one before (-1)."""
        self.model.step(by)
        self.show()

    def summarise(self) -> None:
        """Write the summary; the band says where it is."""
        self._background.run(lambda: write_summary(self._opened, self._practice), self._written, self._failed)

    def _leave(self) -> None:
        self._front.close()

    def _written(self, file: Path) -> None:
        self.model.written(f"{file.parent.name}/{file.name}")
        self.show()

    def _failed(self, said: Both) -> None:
        self.model.failed(said.say(self._window.language))
        self.show()
