"""The way to a page beside the desk and back: while it is open, what is scanned belongs to it."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QStackedWidget, QWidget

from officer_app.core.commands import Command, Verb, is_command
from officer_app.core.ports import SignedIn
from officer_app.core.scanned_text import unwrap
from officer_app.ui.desk import Desk
from officer_app.ui.door import is_badge


class SideModel(Protocol):
    """What every page beside the desk knows."""

    def sign_in(self, officer: SignedIn) -> None: ...
    def lock(self) -> None: ...
    def on_scan(self, text: str) -> None: ...


class SidePage(Protocol):
    """A page beside the desk, itself a widget."""

    language: str

    @property
    def model(self) -> SideModel: ...
    def render_view(self) -> None: ...
    def do(self, work: Callable[[], object]) -> None: ...


Made = tuple[SidePage, QWidget]
"""A page, and the same as the widget it is."""


class SideWay:
    """One such page of a window, a page of `stack`, made when it is first opened. `back` leaves it again."""

    def __init__(self, desk: Desk, stack: QStackedWidget, back: Callable[[], None]) -> None:
        self._stack = stack
        self._back = back
        self._signals = desk.signals
        self._read = desk.read_command
        self._make: Callable[[], Made] | None = None
        self._page: SidePage | None = None
        self._widget: QWidget | None = None

    def lead_to(self, make: Callable[[], Made]) -> None:
        """From now on there is a page: `make` makes it."""
        self._make = make

    @property
    def there(self) -> bool:
        """Whether there is a page at all."""
        return self._make is not None

    @property
    def open(self) -> bool:
        """Whether it is shown."""
        return self._widget is not None and self._stack.currentWidget() is self._widget

    def toggle(self, officer: SignedIn | None, language: str) -> None:
        """There, or back. Who comes has to be signed in."""
        if self._make is None or officer is None:
            return
        if self.open:
            self._back()
            return
        if self._page is None or self._widget is None:
            self._page, self._widget = self._make()
            self._stack.addWidget(self._widget)
        self._page.model.sign_in(officer)
        self._page.language = language
        self._stack.setCurrentWidget(self._widget)
        self._page.render_view()

    def open_on(self, number: str, officer: SignedIn | None, language: str) -> None:
        """There, and what a scan of `number` does on the page; what it showed before gives way to that."""
        if not self.open:
            if self._page is not None:
                # Or it would read that again, and take no number meanwhile.
                self._page.model.lock()
            self.toggle(officer, language)
        page = self._page
        if page is not None and self.open:
            page.do(lambda: page.model.on_scan(number))

    def takes(self, text: str) -> bool:
        """Whether a scan was taken here instead of at the desk. A badge, and the commands to change officers and to
        turn the page, mean the window; every other command is refused here, for it is about the desk's own subject.
        """
        page = self._page
        if page is None or not self.open or is_badge(text) or self._means_window(text):
            return False
        if is_command(unwrap(text)):
            self._signals.refuse()
        else:
            page.do(lambda: page.model.on_scan(text))
        return True

    def takes_no_scan(self) -> bool:
        """Whether a repeat or a drop ends here: it is heard, and names nothing."""
        if self.open:
            self._signals.attention()
        return self.open

    def lock(self) -> None:
        """Nothing of any record stays on the screen."""
        if self._page is not None:
            self._page.model.lock()
            self._page.render_view()

    def speak(self, language: str) -> None:
        """Say everything in `language`."""
        if self._page is not None:
            self._page.language = language
            self._page.render_view()

    def changed(self) -> None:
        """An answer came that no key asked for."""
        if self._page is not None:
            self._page.render_view()

    def _means_window(self, text: str) -> bool:
        content = unwrap(text)
        command = self._read(content) if self._read is not None and is_command(content) else None
        return isinstance(command, Command) and command.verb in (Verb.CHANGE_OFFICER, Verb.NEXT_PAGE)
