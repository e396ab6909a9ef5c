"""The practice desk is being made: a window that says so, and the work behind it."""

from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from officer_app.app.first_words import first_settings, first_words
from officer_app.paths import Home
from officer_app.ui.front import Front
from officer_app.ui.window_place import WindowPlace


class Preparing(QObject):
    """Has the practice desk beside the home in `folder` made, which takes seconds once. `place`: where it is, once it
    is there; None where the window was closed before. `fault`: why it is not.
    """

    _ended = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.fault: BaseException | None = None
        self.place: Path | None = None
        self._folder = folder
        self._said = first_settings(folder)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="practice")
        self._making: Future[Path] | None = None
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        words = first_words({**self._said, "mode": "training"})
        self._front = Front(words, self._painted, WindowPlace(Home(folder).window))
        self._front.show()

    def close(self) -> None:
        """Put the window away; what is being made is made to its end."""
        self._pool.shutdown(wait=True)
        self._front.close()

    def _painted(self) -> None:
        self._making = self._pool.submit(self._make)
        self._making.add_done_callback(lambda made: self._ended.emit())

    def _make(self) -> Path:
        desk = str(self._said.get("desk", "inspection"))
        place: Path = import_module("officer_app.workstation.practice").prepare(self._folder, desk)
        return place

    def _finish(self) -> None:
        if self._making is not None and self._front.isVisible():
            self.fault = self._making.exception()
            self.place = self._making.result() if self.fault is None else None
            QCoreApplication.exit(0)
