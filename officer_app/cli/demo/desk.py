"""One desk of the demonstration: scans through its serial line, presses keys, reads what the window shows."""

import time
from collections.abc import Callable
from pathlib import Path

from officer_app.cli.demo.narrator import DemoFailed, Narrator
from officer_app.cli.stage import Stage
from officer_app.cli.stopping import Stop
from officer_app.devices.simulated_scanner import SimulatedScanner
from officer_app.viewmodels.view import Step, View
from officer_app.workstation.opening import Workstation

PATIENCE_S = 30.0
PAUSE_S = 0.7
"""How long a step stays on a real screen, so that a person can follow."""


class DemoDesk:
    """A stage with its scanner and its workstation; every method waits until the window shows the outcome."""

    def __init__(
        self,
        workstation: Workstation,
        scanner: SimulatedScanner,
        stage: Stage,
        narrator: Narrator,
        stop: Stop,
        *,
        watched: bool,
    ) -> None:
        self._watched = watched
        self.workstation = workstation
        self.stage = stage
        self._scanner = scanner
        self._narrator = narrator
        self._stop = stop

    @property
    def name(self) -> str:
        """The workstation's name."""
        return self.workstation.settings.name

    def scan(self, number: str) -> View:
        """Scan `number`; gives the view once its answer is on the screen."""
        before = self.stage.last_painted[0]
        begun = time.monotonic_ns()
        self._scanner.send(number)
        self.wait(lambda: self.stage.last_painted[0] > before, f"scan {number}")
        self._narrator.painted_ms.append((self.stage.last_painted[1] - begun) / 1e6)
        self.pause()
        return self.stage.view()

    def send_bytes(self, data: bytes, what: str) -> View:
        """Send raw bytes that must be counted as dropped or refused; gives the view."""
        counts = self.stage.view().counts
        before = counts.dropped_total + counts.refused
        self._scanner.send_bytes(data)
        self.wait(lambda: self._bad_ones() > before, what)
        self.pause()
        view = self.stage.view()
        self._narrator.refused(self.name, what, view.code, view.sentence or view.headline)
        return view

    def press(self, key: str) -> View:
        """Press a key; gives the view afterwards."""
        self._stop.check()
        self.stage.press(key)
        return self.stage.view()

    def settle(self, what: str) -> View:
        """Wait until nothing is being waited for and no slip is being printed."""
        self.wait(lambda: not self.stage.view().busy and self.stage.view().printing != "printing", what)
        self.pause()
        return self.stage.view()

    def must(self, view: View, step: Step, number: str) -> None:
        """Fail unless `view` shows that `step` was done on `number`."""
        shown = view.card.number if view.card else ""
        if view.step is not step or shown != number:
            seen = f"{view.step or view.tone} {view.code} {shown}: {view.headline} {view.sentence}"
            raise DemoFailed(f"{self.name}: {number} should be {step}, the window shows {seen}")

    def must_refuse(self, view: View, code: str, number: str) -> None:
        """Fail unless `view` refuses `number` by the rule `code`; then acknowledge it."""
        if view.code != code:
            raise DemoFailed(
                f"{self.name}: {number} should be refused as {code}, the window shows {view.code} {view.headline}"
            )
        self._narrator.refused(self.name, number, code, view.sentence or view.headline)

    def hear_of_outage(self) -> None:
        """Wait until the window says that the centre is away."""
        self.wait(lambda: self.stage.trouble != "none", "the window to say that the centre is away")

    def acknowledge(self) -> None:
        """Take note of a refusal, so that the next scan is shown."""
        if self.stage.view().must_acknowledge:
            self.stage.press("Space")

    def wait(self, ready: Callable[[], bool], what: str) -> None:
        """Let the window live until `ready`. Raises DemoFailed, and KeyboardInterrupt where somebody asked to stop."""

        def ready_or_stopped() -> bool:
            self._stop.check()
            return ready()

        if not self.stage.wait_until(ready_or_stopped, PATIENCE_S):
            view = self.stage.view()
            raise DemoFailed(
                f"{self.name}: waited {PATIENCE_S:.0f} s for {what}; shown: {view.headline} {view.sentence}"
            )

    def pause(self) -> None:
        """Let a watching person look."""
        if self._watched:
            self.stage.wait_until(self._stop.asked, PAUSE_S)

    def picture(self, folder: Path, name: str) -> None:
        """A screenshot of the window."""
        folder.mkdir(parents=True, exist_ok=True)
        self.stage.screenshot(folder / f"{name}.png")

    def _bad_ones(self) -> int:
        counts = self.stage.view().counts
        return counts.dropped_total + counts.refused
