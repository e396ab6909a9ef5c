"""The desktop program before there is a workstation: Qt, the first window, and the loop it lives in."""

import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from officer_app.app.dressing import looks
from officer_app.app.home_lock import HomeLock
from officer_app.app.start import Start
from officer_app.paths import Home, resources
from officer_app.store.errors import StoreError
from officer_app.texts import Texts
from officer_app.ui.collector import Collector
from officer_app.ui.theme import dress, wear
from officer_app.workstation.trouble import Trouble, store_trouble

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

    from officer_app.app.preparing import Preparing
    from officer_app.app.stage import QtStage
    from officer_app.ui.bare_window import BareWindow
    from officer_app.viewmodels.paper_ports import Pages
    from officer_app.workstation.opening import Workstation

GLANCE_MS = 300
PRACTISE = -1
"""No exit status: somebody goes on to the practice desk."""


class QtDesktop:
    """Implements `cli.stage.Desktop`. Where there is no screen, windows are painted offscreen."""

    def __init__(self) -> None:
        if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        running = QCoreApplication.instance()
        self._application = running if isinstance(running, QApplication) else QApplication(["officer-app"])
        Collector(self._application)
        self._texts = Texts.at_need(resources() / "texts")
        dress(self._application, looks())

    @property
    def visible(self) -> bool:
        """Whether a person can see the windows."""
        return QGuiApplication.platformName() not in ("offscreen", "minimal")

    def open_stage(self, workstation: "Workstation") -> "QtStage":
        """A window on `workstation`, shown and at work."""
        wear(self._application, looks(), workstation.settings.look)
        stage: QtStage = import_module("officer_app.app.stage").QtStage(workstation)
        for _ in stage.furnish():
            """In one go: nobody waits for the loop here."""
        return stage

    def open_bare(self) -> "BareWindow":
        """The emptiest window that paints a scan."""
        bare: BareWindow = import_module("officer_app.ui.bare_window").BareWindow()
        bare.show()
        return bare

    def draw_on_printer(self, printer: str, title: str, dpi: int, pages: "Pages") -> str:
        """See `viewmodels.paper_ports.Painting`."""
        refused: str = import_module("officer_app.app.late_parts").draw_on_printer(printer, title, dpi, pages)
        return refused

    def linger(self) -> None:
        """Let the open windows live until the last one is closed, or somebody asks the program to stop."""
        self._live()

    def run(self, folder: Path) -> int:
        """The program on the home in `folder`: 0 when its window was closed, 3 when it could not be opened."""
        lock = HomeLock(folder)
        if not _is_home(folder):
            return self._cannot_open(Trouble("no_home", path=str(folder)))
        if lock.taken():
            return self._cannot_open(Trouble("already_open", path=str(folder)))
        try:
            while (status := self._run(folder, lock)) == PRACTISE:
                status = self._practise(folder)
                if status:
                    return status
            return status
        finally:
            lock.give_back()

    def _practise(self, folder: Path) -> int:
        """The practice desk beside the real one, until its window is closed: then the real one opens again."""
        preparing: Preparing = import_module("officer_app.app.preparing").Preparing(folder)
        self._live()
        preparing.close()
        if preparing.fault is not None:
            trouble = trouble_of(preparing.fault)
            if trouble is None:
                raise preparing.fault
            return self._cannot_open(trouble)
        return 0 if preparing.place is None else self.run(preparing.place)

    def _run(self, folder: Path, lock: HomeLock) -> int:
        start = Start(folder, lock.held)
        try:
            status = self._live()
        finally:
            start.close()
        if start.fault is None:
            return PRACTISE if start.wants_practice else status
        trouble = trouble_of(start.fault)
        if trouble is None:
            raise start.fault
        return self._cannot_open(trouble)

    def _live(self) -> int:
        """The event loop until the last window is closed, or Ctrl-C or SIGTERM end it."""
        before = {each: signal.signal(each, self._asked_to_stop) for each in (signal.SIGINT, signal.SIGTERM)}
        # Python looks at signals only while it runs; a quiet loop is all Qt.
        glance = QTimer()
        glance.timeout.connect(_look_around)
        glance.start(GLANCE_MS)
        try:
            return self._application.exec()
        finally:
            glance.stop()
            for each, handler in before.items():
                signal.signal(each, handler)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._application.quit()

    def _cannot_open(self, trouble: Trouble) -> int:
        said = self._texts.trouble(trouble)
        sys.stderr.write(f"{said.th}\n{said.en}\n")
        if self.visible:
            # Not a loop of its own: that would not hear Ctrl-C and SIGTERM.
            box_of: type[QMessageBox] = import_module("PySide6.QtWidgets").QMessageBox
            box = box_of(box_of.Icon.Critical, "officer-app", f"{said.th}\n\n{said.en}")
            ok = self._texts.both("qt.ok")
            box.addButton(f"{ok.th} – {ok.en}", box_of.ButtonRole.AcceptRole)
            box.finished.connect(self._application.quit)
            box.show()
            self._live()
            box.close()
        return 3


def _look_around() -> None:
    """Nothing; being here lets Python see a signal."""


def _is_home(folder: Path) -> bool:
    """Whether there is a workstation in `folder`, or something that has to be looked at before one can say."""
    try:
        return Home(folder).settings.exists()
    except OSError:
        return True


def trouble_of(fault: BaseException) -> Trouble | None:
    """The trouble that `fault` is; None for a mistake of ours."""
    if isinstance(fault, StoreError):
        return store_trouble(fault)
    return fault if isinstance(fault, Trouble) else None
