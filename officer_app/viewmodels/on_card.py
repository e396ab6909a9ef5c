"""What lies on the card of a desk: the last answer with its acts, read anew when something was recorded."""

from dataclasses import replace

from officer_app.core.acts import Act
from officer_app.core.numbers import Kind
from officer_app.core.ports import SignedIn
from officer_app.usecases.counter import Counter
from officer_app.usecases.look_up import NOBODY, Answer, Found, look_up
from officer_app.usecases.looks import note_look
from officer_app.viewmodels.permit_card import answer_card
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Card


class OnCard:
    """The answer that is shown; None where the card is empty."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self.answer: Answer | None = None
        self._acts: list[Act] = []

    @property
    def acts(self) -> list[Act]:
        """What was done with the permit shown, in order of time."""
        return self._acts

    @property
    def found(self) -> Found | None:
        """The permit shown, if it is one."""
        return self.answer if isinstance(self.answer, Found) else None

    def look_up(self, text: str, officer: SignedIn | None, kind: Kind | None = None) -> Answer:
        """Look `text` up and lay the answer on the card. Raises StoreError; the card is then empty."""
        self.empty()
        answer = look_up(self._counter, text, officer.person if officer else NOBODY, kind)
        if isinstance(answer, Found):
            self._read_acts(answer)
        self.answer = answer
        note_look(self._counter, officer.person.name if officer else "", answer)
        return answer

    def look_again(self, officer: SignedIn | None) -> None:
        """Read the permit shown anew, after something was recorded or another officer signed in."""
        found = self.found
        if found is None:
            return
        fresh = look_up(self._counter, found.code or found.permit.number, officer.person if officer else NOBODY)
        if isinstance(fresh, Found):
            self.answer = replace(fresh, reading=found.reading)
            self._read_acts(fresh)

    def renew(self, officer: SignedIn | None) -> bool:
        """`look_again`; whether the permit shown is another than before, its data's age left aside."""
        before = self.found
        self.look_again(officer)
        now = self.found
        return before is not None and now is not None and replace(now, data_age_s=before.data_age_s) != before

    def empty(self) -> None:
        """Take it away."""
        self.answer, self._acts = None, []

    def card(self, speech: Speech) -> Card | None:
        """What there is to see of it now."""
        return answer_card(self.answer, self._acts, speech, self._counter.clock(), self._counter.rules)

    def _read_acts(self, found: Found) -> None:
        known = self._counter.journal.acts_on("permit", found.permit.number) if found.state.last_act else []
        self._acts = sorted(known, key=lambda act: act.at)
