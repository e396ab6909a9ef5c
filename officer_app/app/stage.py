"""The window of one workstation: what it works with, its scanners and its line to the centre."""

import gc
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QWindow

from officer_app.app.dressing import looks
from officer_app.app.late_parts import WANTED_SOON, LateParts
from officer_app.app.taking_up import take_up, take_up_keys, wedge_setup
from officer_app.app.words import explainer, segment
from officer_app.core.acts import Mode
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.devices.lamp import SerialLamp
from officer_app.devices.signals import AllSignals, Signals, SoundSignals
from officer_app.devices.sound import find_player
from officer_app.devices.volume import Sounds
from officer_app.paths import resources
from officer_app.settings import Settings
from officer_app.ui.desk import Desk
from officer_app.ui.front import Front
from officer_app.ui.main_window import MainWindow
from officer_app.ui.player import Player
from officer_app.ui.wedge import Wedge
from officer_app.viewmodels.ports import Scanner, Storage
from officer_app.workstation.attendance import DeskAttendance
from officer_app.workstation.desk_devices import DeskDevices
from officer_app.workstation.opening import Workstation
from officer_app.workstation.reading import Readers
from officer_app.workstation.running import Running

TURN_S = 0.0005
"""So long one thread of Python may keep the others waiting, a tenth of what is usual: the window asks for its turn some
dozen times in a scan, and what comes in from the centre must not make it late each time.
"""


class QtStage(Player):
    """One workstation's window, its scanners and its line to the centre."""

    def __init__(self, workstation: Workstation, practise: Callable[[], None] | None = None) -> None:
        """Nothing to be seen, until its maker has gone through `furnish`."""
        self._workstation = workstation
        self._sounds = Sounds(resources() / "sounds", workstation.settings.volume)
        self._signals = make_signals(workstation.settings, self._sounds)
        self._running: Running | None = None
        self._wedge: Wedge | None = None
        self._devices = DeskDevices(workstation)
        desk = fill_desk(workstation, self._signals, self._waiting_s, self._devices)
        self._shown = MainWindow(replace(desk, storage=self._storage, practise=practise), in_steps=True)
        super().__init__(self._shown)

    def furnish(
        self, front: Front | None = None, readers: Readers | None = None, typing: Wedge | None = None
    ) -> Iterator[None]:
        """Make the desk and begin to work at it; at each step the event loop may turn. It can be closed at any step.

        `front`: the window that the desk comes into, with its scanners in `readers` and the one that types in `typing`;
        else it has one of its own.
        """
        yield
        yield from self._shown.furnish()
        yield
        self._running = Running(self._workstation, self._shown.bridge, readers)
        self._devices.join(self._running.watch, self._running.states)
        if front is not None:
            front.adopt(self._shown)
        else:
            self._wedge = make_wedge(self._workstation.settings, self._running, self._shown)
            self._shown.show()
        self._running.start()
        take_up(self._workstation.in_use, self._shown, self._running, self._sounds)
        take_up_keys(self._workstation.in_use, self._wedge or typing)
        # What a window is made of lives as long as the window: the collector need not walk it at every scan.
        gc.collect()
        gc.freeze()

    @property
    def trouble(self) -> str:
        """Where the status bar says the line to the centre has its trouble; see `cli.stage.Stage`."""
        return str(self._shown.status_model.link.trouble)

    def close(self) -> None:
        """Close the window and end its threads; the workstation itself stays open."""
        if self._running is not None:
            self._running.stop()
        if self._wedge is not None:
            self._wedge.deleteLater()
        self._shown.close()
        self._signals.close()
        self._sounds.close()

    def _storage(self) -> Storage:
        return self._running.storage() if self._running is not None else Storage()

    def _waiting_s(self) -> float:
        return self._running.waiting_s() if self._running is not None else 0.0


def make_signals(settings: Settings, sounds: Sounds) -> Signals:
    """The speaker, and the lamp where one is set."""
    speaker = SoundSignals(lambda: sounds.folder, find_player())
    if not settings.lamp:
        return speaker
    return AllSignals(speaker, SerialLamp(settings.lamp, settings.lamp_codes))


def make_wedge(settings: Settings, running: Running, window: MainWindow) -> Wedge | None:
    """Reads scanners that type, in `window` and its dialogs; None where that is switched off."""
    application = QCoreApplication.instance()
    if not settings.wedge or application is None:
        return None

    def mine(target: QWindow) -> bool:
        handle = window.windowHandle()
        including = QWindow.AncestorMode.IncludeTransients
        # Before it is shown for the first time a window has no handle.
        return window.isVisible() and (target is handle or handle.isAncestorOf(target, including))

    wedge = Wedge(wedge_setup(settings), running.keyed, mine)
    application.installEventFilter(wedge)
    return wedge


def fill_desk(workstation: Workstation, signals: Signals, waiting_s: Callable[[], float], devices: DeskDevices) -> Desk:
    """Everything the window of `workstation` is handed."""
    settings, late = workstation.settings, LateParts(workstation)
    return Desk(
        counter=workstation.counter,
        texts=workstation.texts,
        sign_in=lambda name, password: sign_in(workstation, name, password),
        officers=workstation.officers.people,
        signals=signals,
        print_slip=late.print_slip,
        segment=segment,
        explain=explainer(workstation.texts),
        looks=looks(),
        sample=settings.station.mode is not Mode.REAL,
        language=settings.language,
        scanner=Scanner(", ".join(settings.scanners)),
        names=workstation.officers.names,
        waiting_s=waiting_s,
        read_command=workstation.commands.read,
        command_rules=settings.commands,
        devices=devices,
        papers=late.papers,
        accounts=workstation.officers,
        attendance=DeskAttendance(workstation),
        may_stay=workstation.officers.may_stay,
        idle_lock_minutes=settings.idle_lock_minutes,
        shelf=workstation.journal,
        registers=late.registers,
        transit=late.transit() if settings.desk == "transit" else None,
        office=late.office,
        waiting_settings=workstation.in_use.look,
    )


def load_desk(workstation: Workstation) -> None:
    """Load what the desk of `workstation` is made of, on whatever thread; making it takes the main thread."""
    kind = workstation.settings.desk
    # The files of sentences are read for the first of them: here, not while the window is made.
    workstation.texts.keys()
    import_module("officer_app.ui.desk_pages").load(kind)
    if kind == "transit":
        import_module("officer_app.workstation.transit_window")
        import_module("officer_app.workstation.paper_desk")
    if workstation.home.practice.exists():
        import_module("officer_app.app.practice")


def load_later() -> None:
    """Load what is wanted soon, behind the open desk: Qt first, whose classes a sign-in asks for."""
    _make_qt_whole()
    for name in WANTED_SOON:
        import_module(name)
    gc.freeze()
    # Not before: of two threads that ask for the same class of Qt's, the one that is let run while the other makes it
    # finds half of one.
    sys.setswitchinterval(TURN_S)


def _make_qt_whole() -> None:
    """Let PySide make its classes and enumerations here: it does so at first need, and then in one go (0.2 s)."""
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)


def sign_in(workstation: Workstation, name: str, password: str) -> SignedIn | Refusal:
    """The officer, off the main thread; what stamps need is loaded meanwhile, so that the first one is no slower."""
    for needed in ("officer_app.workstation.tokens", "officer_app.security.cose"):
        import_module(needed)
    return workstation.officers.sign_in(name, password)
