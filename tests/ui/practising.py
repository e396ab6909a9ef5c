"""Somebody at a practice desk: the program on a practice home, played by keys and scans."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel

from officer_app.app.practice import PracticeShift
from officer_app.app.start import Start
from officer_app.core.practice import TRAINEE
from officer_app.ui.main_window import MainWindow
from officer_app.ui.player import Player
from officer_app.workstation.practice import practice_of, prepare

WAIT_S = 30.0


@dataclass(frozen=True)
class Whole:
    """A window and nothing else."""

    window: MainWindow


class Practising:
    """The window of the practice desk `desk` beside `home`."""

    def __init__(self, application: QApplication, home: Path, desk: str) -> None:
        self._closed = False
        self.home = prepare(home, desk)
        self.start = Start(self.home, lambda: True)
        self._until(lambda: self.start.front.inside is not None or self.start.fault is not None)
        assert self.start.fault is None
        self.window = cast(MainWindow, self.start.front.inside)
        self.player = Player(self.window)
        found: object = self.start.front.findChild(PracticeShift)
        assert isinstance(found, PracticeShift)
        self.shift = found

    @property
    def whole(self) -> "Whole":
        """The window with its band, for what looks at a window."""
        return Whole(cast(MainWindow, self.start.front))

    def sign_in(self, account: str = TRAINEE) -> None:
        """With the password that the band says."""
        assert self.player.sign_in(account, practice_of(self.home).password, WAIT_S)

    def scan(self, number: str) -> None:
        """Scan and wait until it is answered."""
        wanted = self.window.desk_page.model.arrived + 1
        self.player.scan(number)
        assert self.player.wait_painted(wanted, WAIT_S)

    def press(self, *keys: str) -> None:
        """Keys, each after the work of the one before."""
        for key in keys:
            self.player.press(key)
            self._settle()

    def type_in(self, *texts: str) -> None:
        """Texts into the fields that ask one after the other, each with Enter."""
        for text in texts:
            self.player.type_text(text)
            self.press("Return")

    def choose(self, digit: str) -> None:
        """A line of a list by its digit."""
        self.player.type_text(digit)
        self._settle()

    def done(self, name: str) -> bool:
        """Whether the exercise was noticed as done, by now or soon."""
        model = self.shift.model
        place = [each.name for each in model.exercises].index(name)
        return self.player.wait_until(lambda: model.done[place], WAIT_S)

    def seen(self) -> str:
        """All words in sight."""
        for _ in range(3):
            QCoreApplication.processEvents()
        labels = self.start.front.findChildren(QLabel)
        return " ".join(label.accessibleName() for label in labels if label.isVisible())

    def screenshot(self, path: Path) -> None:
        """The whole window, band and all."""
        self.shift.show()
        for _ in range(6):
            QCoreApplication.processEvents()
        assert self.start.front.grab().save(str(path), "PNG")

    def close(self) -> None:
        """As the window's cross does, and as the program ends; harmless when repeated."""
        if self._closed:
            return
        self._closed = True
        self.start.front.close()
        self.start.close()
        self.start.front.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _settle(self) -> None:
        working, beside = self.window._background, self.window.beside.background
        view = self.player.view
        assert self.player.wait_until(lambda: not (working.under_way or beside.under_way or view().busy), WAIT_S)
        QCoreApplication.processEvents()

    def _until(self, holds: Callable[[], bool]) -> None:
        waiting = Player(cast(MainWindow, self.start.front))
        assert waiting.wait_until(holds, WAIT_S)
