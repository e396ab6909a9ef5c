"""The inspection counter: a permit is looked at, inspected, sent to X-ray, held, stamped."""

from collections.abc import Mapping
from dataclasses import replace

from officer_app.core.acts import ActKind
from officer_app.core.assess import StampWish
from officer_app.core.buddhist import datetime_be
from officer_app.core.commands import Verb as Command
from officer_app.core.export import Outcome, State
from officer_app.core.numbers import Kind, Unreadable, recognise
from officer_app.core.refusals import Refusal
from officer_app.usecases.look_up import Found
from officer_app.usecases.stamp import Stamped, stamp
from officer_app.usecases.steps import take_step
from officer_app.usecases.undo import undo_stamp
from officer_app.viewmodels.commanding import Doing
from officer_app.viewmodels.desk_model import DeskModel
from officer_app.viewmodels.inspection_verbs import inspection_verbs
from officer_app.viewmodels.notices import Notice, refusal_notice
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.slip import Slip
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Asking, Shape, Step, Tone, Verb, View

_SCANS = frozenset(
    {
        Kind.PERMIT,
        Kind.MANUAL_PERMIT,
        Kind.DECLARATION,
        Kind.MANUAL_DECLARATION,
        Kind.TOKEN,
        Kind.MAWB,
        Kind.CONTAINER,
        Kind.COMMAND,
    }
)
_ASKED_FOR = {Outcome.RED: "findings", Outcome.XRAY: "xray"}
_MARKS = {"green": Shape.CIRCLE, "red": Shape.DIAMOND, "xray": Shape.TRIANGLE}


