"""The lists of the transit desk: what waits, is worked on, under way, due, overdue, ended, closed, refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from officer_app.core.transit_rules import TransitRules
from officer_app.usecases.transit_lists import Case, Listing, listed
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.transit_places import Clerk, Key, Place
from officer_app.viewmodels.transit_taking_out import taking_out
from officer_app.viewmodels.transit_words import day_words, left_words, phase_words, service_words
from officer_app.viewmodels.view import Line, Table, Tone

LISTS = tuple(Listing)
"""In the order of their digits."""
_AT_REST = frozenset({Listing.CLOSED, Listing.REFUSED})
"""Nothing runs in these: they are read when they are shown."""
_HEADS = ("number", "applicant", "phase", "clock", "limit", "left")


@dataclass(frozen=True)
class _Read:
    """A list as it was read; `lines` by language. Not `done`: it is being read."""

    numbers: tuple[str, ...] = ()
    lines: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    done: bool = False


class CaseLists(Place):
    """One list at a time; a digit or the arrows to the sides show another."""

    def __init__(self, clerk: Clerk, receive: Callable[[], None], arrive: Callable[[], None], more: Callable[[], None]):
        self._clerk = clerk
        self._receive, self._arrive, self._more = receive, arrive, more
        self._which = 0
        self._selected = 0
        self._shown = _Read()
        self._turn = 0

    @property
    def which(self) -> Listing:
        """The list that is shown."""
        return LISTS[self._which]

    @property
    def case(self) -> str:
        """The number of the selected case; empty where there is none."""
        numbers = self._shown.numbers
        return numbers[self._selected] if self._selected < len(numbers) else ""

    def forget(self) -> None:
        """Nothing of any case stays."""
        self._shown, self._selected = _Read(), 0
        self._turn += 1

    def refresh(self) -> None:
        """Read the list again, off the main thread; the case that was selected stays it."""
        self._turn += 1
        turn, which, clerk = self._turn, self.which, self._clerk

        def done(read: _Read) -> None:
            if turn == self._turn:
                self._take(read)

        clerk.aside(lambda: _read(clerk, which), done)

    def tick(self) -> None:
        """Clocks and days go on where there are any."""
        if self.which not in _AT_REST:
            self.refresh()

    def _take(self, read: "_Read") -> None:
        chosen, self._shown = self.case, read
        most = max(0, len(read.numbers) - 1)
        self._selected = read.numbers.index(chosen) if chosen in read.numbers else min(self._selected, most)

    def title(self, speech: Speech) -> str:
        """The list and how many stand in it."""
        days = str(self._clerk.office.desk.rules.remind_days)
        name = speech.say(f"transit_list_{self.which}", days=days)
        if not self._shown.done:
            return speech.say("transit_list_reading", name=name)
        return speech.say("transit_list_title", name=name, n=str(len(self._shown.numbers)))

    def hint(self, speech: Speech) -> str:
        """All lists with their digits, and how they are reached."""
        days = str(self._clerk.office.desk.rules.remind_days)
        names = (f"{place} {speech.say(f'transit_list_{each}', days=days)}" for place, each in enumerate(LISTS, 1))
        return speech.say("transit_lists_hint", lists=" · ".join(names))

    def table(self, speech: Speech) -> Table:
        """The cases, a line each."""
        return Table(
            title=self.title(speech),
            heads=tuple(speech.say(f"transit_head_{name}") for name in _HEADS),
            lines=self._shown.lines.get(speech.language, ()),
            selected=self._selected,
            empty=speech.say("transit_list_empty") if self._shown.done else "",
        )

    def offers(self) -> tuple[Key, ...]:
        """Open, receive, an arrival from paper, registers."""
        opening = (Key("Enter", "transit_open", self.enter),) if self._shown.numbers else ()
        return (
            *opening,
            Key("F5", "transit_receive", self._receive),
            Key("F6", "transit_arrive_paper", self._arrive),
            taking_out(self._clerk, "cases", self.which),
            Key("F9", "transit_registers", self._more),
        )

    def move(self, rows: int) -> None:
        """Another case."""
        self._selected = max(0, min(len(self._shown.numbers) - 1, self._selected + rows))

    def side(self, steps: int) -> None:
        """Another list."""
        self.show(LISTS[(self._which + steps) % len(LISTS)])

    def digit(self, number: int) -> None:
        """The list of that digit."""
        if 1 <= number <= len(LISTS):
            self.show(LISTS[number - 1])

    def show(self, which: Listing) -> None:
        """Show a list from its beginning."""
        self._which, self._selected, self._shown = LISTS.index(which), 0, _Read()
        self.refresh()

    def enter(self) -> None:
        """Open the selected case."""
        if self.case:
            self._clerk.open_case(self.case)


def _read(clerk: Clerk, which: Listing) -> _Read:
    """A list with its lines in both languages. Off the main thread."""
    desk = clerk.office.desk
    serving = desk.rules.hours.is_open(desk.counter.clock())
    cases = listed(desk, which, desk.rules.remind_days)
    lines = {
        language: tuple(case_line(case, desk.rules, clerk.voices.speech(language), serving=serving) for case in cases)
        for language in ("th", "en")
    }
    return _Read(tuple(case.number for case in cases), lines, done=True)


def case_line(case: Case, rules: TransitRules, speech: Speech, *, serving: bool) -> Line:
    """A case as a line: number, applicant, phase, clocks, last day, days left. `serving`: the office is open."""
    clock, late = service_words(case.clocks, speech, serving=serving)
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
