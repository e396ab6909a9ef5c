"""The page "this workstation": what there is beside the work, each under its key."""

from collections.abc import Callable

from officer_app.viewmodels.list_view import ListView
from officer_app.viewmodels.page_work import PageTools
from officer_app.viewmodels.station_names import PAGES
from officer_app.viewmodels.station_page import StationPage, verbs
from officer_app.viewmodels.view import Line


class StationMenu(StationPage):
    """`go` opens one of PAGES."""

    def __init__(self, go: Callable[[str], None], tools: PageTools) -> None:
        super().__init__(tools)
        self._go = go

    def refresh(self) -> None:
        """Nothing is read."""
        self.message = None

    def enter(self, text: str) -> None:
        """The line that is selected."""
        self._go(PAGES[self.selected])

    def press(self, name: str) -> None:
        """One of PAGES."""
        self.selected = PAGES.index(name)
        self._go(name)

    def view(self, language: str) -> ListView:
        """See `ListModel`."""
        speech = self.speech(language)
        message, tone = self._said(language)
        keys = verbs(speech, lambda name: speech.say(f"station_do_{name}"), dict.fromkeys(PAGES, ""))
        return ListView(
            title=speech.say("station_title"),
            hint=speech.say("station_hint"),
            heads=tuple(speech.say(f"station_head_{head}") for head in ("key", "page", "for")),
            lines=tuple(
                Line((verb.key, verb.title, speech.say(f"station_{verb.name}_about"))) for verb in keys[: len(PAGES)]
            ),
            selected=self.selected,
            message=message,
            tone=tone,
            verbs=keys,
        )

    def _length(self) -> int:
        return len(PAGES)