class InspectionModel(DeskModel):
    """F5 Green · F6 inspect, then Red · F7 to X-ray, then X-Ray · F8 hold · F9 slip again."""

    ready_headline = "ready_inspection"

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._asking = ""
        self._wrong: Refusal | None = None
        self._slip = Slip(tools)

    def green(self) -> None:
        """F5."""
        if self._may("stamp_green"):
            self._stamp(Outcome.GREEN, "")

    def red(self, text: str = "") -> None:
        """F6: begin the inspection and ask for the findings; with findings, stamp."""
        if self._asking == "findings":
            self.answer(text)
        elif (found := self._may("stamp_red")) and (
            found.state.state is State.INSPECTING or self._step(ActKind.INSPECT, Step.INSPECTING)
        ):
            self._ask("findings")

    def xray(self, text: str = "") -> None:
        """F7: send to X-ray and ask for the result; then stamp, with what was written."""
        if self._asking == "xray":
            self._stamp(Outcome.XRAY, text)
        elif (found := self._may("stamp_xray")) and (
            found.state.state is State.XRAY_PENDING or self._step(ActKind.XRAY_SEND, Step.XRAY_SENT)
        ):
            self._ask("xray")

    def hold(self, text: str = "") -> None:
        """F8: ask for the reason and hold, or lift a hold."""
        if self._asking in ("hold", "unhold"):
            self.answer(text)
        elif found := self._may("hold"):
            self._ask("unhold" if found.state.state is State.HELD else "hold")

    def print_again(self) -> None:
        """F9."""
        found = self._may("print")
        if found and found.state.stamp and self.officer:
            self._slip.start(self.officer, found.permit.number, found.state.stamp.act_id)

    def _doing(self) -> Mapping[Command, Doing]:
        return {
            **super()._doing(),
            Command.STAMP_GREEN: lambda _: self._commanded(Outcome.GREEN),
            Command.STAMP_RED: lambda words: self._commanded(Outcome.RED, words),
            Command.STAMP_XRAY: lambda _: self._commanded(Outcome.XRAY),
            Command.INSPECT: lambda _: self._step_commanded(ActKind.INSPECT, Step.INSPECTING),
            Command.SEND_XRAY: lambda _: self._step_commanded(ActKind.XRAY_SEND, Step.XRAY_SENT),
            Command.HOLD: lambda words: self._step_commanded(ActKind.HOLD, Step.HELD, words),
            Command.UNDO: lambda _: self._undo(),
            Command.PRINT_AGAIN: lambda _: self.print_again(),
        }

    def _commanded(self, outcome: Outcome, words: str = "") -> None:
        """Stamp by a bar code. What the officer is being asked for is answered by it, or nothing is done."""
        if self._asking not in ("", _ASKED_FOR.get(outcome, "")):
            self._refuse(Refusal("command_not_now"))
        else:
            self._stamp(outcome, words)

    def _step_commanded(self, kind: ActKind, step: Step, words: str = "") -> None:
        if self._asking not in ("", "hold" if kind is ActKind.HOLD else ""):
            self._refuse(Refusal("command_not_now"))
        else:
            self._step(kind, step, words)

    def _undo(self) -> None:
        found, officer = self._found, self.officer
        if found is None or officer is None:
            return
        act = undo_stamp(self.tools.counter, officer, found.permit.number)
        if isinstance(act, Refusal):
            self._refuse(act)
            return
        self._look_again(found)
        self._slip.forget()
        who = {"officer": officer.person.display, "at": datetime_be(act.at), "number": found.permit.number}
        headline = self._both(lambda speech: speech.say("did_undone"))
        sentence = self._both(lambda speech: speech.say("did_undone_by", **who))
        self._show(Notice(Tone.ATTENTION, Shape.EXCLAMATION, headline, sentence))

    def answer(self, text: str) -> None:
        """Enter in the text that was asked for. A number that a keyboard wedge typed into it is a scan, no findings."""
        if not self._asking:
            return
        if _is_scan(text):
            self._wrong = Refusal("scan_waits")
            self.on_scan(text)
            return
        empty = {"findings": "findings_needed", "xray": "press_again", "hold": "reason_needed"}
        if not text.strip():
            self._wrong = Refusal(empty.get(self._asking, "reason_needed"))
            self.tools.signals.attention()
        elif self._asking == "findings":
            self._stamp(Outcome.RED, text)
        elif self._asking == "xray":
            self._stamp(Outcome.XRAY, text)
        else:
            holding = self._asking == "hold"
            self._step(ActKind.HOLD if holding else ActKind.UNHOLD, Step.HELD if holding else Step.UNHELD, text)

    def clear(self) -> None:
        """Esc: stop asking, else as every desk. What was begun (an inspection) stays recorded."""
        if self._asking:
            self._stop_asking()
            self._next()
        else:
            super().clear()

    def view(self, language: str) -> View:
        """Everything to show now."""
        shown = super().view(language)
        if self.officer is None:
            return shown
        text = self._slip.text(self._voices.speech(language))
        return replace(shown, printing=self._slip.state, print_text=text)

    @property
    def _occupied(self) -> bool:
        return bool(self._asking) or super()._occupied

    def _empty(self) -> None:
        super()._empty()
        self._stop_asking()
        self._slip.forget()

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
        blocked = self._held or self._busy
        return inspection_verbs(self._found, self.officer, speech, asking=self._asking, blocked=blocked)

    def _question(self, speech: Speech) -> Asking | None:
        if not self._asking:
            return None
        wrong = "" if self._wrong is None else speech.either(f"wrong_{self._wrong.code}", "wrong_other")
        emptied = self._wrong is not None and self._wrong.code == "scan_waits"
        prompt, hint = speech.say(f"ask_{self._asking}"), speech.say(f"ask_{self._asking}_hint")
        return Asking(self._asking, prompt, hint, wrong, emptied)

    @property
    def _found(self) -> Found | None:
        return self._answer if isinstance(self._answer, Found) else None

    def _may(self, name: str) -> Found | None:
        """The permit shown, if the verb `name` is open now; a closed one is answered with a sound."""
        verbs = self._verbs(self._voices.speech("th"))
        if self._asking or any(verb.name == name and not verb.enabled for verb in verbs):
            self.tools.signals.attention()
            return None
        return self._found

    def _ask(self, what: str) -> None:
        self._asking, self._wrong = what, None

    def _stop_asking(self) -> None:
        self._asking, self._wrong = "", None

    def _step(self, kind: ActKind, step: Step, reason: str = "") -> bool:
        found, officer = self._found, self.officer
        if found is None or officer is None:
            return False
        act = take_step(self.tools.counter, officer, found.permit.number, kind, reason)
        self._stop_asking()
        if isinstance(act, Refusal):
            self._refuse(act)
            return False
        self._look_again(found)
        who = {"officer": officer.person.display, "at": datetime_be(act.at), "number": found.permit.number}
        headline = self._both(lambda speech: speech.say(f"did_{step}"))
        sentence = self._both(lambda speech: speech.say(f"did_{step}_by", **who))
        held = step is Step.HELD
        self._finish(Notice(Tone.ATTENTION, Shape.SQUARE if held else Shape.CLOCK, headline, sentence, step=step))
        return True

    def _stamp(self, outcome: Outcome, findings: str) -> None:
        found, officer = self._found, self.officer
        if found is None or officer is None:
            return
        rules = self.tools.counter.rules
        wish = StampWish(outcome, rules.posts[0] if rules.posts else "", findings)
        done = stamp(self.tools.counter, officer, found.permit.number, wish)
        self._stop_asking()
        if isinstance(done, Refusal):
            self._look_again(found)
            self._refuse(done)
            return
        self._look_again(found)
        self._finish(self._stamped(done, officer.person.display))
        self._slip.start(officer, found.permit.number, done.act.act_id)

    def _stamped(self, done: Stamped, display: str) -> Notice:
        act = done.act
        said = {"text": act.text("stamp_text"), "officer": display, "at": datetime_be(act.at)}
        said |= {"post": act.text("release_post"), "number": act.subject.number}
        return Notice(
            Tone.GOOD,
            Shape.TICK,
            self._both(lambda speech: speech.say("did_stamped", **said)),
            self._both(lambda speech: speech.say("did_stamped_by", **said)),
            step=Step.STAMPED,
            outcome=act.text("outcome"),
        )

    def _finish(self, notice: Notice) -> None:
        """Show a result; where scans wait, it has to be seen before the next one takes its place."""
        self._show(replace(notice, must_acknowledge=bool(self._waiting) and notice.step is Step.STAMPED))


def _is_scan(text: str) -> bool:
    reading = recognise(text)
    return not isinstance(reading, Unreadable) and reading.kind in _SCANS
