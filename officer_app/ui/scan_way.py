"""The way of a scan in the window: to the page that is open, the second officer, the door, or else to the desk."""

from collections.abc import Callable
from dataclasses import dataclass

from officer_app.ui.bench import Bench
from officer_app.ui.beside import Beside
from officer_app.ui.bridge import QUEUED, Bridge
from officer_app.ui.door import Door, is_badge
from officer_app.ui.idle import Idle
from officer_app.ui.pages.desk_page import DeskPage
from officer_app.ui.second_officer import SecondOfficer
from officer_app.viewmodels.entrances import Leaving


@dataclass(frozen=True)
class ScanWay:
    """`leave_desk` puts the desk away when somebody else comes in by his badge."""

    bench: Bench
    beside: Beside
    second: SecondOfficer
    door: Door
    desk_page: DeskPage
    idle: Idle
    leave_desk: Callable[[Leaving], None]

    def listen(self, bridge: Bridge) -> None:
        """Take what scanners send, on the main thread, in its order."""
        bridge.heard_scan.connect(self._heard_scan, QUEUED)
        bridge.heard_repeat.connect(self._heard_repeat, QUEUED)
        bridge.heard_drop.connect(self._heard_drop, QUEUED)
        self.desk_page.unheard = lambda: bridge.unheard

    def _heard_scan(self, text: str) -> None:
        self.idle.stir()
        if not (self.bench.takes(text) or self.beside.takes(text) or self.second.takes(text) or self._is_badge(text)):
            self.desk_page.scan(text)
            self._say_at_the_door()

    def _heard_repeat(self, text: str) -> None:
        if not (self.bench.takes(text) or self.beside.takes_no_scan()):
            self.desk_page.do(lambda: self.desk_page.model.on_repeat(text))
            self._say_at_the_door()

    def _heard_drop(self, reason: str) -> None:
        if not (self.bench.takes_drop(reason) or self.beside.takes_no_scan()):
            self.desk_page.do(lambda: self.desk_page.model.on_dropped(reason))
            self._say_at_the_door()

    def _is_badge(self, text: str) -> bool:
        """Whether somebody is about to come in by a badge; from another's desk that locks it first."""
        if self.door.officer is not None and not is_badge(text):
            return False
        taken = self.door.takes(text)
        if taken and self.door.officer is not None:
            self.leave_desk(Leaving.CHANGED)
        return taken

    def _say_at_the_door(self) -> None:
        if self.door.officer is None:
            self.door.show_state()
