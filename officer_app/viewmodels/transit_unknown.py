"""A scanned number that is no case here: it may be filed, or its goods may arrive from paper."""

from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.transit_data import table_words
from officer_app.viewmodels.transit_filing import Intake
from officer_app.viewmodels.transit_places import Clerk, Key, Place
from officer_app.viewmodels.transit_way import Way
from officer_app.viewmodels.view import Card


class UnknownCase(Place):
    """`number` as it was read."""

    def __init__(self, clerk: Clerk, number: str) -> None:
        self._clerk = clerk
        self._number = number
        self._told = clerk.office.record(number)

    def title(self, speech: Speech) -> str:
        """That no case is known, or that a declaration waits to be filed."""
        return speech.say("transit_electronic" if self._told is not None else "transit_no_case")

    def hint(self, speech: Speech) -> str:
        """What may be done."""
        return speech.say("transit_no_case_hint")

    def card(self, speech: Speech) -> Card:
        """The number, and what a mirrored declaration says."""
        kind = speech.say("transit_electronic" if self._told is not None else "transit_no_case")
        return Card(self._number[:36], kind, facts=table_words(self._clerk, self._told or {}, speech))

    def offers(self) -> tuple[Key, ...]:
        """Receive it, or take its goods in from paper."""
        number, clerk = self._number, self._clerk
        return (
            Key("F5", "transit_receive", lambda: Intake(clerk).receive(number), wanted=self._told is not None),
            Key("F6", "transit_arrive_code", self._by_code, wanted=True)
            if clerk.code_of(number)
            else Key("F6", "transit_arrive_paper", lambda: Way(clerk, number).arrive_from_paper(clerk.open_case)),
        )

    def _by_code(self) -> None:
        self._clerk.open_case(self._number)
        Way(self._clerk, self._number).arrive()
