"""What stops a case at the transit desk, lets it go on, or takes its last step back by two officers."""

from collections.abc import Callable

from officer_app.core.acts import ActKind
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.usecases import transit_back
from officer_app.usecases.transit_desk import Done, TransitDesk
from officer_app.viewmodels.transit_asking import Answers, Ask, Sheet, in_order, words
from officer_app.viewmodels.transit_places import Clerk
from officer_app.viewmodels.transit_words import step_words


class Stopping:
    """Hold, its lifting, and the annulment of one case."""

    def __init__(self, clerk: Clerk, number: str) -> None:
        self._clerk = clerk
        self._number = number

    def hold(self) -> None:
        """Stop the case."""
        self._ask("hold", lambda why: self._take("hold", transit_back.hold, why))

    def unhold(self) -> None:
        """Let it go on."""
        self._ask("unhold", lambda why: self._take("unhold", transit_back.unhold, why))

    def annul(self) -> None:
        """Take the last step back: the reason first, then the second officer."""
        state = self._clerk.office.desk.counter.journal.transit_state(self._number)
        last, act_id = (state.path[-1].kind, state.path[-1].act_id) if state.path else ("", "")
        what = self._clerk.voices.both(
            lambda speech: speech.say("transit_annul_step", step=step_words(last, speech), number=self._number)
        )

        def reasoned(why: str) -> None:
            self._clerk.second(what, ActKind.ANNUL, lambda second: self._annul(second, why, act_id))

        self._ask("annul", reasoned, what)

    def _annul(self, second: SignedIn | None, why: str, act_id: str) -> None:
        if second is None:
            return

        def record(desk: TransitDesk, by: SignedIn, number: str, said: str) -> Done | Refusal:
            # The step that was shown, and no other that was taken meanwhile.
            return transit_back.annul_step(desk, by, second, number, said, act_id)

        self._take("annul", record, why)

    def _ask(self, name: str, done: Callable[[str], None], title: Both | None = None) -> None:
        def said(answers: Answers) -> None:
            done(answers["reason"])

        ask = Ask("reason", self._both("transit_ask_reason"), words())
        self._clerk.ask(Sheet(title or self._both(f"transit_{name}"), in_order(ask), said))

    def _take(self, name: str, record: Callable[[TransitDesk, SignedIn, str, str], Done | Refusal], why: str) -> None:
        officer = self._clerk.officer
        if officer is None:
            return
        desk, number = self._clerk.office.desk, self._number

        def taken(done: Done | Refusal) -> None:
            if isinstance(done, Refusal):
                self._clerk.refused(done)
            else:
                self._clerk.recorded(self._both(f"transit_did_{name}"), Both(number, number))

        self._clerk.work(lambda: record(desk, officer, number, why), taken)

    def _both(self, key: str) -> Both:
        return self._clerk.voices.both(lambda speech: speech.say(key))
