"""The window of one workstation: what it works with, its scanners and its line to the centre."""

import gc
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QWindow

from officer_app.app.dressing import looks
from officer_app.app.words import explainer, segment
from officer_app.core.acts import Mode
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.devices.lamp import SerialLamp
from officer_app.devices.signals import AllSignals, Signals, SoundSignals
from officer_app.devices.sound import find_player
from officer_app.devices.volume import Sounds
from officer_app.paths import resources
from officer_app.print.pictures import Pictures
from officer_app.settings import Settings
from officer_app.ui.desk import Desk
from officer_app.ui.front import Front
from officer_app.ui.main_window import MainWindow
from officer_app.ui.player import Player
from officer_app.ui.wedge import Wedge, WedgeSetup
from officer_app.viewmodels.paper_ports import Pages
from officer_app.viewmodels.ports import Scanner, Storage
from officer_app.viewmodels.station_ports import StationOffice
from officer_app.workstation.attendance import DeskAttendance
from officer_app.workstation.desk_devices import DeskDevices
from officer_app.workstation.drawing import drawing_with
from officer_app.workstation.opening import Workstation
from officer_app.workstation.paper_desk import StationPapers
from officer_app.workstation.printers import Drawing
from officer_app.workstation.reading import Readers
from officer_app.workstation.register_desk import StationRegisters
from officer_app.workstation.running import Running
from officer_app.workstation.slips import slip_printer
from officer_app.workstation.transit_window import StationTransit


class QtStage(Player):
    """One workstation's window, its scanners and its line to the centre."""

    def __init__(
        self,
        workstation: Workstation,
        front: Front | None = None,
        readers: Readers | None = None,
        practise: Callable[[], None] | None = None,
    ) -> None:
        """`front`: the window that the desk comes into, and its scanners in `readers`; else it has one of its own."""
        self._sounds = Sounds(resources() / "sounds", workstation.settings.volume)
        self._signals = make_signals(workstation.settings, self._sounds)
        self._running: Running | None = None
        devices = DeskDevices(workstation)
        desk = fill_desk(workstation, self._signals, self._waiting_s, devices)
        self._shown = MainWindow(replace(desk, storage=self._storage, practise=practise))
        super().__init__(self._shown)
        self._running = Running(workstation, self._shown.bridge, readers)
        devices.join(self._running.watch, self._running.states)
        self._wedge = None
        if front is not None:
            front.adopt(self._shown)
        else:
            self._wedge = make_wedge(workstation.settings, self._running, self._shown)
            self._shown.show()
        self._running.start()
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
    speaker = SoundSignals(sounds.folder, find_player())
    if not settings.lamp:
        return speaker
    return AllSignals(speaker, SerialLamp(settings.lamp, settings.lamp_codes))


def make_wedge(settings: Settings, running: Running, window: MainWindow) -> Wedge | None:
    """Reads scanners that type, in `window` and its dialogs; None where that is switched off."""
    application = QCoreApplication.instance()
    if not settings.wedge or application is None:
        return None
    setup = WedgeSetup(settings.wedge_prefix, settings.wedge_suffix, settings.wedge_gap_ms, settings.wedge_shortest)

    def mine(target: QWindow) -> bool:
        handle = window.windowHandle()
        including = QWindow.AncestorMode.IncludeTransients
        # Before it is shown for the first time a window has no handle.
        return window.isVisible() and (target is handle or handle.isAncestorOf(target, including))

    wedge = Wedge(setup, running.keyed, mine)
    application.installEventFilter(wedge)
    return wedge


def draw_on_printer(printer: str, title: str, dpi: int, pages: Pages) -> str:
    """See `viewmodels.paper_ports.Painting`. Qt's printing is loaded for the first paper, not at every start."""
    refused: str = import_module("officer_app.ui.paper_printer").draw_on_printer(printer, title, dpi, pages)
    return refused


def fill_desk(workstation: Workstation, signals: Signals, waiting_s: Callable[[], float], devices: DeskDevices) -> Desk:
    """Everything the window of `workstation` is handed."""
    settings, pictures = workstation.settings, Pictures()
    papers = StationPapers(workstation, pictures, draw_on_printer)
    return Desk(
        counter=workstation.counter,
        texts=workstation.texts,
        sign_in=lambda name, password: sign_in(workstation, name, password),
        officers=workstation.officers.people,
        signals=signals,
        print_slip=slip_printer(workstation, drawing_with(pictures, draw_on_printer)),
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
        papers=papers,
        accounts=workstation.officers,
        attendance=DeskAttendance(workstation),
        may_stay=workstation.officers.may_stay,
        idle_lock_minutes=settings.idle_lock_minutes,
        shelf=workstation.journal,
        registers=StationRegisters(workstation),
        transit=StationTransit(workstation, papers) if settings.desk == "transit" else None,
        office=partial(station_office, workstation, drawing_with(pictures, draw_on_printer)),
    )


def station_office(workstation: Workstation, drawing: Drawing) -> StationOffice:
    """What the pages of "this workstation" work with; loaded when the first of them is opened."""
    made: StationOffice = import_module("officer_app.workstation.station_office").station_office(workstation, drawing)
    return made


def sign_in(workstation: Workstation, name: str, password: str) -> SignedIn | Refusal:
    """The officer, off the main thread; what stamps need is loaded meanwhile, so that the first one is no slower."""
    import_module("officer_app.security.cose")
    return workstation.officers.sign_in(name, password)
