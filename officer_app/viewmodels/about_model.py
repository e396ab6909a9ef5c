"""The page about the program: versions, keys, marks, where the records are, whom to call, licences of its parts."""

from officer_app.viewmodels.list_view import Evidence, ListView
from officer_app.viewmodels.page_work import PageTools
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.station_page import StationPage, verbs
from officer_app.viewmodels.station_ports import About, AboutDesk
from officer_app.viewmodels.view import Line, Tone


class AboutModel(StationPage):
    """State of the page."""

    def __init__(self, desk: AboutDesk, tools: PageTools) -> None:
        super().__init__(tools)
        self.about: About | None = None
        self.licences = False
        self._desk = desk

    def refresh(self) -> None:
        """Read it all."""
        if self.officer is not None:
            self._work(self._desk, self._take)

    def _take(self, about: About) -> None:
        self.about = about

    def _forget(self) -> None:
        super()._forget()
        self.about, self.licences = None, False

    def escape(self) -> bool:
        """From the licences back, else out."""
        was, self.licences, self.selected = self.licences, False, 0
        return was

    def press(self, name: str) -> None:
        """From the facts to the licences, and back."""
        self.licences, self.selected = not self.licences, 0

    def view(self, language: str) -> ListView:
        """See `ListModel`."""
        speech = self.speech(language)
        message, tone = self._said(language)
        marks = " · ".join(speech.say(f"about_mark_{mark}") for mark in self.about.marks) if self.about else ""
        rows = self._rows(speech)
        selected = min(self.selected, max(0, len(rows) - 1))
        name = "licences" if self.licences else "about"
        heads = ("part", "version", "licence") if self.licences else ("what", "value")
        return ListView(
            title=speech.say(f"{name}_title"),
            hint=speech.say(f"{name}_hint"),
            heads=tuple(speech.say(f"about_head_{head}") for head in heads),
            lines=tuple(Line(row) for row in rows),
            selected=selected,
            message=speech.say("station_busy") if self.busy else message or marks,
            tone=Tone.NEUTRAL if self.busy else tone if message else Tone.ATTENTION,
            verbs=verbs(
                speech, lambda name: speech.say(f"about_do_{name}"), {"facts" if self.licences else "licences": ""}
            ),
            sides=(Evidence(rows[selected][0], " · ".join(filter(None, rows[selected][1:])), ()),) if rows else (),
            long=True,
        )

    def _rows(self, speech: Speech) -> list[tuple[str, ...]]:
        if self.about is None:
            return []
        if self.licences:
            return [(part.name, part.version or "–", part.licence or "–") for part in self.about.parts]
        return [(speech.say(f"about_{code}"), _value(code, value, speech)) for code, value in self.about.facts]

    def _length(self) -> int:
        if self.about is None:
            return 0
        return len(self.about.parts if self.licences else self.about.facts)


def _value(code: str, value: str, speech: Speech) -> str:
    if code == "build":
        return speech.say(f"about_build_{value}")
    if code == "desk":
        return speech.either(f"desk_{value}", "named", name=value)
    return value or speech.either(f"about_no_{code}", "about_none")
