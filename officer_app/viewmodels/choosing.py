"""A number that means more than one thing: the choices that an officer is shown, page by page, and the one he takes."""

from officer_app.core.commands import CHOICES
from officer_app.core.numbers import normalise
from officer_app.core.records import Permit
from officer_app.usecases.by_code import permit_of
from officer_app.usecases.counter import Counter
from officer_app.usecases.look_up import Ambiguous, Answer, Choice, Several, choices_of
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Choices, Option

MOST_NAMED = 3
"""Permits that a choice names; of more, how many there are."""


class Choosing:
    """The open question; closed where nothing is asked. Nothing is chosen by itself."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._asked = ""
        self._number = ""
        self._choices: tuple[Choice, ...] = ()
        self._notes: tuple[str, ...] = ()
        self._page = 0

    @property
    def open(self) -> bool:
        """Whether the officer is asked."""
        return bool(self._choices)

    def ask(self, answer: Answer) -> None:
        """Ask what `answer` leaves open, if it does."""
        self.close()
        if isinstance(answer, Ambiguous | Several):
            self._asked = "ambiguous" if isinstance(answer, Ambiguous) else "several"
            self._number = answer.reading.number
            self._choices = choices_of(answer)
            self._turn_to(0)

    def close(self) -> None:
        """Ask nothing any more."""
        self._choices, self._notes, self._page = (), (), 0

    def at(self, place: int) -> Choice | None:
        """The choice at `place`, from 1, of the page shown."""
        shown = self._shown
        return shown[place - 1] if 0 < place <= len(shown) else None

    def named(self, text: str) -> Choice | None:
        """The choice that scanning `text` makes: the number of the one record it leads to. A kind is never so told."""
        number = normalise(text)
        return next((each for each in self._choices if each.kind is None and number in each.numbers), None)

    def next_page(self) -> None:
        """Show the next choices, and the first ones again after the last."""
        if self.open:
            self._turn_to((self._page + 1) % self._pages)

    def view(self, speech: Speech) -> Choices | None:
        """What to show of it; None where nothing is asked."""
        if not self.open:
            return None
        shown = self._shown
        options = tuple(
            Option(str(place), self._title(each, speech), note or _leads(each, speech))
            for place, (each, note) in enumerate(zip(shown, self._notes, strict=True), start=1)
        )
        hint = speech.say("choose_hint", n=str(len(shown)))
        if self._pages > 1:
            more = speech.say("choose_more", page=str(self._page + 1), pages=str(self._pages))
            hint = f"{hint} · {more}"
        return Choices(speech.say(f"ask_{self._asked}", number=self._number), hint, options)

    @property
    def _shown(self) -> tuple[Choice, ...]:
        return self._choices[self._page * CHOICES : (self._page + 1) * CHOICES]

    @property
    def _pages(self) -> int:
        return -(-len(self._choices) // CHOICES)

    def _turn_to(self, page: int) -> None:
        self._page = page
        self._notes = tuple(self._told_apart(each) for each in self._shown)

    def _told_apart(self, choice: Choice) -> str:
        """By what an officer tells the permit from its neighbours; empty where the choice is another."""
        if choice.kind is not None:
            return ""
        records = [record for record in self._counter.mirror.find(choice.text) if record.number == choice.text]
        permit = permit_of(records[0]) if records and records[0].kind == "permit" else None
        if not isinstance(permit, Permit):
            return ""
        parts = (permit.vehicle, permit.container_no, permit.hawb, permit.company_name)
        return " · ".join(part for part in parts if part)

    @staticmethod
    def _title(choice: Choice, speech: Speech) -> str:
        return choice.text if choice.kind is None else speech.either(f"number_{choice.kind}", "number_unknown")


def _leads(choice: Choice, speech: Speech) -> str:
    """Where a choice leads."""
    if not choice.numbers:
        return speech.say("choose_none")
    if len(choice.numbers) > MOST_NAMED:
        return speech.say("choose_leads_many", n=str(len(choice.numbers)))
    return speech.say("choose_leads", numbers=", ".join(choice.numbers))
