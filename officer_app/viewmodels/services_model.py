"""The counter services desk: any number looked up, its papers and its time line, what was done here today. What later
versions bring is named as what is not there yet, and is never half there.
"""

from collections.abc import Mapping
from dataclasses import replace

from officer_app.core.acts import Act
from officer_app.core.refusals import Refusal
from officer_app.core.shelf import Shelf
from officer_app.texts import Both
from officer_app.usecases.counter import Counter
from officer_app.usecases.look_up import Found
from officer_app.usecases.today import todays_acts
from officer_app.usecases.track import Event, event_of
from officer_app.viewmodels.desk_model import DeskModel
from officer_app.viewmodels.notices import Notice
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.today_list import TodayList
from officer_app.viewmodels.view import Card, Shape, Tone, Verb, View

LATER: Mapping[str, str] = {"fee": "F7", "petition": "F8", "licence": "F9"}
"""What this version has not (cli.later), each under the key it will have."""


class ServicesModel(DeskModel):
    """Records nothing by itself: papers are printed on the page of printing, which records them."""

    ready_headline = "ready_services"

    def __init__(self, tools: Tools, shelf: Shelf | None) -> None:
        super().__init__(tools)
        self._shelf = shelf
        self._today = TodayList()

    @property
    def number(self) -> str:
        """The number on the card, for the pages of papers and of the time line; empty where none lies there."""
        card = self._on_card.card(self._voices.speech("en")) if self.officer is not None else None
        return card.number if card is not None else ""

    def later(self, name: str) -> None:
        """One of LATER: said in one sentence, with what to do instead."""
        self._refuse(Refusal(f"{name}_later"))

    # --- today

    def open_today(self) -> None:
        """F4: what was done here today, or the list put away."""
        if self._today.open:
            self._today.close()
        elif self._occupied or self.officer is None or self._shelf is None:
            self.tools.signals.attention()
        else:
            counter, shelf = self.tools.counter, self._shelf
            self.tools.run(lambda: _today(counter, shelf), self._read_today, self._not_read)

    def _read_today(self, rows: list[tuple[Act, Event]]) -> None:
        if self.officer is not None and not self._occupied:
            self._today.show(rows)
        self.tools.changed()

    def _not_read(self, sentence: Both) -> None:
        self.fail(sentence)
        self.tools.changed()

    def move(self, steps: int) -> None:
        """Down or up in the list."""
        self._today.move(steps)

    def take(self) -> None:
        """Enter: look up what the line that is selected is about."""
        if number := self._today.taken:
            self._today.close()
            self.on_scan(number)

    # --- as every desk

    def clear(self) -> None:
        """Esc: put the list away, else the card."""
        if self._today.open:
            self._today.close()
        else:
            super().clear()

    def lock(self) -> None:
        """Nobody is at the desk: the list is put away."""
        self._today.close()
        super().lock()

    def view(self, language: str) -> View:
        """Everything to show now."""
        shown = super().view(language)
        if self.officer is None:
            return shown
        return replace(shown, table=self._today.view(self._voices.speech(language)))

    def _look_at(self, text: str) -> bool:
        self._today.close()
        return super()._look_at(text)

    def _on_found(self, found: Found) -> Notice:
        state = self._voices.both(lambda speech: speech.state(found.state.state))
        said = self._voices.both(lambda speech: speech.say("services_found"))
        return Notice(Tone.NEUTRAL, Shape.SCAN, state, said, sound=Tone.GOOD)

    def _card(self, speech: Speech) -> Card | None:
        """Without what the record calls for next: that is done at other desks."""
        card = super()._card(speech)
        return replace(card, due="") if card is not None else None

    def _verbs(self, speech: Speech) -> tuple[Verb, ...]:
        nothing = "" if self.number else speech.say("services_no_number")
        later = speech.say("services_later")
        return (
            Verb("today", "F4", speech.say("services_do_today"), "" if self._shelf else later),
            Verb("papers", "F5", speech.say("services_do_papers"), nothing, wanted=not nothing),
            Verb("track", "F6", speech.say("services_do_track"), nothing),
            *(
                Verb(name, key, speech.say(f"services_do_{name}"), later, speech.refusal(Refusal(f"{name}_later")))
                for name, key in LATER.items()
            ),
        )


def _today(counter: Counter, shelf: Shelf) -> list[tuple[Act, Event]]:
    """Not on the main thread."""
    return [(act, event_of(act, counter.paper_title)) for act in todays_acts(counter, shelf)]
