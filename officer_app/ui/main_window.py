"""The window: a frame of header, pages and status bar; it carries messages between them and decides nothing."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from officer_app.core.commands import Verb
from officer_app.core.ports import SignedIn
from officer_app.core.scans import ScanCount, Typed
from officer_app.ui.background import Background
from officer_app.ui.bench import Bench
from officer_app.ui.beside import Beside
from officer_app.ui.bridge import QUEUED, Bridge
from officer_app.ui.desk import Desk
from officer_app.ui.desk_pages import make_page
from officer_app.ui.door import Door
from officer_app.ui.errors import Faults
from officer_app.ui.front import SMALLEST, is_small
from officer_app.ui.heading import Heading
from officer_app.ui.idle import Idle
from officer_app.ui.pages.desk_page import DeskPage
from officer_app.ui.physical_keys import LOCK_KEYS
from officer_app.ui.presence import Presence
from officer_app.ui.qt_words import QtWords
from officer_app.ui.scan_way import ScanWay
from officer_app.ui.second_officer import SecondOfficer
from officer_app.ui.status_round import StatusRound
from officer_app.ui.theme import change_look, follow
from officer_app.viewmodels.entrances import Leaving


class MainWindow(QWidget):
    """One desk. `bridge` takes what devices and the sync say; `officer` is None while signed out or locked."""

    def __init__(self, desk: Desk, *, in_steps: bool = False) -> None:
        """`in_steps`: empty, until its maker has gone through `furnish`."""
        super().__init__()
        self.desk = desk
        self.language = desk.language
        self.bridge = Bridge()
        self._compact = False
        self._names = {person.name: person.display for person in desk.officers()}
        self._faults = Faults(desk.texts, desk.explain)
        self._background = Background(self._faults)
        self._door = Door(desk, self._background.run, self._signed_in, self._turned_away)
        self.sign_in_page = self._door.page
        self.second = SecondOfficer(self, desk, self._background.run)
        self.idle = Idle(desk.idle_lock_minutes, self)
        self._qt_words = QtWords(desk.texts, desk.language, self)
        self._whole = False
        if not in_steps:
            for _ in self.furnish():
                pass

    def furnish(self) -> Iterator[None]:
        """Make all that is in it, before anybody sees it; at each step the event loop may turn."""
        self.desk_page = self._make_page()
        yield
        self._make_beside()
        self._heading = Heading(self.desk, self.beside)
        self.header = self._heading.widget
        self._lay_out()
        self._connect()
        self._whole = True
        self._qt_words.put_in()
        yield
        self.refresh()
        self._show_sign_in()

    def _make_beside(self) -> None:
        """All pages but the desk's own, and the status bar."""
        desk, run, fail = self.desk, self._background.run, self.desk_page.model.fail
        self._presence = Presence(desk, self._door, self.idle, run, self._shut, fail)
        self.lock = self._presence.lock
        self._status = StatusRound(desk, self.desk_page, self._faults, self._presence.look_around)
        self.status_model, self.status_bar, self.refresh = self._status.model, self._status.bar, self._status.refresh
        self._stack = QStackedWidget(self)
        self._stack.currentChanged.connect(self._page_shown)
        self._stack.addWidget(self.sign_in_page)
        self._stack.addWidget(self.desk_page)
        self.bench = Bench(desk, self.bridge, run, self._stack, self._known, self._leave_bench)
        self.beside = Beside(desk, self._faults, self._stack, self.second.ask, self._counts, self._leave_bench)
        self.beside.on_card = lambda: self.desk_page.number

    @property
    def officer(self) -> SignedIn | None:
        """Who is at the desk."""
        return self._door.officer

    def _make_page(self) -> DeskPage:
        tools = self.desk.tools(self._background.run, self._changed, self._window_command, self.second.ask)
        return make_page(self.desk, tools, self._faults)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._stack, 1)
        column.addWidget(self.status_bar)
        for section in (self.header, self.status_bar):
            follow(section)
        self.setMinimumSize(*SMALLEST)
        self.resize(1280, 720)

    def _connect(self) -> None:
        bridge = self.bridge
        self._way = ScanWay(
            self.bench, self.beside, self.second, self._door, self.desk_page, self.idle, self._presence.leave
        )
        self._way.listen(bridge)
        bridge.heard_news.connect(self._heard_news, QUEUED)
        self.desk_page.on_change = self._status.show
        self.desk_page.go = lambda name, number: self.beside.go_with(name, number, self.officer, self.language)
        self._status.listen(bridge)

    def _known(self) -> tuple[ScanCount, list[tuple[str | Typed, int]]]:
        """What the test bench may show of the desk: nothing of codes while nobody is signed in."""
        model = self.desk_page.model
        return model.counts, model.unknown.listed if self.officer is not None else []

    def _leave_bench(self) -> None:
        self._stack.setCurrentWidget(self.desk_page)
        self.desk_page.render_view()
        if self.officer is None:
            self._show_sign_in()

    def _window_command(self, verb: Verb) -> None:
        """What a command barcode asks of the window itself."""
        if verb is Verb.CHANGE_OFFICER:
            self.lock(Leaving.CHANGED)
        elif (self.beside.open or not self.desk_page.next_page()) and not self.beside.next(self.officer, self.language):
            # Nothing lies open that could be paged: on to the pages beside the desk, the devices, and back here.
            self.bench.toggle()

    def _counts(self) -> ScanCount:
        return self.desk_page.model.counts

    # --- what comes in

    def _heard_news(self) -> None:
        self._names |= self.desk.names()
        self.desk_page.model.learn_names(self._names)
        self._faults.guard(self.desk_page.model.on_news, self.desk_page.model.fail)
        self.refresh()

    def _changed(self) -> None:
        self.desk_page.render_view()
        self.refresh()

    # --- who is there

    def _shut(self) -> None:
        """Nothing of any record stays on the screen."""
        self.second.give_up()
        self.beside.lock()
        self.desk_page.model.lock()
        self.desk_page.render_view()
        self._show_sign_in()

    def _signed_in(self, officer: SignedIn) -> None:
        self.idle.watch()
        self._names |= {**self.desk.names(), **{person.name: person.display for person in self.desk.officers()}}
        self.desk_page.model.sign_in(officer, self._names)
        self._stack.setCurrentWidget(self.desk_page)
        self.desk_page.render_view()
        self._show_header()

    def _turned_away(self, language: str) -> str:
        return self.desk_page.model.view(language).note

    # --- what is shown

    def set_language(self, language: str) -> None:
        """Say everything in `language`: th or en."""
        self.language = self.desk_page.language = self._door.language = language
        self.second.language = self._status.language = self._qt_words.speaks = language
        self.bench.speak(language)
        self.beside.speak(language)
        self.desk_page.render_view()
        self._door.show_state()
        self._show_header()
        self._status.show()

    def _page_shown(self) -> None:
        # Another look may have been put on while it was hidden.
        if (page := self._stack.currentWidget()) is not None:
            follow(page)

    def _show_header(self) -> None:
        self.setWindowTitle(self._heading.show(self.language, self.officer))
        self.desk_page.elsewhere.offer(self._heading.keys)

    def _show_sign_in(self) -> None:
        self._stack.setCurrentWidget(self.sign_in_page)
        self.set_language(self.language)
        self.sign_in_page.take_focus()

    # --- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that work everywhere: those of ui.beside, F11 devices, F12 language, Shift+F12 look, Ctrl+L lock."""
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_F12 and shifted:
            change_look(self.desk.looks)
        elif event.key() == Qt.Key.Key_F12 and not event.isAutoRepeat():
            self.set_language("en" if self.language == "th" else "th")
        elif event.key() == Qt.Key.Key_F11 and not (shifted or event.isAutoRepeat()):
            self.bench.toggle()
        elif event.key() in LOCK_KEYS and held:
            self.lock()
        elif event.isAutoRepeat() or not self.beside.key(event, self.officer, self.language):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """After each frame that was put on the screen, the page notes the time."""
        handled = super().event(event)
        if event.type() is QEvent.Type.UpdateRequest:
            self.desk_page.flushed()
        return handled

    def showEvent(self, event: QShowEvent) -> None:
        """The first key belongs to the page that is shown."""
        super().showEvent(event)
        (self.sign_in_page if self.officer is None else self.desk_page).take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen everything takes less room."""
        super().resizeEvent(event)
        compact = is_small(self)
        if compact is not self._compact:
            self._compact = compact
            self.header.set_compact(compact=compact)
            self.sign_in_page.set_compact(compact=compact)
            self.desk_page.set_compact(compact=compact)
            self.desk_page.render_view()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for what is under way, then go. Closed before it was whole there is nothing to wait for."""
        if self._whole:
            self._status.stop()
            self.second.give_up()
            self.beside.close()
            self._background.close()
            self._presence.close()
            self._qt_words.take_out()
        super().closeEvent(event)
