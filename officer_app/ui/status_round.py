"""The status bar kept true: every second, and at every word of scanners, line and sync."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from officer_app.ui.bridge import QUEUED, Bridge
from officer_app.ui.desk import Desk
from officer_app.ui.errors import Faults
from officer_app.ui.pages.desk_page import DeskPage
from officer_app.ui.widgets.status_bar import StatusBar
from officer_app.viewmodels.ports import Link, Scanner
from officer_app.viewmodels.status import StatusModel

EVERY_MS = 1000
LOOK_EVERY = 10
"""After so many rounds it is asked anew whether the officer may stay."""
SILENT_S = 1.5
"""After so long without an answer the bar no longer says that the centre is connected."""


class StatusRound(QObject):
    """The bar of one window. `look_around` is called at every round, with whether it is one of the rarer ones."""

    def __init__(self, desk: Desk, page: DeskPage, faults: Faults, look_around: Callable[[bool], None]) -> None:
        super().__init__()
        self.model = StatusModel(desk.counter, desk.texts, desk.signals, desk.link, desk.scanner, desk.storage)
        self._waiting_settings = desk.waiting_settings
        self.bar = StatusBar(desk.segment)
        self.language = desk.language
        self._waiting_s = desk.waiting_s
        self._page = page
        self._faults = faults
        self._look_around = look_around
        self._link = desk.link
        self._rounds = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.refresh)

    def listen(self, bridge: Bridge) -> None:
        """Hear scanners and line, and look every second."""
        bridge.heard_scanner.connect(self._heard_scanner, QUEUED)
        bridge.heard_link.connect(self._heard_link, QUEUED)
        self._timer.start(EVERY_MS)

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()

    def refresh(self) -> None:
        """Read ages, counts and the state of the line anew."""
        link = self._link
        if link.trouble == "none" and self._waiting_s() > SILENT_S:
            # Nothing has failed yet, but nobody knows any more whether the centre can be reached.
            link = replace(link, trouble="waiting")
        if link != self.model.link:
            self.model.link = link
            self._page.heard_link(link)
        self._rounds += 1
        self._faults.guard(lambda: self._look_around(self._rounds % LOOK_EVERY == 0), self._page.model.fail)
        self._faults.guard(self._look_at_settings, self._page.model.fail)
        self._faults.guard(self._page.model.look_around, self._page.model.fail)
        self._faults.guard(self._page.keep_true, self._page.model.fail)
        self._faults.guard(self.model.refresh, self._page.model.fail)
        self.show()

    def _look_at_settings(self) -> None:
        self.model.waiting_settings = self._waiting_settings()

    def show(self) -> None:
        """Say what is known."""
        self.bar.show_items(self.model.items(self.language, self._page.model.counts))

    def _heard_scanner(self, state: Scanner) -> None:
        self.model.scanner = state
        self.show()

    def _heard_link(self, state: Link) -> None:
        self._link = state
        self.refresh()
