"""The inspection counter: a permit is looked at, inspected, sent to X-ray, held, stamped."""

from collections.abc import Mapping
from dataclasses import replace

from officer_app.core.acts import ActKind
from officer_app.core.assess import StampWish
from officer_app.core.commands import Verb as Command
from officer_app.core.export import Outcome, State
from officer_app.core.refusals import Refusal
from officer_app.usecases.look_up import Found
from officer_app.usecases.stamp import stamp
from officer_app.usecases.steps import take_step
from officer_app.viewmodels.after_stamp import AfterStampModel
from officer_app.viewmodels.asked import read_xray
from officer_app.viewmodels.commanding import Doing
from officer_app.viewmodels.inspection_verbs import inspection_verbs, undo_verb
from officer_app.viewmodels.notices import Notice, refusal_notice
from officer_app.viewmodels.results import stamped_notice, step_notice
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Shape, Step, Tone, Verb

_ASKED_FOR = {Outcome.RED: "findings", Outcome.XRAY: "xray"}
_MARKS = {"green": Shape.CIRCLE, "red": Shape.DIAMOND, "xray": Shape.TRIANGLE}


class InspectionModel(AfterStampModel):
    """F5 Green · F6 inspect, then Red · F7 to X-ray, then X-Ray · F8 hold."""

    ready_headline = "ready_inspection"

    def green(self) -> None:
        """F5."""
        if self._may("stamp_green"):
            self._stamp(Outcome.GREEN, "")

    def red(self, text: str = "") -> None:
        """F6: begin the inspection and ask for the findings; with findings, stamp."""
        if self._asked.what == "findings":
            self.answer(text)
        elif (found := self._may("stamp_red")) and (
            found.state.state is State.INSPECTING or self._step(ActKind.INSPECT, Step.INSPECTING)
        ):
            self._asked.ask("findings")

    def xray(self, text: str = "") -> None:
        """F7: send to X-ray and ask for the result; then stamp, with what was written."""
        if self._asked.what == "xray" and not self._held:
            self._stamp(Outcome.XRAY, text)
        elif (found := self._may("stamp_xray")) and (
            found.state.state is State.XRAY_PENDING or self._step(ActKind.XRAY_SEND, Step.XRAY_SENT)
        ):
            self._asked.ask("xray")

    def hold(self, text: str = "") -> None:
        """F8: ask for the reason and hold, or lift a hold."""
        if self._asked.what in ("hold", "unhold"):
            self.answer(text)
        elif found := self._may("hold"):
            self._asked.ask("unhold" if found.state.state is State.HELD else "hold")

    def _doing(self) -> Mapping[Command, Doing]:
        return {
            **super()._doing(),
            Command.STAMP_GREEN: lambda _: self._commanded(Outcome.GREEN),
            Command.STAMP_RED: lambda words: self._commanded(Outcome.RED, words),
            Command.STAMP_XRAY: lambda _: self._commanded(Outcome.XRAY),
            Command.INSPECT: lambda _: self._step_commanded(ActKind.INSPECT, Step.INSPECTING),
            Command.SEND_XRAY: lambda _: self._step_commanded(ActKind.XRAY_SEND, Step.XRAY_SENT),
            Command.HOLD: lambda words: self._step_commanded(ActKind.HOLD, Step.HELD, words),
            Command.UNDO: lambda _: self._undo_commanded(),
            Command.PRINT_AGAIN: lambda _: self.print_again(),
        }

    def _commanded(self, outcome: Outcome, words: str = "") -> None:
        """Stamp by a bar code. What the officer is being asked for is answered by it, or nothing is done."""
        if not self._asked.only(_ASKED_FOR.get(outcome, "")):
            self._refuse(Refusal("command_not_now"))
        else:
            self._stamp(outcome, words)

    def _step_commanded(self, kind: ActKind, step: Step, words: str = "") -> None:
        if not self._asked.only("hold" if kind is ActKind.HOLD else ""):
            self._refuse(Refusal("command_not_now"))
        else:
            self._step(kind, step, words)

    def _undo_commanded(self) -> None:
        if self._asked.what:
            self._refuse(Refusal("command_not_now"))
        else:
            self.undo()

    def answer(self, text: str) -> None:
        """Enter in the text that was asked for. A number that a keyboard wedge typed into it is a scan, no findings."""
        if not self._asked.what or not self._is_answer(text):
            return
        if self._asked.what == "findings":
            self._stamp(Outcome.RED, text)
        elif self._asked.what == "xray":
            self._stamp(Outcome.XRAY, text)
        elif self._asked.what == "reprint":
            self._print_again_for(text)
        else:
            holding = self._asked.what == "hold"
            self._step(ActKind.HOLD if holding else ActKind.UNHOLD, Step.HELD if holding else Step.UNHELD, text)

    def _on_found(self, found: Found) -> Notice:
        if found.due in _MARKS:
            headline = self._both(lambda speech: speech.say(f"found_{found.due}"))
            begun = "_begun" if found.state.state in (State.INSPECTING, State.XRAY_PENDING) else ""
            sentence = self._both(lambda speech: speech.say(f"found_{found.due}{begun}_do"))
            sound = Tone.GOOD if found.due == "green" else Tone.ATTENTION
            return Notice(Tone.NEUTRAL, _MARKS[found.due], headline, sentence, outcome=found.due, sound=sound)
        refusal = found.verbs["stamp_green"] or Refusal("not_now", {"state": found.state.state})
        if refusal.code == "already_stamped":
            # No harm yet: the earlier stamp is shown, its slip can be printed again.
            return replace(refusal_notice(self._voices, refusal), tone=Tone.ATTENTION, must_acknowledge=False)
        return refusal_notice(self._voices, refusal)

    def _verbs(self, speech: Speech) -> tuple[Verb, ...]:
        blocked = "busy" if self._busy else "acknowledge" if self._held else ""
        verbs = inspection_verbs(self._found, self.officer, speech, asking=self._asked.what, blocked=blocked)
        free = not self._asked.what and not self._busy and not self._refused
        return (
            *verbs,
            undo_verb(self.tools.counter, self._found, self.officer, speech, blocked="" if free else "busy"),
        )

    def _may(self, name: str) -> Found | None:
        """The permit shown, if the verb `name` is open now; a closed one is answered with a sound."""
        verbs = self._verbs(self._voices.speech("th"))
        if self._asked.what or any(verb.name == name and not verb.enabled for verb in verbs):
            self.tools.signals.attention()
            return None
        return self._found

    def _step(self, kind: ActKind, step: Step, reason: str = "") -> bool:
        found, officer = self._found, self.officer
        if found is None or officer is None:
            return False
        act = take_step(self.tools.counter, officer, found.permit.number, kind, reason)
        self._asked.stop()
        if isinstance(act, Refusal):
            self._refuse(act)
            return False
        self._look_again()
        self._finish(step_notice(self._voices, step, act, officer.person.display))
        return True

    def _stamp(self, outcome: Outcome, findings: str) -> None:
        found, officer = self._found, self.officer
        if found is None or officer is None:
            return
        reference, words = read_xray(findings) if outcome is Outcome.XRAY else ("", findings)
        wish = StampWish(outcome, self._release_post, words, reference)
        done = stamp(self.tools.counter, officer, found.permit.number, wish)
        self._asked.stop()
        self._look_again()
        if isinstance(done, Refusal):
            self._refuse(done)
            return
        self._finish(stamped_notice(self._voices, done, officer.person.display))
        self._slip.start(officer, found.permit.number, done.act.act_id)

    @property
    def _release_post(self) -> str:
        """The post that a stamp names."""
        posts = self.tools.counter.rules.posts
        return posts[0] if posts else ""

    def _finish(self, notice: Notice) -> None:
        """Show a result; where scans wait, it has to be seen before the next one takes its place."""
        self._banner.show(replace(notice, must_acknowledge=bool(self._waiting) and notice.step is Step.STAMPED))
