"""The start: one window at once, the stores opened behind it, and what comes in meanwhile kept for the desk."""

import gc
import logging
import tomllib
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QWindow

from officer_app.paths import Home, resources
from officer_app.store.errors import StoreError
from officer_app.texts import Texts
from officer_app.ui.front import Front, FrontWords
from officer_app.workstation.trouble import Trouble

if TYPE_CHECKING:
    from officer_app.app.practice import PracticeShift
    from officer_app.app.stage import QtStage
    from officer_app.ui.wedge import Wedge
    from officer_app.workstation.opening import Workstation
    from officer_app.workstation.reading import Readers

log = logging.getLogger(__name__)
T = TypeVar("T", str, int, bool)
READERS = 3
"""The main thread's and the two workers'."""


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
        self._wedge: Wedge | None = None
        self._typed: list[str] = []
        self._said = first_settings(folder)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="opening")
        self._opening: Future[Workstation] | None = None
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self.front = Front(first_words(self._said), self._painted)
        self.front.show()

    @property
    def _may_practise(self) -> bool:
        """Only from real work: training and samples have nothing to be practised for."""
        return _of(self._said, "mode", "real") == "real"

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
        return self._stage

    def close(self) -> None:
        """Close whatever was opened; an opening that is under way is waited for."""
        self._pool.shutdown(wait=True)
        if self._shift is not None:
            self._shift.close()
        if self._stage is not None:
            self._stage.close()
        if self._wedge is not None:
            application = QCoreApplication.instance()
            if isinstance(application, QtGui.QGuiApplication):
                application.focusWindowChanged.disconnect(self._read_keys_of)
            self._wedge.deleteLater()
            self._wedge = None
        if self._readers is not None:
            self._readers.stop()
        self.front.close()
        if self._opening is not None and self._opening.exception() is None:
            self._opening.result().close()

    def _painted(self) -> None:
        log.info("first paint")
        self._opening = self._pool.submit(self._open)
        self._opening.add_done_callback(lambda opening: self._ended.emit())
        self._wedge = self._make_wedge()
        self._read_keys()

    def _open(self) -> "Workstation":
        """On its own thread: everything that takes its time."""
        # Loading makes very many objects, all of which stay: the collector would walk them again and again.
        gc.disable()
        try:
            self._read_scanners()
            stage = import_module("officer_app.app.stage")
            opening = import_module("officer_app.workstation.opening")
            workstation: Workstation = opening.open_workstation(self._folder)
            stage.load_desk(workstation)
            _make_qt_whole()
            _open_lines(workstation)
        finally:
            # What was loaded stays: later rounds of the collector need not walk it.
            gc.freeze()
            gc.enable()
        return workstation

    def _read_scanners(self) -> None:
        """Scanners first: what they send from now on is kept. Raises Trouble."""
        settings = import_module("officer_app.workstation.home_settings").load_settings(Home(self._folder))
        readers: Readers = import_module("officer_app.workstation.reading").Readers(settings)
        self._readers = readers
        readers.start()

    def _make_wedge(self) -> "Wedge | None":
        """The scanner that types is told from a person from the first key on."""
        said, module = self._said, import_module("officer_app.ui.wedge")
        if not _of(said, "wedge", True):
            return None
        standard = module.WedgeSetup()
        setup = module.WedgeSetup(
            _of(said, "wedge_prefix", standard.prefix),
            _of(said, "wedge_suffix", standard.suffix),
            _of(said, "wedge_gap_ms", standard.gap_ms),
            _of(said, "wedge_shortest", standard.shortest),
        )
        wedge: Wedge = module.Wedge(setup, self._keyed, self._mine)
        return wedge

    def _read_keys(self) -> None:
        """Keys go to a window of the system that has the focus: looking at each such window is enough, and far less
        than looking at whatever happens to any widget.
        """
        application, handle = QCoreApplication.instance(), self.front.windowHandle()
        if self._wedge is None or not isinstance(application, QtGui.QGuiApplication):
            return
        handle.installEventFilter(self._wedge)
        application.focusWindowChanged.connect(self._read_keys_of)

    def _read_keys_of(self, window: QWindow | None) -> None:
        if window is not None and self._wedge is not None and window is not self.front.windowHandle():
            # Once more than once is once: a filter that is there already only comes first again.
            window.installEventFilter(self._wedge)

    def _keyed(self, text: str) -> None:
        if self._stage is None or self._readers is None:
            self._typed.append(text)
        else:
            self._readers.keyed(text)

    def _mine(self, target: QWindow) -> bool:
        handle = self.front.windowHandle()
        including = QWindow.AncestorMode.IncludeTransients
        return self.front.isVisible() and (target is handle or handle.isAncestorOf(target, including))

    def _finish(self) -> None:
        """On the main thread: the desk comes into the window, or the program ends and says why."""
        try:
            self._furnish()
        except (Trouble, StoreError) as trouble:
            self.fault = trouble
        except Exception as error:
            log.exception("the desk could not be opened")
            self.fault = error
        if self.fault is not None:
            QCoreApplication.exit(3)

    def _furnish(self) -> None:
        if self._opening is None or not self.front.isVisible():
            return
        workstation = self._opening.result()
        readers = self._readers
        if not self._locked():
            raise Trouble("already_open", path=str(self._folder))
        if readers is not None:
            for text in self._typed:
                readers.keyed(text)
        stage = import_module("officer_app.app.stage")
        self._stage = stage.QtStage(workstation, self.front, readers, self._practise if self._may_practise else None)
        if Home(self._folder).practice.exists():
            shift = import_module("officer_app.app.practice").PracticeShift
            self._shift = shift(workstation, self.front, self.front.inside)
        log.info("ready")
        self._pool.submit(stage.load_later)


def _open_lines(workstation: "Workstation") -> None:
    """Let both stores have their connections open: the first look-ups shall not wait for one to be made."""
    with ExitStack() as held:
        for _ in range(READERS):
            held.enter_context(workstation.journal.reading())
            held.enter_context(workstation.mirror.reading())


def _make_qt_whole() -> None:
    """Let PySide make its classes and enumerations here: it does so at first need, and then in one go (0.2 s)."""
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)


def first_settings(folder: Path) -> Mapping[str, object]:
    """The settings as they stand in the file, unchecked, for what is shown before they are read in earnest."""
    try:
        return tomllib.loads(Home(folder).settings.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def first_words(said: Mapping[str, object]) -> FrontWords:
    """What the window says until the desk is open."""
    texts = Texts.load_part(resources() / "texts" / "frame.toml")
    language, mode, desk = _of(said, "language", "th"), _of(said, "mode", "real"), _of(said, "desk", "")
    return FrontWords(
        title=texts.either(f"window.desk_{desk}", "window.title").say(language),
        station=" · ".join(filter(None, (_of(said, "site", ""), _of(said, "name", "")))),
        mark=""
        if mode == "real"
        else texts.say("window.training" if mode == "training" else "window.sample", language),
        opening=texts.say("window.opening", language),
        hint=texts.say("window.opening_hint", language),
    )


def _of(said: Mapping[str, object], key: str, standard: T) -> T:
    value = said.get(key, standard)
    return value if isinstance(value, type(standard)) else standard
