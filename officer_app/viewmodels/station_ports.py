"""What the pages of "this workstation" are handed: its settings, log, checkup, printers, and what it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from officer_app.core.log_lines import LogLine, LogWanted
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.setting_kinds import Kind
from officer_app.texts import Both
from officer_app.usecases.progress import Progress
from officer_app.viewmodels.ports import Finding


@dataclass(frozen=True)
class SettingRow:
    """One setting. `value`, `default` and `running` (what this program was opened with) as TOML writes them on one
    line; `origin`: file or default; `effect` of a change: at_once, restart or fixed; `choices`: the few words it takes.
    """

    key: str
    kind: Kind
    value: str
    default: str
    running: str
    origin: str
    effect: str
    title: Both
    about: Both
    choices: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether the program works with the value before until its next start."""
        return self.effect == "restart" and self.value != self.running


@dataclass(frozen=True)
class SettingChange:
    """A setting before and after; `kept`: it stays, for it is this workstation's own."""

    key: str
    before: str
    after: str
    effect: str
    kept: bool = False


class SettingsDesk(Protocol):
    """The settings of one workstation. Every method is called off the main thread and may raise."""

    def rows(self) -> Sequence[SettingRow]:
        """Every setting, as the file is now."""
        ...

    def change(self, officer: SignedIn, key: str, text: str) -> SettingChange | Refusal:
        """Set `key` to what was typed; recorded as an act before the file is put in place."""
        ...

    def export(self, file: str) -> str | Refusal:
        """Write all settings to `file`; gives its whole name. Never over a file that is there."""
        ...

    def differences(self, file: str) -> Sequence[SettingChange] | Refusal:
        """What taking over `file` would change. Changes nothing."""
        ...

    def take_over(
        self, officer: SignedIn, file: str, shown: Sequence[SettingChange] | None = None
    ) -> Sequence[SettingChange] | Refusal:
        """Take over the settings of `file`; the file that was in place is kept beside it. `shown`: the differences that
        somebody saw and agreed to; others are refused.
        """
        ...


@dataclass(frozen=True)
class LogPage:
    """Lines of the log, newest first; `more`: older ones that fit are there, too; `read` bytes were looked through."""

    lines: tuple[LogLine, ...]
    more: bool
    read: int


class LogDesk(Protocol):
    """The program's log. Every method is called off the main thread and may raise."""

    def read(self, wanted: LogWanted, progress: Progress) -> LogPage:
        """The newest lines that are wanted. Raises Stopped."""
        ...

    def export(self, lines: Sequence[LogLine]) -> str:
        """Write `lines` to a file for support; gives its whole name."""
        ...


class CheckupDesk(Protocol):
    """The doctor. Called off the main thread."""

    def look(self, told: Callable[[Finding], None], progress: Progress) -> None:
        """Look at everything; `told` is called with each finding, on that thread. Raises Stopped."""
        ...

    def export(self, findings: Sequence[Finding], at: datetime) -> str:
        """Write them to a file for support; gives its whole name."""
        ...


@dataclass(frozen=True)
class PrinterRow:
    """One printer: the system it hangs on, the papers that go to it, what it complains of (`why`, empty: nothing), how
    many papers of this workstation wait for it.
    """

    name: str
    via: str
    forms: tuple[Both, ...]
    default: bool
    why: str
    waiting: int

    @property
    def ready(self) -> bool:
        """Whether nothing is known against it."""
        return not self.why


@dataclass(frozen=True)
class TestPrint:
    """What became of a test page. `state` and `why` are words of the queue (`devices.printers.jobs`)."""

    printer: str
    form: Both
    state: str
    why: str
    detail: str = ""


class PrinterDesk(Protocol):
    """The printers of one workstation. Every method is called off the main thread and may raise."""

    def printers(self) -> Sequence[PrinterRow]:
        """Every printer that is set up or that the machine has."""
        ...

    def try_out(self, printer: str) -> TestPrint:
        """Print a specimen of a paper that goes there, followed for a few seconds. It is no print of any record."""
        ...


@dataclass(frozen=True)
class Part:
    """Something shipped with the program: its name, its version, its licence."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True)
class About:
    """What this program and this workstation are. `facts`: code of a label → value; `marks`: codes of what is not real
    or not certified.
    """

    facts: tuple[tuple[str, str], ...]
    marks: tuple[str, ...]
    parts: tuple[Part, ...]


AboutDesk = Callable[[], About]
"""Called off the main thread."""


@dataclass(frozen=True)
class StationOffice:
    """All of it."""

    settings: SettingsDesk
    log: LogDesk
    checkup: CheckupDesk
    printers: PrinterDesk
    about: AboutDesk
