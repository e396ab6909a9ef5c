"""The way to the printing page and back: while it is open, scans name the paper that is wanted."""

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget

from officer_app.core.commands import Command, Verb, is_command
from officer_app.core.ports import SignedIn
from officer_app.core.scanned_text import unwrap
from officer_app.ui.desk import Desk
from officer_app.ui.door import is_badge
from officer_app.ui.errors import Faults
from officer_app.ui.pages.prints_page import PrintsPage
from officer_app.viewmodels.ports import Run
from officer_app.viewmodels.prints import PrintsModel


class Prints:
    """The printing page of one window, a page of `stack`; absent where the desk has no printing."""

    def __init__(self, desk: Desk, run: Run, faults: Faults, stack: QStackedWidget, back: Callable[[], None]) -> None:
        self.page: PrintsPage | None = None
        self._stack = stack
        self._back = back
        self._signals = desk.signals
        self._read = desk.read_command
        if desk.papers is not None:
            model = PrintsModel(desk.papers, desk.texts, desk.signals, run, self._changed)
            self.page = PrintsPage(model, desk.segment, faults, back)
            stack.addWidget(self.page)

    @property
    def open(self) -> bool:
        """Whether it is shown."""
        return self.page is not None and self._stack.currentWidget() is self.page

    def toggle(self, officer: SignedIn | None, language: str) -> None:
        """F3: there, or back. Who prints has to be signed in."""
        if self.page is None or officer is None:
            return
        if self.open:
            self._back()
            return
        self.page.model.sign_in(officer)
        self.page.language = language
        self._stack.setCurrentWidget(self.page)
        self.page.render_view()

    def takes(self, text: str) -> bool:
        """Whether a scan was taken here instead of at the desk. A badge, and the commands to change officers and to
        turn the page, mean the window; every other command is refused here, for it is about the desk's own subject.
        """
        page = self.page
        if page is None or not self.open or is_badge(text) or self._means_window(text):
            return False
        if is_command(unwrap(text)):
            self._signals.refuse()
        else:
            page.do(lambda: page.model.on_scan(text))
        return True

    def takes_no_scan(self) -> bool:
        """Whether a repeat or a drop ends here: it is heard, and names no paper."""
        if self.open:
            self._signals.attention()
        return self.open

    def _means_window(self, text: str) -> bool:
        content = unwrap(text)
        command = self._read(content) if self._read is not None and is_command(content) else None
        return isinstance(command, Command) and command.verb in (Verb.CHANGE_OFFICER, Verb.NEXT_PAGE)

    def lock(self) -> None:
        """Nothing of any paper stays on the screen."""
        if self.page is not None:
            self.page.model.lock()
            self.page.render_view()

    def speak(self, language: str) -> None:
        """Say everything in `language`."""
        if self.page is not None:
            self.page.language = language
            self.page.render_view()

    def _changed(self) -> None:
        if self.page is not None:
            self.page.render_view()
