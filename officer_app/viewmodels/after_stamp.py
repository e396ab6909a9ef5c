"""What a counter does with a stamp once it is made: its slip, the slip once more, and taking the stamp back."""

from abc import abstractmethod
from dataclasses import replace
from functools import partial

from officer_app.core.acts import Act
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.usecases.look_up import Found
from officer_app.usecases.undo import may_undo, undo_stamp
from officer_app.viewmodels.asking_model import AskingModel
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.results import undoing_notice, undone_notice
from officer_app.viewmodels.slip import Slip
from officer_app.viewmodels.view import View


class AfterStampModel(AskingModel):
    """F9 slip again · F10 undo."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._slip = Slip(tools)

    @abstractmethod
    def _may(self, name: str) -> Found | None:
        """The permit shown, if the verb `name` is open now."""

    # --- the slip

    def print_again(self, text: str = "") -> None:
        """F9: the slip, or why once more where one was printed before."""
        if self._asked.what == "reprint":
            self.answer(text)
        elif (found := self._may("print")) and self._slip.printed_before(found.permit.number):
            self._asked.ask("reprint")
        elif found:
            self._print_slip("")

    def look_around(self) -> None:
        """The slip may have come out, too."""
        super().look_around()
        self._slip.look_again()

    def _print_slip(self, reason: str) -> None:
        found, officer = self._found, self.officer
        if found and found.state.stamp and officer:
            self._slip.start(officer, found.permit.number, found.state.stamp.act_id, reason)

    def _print_again_for(self, text: str) -> None:
        # The paper's own language is Thai, and the reason stands on it.
        reason = self._asked.reason(text, self._voices.speech("th"))
        if not reason:
            self.tools.signals.attention()
            return
        self._asked.stop()
        self._print_slip(reason)
        self._next()

    # --- taking it back

    def undo(self) -> None:
        """F10, or its bar code: take one's own stamp back. With a centre its authority is asked, in the background."""
        found, officer = self._found, self.officer
        if found is None or officer is None or self._busy or self._refused or self._asked.what:
            self.tools.signals.attention()
            return
        counter, number = self.tools.counter, found.permit.number
        # What a right can be asked for at all is told at once.
        if refusal := may_undo(counter, officer, found.state):
            self._refuse(refusal)
        elif counter.central is None:
            self._undone(undo_stamp(counter, officer, number), officer)
        else:
            self._busy = True
            self._banner.show_quietly(undoing_notice(self._voices))
            self.tools.run(lambda: undo_stamp(counter, officer, number), partial(self._answered, officer), self._broke)

    def _answered(self, officer: SignedIn, act: Act | Refusal) -> None:
        self._busy = False
        self._undone(act, officer)
        self.tools.changed()

    def _broke(self, sentence: Both) -> None:
        self.fail(sentence)
        self.tools.changed()

    def _undone(self, act: Act | Refusal, officer: SignedIn) -> None:
        self._look_again()
        if isinstance(act, Refusal):
            self._refuse(act)
            return
        self._slip.forget()
        notice = undone_notice(self._voices, act, officer.person.display)
        # With scans waiting, the result has to be seen before the next one takes its place.
        self._banner.show(replace(notice, must_acknowledge=bool(self._waiting)))

    # --- as every desk

    def view(self, language: str) -> View:
        """Everything to show now."""
        shown = super().view(language)
        if self.officer is None:
            return shown
        text = self._slip.text(self._voices.speech(language))
        return replace(shown, printing=self._slip.state, print_text=text)

    def _empty(self) -> None:
        super()._empty()
        self._slip.forget()
