"""The transit desk: what its keys do, and what it shows; everything is asked, nothing is guessed."""

from collections.abc import Callable
from dataclasses import replace

from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.transit_clerk import TransitClerk
from officer_app.viewmodels.transit_places import Key
from officer_app.viewmodels.view import Asking, Shape, Tone, Verb, View


class TransitModel(TransitClerk):
    """State of the transit page. Main thread only."""

    # --- keys

    def press(self, key: str) -> None:
        """F5 to F10."""
        found = next((each for each in self.place.offers() if each.key == key), None)
        if found is None or found.why is not None or self._shut_now or self._sheet is not None:
            self._not_taken()
        else:
            self._do(found.do)

    def move(self, rows: int) -> None:
        """Up and down."""
        if self._sheet is not None:
            self._sheet.move(rows)
        elif not self._shut_now:
            self._do(lambda: self.place.move(rows))

    def side(self, steps: int) -> None:
        """Left and right."""
        if self._sheet is None and not self._shut_now:
            self._do(lambda: self.place.side(steps))

    def digit(self, number: int) -> None:
        """A digit where no text is typed: an answer, or what the place does with it."""
        if self._busy:
            self._not_taken()
        elif self._sheet is not None:
            self.choose(number)
        elif not self._shut_now:
            self._do(lambda: self.place.digit(number))

    def space(self) -> None:
        """The space bar where no text is typed."""
        if self._busy:
            self._not_taken()
        elif self._held:
            self.acknowledge()
        elif self._sheet is None and not self._shut_now:
            self._do(self.place.space)

    def enter(self) -> None:
        """Enter with nothing typed."""
        if self._shut_now:
            self._not_taken()
        elif self._sheet is not None:
            self.choose(self._sheet.selected + 1)
        else:
            self._do(self.place.enter)

    def choose(self, place: int) -> None:
        """The answer at `place`, from 1."""
        sheet = self._sheet
        if sheet is None or self._shut_now or not sheet.pick(place):
            self._not_taken()
        else:
            self._unheard = False
            self._go_on()

    def acknowledge(self) -> None:
        """Space: it was seen; the case that is shown stays."""
        if self._held and not self._busy:
            self._unheard = False
            self._banner.seen()
            self._ask_next()
            self._next()

    def clear(self) -> None:
        """Esc: a refusal was seen; else one answer back, the question away, the place left."""
        if self._busy:
            self._not_taken()
            return
        self._unheard = False
        if self._held:
            self.acknowledge()
        elif self._sheet is not None:
            if not self._sheet.back():
                self._sheet = None
                self._ask_next()
        elif len(self._stack) > 1:
            self._banner.empty()
            self.back()
        else:
            self._banner.empty()
        self._next()

    def on_news(self) -> None:
        """Acts came from the centre: a case is read again, unless something is under way. Lists wait for their tick."""
        if len(self._stack) > 1:
            self.tick()
            self.tools.changed()

    def tick(self) -> None:
        """Time went by: clocks and days are read again, unless something is under way."""
        if self.officer is not None and not self._occupied and not self._busy:
            self.place.tick()

    def view(self, language: str) -> View:
        """Everything to show now."""
        shown = super().view(language)
        if self.officer is None:
            return shown
        speech, sheet = self._voices.speech(language), self._sheet
        state, text = self._printing.said(speech)
        if sheet is not None and state == "printed":
            # A question needs the room; what went wrong stays in sight.
            text = ""
        if self._banner.notice is None:
            title = sheet.title.say(language) if sheet else self.place.title(speech)
            shape = Shape.QUESTION if sheet else Shape.SCAN
            sentence = self._sentence(speech)
            shown = replace(shown, tone=Tone.NEUTRAL, shape=shape, headline=title, sentence=sentence)
        if self._unheard:
            note = speech.say("transit_key_unheard_busy" if self._busy else "transit_key_unheard")
            shown = replace(shown, note=" · ".join(filter(None, (shown.note, note))))
        picks = sheet.picks(speech) if sheet else None
        table = picks or self.place.table(speech)
        return replace(shown, card=self.place.card(speech), table=table, printing=state, print_text=text)

    # --- how

    def _sentence(self, speech: Speech) -> str:
        """What to do: with the question that is open, else at the place."""
        ask = self._sheet.ask if self._sheet is not None else None
        if self._busy:
            return speech.say("transit_busy")
        if ask is None:
            return self.place.hint(speech)
        how = speech.say("transit_pick_hint") if ask.picks else ""
        return " · ".join(filter(None, (ask.hint.say(speech.language) if ask.picks else "", how)))

    def _do(self, work: Callable[[], object]) -> None:
        """One step of a place; what was said before it has been read."""
        self._unheard = False
        self._banner.empty()
        work()

    def _not_taken(self) -> None:
        """A key that means nothing now. While a step is being recorded it is kept for no later question, and that is
        said until the next key: who pressed it would else think it was taken.
        """
        self.tools.signals.attention()
        self._unheard = self._unheard or self._busy

    def _verbs(self, speech: Speech) -> tuple[Verb, ...]:
        """The keys of the place; while something is asked, those of the question."""
        back = Verb("Escape", "Esc", speech.say("transit_back"))
        if self._sheet is not None:
            return (back,)
        verbs = [_verb(key, speech) for key in self.place.offers()]
        return (*verbs, back) if len(self._stack) > 1 else tuple(verbs)

    def _question(self, speech: Speech) -> Asking | None:
        return self._sheet.view(speech) if self._sheet is not None else None


def _verb(key: Key, speech: Speech) -> Verb:
    if key.why is None:
        return Verb(key.key, key.key, speech.say(key.title), wanted=key.wanted)
    why = speech.either(f"why_{key.why.code}", "why_not_now")
    return Verb(key.key, key.key, speech.say(key.title), why, speech.refusal(key.why))
