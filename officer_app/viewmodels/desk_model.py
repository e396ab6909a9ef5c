"""What every scanning desk does alike: take scans one after the other, refuse until acknowledged, count, show."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace

from officer_app.core.acts import Act
from officer_app.core.commands import NEEDS_SUBJECT, Command
from officer_app.core.commands import Verb as CommandVerb
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.scanned_text import printable
from officer_app.core.scans import ScanCount, UnknownCodes
from officer_app.texts import Both
from officer_app.usecases.look_up import NOBODY, Answer, Found, FoundOther, NotRead, Several, Unknown, look_up
from officer_app.viewmodels.arrivals import Arrival, Drop, Scan, Waiting
from officer_app.viewmodels.commanding import Commanding, Doing, is_alarm
from officer_app.viewmodels.notices import (
    Notice,
    drop_notice,
    fault_notice,
    other_notice,
    ready_notice,
    refusal_notice,
)
from officer_app.viewmodels.permit_card import answer_card, mark
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.speech import Speech, Voices
from officer_app.viewmodels.view import Asking, Card, Shape, Tone, Verb, View


class DeskModel(ABC):
    """State of a desk page. Main thread only; use cases' faults pass through to the caller, who calls `fail`."""

    ready_headline = "ready_desk"

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.officer: SignedIn | None = None
        self.counts = ScanCount()
        self.unknown = UnknownCodes()
        self.arrived = 0
        self.turned_away = 0
        self._last_officer = ""
        self._voices = Voices(tools.texts)
        self._waiting = Waiting()
        self._commanding = Commanding(tools.read_command, tools.command_rules, tools.window)
        self._answer: Answer | None = None
        self._acts: list[Act] = []
        self._notice: Notice | None = None
        self._beneath: Notice | None = None
        self._repeats = 0
        self._busy = False

    # --- who

    def sign_in(self, officer: SignedIn, names: Mapping[str, str]) -> None:
        """`officer` is at the desk; `names`: account → the name people read. Another officer's card is cleared."""
        if self._last_officer != officer.person.name and not self._held:
            self._empty()
        self.officer, self._last_officer = officer, officer.person.name
        self._voices = Voices(self.tools.texts, {**names, officer.person.name: officer.person.display})
        self.turned_away = 0
        if isinstance(self._answer, Found):
            self._look_again(self._answer)

    def learn_names(self, names: Mapping[str, str]) -> None:
        """Names that people read, of officers whose acts came from elsewhere."""
        officer = self.officer.person if self.officer else None
        own = {officer.name: officer.display} if officer else {}
        self._voices = Voices(self.tools.texts, {**names, **own})

    def lock(self) -> None:
        """Nobody is at the desk: views show nothing of any record."""
        self.officer = None

    # --- what comes in

    def on_scan(self, text: str) -> None:
        """A scanned or typed text."""
        self.arrived += 1
        if self.officer is None:
            self.turned_away += 1
            self.counts = self.counts.with_refused()
            self.tools.signals.refuse()
        elif self._commanding.claims(text):
            self._command(text)
        elif self._occupied:
            self._wait(Scan(text))
        else:
            self._take(Scan(text))

    def on_repeat(self, text: str) -> None:
        """The same code again within the gap: said, counted, and nothing is lost by it."""
        if self._answer is None and self._notice is None and not self._occupied:
            self.on_scan(text)
            return
        self.arrived += 1
        self.counts = self.counts.with_repeat()
        if self.officer is None:
            self.turned_away += 1
            self.tools.signals.refuse()
        self._repeats += 1

    def on_dropped(self, reason: str) -> None:
        """Bytes that became no text."""
        self.arrived += 1
        if self.officer is None:
            self.turned_away += 1
            self.counts = self.counts.with_dropped(reason)
            self.tools.signals.refuse()
        elif self._occupied:
            self._wait(Drop(reason))
        else:
            self._take(Drop(reason))

    def _command(self, text: str) -> None:
        """A scanned command: it acts now or never, and does not wait in line behind what it is not about."""
        doing = self._doing()
        command = self._commanding.judge(text, self.tools.counter.clock(), doing)
        if isinstance(command, Command) and self._shut(command.verb):
            command = Refusal("command_not_now")
        read = isinstance(command, Command)
        self.counts = self.counts.with_understood() if read else self.counts.with_refused()
        if isinstance(command, Command):
            doing[command.verb](command.words)
        elif self._busy or (self._held and not is_alarm(command.code)):
            self.tools.signals.attention()
        else:
            self._interrupt(refusal_notice(self._voices, command))

    def _doing(self) -> Mapping[CommandVerb, Doing]:
        """What commands do at this desk."""
        return self._commanding.everywhere(self.acknowledge, self.clear)

    def _shut(self, verb: CommandVerb) -> bool:
        """Whether `verb` has to wait for the officer: a claim runs, or a refusal was not acknowledged."""
        return verb in NEEDS_SUBJECT and (self._busy or self._held)

    def acknowledge(self) -> None:
        """Space: the refusal was seen; the next scan that waited is shown."""
        if not self._held or self._busy:
            return
        self.tools.signals.silence()
        self._notice, self._beneath = self._beneath, None
        if self._notice is None:
            self._empty()
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
        self._show(fault_notice(self._voices, sentence))

    # --- what is shown

    def view(self, language: str) -> View:
        """Everything to show now."""
        speech = self._voices.speech(language)
        if self.officer is None:
            away = speech.say("turned_away", n=str(self.turned_away)) if self.turned_away else ""
            tone = Tone.REFUSE if self.turned_away else Tone.NEUTRAL
            return View(language, tone, Shape.NONE, speech.say("signed_out"), note=away, counts=self.counts)
        notice = self._notice or ready_notice(self._voices, self.ready_headline)
        return View(
            language=language,
            tone=notice.tone,
            shape=notice.shape,
            headline=notice.headline.say(language),
            sentence=notice.sentence.say(language),
            note=self._note(notice, speech),
            code=notice.code,
            step=notice.step,
            mark=mark(notice.outcome, speech, "outcome") if notice.outcome else None,
            must_acknowledge=notice.must_acknowledge,
            busy=self._busy,
            waiting=len(self._waiting),
            card=self._card(speech),
            asking=self._question(speech),
            verbs=self._verbs(speech),
            counts=self.counts,
        )

    @abstractmethod
    def _on_found(self, found: Found) -> Notice:
        """What the banner says of a permit just scanned."""

    @abstractmethod
    def _verbs(self, speech: Speech) -> tuple[Verb, ...]:
        """The keys of this desk."""

    def _question(self, speech: Speech) -> Asking | None:
        """What the officer is asked for."""
        return None

    @property
    def _occupied(self) -> bool:
        """Whether a scan has to wait."""
        return self._busy or self._held

    @property
    def _held(self) -> bool:
        return self._notice is not None and self._notice.must_acknowledge

    def _take(self, arrival: Arrival) -> None:
        if isinstance(arrival, Drop):
            self.counts = self.counts.with_dropped(arrival.reason)
            self._interrupt(drop_notice(self._voices, arrival.reason))
            return
        officer = self.officer
        self._empty()
        answer = look_up(self.tools.counter, arrival.text, officer.person if officer else NOBODY)
        read = not isinstance(answer, NotRead | Unknown)
        self.counts = self.counts.with_understood() if read else self.counts.with_refused()
        if not read:
            self.unknown.note(printable(arrival.text))
        self._answer = answer
        self._commanding.subject_at = self.tools.counter.clock() if isinstance(answer, Found) else None
        self._show(self._on_answer(answer))

    def _interrupt(self, notice: Notice) -> None:
        """Show `notice`; the card stays as it was, and its own banner comes back when this one was seen."""
        beneath = self._notice
        self._show(notice)
        self._beneath = beneath

    def _on_answer(self, answer: Answer) -> Notice:
        if isinstance(answer, Found):
            self._read_acts(answer)
            return self._on_found(answer)
        if isinstance(answer, FoundOther):
            return other_notice(self._voices, answer.record.kind)
        if isinstance(answer, Several):
            refusal = Refusal("several", {"numbers": ", ".join(answer.numbers)})
            return replace(refusal_notice(self._voices, refusal), must_acknowledge=False)
        return refusal_notice(self._voices, answer.refusal)

    def _show(self, notice: Notice) -> None:
        self._notice, self._beneath, self._repeats = notice, None, 0
        signals = self.tools.signals
        sounds = {Tone.REFUSE: signals.refuse, Tone.ATTENTION: signals.attention}
        sound = signals.alarm if is_alarm(notice.code) else sounds.get(notice.sound or notice.tone, signals.good)
        sound()

    def _refuse(self, refusal: Refusal) -> None:
        self._show(refusal_notice(self._voices, refusal))

    def _wait(self, arrival: Arrival) -> None:
        if not self._waiting.joins(arrival):
            self.counts = self.counts.with_dropped("queue_full")
        self.tools.signals.attention()

    def _next(self) -> None:
        if not self._occupied and (arrival := self._waiting.first()) is not None:
            self._take(arrival)

    def _empty(self) -> None:
        self._answer, self._acts, self._notice, self._beneath, self._repeats = None, [], None, None, 0
        self._commanding.subject_at = None

    def _look_again(self, found: Found) -> None:
        """Read anew what is shown, after something was recorded or another officer signed in."""
        person = self.officer.person if self.officer else NOBODY
        fresh = look_up(self.tools.counter, found.permit.number, person)
        if isinstance(fresh, Found):
            self._answer = replace(fresh, reading=found.reading)
            self._read_acts(fresh)

    def _read_acts(self, found: Found) -> None:
        known = self.tools.counter.journal.acts_on("permit", found.permit.number) if found.state.last_act else []
        self._acts = sorted(known, key=lambda act: act.at)

    def _card(self, speech: Speech) -> Card | None:
        counter = self.tools.counter
        return answer_card(self._answer, self._acts, speech, counter.clock(), counter.rules)

    def _note(self, notice: Notice, speech: Speech) -> str:
        again = speech.say("read_again", n=str(self._repeats)) if self._repeats else ""
        waits = speech.say("scans_wait", n=str(len(self._waiting))) if self._waiting else ""
        return " · ".join(part for part in (notice.note.say(speech.language), again, waits) if part)

    def _both(self, speak: Callable[[Speech], str]) -> Both:
        return self._voices.both(speak)
