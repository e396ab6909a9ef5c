"""The lists of the transit desk: what waits, is worked on, under way, due, overdue, ended, closed, refused."""

from collections.abc import Callable, Sequence
from datetime import datetime

from officer_app.core.transit_rules import TransitRules
from officer_app.core.transit_service import service_clocks
from officer_app.usecases.transit_lists import Case, Listing, listed
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.transit_places import Clerk, Key, Place
from officer_app.viewmodels.transit_taking_out import taking_out
from officer_app.viewmodels.transit_words import day_words, left_words, phase_words, service_words
from officer_app.viewmodels.view import Line, Table, Tone

LISTS = tuple(Listing)
"""In the order of their digits."""
_HEADS = ("number", "applicant", "phase", "clock", "limit", "left")


class CaseLists(Place):
    """One list at a time; a digit or the arrows to the sides show another."""

    def __init__(self, clerk: Clerk, receive: Callable[[], None], arrive: Callable[[], None], more: Callable[[], None]):
        self._clerk = clerk
        self._receive, self._arrive, self._more = receive, arrive, more
        self._which = 0
        self._selected = 0
        self._cases: Sequence[Case] = ()
        self._read_at = clerk.office.desk.counter.clock()

    @property
    def which(self) -> Listing:
        """The list that is shown."""
        return LISTS[self._which]

    @property
    def case(self) -> str:
        """The number of the selected case; empty where there is none."""
        return self._cases[self._selected].number if self._selected < len(self._cases) else ""

    def forget(self) -> None:
        """Nothing of any case stays."""
        self._cases, self._selected = (), 0

    def refresh(self) -> None:
        """Read the list again; the case that was selected stays it."""
        chosen, desk = self.case, self._clerk.office.desk
        self._read_at = desk.counter.clock()
        self._cases = listed(desk, self.which, desk.rules.remind_days)
        numbers = [case.number for case in self._cases]
        self._selected = numbers.index(chosen) if chosen in numbers else min(self._selected, max(0, len(numbers) - 1))

    def title(self, speech: Speech) -> str:
        """The list and how many stand in it."""
        days = str(self._clerk.office.desk.rules.remind_days)
        name = speech.say(f"transit_list_{self.which}", days=days)
        return speech.say("transit_list_title", name=name, n=str(len(self._cases)))

    def hint(self, speech: Speech) -> str:
        """All lists with their digits, and how they are reached."""
        days = str(self._clerk.office.desk.rules.remind_days)
        names = (f"{place} {speech.say(f'transit_list_{each}', days=days)}" for place, each in enumerate(LISTS, 1))
        return speech.say("transit_lists_hint", lists=" · ".join(names))

    def table(self, speech: Speech) -> Table:
        """The cases, a line each."""
        rules = self._clerk.office.desk.rules
        return Table(
            title=self.title(speech),
            heads=tuple(speech.say(f"transit_head_{name}") for name in _HEADS),
            lines=tuple(case_line(case, rules, self._read_at, speech) for case in self._cases),
            selected=self._selected,
            empty=speech.say("transit_list_empty"),
        )

    def offers(self) -> tuple[Key, ...]:
        """Open, receive, an arrival from paper, registers."""
        opening = (Key("Enter", "transit_open", self.enter),) if self._cases else ()
        return (
            *opening,
            Key("F5", "transit_receive", self._receive),
            Key("F6", "transit_arrive_paper", self._arrive),
            taking_out(self._clerk, self, f"cases-{self.which}"),
            Key("F9", "transit_registers", self._more),
        )

    def move(self, rows: int) -> None:
        """Another case."""
        self._selected = max(0, min(len(self._cases) - 1, self._selected + rows))

    def side(self, steps: int) -> None:
        """Another list."""
        self.show(LISTS[(self._which + steps) % len(LISTS)])

    def digit(self, number: int) -> None:
        """The list of that digit."""
        if 1 <= number <= len(LISTS):
            self.show(LISTS[number - 1])

    def show(self, which: Listing) -> None:
        """Show a list from its beginning."""
        self._which, self._selected, self._cases = LISTS.index(which), 0, ()
        self.refresh()

    def enter(self) -> None:
        """Open the selected case."""
        if self.case:
            self._clerk.open_case(self.case)


def case_line(case: Case, rules: TransitRules, at: datetime, speech: Speech) -> Line:
    """A case as a line: number, applicant, phase, service clocks as they stood `at`, last day, days left."""
    clocks = service_clocks(rules, case.state, at)
    clock, late = service_words(clocks, speech, serving=rules.hours.is_open(at))
    left, tone = left_words(case.left, rules.remind_days, speech)
    state = case.state
    cells = (
        case.number,
        state.fact("applicant") or "–",
        phase_words(state.phase, speech),
        clock,
        day_words(state.limit),
        left,
    )
    return Line(cells, tone, ((3, late),) if late is not Tone.NEUTRAL else ())
