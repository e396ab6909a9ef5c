"""The way to the test bench and back: while it is open, scans are tried there and reach no desk."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from officer_app.core.commands import Command, Verb, is_command
from officer_app.core.scanned_text import unwrap
from officer_app.ui.bridge import QUEUED, Bridge
from officer_app.ui.desk import Desk
from officer_app.viewmodels.ports import Run

if TYPE_CHECKING:
    from officer_app.ui.pages.bench_page import BenchPage, Known

_WINDOWS_OWN = frozenset({Verb.NEXT_PAGE, Verb.CLEAR, Verb.CHANGE_OFFICER})
"""Commands that mean the window; the others are tried like any code: they read, and do nothing here."""


class Bench:
    """The bench of one window, a page of `stack`, made when it is opened first. `back` shows what was there before."""

    def __init__(
        self, desk: Desk, bridge: Bridge, run: Run, stack: QStackedWidget, known: "Known", back: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._bridge = bridge
        self._run = run
        self._stack = stack
        self._known = known
        self._back = back
        self._language = desk.language
        self._page: BenchPage | None = None

    @property
    def page(self) -> "BenchPage":
        """The page."""
        if self._page is None:
            self._page = self._make_page()
        return self._page

    def _make_page(self) -> "BenchPage":
        desk, module = self._desk, import_module("officer_app.ui.pages.bench_page")
        model = import_module("officer_app.viewmodels.bench").BenchModel(desk.texts, desk.signals)
        page: BenchPage = module.BenchPage(model, desk.texts, desk.segment, self._known, self._back)
        page.devices, page.bridge, page.run, page.language = desk.devices, self._bridge, self._run, self._language
        self._stack.addWidget(page)
        self._bridge.heard_bytes.connect(page.heard_bytes, QUEUED)
        return page

    def speak(self, language: str) -> None:
        """Say everything in `language`."""
        self._language = language
        if self._page is not None:
            self._page.language = language

    @property
    def open(self) -> bool:
        """Whether it is shown."""
        return self._page is not None and self._stack.currentWidget() is self._page

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
        read = self._desk.read_command
        command = read(content) if read is not None and is_command(content) else None
        return command.verb if isinstance(command, Command) and command.verb in _WINDOWS_OWN else None

    def takes_drop(self, reason: str) -> bool:
        """Whether a drop was shown here instead of at the desk."""
        if self.open:
            self.page.model.on_dropped(reason)
            self.page.render_view()
        return self.open
