"""The checking post: a stamped permit is compared with its cargo and released, once."""

from collections.abc import Mapping
from dataclasses import replace

from officer_app.core.acts import Act
from officer_app.core.buddhist import datetime_be
from officer_app.core.canonical import Value
from officer_app.core.commands import Verb as Command
from officer_app.core.export import Stamp
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.look_up import Found
from officer_app.usecases.turn_back import turn_back, turned_back
from officer_app.viewmodels.asking_model import AskingModel
from officer_app.viewmodels.commanding import Doing
from officer_app.viewmodels.granting import GrantingPlace
from officer_app.viewmodels.inspection_verbs import why
from officer_app.viewmodels.notices import Notice, refusal_notice
from officer_app.viewmodels.permit_card import mark
from officer_app.viewmodels.ports import Link, Tools
from officer_app.viewmodels.speech import NOTHING, Speech
from officer_app.viewmodels.view import Card, Fact, Shape, Step, Tone, Verb, View


class CheckingModel(AskingModel):
    """F5 or Enter releases; the claim runs in the background, and a refusal stays until it was seen."""

    ready_headline = "ready_checking"

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self.link = Link()
        self.place = GrantingPlace(tools.counter)

    def sign_in(self, officer: SignedIn, names: Mapping[str, str]) -> None:
        """`officer` is at the desk."""
        self.place.look()
        super().sign_in(officer, names)

    def on_news(self) -> None:
        """The right to grant may have moved, too."""
        super().on_news()
        if self.place.look():
            self.tools.changed()

    def view(self, language: str) -> View:
        """Everything to show now; who grants is in sight whatever lies on the card."""
        shown = super().view(language)
        if self.officer is None:
            return shown
        return replace(shown, granting=self.place.view(self._voices.speech(language), self.link))

    def release(self) -> None:
        """F5 or Enter."""
        found, officer = self._found, self.officer
        if found is None or officer is None or self._against(found) is not None:
            self.tools.signals.attention()
            return
        counter, number = self.tools.counter, found.code or found.permit.number
        self._busy = True
        headline = self._both(lambda speech: speech.say("asking_release"))
        sentence = self._both(lambda speech: self.place.view(speech, self.link).text)
        self._banner.show_quietly(Notice(Tone.NEUTRAL, Shape.CLOCK, headline, sentence))
        said = self._also_recorded()
        self.tools.run(lambda: confirm_release(counter, officer, number, said), self._answered, self._broke)

    def _also_recorded(self) -> Mapping[str, Value]:
        """What the release says beside the right it was given by."""
        return {}

    def _doing(self) -> Mapping[Command, Doing]:
        return {
            **super()._doing(),
            Command.RELEASE: lambda _: self._release_or_say(),
            Command.REFUSE: self._turn_back,
        }

    def _release_or_say(self) -> None:
        """As F5; but who scanned a command does not look at keys, so the reason against it is said."""
        against = Refusal("no_permit") if self._found is None else self._against(self._found)
        if against is None:
            self.release()
        else:
            self._refuse(against)

    def _turn_back(self, words: str) -> None:
        found, officer = self._found, self.officer
        if found is None or officer is None:
            return
        act = turn_back(self.tools.counter, officer, found.permit.number, words)
        if isinstance(act, Refusal):
            self._refuse(act)
            return
        self._look_again()
        who = {"officer": officer.person.display, "at": datetime_be(act.at), "number": found.permit.number}
        headline = self._both(lambda speech: speech.say("did_turned_back"))
        sentence = self._both(lambda speech: speech.say("did_turned_back_by", reason=words, **who))
        self._banner.show(Notice(Tone.ATTENTION, Shape.BARRED, headline, sentence))

    def _answered(self, done: Released | Refusal) -> None:
        self._busy = False
        self._look_again()
        if isinstance(done, Refusal):
            if done.code == "no_right":
                # The card says so at once; the line's own thread finds out a moment later.
                self.link = replace(self.link, trouble=done.params.get("trouble", "here"))
            self._refuse(done)
        else:
            # With scans waiting, the result has to be seen before the next one takes its place.
            self._banner.show(replace(self._released(done), must_acknowledge=bool(self._waiting)))
        self.tools.changed()

    def _broke(self, sentence: Both) -> None:
        self.fail(sentence)
        self.tools.changed()

    def _released(self, done: Released) -> Notice:
        act = done.act
        said = {"officer": act.officer, "at": datetime_be(act.at), "number": act.subject.number}

        def sentence(speech: Speech) -> str:
            named = said | {"officer": speech.officer(act.officer)}
            by = speech.either(f"authority_{done.granted_by}", "named", name=done.granted_by)
            return speech.say("did_released_by", **named, authority=by)

        headline = self._both(lambda speech: speech.say("did_released"))
        return Notice(Tone.GOOD, Shape.TICK, headline, self._both(sentence), step=Step.RELEASED)

    def _on_found(self, found: Found) -> Notice:
        against = found.verbs["release"]
        if against is not None:
            return refusal_notice(self._voices, against)
        before = self._turned_back
        headline = self._both(lambda speech: speech.say("found_turned_back" if before else "found_release"))
        sentence = self._both(lambda speech: speech.say("found_by_code" if found.code else "found_release_do"))
        if before:
            sentence = self._both(
                lambda speech: speech.say("found_turned_back_do", **self._who_and_why(before, speech))
            )
        outcome = found.state.stamp.outcome if found.state.stamp else ""
        tone = Tone.ATTENTION if before else Tone.NEUTRAL
        return Notice(tone, Shape.EXCLAMATION, headline, sentence, NOTHING, outcome=outcome, sound=Tone.ATTENTION)

    @property
    def _turned_back(self) -> Act | None:
        """Who did not let the permit on the card through, where nothing was decided since."""
        return turned_back(self._on_card.acts)

    @staticmethod
    def _who_and_why(act: Act, speech: Speech) -> dict[str, str]:
        return {"officer": speech.officer(act.officer), "at": datetime_be(act.at), "reason": act.text("reason")}

    def _verbs(self, speech: Speech) -> tuple[Verb, ...]:
        found = self._found
        against = Refusal("no_permit") if found is None else self._against(found)
        if against is None and self._banner.notice is not None and self._banner.notice.step is Step.RELEASED:
            against = Refusal("already_released")
        reason = "" if against is None else speech.refusal(against)
        wanted = against is None
        return (Verb("release", "F5", speech.say("verb_release"), why(against, speech), reason, wanted),)

    def _against(self, found: Found) -> Refusal | None:
        if self._busy:
            return Refusal("busy")
        if self._held:
            return Refusal("acknowledge")
        return found.verbs["release"]

    def _card(self, speech: Speech) -> Card | None:
        card = super()._card(speech)
        found = self._found
        if card is None or found is None:
            return card
        stamp = found.state.stamp
        stamped = () if stamp is None else self._stamp_facts(stamp, speech)
        # What is due at another desk has no key here.
        due = speech.say("due_counter") if found.due in ("green", "red", "xray") else card.due
        compare = tuple(fact for fact in card.facts if fact.strong)
        rest = tuple(fact for fact in card.facts if not fact.strong)
        return replace(card, due=due, facts=(*stamped, *compare, *rest))

    def _stamp_facts(self, stamp: Stamp, speech: Speech) -> tuple[Fact, ...]:
        made = speech.say("by_at", officer=speech.officer(stamp.officer), at=datetime_be(stamp.at))
        outcome = mark(stamp.outcome, speech, "outcome").word
        facts = (
            Fact(speech.say("fact_stamp"), f"{stamp.text} · {outcome}", strong=True),
            Fact(speech.say("fact_stamped_by"), " · ".join(filter(None, (made, stamp.station)))),
            Fact(speech.say("fact_release_post"), stamp.release_post),
            Fact(speech.say("fact_findings"), stamp.findings),
        )
        return tuple(fact for fact in facts if fact.value)
