"""The start: one window at once, the stores opened behind it, and what comes in meanwhile kept for the desk."""

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from officer_app.app.dressing import put_on
from officer_app.app.first_words import first_settings, first_words, setting
from officer_app.paths import Home
from officer_app.store.errors import StoreError
from officer_app.ui.collector import go_on_collecting, rest_collecting
from officer_app.ui.front import Front
from officer_app.ui.window_place import WindowPlace
from officer_app.workstation.trouble import Trouble

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from officer_app.app.practice import PracticeShift
    from officer_app.app.stage import QtStage
    from officer_app.app.typing_scanner import TypingScanner
    from officer_app.workstation.opening import Workstation
    from officer_app.workstation.reading import Readers

log = logging.getLogger(__name__)
READERS = 3
"""The main thread's and the two workers'."""
_DONE = object()


class Start(QObject):
    """The program on the home in `folder`. `fault`: why it ended before there was a desk; None otherwise.
    `wants_practice`: it ended because somebody goes to the practice desk.

    `locked` says whether this is the only program on the home; what it raises as Trouble ends the program, too.
    """

    _ended = Signal()

    def __init__(self, folder: Path, locked: Callable[[], bool]) -> None:
        super().__init__()
        self.fault: Exception | None = None
        self.wants_practice = False
        self._folder = folder
        self._locked = locked
        self._readers: Readers | None = None
        self._stage: QtStage | None = None
        self._shift: PracticeShift | None = None
        self._typing: TypingScanner | None = None
        self._typed: list[str] = []
        self._steps: Iterator[None] = iter(())
        self._said = first_settings(folder)
        self._pool: ThreadPoolExecutor | None = None
        self._opening: Future[Workstation] | None = None
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        put_on(setting(self._said, "look", "light"))
        self.front = Front(first_words(self._said), self._painted, WindowPlace(Home(folder).window))
        self.front.show()

    @property
    def _may_practise(self) -> bool:
        """Only from real work: training and samples have nothing to be practised for."""
        return setting(self._said, "mode", "real") == "real"

    def _practise(self) -> None:
        self.wants_practice = True
        QCoreApplication.exit(0)

    @property
    def under_way(self) -> bool:
        """Whether the first paint was there and the stores are being opened behind it, or are open."""
        return self._opening is not None

    @property
    def stage(self) -> "QtStage | None":
        """The desk, once it is open."""
        return self._stage if self.front.inside is not None else None

    def close(self) -> None:
        """Close whatever was opened; an opening that is under way is waited for."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)
        if self._shift is not None:
            self._shift.close()
        if self._stage is not None:
            self._stage.close()
        if self._typing is not None:
            self._typing.close()
        if self._readers is not None:
            self._readers.stop()
        self.front.close()
        go_on_collecting()
        if self._opening is not None and self._opening.exception() is None:
            self._opening.result().close()

    def _painted(self) -> None:
        log.info("first paint")
        # Loading makes very many objects, all of which stay: the collector would walk them again and again.
        rest_collecting()
        # Before any other thread is there: what that loads has classes of Qt in common with this, and of two threads
        # that ask for the same one the second finds half of one.
        typing = import_module("officer_app.app.typing_scanner")
        self._typing = typing.TypingScanner(self._said, self.front, self._keyed)
        pool: ThreadPoolExecutor = import_module("concurrent.futures").ThreadPoolExecutor(1, "opening")
        self._pool, self._opening = pool, pool.submit(self._open)
        self._opening.add_done_callback(lambda opening: self._ended.emit())

    def _open(self) -> "Workstation":
        """On its own thread: everything that takes its time."""
        self._read_scanners()
        stage = import_module("officer_app.app.stage")
        opening = import_module("officer_app.workstation.opening")
        workstation: Workstation = opening.open_workstation(self._folder)
        stage.load_desk(workstation)
        _open_lines(workstation)
        # What was loaded stays: no round of the collector need walk it.
        gc.freeze()
        return workstation

    def _read_scanners(self) -> None:
        """Scanners first: what they send from now on is kept. Raises Trouble."""
        settings = import_module("officer_app.workstation.home_settings").load_settings(Home(self._folder))
        readers: Readers = import_module("officer_app.workstation.reading").Readers(settings)
        self._readers = readers
        readers.start()

    def _keyed(self, text: str) -> None:
        self._typed.append(text)
        self._hand_over()

    def _hand_over(self) -> None:
        """What the scanner typed goes where other scans are kept for the desk, as soon as they are."""
        if self._readers is not None:
            typed, self._typed = self._typed, []
            for text in typed:
                self._readers.keyed(text)

    def _finish(self) -> None:
        """On the main thread: the desk is made and comes into the window, or the program ends and says why."""
        self._steps = self._furnish()
        self._step()

    def _step(self) -> None:
        """One step of making the desk. Between two of them the event loop turns: nothing is held up for long."""
        if not self.front.isVisible():
            return
        try:
            if next(self._steps, _DONE) is not _DONE:
                QTimer.singleShot(0, self, self._step)
        except (Trouble, StoreError) as trouble:
            self.fault = trouble
        except Exception as error:
            log.exception("the desk could not be opened")
            self.fault = error
        if self.fault is not None:
            QCoreApplication.exit(3)

    def _furnish(self) -> Iterator[None]:
        if self._opening is None:
            return
        workstation = self._opening.result()
        if not self._locked():
            raise Trouble("already_open", path=str(self._folder))
        self._hand_over()
        stage = import_module("officer_app.app.stage")
        self._stage = stage.QtStage(workstation, self._practise if self._may_practise else None)
        yield from self._stage.furnish(self.front, self._readers, self._typing.wedge if self._typing else None)
        if Home(self._folder).practice.exists():
            shift = import_module("officer_app.app.practice").PracticeShift
            self._shift = shift(workstation, self.front, self.front.inside)
        go_on_collecting()
        log.info("ready")
        if self._pool is not None:
            self._pool.submit(stage.load_later)


def _open_lines(workstation: "Workstation") -> None:
    """Let both stores have their connections open: the first look-ups shall not wait for one to be made."""
    with ExitStack() as held:
        for _ in range(READERS):
            held.enter_context(workstation.journal.reading())
            held.enter_context(workstation.mirror.reading())
