"""What two officers do at the inspection counter: annul what was recorded, let a permit pass as Green."""

from collections.abc import Callable, Mapping
from functools import partial

from officer_app.core.acts import Act, ActKind
from officer_app.core.assess import line_of, out_of_hand
from officer_app.core.export import State, allowed_from
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES
from officer_app.core.rules import Rules
from officer_app.usecases.allowed import may_act
from officer_app.usecases.annul import annul, standing
from officer_app.usecases.counter import Counter
from officer_app.usecases.look_up import Found
from officer_app.usecases.reroute import reroute
from officer_app.viewmodels.inspection import InspectionModel
from officer_app.viewmodels.results import corrected_notice, waiting_second_notice

ANNUL, REROUTE = "annul", "reroute"
_KINDS = {ANNUL: ActKind.ANNUL, REROUTE: ActKind.REROUTE}

Correct = Callable[[Counter, SignedIn, SignedIn, str, str], Act | Refusal]
_DO: Mapping[str, Correct] = {
    ANNUL: annul,
    REROUTE: lambda counter, first, second, number, reason: reroute(counter, first, second, number, "GREEN", reason),
}


class CorrectingModel(InspectionModel):
    """Beside the keys of the counter: Shift+F10 annul · Shift+F5 to Green. First the reason, then the second officer,
    who signs in on the spot; only then is anything recorded.
    """

    def annul(self) -> None:
        """Shift+F10."""
        found = self._free()
        if found is not None:
            state = standing(found.state)
            self._ask(ANNUL, state if isinstance(state, Refusal) else None)

    def reroute(self) -> None:
        """Shift+F5."""
        found = self._free()
        if found is not None:
            self._ask(REROUTE, _against_green(found, self.tools.counter.rules))

    @property
    def _goes_on(self) -> bool:
        """A hold is lifted, and a release, a seizure or a cancellation is annulled, where it was read."""
        state = self._found.state if self._found is not None else None
        return state is not None and (state.state is State.HELD or not isinstance(standing(state), Refusal))

    def answer(self, text: str) -> None:
        """Enter in the text that was asked for."""
        what = self._asked.what
        if what not in _DO:
            super().answer(text)
        elif self._is_answer(text):
            self._ask_second(what, text)

    def _free(self) -> Found | None:
        """The permit shown, where nothing else is under way or asked."""
        if self._busy or self._held or self._asked.what or self.officer is None or self._found is None:
            self.tools.signals.attention()
            return None
        return self._found

    def _ask(self, what: str, against: Refusal | None) -> None:
        if self.officer is None:
            return
        if refusal := may_act(self.officer, ACT_ROLES[_KINDS[what]]) or against:
            self._refuse(refusal)
        else:
            self._asked.ask(what)

    def _ask_second(self, what: str, reason: str) -> None:
        found, first = self._found, self.officer
        if found is None or first is None:
            return
        number = found.permit.number
        self._asked.stop()
        self._busy = True
        self._banner.show_quietly(waiting_second_notice(self._voices))
        title = self._both(lambda speech: speech.say(f"second_{what}", number=number))
        self.tools.ask_second(title, first, _KINDS[what], partial(self._seconded, what, number, reason, first))

    def _seconded(self, what: str, number: str, reason: str, first: SignedIn, second: SignedIn | None) -> None:
        if second is None:
            self._corrected(what, first, Refusal("second_needed"))
            return
        counter, do = self.tools.counter, _DO[what]
        # The authority of a stamp's post may have to be asked: that waits for the network.
        self.tools.run(
            lambda: do(counter, first, second, number, reason), partial(self._corrected, what, first), self._broke
        )

    def _corrected(self, what: str, first: SignedIn, act: Act | Refusal) -> None:
        self._busy = False
        self._look_again()
        if isinstance(act, Refusal):
            self._refuse(act)
        else:
            self._slip.forget()
            self._finish(corrected_notice(self._voices, what, act, first.person.display))
        self.tools.changed()


def _against_green(found: Found, rules: Rules) -> Refusal | None:
    """What would refuse it afterwards anyway, said before a reason is typed and a second officer is called."""
    if refusal := out_of_hand(found.permit, found.state):
        return refusal
    if found.state.state not in allowed_from(ActKind.REROUTE):
        return Refusal("not_now", {"state": found.state.state})
    return Refusal("green_already") if line_of(found.permit, found.state, rules) == "GREEN" else None
