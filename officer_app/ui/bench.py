"""The way to the test bench and back: while it is open, scans are tried there and reach no desk."""

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget

from officer_app.core.commands import Command, Verb, is_command
from officer_app.core.scanned_text import unwrap
from officer_app.ui.bridge import QUEUED, Bridge
from officer_app.ui.desk import Desk
from officer_app.ui.pages.bench_page import BenchPage, Known
from officer_app.viewmodels.bench import BenchModel
from officer_app.viewmodels.ports import Run

_WINDOWS_OWN = frozenset({Verb.NEXT_PAGE, Verb.CLEAR, Verb.CHANGE_OFFICER})
"""Commands that mean the window; the others are tried like any code: they read, and do nothing here."""


class Bench:
    """The bench of one window, a page of `stack`. `back` shows what was there before."""

    def __init__(
        self, desk: Desk, bridge: Bridge, run: Run, stack: QStackedWidget, known: Known, back: Callable[[], None]
    ) -> None:
        self.page = BenchPage(BenchModel(desk.texts, desk.signals), desk.texts, desk.segment, known, back)
        self.page.devices, self.page.bridge, self.page.run = desk.devices, bridge, run
        self._stack = stack
        self._read = desk.read_command
        self._back = back
        stack.addWidget(self.page)
        bridge.heard_bytes.connect(self.page.heard_bytes, QUEUED)

    @property
    def open(self) -> bool:
        """Whether it is shown."""
        return self._stack.currentWidget() is self.page

    def toggle(self) -> None:
        """F11."""
        if self.open:
            self._back()
        else:
            self._stack.setCurrentWidget(self.page)

    def takes(self, text: str) -> bool:
        """Whether a scan was tried here instead of at the desk. A command of the desk's own sheet pages, or leaves."""
        verb = self._command(text) if self.open else None
        if not self.open or verb is Verb.CHANGE_OFFICER:
            return False
        if verb is Verb.CLEAR or (verb is Verb.NEXT_PAGE and not self.page.next_page()):
            self._back()
        elif verb is None:
            self.page.model.on_frame(text)
            self.page.render_view()
        return True

    def _command(self, text: str) -> Verb | None:
        content = unwrap(text)
        command = self._read(content) if self._read is not None and is_command(content) else None
        return command.verb if isinstance(command, Command) and command.verb in _WINDOWS_OWN else None

    def takes_drop(self, reason: str) -> bool:
        """Whether a drop was shown here instead of at the desk."""
        if self.open:
            self.page.model.on_dropped(reason)
            self.page.render_view()
        return self.open
