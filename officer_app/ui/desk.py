"""Desk: everything a window is handed. app.py fills it; the window reaches for nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from officer_app.core.commands import CommandRules, ReadCommand, Verb
from officer_app.core.ports import Person, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Texts
from officer_app.ui.looks import Looks
from officer_app.usecases.counter import Counter
from officer_app.viewmodels.entrances import Accounts, AskSecond, Attendance, NoAttendance, NoBadges
from officer_app.viewmodels.ports import (
    Devices,
    Explain,
    Link,
    Printed,
    PrintSlip,
    Run,
    Scanner,
    Signals,
    Storage,
    Tools,
)

if TYPE_CHECKING:
    from officer_app.core.shelf import Shelf
    from officer_app.viewmodels.paper_ports import PaperDesk
    from officer_app.viewmodels.register_ports import RegisterDesk
    from officer_app.viewmodels.station_ports import StationOffice
    from officer_app.viewmodels.transit_ports import TransitOffice

__all__ = ["Desk", "Link", "Looks", "Printed", "Scanner", "Signals"]


def _nobody() -> Mapping[str, str]:
    return {}


def _no_time() -> float:
    return 0.0


def _stays(officer: SignedIn) -> bool:
    return True


@dataclass(frozen=True)
class Desk:
    """What a window works with.

    `counter` is called on the main thread; `sign_in` (name, password), `print_slip` and release claims are called
    off it, so the stores behind them must allow that. `officers` lists who may sign in here. `segment` puts
    U+200B between the words of a Thai text. `explain` gives the sentence of a fault of the world, None for a
    mistake of ours (the window logs both). `names`: account → the name people read, of officers of other
    workstations, too. `waiting_s`: how long the exchange under way has been without an answer. `sample` marks the
    window as not real; `language` is th or en. `read_command` reads command barcodes (None: they are texts like any
    other); `devices` is what the test bench looks at; `storage` says how disk and second medium are.
    `shelf` and `registers`: what reconciliation and registers read; without them those pages are not there. `papers`,
    `registers` and `office` are asked for when the first page of theirs is opened.
    `accounts`: badges and new passwords; `attendance` keeps who is at the desk; the window locks
    when `may_stay` says that its officer may not any more, and after `idle_lock_minutes` without a touch (0: never).
    `transit`: what a transit desk works with; None at every other. `practise` leads from the sign-in page to the
    practice desk; None where there is none. `office`: settings, log, checkup, printers, about. `waiting_settings`:
    asked every second, takes up what changed and counts at once; gives the keys of settings that wait for a restart.
    """

    counter: Counter
    texts: Texts
    sign_in: Callable[[str, str], SignedIn | Refusal]
    officers: Callable[[], Sequence[Person]]
    signals: Signals
    print_slip: PrintSlip
    segment: Callable[[str], str]
    explain: Explain
    looks: Looks
    sample: bool = False
    language: str = "th"
    link: Link = field(default_factory=Link)
    scanner: Scanner = field(default_factory=Scanner)
    names: Callable[[], Mapping[str, str]] = _nobody
    waiting_s: Callable[[], float] = _no_time
    read_command: ReadCommand | None = None
    command_rules: CommandRules = field(default_factory=CommandRules)
    devices: Devices | None = None
    papers: "Callable[[], PaperDesk] | None" = None
    accounts: Accounts = field(default_factory=NoBadges)
    attendance: Attendance = field(default_factory=NoAttendance)
    may_stay: Callable[[SignedIn], bool] = _stays
    idle_lock_minutes: int = 0
    storage: Callable[[], Storage] = Storage
    shelf: "Shelf | None" = None
    registers: "Callable[[], RegisterDesk] | None" = None
    transit: "TransitOffice | None" = None
    practise: Callable[[], None] | None = None
    office: "Callable[[], StationOffice] | None" = None
    waiting_settings: Callable[[], Sequence[str]] = tuple

    def tools(
        self, run: Run, changed: Callable[[], None], window: Callable[[Verb], None], ask_second: AskSecond
    ) -> Tools:
        """What the desk's model is handed: `run` works off the main thread, `window` does what concerns no record."""
        return Tools(
            self.counter,
            self.texts,
            self.signals,
            run,
            self.print_slip,
            changed,
            self.read_command,
            self.command_rules,
            window,
            ask_second,
            self.officers,
        )
