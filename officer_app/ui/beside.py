"""The pages beside the desk, each under its key: the one place that says which there are, and under which key."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from officer_app.core.ports import SignedIn
from officer_app.core.scans import ScanCount
from officer_app.ui.background import Background
from officer_app.ui.desk import Desk
from officer_app.ui.errors import Faults
from officer_app.ui.side_way import Made, SideWay
from officer_app.viewmodels.entrances import AskSecond
from officer_app.viewmodels.page_work import PageTools
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.station_names import PAGES

if TYPE_CHECKING:
    from officer_app.ui.pages.list_page import ListPage
    from officer_app.ui.pages.prints_page import PrintsPage
    from officer_app.viewmodels.list_view import ListModel

_KEY = Qt.Key
KEYS: Mapping[tuple[int, bool], str] = {
    (_KEY.Key_F1, False): "track",
    (_KEY.Key_F1, True): "registers",
    (_KEY.Key_F3, False): "prints",
    (_KEY.Key_F3, True): "cases",
    (_KEY.Key_F11, True): "station",
}
"""Key and whether Shift is held; in the order in which "next page" turns through them. No desk has these keys. The
pages of "this workstation" (`viewmodels.station_names.PAGES`) follow; they are opened from it, and Esc leads back.
"""


class Beside:
    """The pages of one window. What takes time on them has workers of its own: a claim at the desk never waits for it.

    `scans` tells what was scanned at the desk; `back` shows the desk again.
    """

    def __init__(
        self,
        desk: Desk,
        faults: Faults,
        stack: QStackedWidget,
        ask_second: AskSecond,
        scans: Callable[[], ScanCount],
        back: Callable[[], None],
    ) -> None:
        self.background = Background(faults)
        self.pages: dict[str, ListPage] = {}
        self.prints_page: PrintsPage | None = None
        self.on_card: Callable[[], str] = _nothing
        """The number of the record that lies on the desk's card: its time line is what "track" opens on."""
        self._desk = desk
        self._faults = faults
        self._back = back
        self._officer: SignedIn | None = None
        self._language = desk.language
        self._ways = {name: SideWay(desk, stack, self._back_of(name)) for name in (*KEYS.values(), *PAGES)}
        self._add_pages(ask_second, scans)
        self._add_station()

    def _add_pages(self, ask_second: AskSecond, scans: Callable[[], ScanCount]) -> None:
        desk = self._desk
        if desk.papers is not None:
            self._ways["prints"].lead_to(self._make_prints)
        self._add("track", lambda tools: _late().track(desk, tools))
        if (shelf := desk.shelf) is not None:
            self._add("cases", lambda tools: _late().cases(desk, shelf, ask_second, tools))
        if (registers := desk.registers) is not None:
            self._add("registers", lambda tools: _late().registers(desk, registers(), scans, tools))

    def _add_station(self) -> None:
        office, clock = self._desk.office, self._desk.counter.clock
        if office is None:
            return

        def make(name: str, tools: PageTools) -> "ListModel":
            made: ListModel = import_module("officer_app.ui.station_pages").make_model(
                name, office(), tools, self._faults, clock, self._go
            )
            return made

        for name in ("station", *PAGES):
            self._add(name, partial(make, name))

    def _make_prints(self) -> Made:
        desk, papers, changed = self._desk, self._desk.papers, self._ways["prints"].changed
        if papers is None:
            raise LookupError("no printing at this desk")
        run = self.background.run
        page: PrintsPage = _late().prints_page(papers(), desk, run, changed, self._faults, self._back)
        self.prints_page = page
        return page, page

    def _add(self, name: str, make: Callable[[PageTools], "ListModel"]) -> None:
        desk, way = self._desk, self._ways[name]

        def made() -> Made:
            model = make(PageTools(desk.texts, desk.signals, self.background.run_long, way.changed, self._names))
            page: ListPage = _late().list_page(model, desk, self._faults, self._back_of(name))
            self.pages[name] = page
            return page, page

        way.lead_to(made)

    def _back_of(self, name: str) -> Callable[[], None]:
        """Where leaving a page leads: to the desk, or from a page of the workstation to its list."""
        return (lambda: self._go("station")) if name in PAGES else self._back

    def _go(self, name: str) -> None:
        self._ways[name].toggle(self._officer, self._language)

    def _names(self) -> Mapping[str, str]:
        return {**self._desk.names(), **{person.name: person.display for person in self._desk.officers()}}

    @property
    def open(self) -> str:
        """The name of the page that is shown; empty where none is."""
        return next((name for name, way in self._ways.items() if way.open), "")

    def key(self, event: QKeyEvent, officer: SignedIn | None, language: str) -> bool:
        """Whether the key is that of a page: it is opened, or left."""
        name = KEYS.get((event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)))
        if name is not None:
            way, number = self._ways[name], "" if self.open else self.on_card()
            self._officer, self._language = officer, language
            if name == "track" and number:
                way.open_on(number, officer, language)
            else:
                way.toggle(officer, language)
        return name is not None

    def go_with(self, name: str, number: str, officer: SignedIn | None, language: str) -> None:
        """Open the page `name` on `number`; where there is no such page, that is heard."""
        self._officer, self._language = officer, language
        way = self._ways[name]
        if not way.there:
            self._desk.signals.attention()
        else:
            way.open_on(number, officer, language)

    def next(self, officer: SignedIn | None, language: str) -> bool:
        """The page after the one that is shown, or the first; False where there is none more."""
        self._officer, self._language = officer, language
        there = [name for name, way in self._ways.items() if way.there]
        after = there.index(self.open) + 1 if self.open in there else 0
        if after < len(there):
            self._ways[there[after]].toggle(officer, language)
        return after < len(there) and officer is not None

    def keys_said(self, speech: Speech) -> list[str]:
        """The keys for the header's line."""
        return [speech.say(f"{name}_key") for name in KEYS.values() if self._ways[name].there]

    def takes(self, text: str) -> bool:
        """Whether a scan was taken by the page that is shown."""
        return any(way.takes(text) for way in self._ways.values())

    def takes_no_scan(self) -> bool:
        """Whether a repeat or a drop ends at the page that is shown."""
        return any(way.takes_no_scan() for way in self._ways.values())

    def lock(self) -> None:
        """Nothing of any record stays on any page."""
        self._officer = None
        for way in self._ways.values():
            way.lock()

    def speak(self, language: str) -> None:
        """Say everything in `language`."""
        self._language = language
        for way in self._ways.values():
            way.speak(language)

    def close(self) -> None:
        """What is being read stops, what is being written is finished."""
        self.lock()
        self.background.close()


def _nothing() -> str:
    return ""


def _late() -> ModuleType:
    """The pages and all that they stand on."""
    return import_module("officer_app.ui.beside_pages")
