"""What every scanning desk does alike: look up, lay the answer on the card, refuse until acknowledged, show."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace

from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.usecases.look_up import Ambiguous, Answer, Choice, Found, FoundOther, NotRead, Several, Unknown
from officer_app.viewmodels.astray import not_shown
from officer_app.viewmodels.notices import (
    Notice,
    choose_notice,
    drop_notice,
    fault_notice,
    other_notice,
    ready_notice,
    refusal_notice,
)
from officer_app.viewmodels.obeying import Obeying
from officer_app.viewmodels.on_card import OnCard
from officer_app.viewmodels.permit_card import mark
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.speech import Speech, Voices
from officer_app.viewmodels.view import Asking, Card, Shape, Tone, Verb, View


class DeskModel(Obeying):
    """State of a desk page. Main thread only; use cases' faults pass through to the caller, who calls `fail`."""

    ready_headline = "ready_desk"

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._last_officer = ""
        self._on_card = OnCard(tools.counter)
        self._old = False
        self._told: Notice | None = None

    # --- who

    def sign_in(self, officer: SignedIn, names: Mapping[str, str]) -> None:
        """`officer` is at the desk; `names`: account → the name people read. Another officer's card is cleared."""
        if self._last_officer != officer.person.name and not self._held:
            self._empty()
        self.officer, self._last_officer = officer, officer.person.name
        self._voices = Voices(self.tools.texts, {**names, officer.person.name: officer.person.display})
        self.turned_away = 0
        self._look_again()

    def learn_names(self, names: Mapping[str, str]) -> None:
        """Names that people read, of officers whose acts came from elsewhere."""
        officer = self.officer.person if self.officer else None
        own = {officer.name: officer.display} if officer else {}
        self._voices = Voices(self.tools.texts, {**names, **own})

    def on_news(self) -> None:
        """Records or acts came from the centre: what lies on the card is read again once nothing is under way."""
        self._old = True

    def look_around(self) -> None:
        """A second went by. What changes by it says so through `tools.changed`; ages are the page's to show anew."""
        if self._old and self.officer is not None and not self._occupied:
            self._old = False
            self._read_news()

    def lock(self) -> None:
        """Nobody is at the desk: views show nothing of any record."""
        self.officer = None

    # --- what comes in

    def _look_at(self, text: str) -> bool:
        self._empty()
        answer = self._on_card.look_up(text, self.officer)
        self._lay(answer)
        return not isinstance(answer, NotRead | Unknown)

    def _hide(self, text: str) -> None:
        self._on_card.answer = hidden = not_shown(text)
        # It was heard a moment ago, and was not painted yet.
        self._banner.show_quietly(refusal_notice(self._voices, hidden.refusal))

    def _dropped(self, reason: str) -> None:
        # The card stays as it was, and its own banner comes back when this one was seen.
        self._banner.interrupt(drop_notice(self._voices, reason))

    def _repeated(self) -> None:
        self._banner.repeats += 1

    def acknowledge(self) -> None:
        """Space: the refusal was seen; the next scan that waited is shown, else the card there was before a key was."""
        if not self._held or self._busy:
            return
        notice = self._banner.notice
        if not self._banner.seen():
            # The permit that the officer was at is no part of what his key was refused for.
            of_key = notice is not None and notice.of_key
            if isinstance(self._on_card.answer, NotRead | Unknown | None) or not (of_key or self._goes_on):
                self._empty()
            else:
                self._lay_anew()
        self._next()

    def clear(self) -> None:
        """Esc: acknowledge a refusal, else put the card away."""
        if self._busy:
            return
        if self._held:
            self.acknowledge()
        else:
            self._empty()
            self._next()

    def fail(self, sentence: Both) -> None:
        """Something broke: say so, and that the number should be scanned again to see what was recorded."""
        self._busy = False
        self._banner.show(fault_notice(self._voices, sentence))

    # --- what is shown

    def view(self, language: str) -> View:
        """Everything to show now."""
        speech = self._voices.speech(language)
        if self.officer is None:
            away = speech.say("turned_away", n=str(self.turned_away)) if self.turned_away else ""
            tone = Tone.REFUSE if self.turned_away else Tone.NEUTRAL
            return View(language, tone, Shape.NONE, speech.say("signed_out"), note=away, counts=self.counts)
        notice = self._banner.notice or self._ready()
        return View(
            language=language,
            tone=notice.tone,
            shape=notice.shape,
            headline=notice.headline.say(language),
            sentence=notice.sentence.say(language),
            note=self._banner.note(notice, len(self._waiting), speech, free=not self._occupied),
            code=notice.code,
            step=notice.step,
            mark=mark(notice.outcome, speech, "outcome") if notice.outcome else None,
            must_acknowledge=notice.must_acknowledge,
            busy=self._busy,
            waiting=len(self._waiting),
            card=self._card(speech),
            asking=self._question(speech),
            choices=None if self._held else self._choosing.view(speech),
            verbs=self._verbs(speech),
            counts=self.counts,
        )

    def _ready(self) -> Notice:
        """What the banner says of an empty page."""
        return ready_notice(self._voices, self.ready_headline)

    def _on_found(self, found: Found) -> Notice:
        """What the banner says of a permit just scanned; where no permit is handled, only that it is one."""
        return other_notice(self._voices, "permit")

    @abstractmethod
    def _verbs(self, speech: Speech) -> tuple[Verb, ...]:
        """The keys of this desk."""

    def _question(self, speech: Speech) -> Asking | None:
        """What the officer is asked for."""
        return None

    @property
    def _goes_on(self) -> bool:
        """Whether something is to be done with the permit on the card though what was scanned for is refused."""
        return False

    @property
    def _empty_handed(self) -> bool:
        return self._on_card.answer is None and self._banner.notice is None

    def _chosen(self, choice: Choice) -> None:
        self._empty()
        self._lay(self._on_card.look_up(choice.text, self.officer, choice.kind))

    def _lay(self, answer: Answer) -> None:
        """Show what was just looked up."""
        self._commanding.subject_at = self.tools.counter.clock() if isinstance(answer, Found) else None
        self._choosing.ask(answer)
        self._told = self._on_answer(answer)
        self._banner.show(self._told)

    def _read_news(self) -> None:
        """The permit as it is by now. A banner that tells how it was found follows and is heard; a result stays."""
        if not self._on_card.renew(self.officer) or self._found is None:
            return
        fresh = self._on_found(self._found)
        if self._banner.notice is self._told and fresh != self._told:
            self._told = fresh
            self._banner.show(fresh)
        self.tools.changed()

    def _lay_anew(self) -> None:
        """Show what lies on the card as it is by now; whatever is against it was heard already."""
        self._look_again()
        if (answer := self._on_card.answer) is not None:
            self._banner.show_quietly(replace(self._on_answer(answer), must_acknowledge=False))

    def _on_answer(self, answer: Answer) -> Notice:
        if isinstance(answer, Found):
            return self._on_found(answer)
        if isinstance(answer, FoundOther):
            return other_notice(self._voices, answer.record.kind)
        if isinstance(answer, Ambiguous | Several):
            code = "ambiguous" if isinstance(answer, Ambiguous) else "several"
            return choose_notice(self._voices, code, answer.reading.number)
        return refusal_notice(self._voices, answer.refusal)

    def _refuse(self, refusal: Refusal) -> None:
        """What a key, or a bar code in its place, may not do."""
        self._banner.show(replace(refusal_notice(self._voices, refusal), of_key=True))

    def _empty(self) -> None:
        self._on_card.empty()
        self._choosing.close()
        self._banner.empty()
        self._commanding.subject_at = None

    def _look_again(self) -> None:
        """Read anew what is shown, after something was recorded or another officer signed in."""
        self._on_card.look_again(self.officer)

    @property
    def _found(self) -> Found | None:
        return self._on_card.found

    def _card(self, speech: Speech) -> Card | None:
        return self._on_card.card(speech)

    def _both(self, speak: Callable[[Speech], str]) -> Both:
        return self._voices.both(speak)
