"""The transit desk's window on a real workstation, and a person with a keyboard and a scanner."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from officer_app.app.words import segment
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.print.pictures import Pictures
from officer_app.texts import Both
from officer_app.ui.desk import Desk, Link, Scanner
from officer_app.ui.main_window import MainWindow
from officer_app.ui.paper_printer import draw_on_printer
from officer_app.ui.player import Player
from officer_app.viewmodels.transit_model import TransitModel
from officer_app.viewmodels.view import View
from officer_app.workstation.opening import Workstation
from officer_app.workstation.paper_desk import StationPapers
from officer_app.workstation.transit_window import StationTransit
from tests.ui.conftest import LOOKS, PASSWORD, read_command, unmake
from tests.viewmodels.world import Printer, Sounds
from tests.workstation.transit_station import TransitBase


class AtTransit:
    """`keys` counts what was pressed, `scans` what was scanned."""

    def __init__(self, base: TransitBase, opened: Workstation, language: str = "en", **more: Any) -> None:
        self.opened = opened
        self.sounds = Sounds()
        self.faults: list[Exception] = []
        self.keys = self.scans = 0
        papers = StationPapers(opened, Pictures(), draw_on_printer, patience_s=0.0)
        people = [signed.person for signed in base.people.values()]

        def sign_in(name: str, password: str) -> SignedIn | Refusal:
            return base.people[name] if password == PASSWORD and name in base.people else Refusal("wrong_password")

        desk = Desk(
            counter=opened.counter,
            texts=opened.texts,
            sign_in=sign_in,
            officers=lambda: people,
            signals=self.sounds,
            print_slip=Printer(),
            segment=segment,
            explain=self._explain,
            looks=LOOKS,
            sample=True,
            language=language,
            link=Link("none"),
            scanner=Scanner("/dev/ttyACM0", ready=True),
            names=opened.officers.names,
            read_command=read_command,
            papers=lambda: papers,
            transit=StationTransit(opened, papers),
            **more,
        )
        self.window: MainWindow = MainWindow(desk)
        self.player = Player(self.window)
        self.window.show()

    def _explain(self, fault: Exception) -> Both | None:
        self.faults.append(fault)
        return None

    @property
    def model(self) -> TransitModel:
        """The page's model."""
        found = self.window.desk_page.model
        assert isinstance(found, TransitModel)
        return found

    @property
    def view(self) -> View:
        """What is shown."""
        return self.window.desk_page.view

    def sign_in(self, name: str) -> None:
        """Somebody takes the desk."""
        assert self.player.sign_in(name, PASSWORD)
        self.settle()

    def press(self, *keys: str) -> None:
        """Keys, one after the other, to whatever has the focus: "F5", "Return", "1", "Space"."""
        for key in keys:
            self.keys += 1
            found: QWidget | None = self.window.focusWidget()
            focus = self.window if found is None else found
            if key.isdecimal():
                QTest.keyClicks(focus, key)
            else:
                QTest.keyClick(focus, Qt.Key[f"Key_{key}"])
            self.settle()

    def type_in(self, text: str) -> None:
        """A text into the field that has the focus, and Enter."""
        focus = self.window.focusWidget()
        assert isinstance(focus, QLineEdit), self.view.headline
        self.keys += len(text)
        if text.isascii():
            QTest.keyClicks(focus, text)
        else:
            # QTest knows no Thai keys.
            focus.setText(text)
        self.press("Return")

    def scan(self, text: str) -> None:
        """A scan, as the device hands it over."""
        self.scans += 1
        wanted = self.model.arrived + 1
        self.player.scan(text)
        assert self.player.wait_until(lambda: self.model.arrived >= wanted)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        assert self.player.wait_until(lambda: not self.window._background.under_way)
        for _ in range(3):
            QCoreApplication.processEvents()
        assert not self.faults, self.faults

    def shot(self, path: Path) -> None:
        """A picture of the window."""
        self.settle()
        self.window.grab().save(str(path))

    def close(self) -> None:
        """Close window and workstation."""
        self.window.close()
        unmake(self.window)
        self.opened.close()
