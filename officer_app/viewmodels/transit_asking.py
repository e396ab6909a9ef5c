"""What the transit desk asks, one thing after the other: Esc goes back by one, a scan answers only a number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.viewmodels.reprinting import is_scan
from officer_app.viewmodels.speech import NOTHING, Speech
from officer_app.viewmodels.view import Asking, Line, Table

Answers = Mapping[str, Any]
"""Answers by the name of their question, as they were read."""

Read = Callable[[str], object]
"""What a typed answer means; a Refusal says what is wrong with it."""


@dataclass(frozen=True)
class Pick:
    """An answer to choose by its digit."""

    value: str
    title: Both
    note: Both = NOTHING


@dataclass(frozen=True)
class Ask:
    """A question. `picks`: a digit answers it, and Enter takes the one at `start`; `scans`: a scan answers it; `many`:
    it is asked until Enter alone, and the answer is all that was given, a tuple.
    """

    name: str
    label: Both
    read: Read
    hint: Both = NOTHING
    picks: tuple[Pick, ...] = ()
    scans: bool = False
    many: bool = False
    start: int = 0


NextAsk = Callable[[Answers], Ask | None]
"""The question that comes after some answers; None where nothing is left to ask."""


class Sheet:
    """Questions under way. `title` stands above them; `done` is called with all answers by whoever holds the sheet."""

    def __init__(
        self, title: Both, next_ask: NextAsk, done: Callable[[Answers], None], known: Answers | None = None
    ) -> None:
        self.title = title
        self.answers: dict[str, Any] = dict(known or {})
        self.wrong: Refusal | None = None
        self._moved: int | None = None
        self._given: list[str] = []
        self._gathered: list[object] = []
        self._next_ask = next_ask
        self._done = done

    @property
    def ask(self) -> Ask | None:
        """The question that is open; None where all is answered."""
        return self._next_ask(self.answers)

    @property
    def selected(self) -> int:
        """The place, from 0, of the answer that Enter takes."""
        ask = self.ask
        return (ask.start if ask else 0) if self._moved is None else self._moved

    def answer(self, text: str) -> bool:
        """Take a typed or scanned answer; False where it will not do, and `wrong` says why."""
        ask = self.ask
        if ask is None or ask.picks:
            return False
        if ask.many and not text.strip():
            self._take(ask, tuple(self._gathered))
            return True
        value = ask.read(text)
        if isinstance(value, Refusal):
            self.wrong = value
            return False
        if ask.many:
            self.wrong = None
            if value not in self._gathered:
                self._gathered.append(value)
            return True
        self._take(ask, value)
        return True

    def pick(self, place: int) -> bool:
        """Take the answer at `place`, from 1; False where there is none."""
        ask = self.ask
        if ask is None or not 0 < place <= len(ask.picks):
            return False
        self._take(ask, ask.picks[place - 1].value)
        return True

    def move(self, steps: int) -> None:
        """Up or down the answers to choose from."""
        ask = self.ask
        self._moved = max(0, min(len(ask.picks) - 1 if ask else 0, self.selected + steps))

    def back(self) -> bool:
        """One answer back; False where none was given yet."""
        self.wrong, self._moved = None, None
        if self._gathered:
            self._gathered.pop()
            return True
        if not self._given:
            return False
        self.answers.pop(self._given.pop(), None)
        return True

    def finish(self) -> None:
        """All is answered."""
        self._done(self.answers)

    def view(self, speech: Speech) -> Asking | None:
        """The question as a field to type into; None where there is none."""
        ask = self.ask
        if ask is None or ask.picks:
            return None
        gathered = ", ".join(str(each) for each in self._gathered)
        hint = ask.hint.say(speech.language) or speech.say("transit_enter_goes_on")
        if gathered:
            hint = speech.say("transit_gathered", what=gathered)
        # A field of its own for each question, and after each of many answers an empty one.
        what = f"{ask.name}/{len(self._given)}/{len(self._gathered)}"
        wrong = wrong_words(self.wrong, speech) if self.wrong is not None else ""
        emptied = self.wrong is not None and self.wrong.code == "transit_scan_first"
        return Asking(what, ask.label.say(speech.language), hint, wrong, emptied)

    def picks(self, speech: Speech) -> Table | None:
        """The answers to choose from; None where a text is asked for."""
        ask = self.ask
        if ask is None or not ask.picks:
            return None
        lines = tuple(
            Line((str(place), each.title.say(speech.language), each.note.say(speech.language)))
            for place, each in enumerate(ask.picks, start=1)
        )
        heads = ("", ask.label.say(speech.language), "")
        return Table(ask.label.say(speech.language), heads, lines, min(self.selected, len(lines) - 1), grid=True)

    def _take(self, ask: Ask, value: object) -> None:
        self.answers[ask.name] = value
        self._given.append(ask.name)
        self._gathered.clear()
        self.wrong, self._moved = None, None


def in_order(*asks: Ask) -> NextAsk:
    """One question after the other."""
    return lambda answers: next((ask for ask in asks if ask.name not in answers), None)


def wrong_words(refusal: Refusal, speech: Speech) -> str:
    """What is wrong with an answer: words made for the field, else the whole sentence of the refusal."""
    known = speech.texts.keys()
    if f"window.wrong_{refusal.code}" in known:
        return speech.say(f"wrong_{refusal.code}", **refusal.params)
    return speech.refusal(refusal)


def words(*, needed: bool = True, default: str = "", most: int = 400) -> Read:
    """A text; `default` for Enter alone. A scan that a keyboard wedge typed is none."""

    def read(text: str) -> object:
        said = " ".join(text.split()) or default
        if needed and not said:
            return Refusal("transit_needed")
        if is_scan(said) and said != default:
            return Refusal("transit_scan_first")
        return said if len(said) <= most else Refusal("transit_too_long", {"most": str(most)})

    return read


def code(*, needed: bool = True, default: str = "", most: int = 60) -> Read:
    """A number as it is written or scanned; `default` for Enter alone."""

    def read(text: str) -> object:
        said = " ".join(text.split()) or default
        if needed and not said:
            return Refusal("transit_needed")
        return said if len(said) <= most else Refusal("transit_too_long", {"most": str(most)})

    return read
