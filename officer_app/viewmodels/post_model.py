"""The whole checking post: cargo compared by scans, the copy kept, a cargo refused, and many permits in one go."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from officer_app.core.acts import ActKind
from officer_app.core.canonical import Value
from officer_app.core.commands import Verb as Command
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES
from officer_app.texts import Both
from officer_app.usecases.allowed import may_act
from officer_app.usecases.confirm_release import COMPARED, COPY_KEPT, Released
from officer_app.usecases.look_up import Answer, Found
from officer_app.viewmodels.astray import masked
from officer_app.viewmodels.checking import CheckingModel
from officer_app.viewmodels.comparing import Agrees, Differs, compare
from officer_app.viewmodels.inspection_verbs import why
from officer_app.viewmodels.notices import Notice, refusal_notice
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Asking, Card, Fact, Line, Shape, Table, Tone, Verb, View

REFUSE = "refuse"


@dataclass
class _Batch:
    """Permits released in one go, and those that were not: number and why."""

    released: int = 0
    refused: list[tuple[str, Both]] = field(default_factory=list)


class PostModel(CheckingModel):
    """F5 or Enter release · F6 refuse · F7 copy kept · F8 batch: each permit scanned is released at once."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._copy = False
        self._compared: tuple[str, ...] = ()
        self._batch: _Batch | None = None

    # --- compare, tick

    def keep_copy(self) -> None:
        """F7: a copy of the permit was kept, or was not after all. In a batch it holds for all of it."""
        if self._occupied or (self._found is None and self._batch is None):
            self.tools.signals.attention()
        else:
            self._copy = not self._copy

    def _answers(self, text: str) -> bool:
        """A scan of the cargo is held against the permit that waits for its release; it is no look-up."""
        found = self._found
        if found is None or self._batch is not None or self._occupied or self._against(found) is not None:
            return super()._answers(text)
        told = compare(found.permit, text)
        if isinstance(told, Agrees):
            self._compared = tuple(sorted({*self._compared, told.field}))
            self.tools.signals.good()
        elif isinstance(told, Differs):
            self._banner.interrupt(self._differs(told))
        return told is not None or super()._answers(text)

    def _differs(self, told: Differs) -> Notice:
        return refusal_notice(self._voices, Refusal("cargo_differs", {"scanned": told.scanned, "says": told.says}))

    def _also_recorded(self) -> Mapping[str, Value]:
        compared: dict[str, Value] = {COMPARED: list(self._compared)} if self._compared else {}
        return {**compared, COPY_KEPT: self._copy}

    # --- refuse

    def refuse(self, text: str = "") -> None:
        """F6: ask why, then record that the cargo was turned back."""
        if self._asked.what:
            self.answer(text)
        elif self._occupied or self._against_refusing() is not None:
            self.tools.signals.attention()
        else:
            self._asked.ask(REFUSE)

    def answer(self, text: str) -> None:
        """Enter in the text that was asked for."""
        if self._asked.what and self._is_answer(text):
            self._asked.stop()
            self._turn_back(text)

    def _against_refusing(self) -> Refusal | None:
        if self._found is None or self.officer is None:
            return Refusal("no_permit")
        if refusal := may_act(self.officer, ACT_ROLES[ActKind.REFUSE]):
            return refusal
        return Refusal("already_released") if self._found.state.release is not None else None

    @property
    def _goes_on(self) -> bool:
        """Cargo that may not leave may be turned back, with the reason, where that was read."""
        return self._against_refusing() is None

    # --- batch

    def batch(self) -> None:
        """F8: begin, or end with a count."""
        if self._occupied:
            self.tools.signals.attention()
        elif self._batch is None:
            self._empty()
            self._batch = _Batch()
        else:
            self._banner.show(self._end(self._batch))

    def _end(self, done: _Batch) -> Notice:
        self._batch = None
        self._empty()
        said = {"released": str(done.released), "refused": str(len(done.refused))}
        tone = Tone.ATTENTION if done.refused else Tone.GOOD
        shape = Shape.EXCLAMATION if done.refused else Shape.TICK
        names = ", ".join(number for number, _ in done.refused)
        headline = self._both(lambda speech: speech.say("batch_ended", **said))
        sentence = Both(names, names)
        return Notice(tone, shape, headline, sentence)

    def _lay(self, answer: Answer) -> None:
        super()._lay(answer)
        if self._batch is None or self._choosing.open:
            return
        if isinstance(answer, Found) and self._against(answer) is None and self._turned_back is None:
            self.release()
        else:
            # Somebody found the cargo not to agree: a scan in passing does not overrule him.
            number = answer.permit.number if isinstance(answer, Found) else _number(answer)
            self._not_released(number)

    def _answered(self, done: Released | Refusal) -> None:
        number = self._found.permit.number if self._found else ""
        super()._answered(done)
        if self._batch is None:
            return
        if isinstance(done, Refusal):
            self._not_released(number)
        else:
            self._batch.released += 1
            self._banner.let_pass()
        self._next()
        self.tools.changed()

    def _hide(self, text: str) -> None:
        super()._hide(text)
        if self._batch is not None and self._batch.refused and self._banner.notice is not None:
            self._batch.refused[-1] = (masked(text), self._banner.notice.headline)
            self._banner.let_pass()

    def _not_released(self, number: str) -> None:
        """In a batch what is refused is heard and listed, and stops nothing."""
        notice = self._banner.notice
        if self._batch is not None and notice is not None:
            self._batch.refused.append((number, notice.headline))
            self._banner.let_pass()

    # --- as every desk

    def lock(self) -> None:
        """Nobody is at the desk: a batch ends with its officer, who finds its summary when he comes back."""
        if self._batch is not None and not self._busy:
            self._banner.show_quietly(self._end(self._batch))
        self._batch = None
        self._asked.stop()
        super().lock()

    def view(self, language: str) -> View:
        """Everything to show now."""
        shown = super().view(language)
        if self.officer is None or self._batch is None:
            return shown
        return replace(shown, table=self._table(self._batch, self._voices.speech(language)))

    def _table(self, batch: _Batch, speech: Speech) -> Table:
        copy = speech.say("batch_copy" if self._copy else "batch_no_copy")
        title = speech.say("batch_title", released=str(batch.released), refused=str(len(batch.refused)))
        lines = tuple(
            Line((number, f"✕ {headline.say(speech.language)}"), Tone.REFUSE)
            for number, headline in reversed(batch.refused)
        )
        heads = (speech.say("queue_number"), speech.say("batch_why"))
        return Table(f"{title} · {copy}", heads, lines, 0, speech.say("batch_none"))

    def _shut(self, verb: Command) -> bool:
        return bool(self._asked.what) or super()._shut(verb)

    def _empty(self) -> None:
        super()._empty()
        self._compared = ()
        if self._batch is None:
            self._copy = False

    def _question(self, speech: Speech) -> Asking | None:
        asking = super()._question(speech)
        words = self.tools.command_rules.words.get(Command.REFUSE, ())
        return asking if asking is None else replace(asking, phrases=words, more=speech.say("phrases_more"))

    def _verbs(self, speech: Speech) -> tuple[Verb, ...]:
        against = self._against_refusing()
        refusing = Verb(
            "refuse", "F6", speech.say("verb_refuse"), why(against, speech), speech.refusal(against) if against else ""
        )
        copy = speech.say("verb_copy_kept" if self._copy else "verb_copy")
        no_copy = "" if self._found is not None or self._batch is not None else why(Refusal("no_permit"), speech)
        batch = speech.say("verb_batch" if self._batch is None else "verb_batch_end")
        verbs = (*super()._verbs(speech), refusing, Verb("copy", "F7", copy, no_copy), Verb("batch", "F8", batch))
        if not self._occupied:
            return verbs
        reason = speech.say("why_busy" if self._busy else "why_acknowledge" if self._held else "why_asking")
        asked = self._asked.what
        return tuple(each if asked and each.name == REFUSE else replace(each, why=each.why or reason) for each in verbs)

    def _against(self, found: Found) -> Refusal | None:
        against = Refusal("busy") if self._asked.what else super()._against(found)
        needed = against is None and self.tools.counter.rules.copy_needed and not self._copy
        return Refusal("copy_needed") if needed else against

    def _card(self, speech: Speech) -> Card | None:
        """With ticks at what was compared."""
        card, found = super()._card(speech), self._found
        if card is None or found is None or not self._compared:
            return card
        agreed = {getattr(found.permit, name) for name in self._compared}
        facts = tuple(_ticked(fact) if fact.value.split(" · ")[0] in agreed else fact for fact in card.facts)
        return replace(card, facts=facts)


def _ticked(fact: Fact) -> Fact:
    return replace(fact, value=f"✓ {fact.value}", tone=Tone.GOOD)


def _number(answer: Answer) -> str:
    """The number of what is no permit that could be released."""
    reading = getattr(answer, "reading", None)
    return str(reading.number) if reading is not None else str(getattr(answer, "raw", ""))
