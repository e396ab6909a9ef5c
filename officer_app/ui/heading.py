"""What the header and the window's title say: desk, workstation, mark, officer, and the keys that work everywhere."""

from officer_app.core.ports import SignedIn
from officer_app.ui.beside import Beside
from officer_app.ui.desk import Desk
from officer_app.ui.widgets.header import Header
from officer_app.viewmodels.speech import Speech, Voices

ALWAYS = ("devices_key", "lock_key")
"""Keys of the window itself, while somebody is signed in."""
BY_ANYBODY = ("language_switch", "look_switch")


class Heading:
    """Fills `widget` for one desk."""

    def __init__(self, desk: Desk, beside: Beside) -> None:
        self.widget = Header()
        self._desk = desk
        self._beside = beside
        self._voices = Voices(desk.texts)
        self.keys = ""
        """The keys that work everywhere, as they were said last."""

    def show(self, language: str, officer: SignedIn | None) -> str:
        """Say it in `language`; gives the window's title."""
        station, speech = self._desk.counter.journal.station, self._voices.speech(language)
        name = speech.say("station", name=f"{station.site} · {station.name}")
        mark = "training" if station.mode == "training" else "sample"
        sample = speech.say(mark) if self._desk.sample or station.mode != "real" else ""
        self.widget.show_desk(speech.say(f"desk_{station.desk}"), name, sample)
        said = officer.person.display if officer else speech.say("nobody")
        keys = tuple(filter(None, self._keys(speech, signed_in=officer is not None)))
        self.keys = "\n".join(keys)
        self.widget.show_officer(said, self.keys)
        return f"{speech.say('title')} – {station.site} {station.name}"

    def _keys(self, speech: Speech, *, signed_in: bool) -> tuple[str, str]:
        beside = self._beside.keys_said(speech) if signed_in else []
        always = [speech.say(key) for key in (*(ALWAYS if signed_in else ()), *BY_ANYBODY)]
        return " · ".join(beside), " · ".join(always)
