"""A number that is not here: the centre is asked, and where it cannot say, the sheet itself is keyed and stamped."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from officer_app.core.assess import StampWish
from officer_app.core.canonical import is_blank
from officer_app.core.export import Outcome
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.usecases.look_up import Unknown
from officer_app.usecases.stamp_from_paper import FromPaper, ask_centre, stamp_from_paper
from officer_app.viewmodels.counter_menu import KEYED
from officer_app.viewmodels.counter_model import CounterModel
from officer_app.viewmodels.notices import Notice
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.results import asking_centre_notice, from_paper_notice
from officer_app.viewmodels.sheet import LINE_OF, Sheet
from officer_app.viewmodels.speech import NOTHING, Speech
from officer_app.viewmodels.view import Shape, Tone, Verb, View

_OUTCOMES = {"stamp_green": Outcome.GREEN, "stamp_red": Outcome.RED, "stamp_xray": Outcome.XRAY}


class KeyingModel(CounterModel):
    """The inspection counter as it is used. While a sheet is keyed F5 to F7 stamp it, marked as not verified."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._sheet = Sheet()
        self._asking = ""

    @property
    def keying(self) -> bool:
        """Whether a sheet is being keyed."""
        return bool(self._sheet.number)

    # --- the centre

    def _look_at(self, text: str) -> bool:
        read = super()._look_at(text)
        self._ask_centre()
        return read

    def _ask_centre(self) -> None:
        """What is not here may be there: asked at once, in the background; nobody waits for the answer."""
        number, officer, counter = self._unknown, self.officer, self.tools.counter
        if number and counter.central is None:
            self._banner.add(self._said("centre_alone"))
        elif number and officer is not None:
            self._asking = number
            self._banner.add(self._said("centre_asking"))
            self.tools.run(lambda: ask_centre(counter, officer, number), partial(self._centre_said, number), self._mute)

    def _centre_said(self, number: str, answer: str | Refusal) -> None:
        if self._asking != number or self._unknown != number:
            return
        self._asking = ""
        self._banner.add(self._said(f"centre_{'knows' if isinstance(answer, Refusal) else answer}"))
        self.tools.changed()

    def _mute(self, sentence: Both) -> None:
        """The answer did not come; the banner says so, and the fault is in the log."""
        self._asking = ""
        self._banner.add(sentence)
        self.tools.changed()

    def on_news(self) -> None:
        """Records came: perhaps the one that was missing. What is being keyed or acknowledged is left in peace."""
        super().on_news()
        number = self._unknown
        if number and not self.keying and not self._menu.open and self.tools.counter.mirror.find(number):
            self._look_at(number)
            self.tools.changed()

    @property
    def _unknown(self) -> str:
        answer = self._on_card.answer
        known = not isinstance(answer, Unknown) or answer.reading.kind not in KEYED
        return "" if known or not isinstance(answer, Unknown) else answer.reading.number

    def acknowledge(self) -> None:
        """Space: that the number is not here was seen; it stays, for its sheet may be keyed now."""
        if not (self._unknown and self._held) or self._busy:
            super().acknowledge()
            return
        note = self._banner.notice.note if self._banner.notice is not None else NOTHING
        self._banner.seen()
        headline, sentence = self._said("not_here"), self._said("not_here_do")
        self._banner.show_quietly(Notice(Tone.ATTENTION, Shape.QUESTION, headline, sentence, note))
        self._next()

    # --- the sheet

    def key_sheet(self) -> None:
        """Key the sheet of the number that is not here."""
        if self._unknown:
            self._sheet.begin(self._unknown)

    def stamp_sheet(self, name: str, values: Mapping[str, str]) -> None:
        """F5 to F7 while a sheet is keyed. What was typed stays until it is recorded."""
        officer, counter = self.officer, self.tools.counter
        if officer is None or self._busy or not self.keying:
            self.tools.signals.attention()
            return
        outcome, findings = _OUTCOMES[name], values.get("findings", "")
        keyed = self._sheet.read(values, LINE_OF[outcome])
        if keyed is None or (outcome is Outcome.RED and is_blank(findings)):
            if keyed is not None:
                self._sheet.refuse("findings", Refusal("findings_needed"))
            self.tools.signals.attention()
            return
        wish = StampWish(outcome, self._release_post, findings)
        self._busy = True
        self._banner.show_quietly(asking_centre_notice(self._voices))
        work = partial(stamp_from_paper, counter, officer, keyed, wish, values.get("reason", ""))
        self.tools.run(work, partial(self._keyed, officer), self._broke)

    def _keyed(self, officer: SignedIn, done: FromPaper | Refusal) -> None:
        self._busy = False
        if isinstance(done, Refusal):
            # The form stays with all that was typed; only what is wrong is said beside it.
            self._sheet.refuse("", done)
            self.tools.signals.refuse()
        else:
            number = self._sheet.number
            self._sheet.close()
            self._on_card.look_up(number, officer)
            self._finish(from_paper_notice(self._voices, done.act, done.asked, officer.person.display))
            self._slip.start(officer, number, done.act.act_id)
        self.tools.changed()

    # --- as every counter

    def clear(self) -> None:
        """Esc: leave the sheet, else as every counter."""
        if self._sheet.number and not self._busy:
            self._sheet.close()
            self._next()
        elif self._unknown and self._held:
            # Who presses Esc wants it gone; Space keeps it, for its sheet may be keyed.
            super().acknowledge()
        else:
            super().clear()

    def view(self, language: str) -> View:
        """Everything to show now."""
        shown = super().view(language)
        if self.officer is None:
            return shown
        form = self._sheet.view(self._voices.speech(language))
        return shown if form is None else replace(shown, form=form, card=None, table=None)

    @property
    def _occupied(self) -> bool:
        return self.keying or super()._occupied

    def _empty(self) -> None:
        super()._empty()
        self._sheet.close()

    def _verbs(self, speech: Speech) -> tuple[Verb, ...]:
        verbs = super()._verbs(speech)
        if not self.keying:
            return verbs
        why = speech.say("why_busy") if self._busy else ""
        closed = speech.say("why_asking")
        return tuple(
            Verb(verb.name, verb.key, _title(verb, speech), why if verb.name in _OUTCOMES else closed) for verb in verbs
        )


def _title(verb: Verb, speech: Speech) -> str:
    # Whatever the key says for a permit on the card: a keyed sheet is stamped by it.
    return speech.say(f"verb_{verb.name}") if verb.name in _OUTCOMES else verb.title
