"""What the test bench of a window looks at: the scanners that the program reads, and the doctor's word on devices."""

from collections.abc import Callable
from importlib import import_module

from officer_app.devices.ports import OnBytes
from officer_app.devices.scanner_states import Absent, State
from officer_app.texts import Texts
from officer_app.viewmodels.ports import Finding
from officer_app.workstation.opening import Workstation


class DeskDevices:
    """Implements `viewmodels.ports.Devices`; `join` hands in the scanners once they are there."""

    def __init__(self, workstation: Workstation) -> None:
        self._workstation = workstation
        self._states: Callable[[], list[State | None]] = list
        self._watch: Callable[[OnBytes | None], None] = _unwatched

    def join(self, watch: Callable[[OnBytes | None], None], states: Callable[[], list[State | None]]) -> None:
        """The scanners are there."""
        self._watch, self._states = watch, states

    def watch(self, on_bytes: OnBytes | None) -> None:
        """See Devices."""
        self._watch(on_bytes)

    def findings(self) -> list[Finding]:
        """See Devices."""
        opened = self._workstation
        # The doctor and what it looks at is loaded when it is asked.
        checkup = import_module("officer_app.workstation.checkup").Checkup(opened.home.folder, opened.texts)
        printers: list[Finding] = import_module("officer_app.workstation.printer_check").printer_findings(opened)
        found = [_finding(state, opened.texts) for state in self._states() if state is not None]
        return [*found, *checkup.devices(opened.settings, reading=True), *printers]


def _unwatched(on_bytes: OnBytes | None) -> None:
    """No scanner is there yet."""


def _finding(state: State, texts: Texts) -> Finding:
    if isinstance(state, Absent):
        return Finding("scanner", "bad", texts.both(f"port.{state.trouble}", port=state.url))
    return Finding("scanner", "good", texts.both("doctor.scanner_opens", port=state.url))
