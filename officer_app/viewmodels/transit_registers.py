"""Registers of the transit desk: sequence numbers with every gap explained, figures by month."""

from collections.abc import Sequence

from officer_app.core.buddhist import ERA_OFFSET
from officer_app.core.refusals import Refusal
from officer_app.core.transit_numbers import Fate, Stretch, series_of
from officer_app.usecases.transit_lists import SERVICE_STEPS, Month, figures, minutes_text
from officer_app.usecases.transit_numbers import fetch_numbers, left_in_blocks, number_register
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.transit_places import Clerk, Key, Place
from officer_app.viewmodels.transit_taking_out import taking_out
from officer_app.viewmodels.view import Line, Table, Tone

_MONTH_FIGURES = ("filed", "signed", "refused", "exited", "overdue", "converted", "late")
MONTH_HEADS = ("month", *_MONTH_FIGURES, *(f"{step}_mean" for step in SERVICE_STEPS))
"""What `month_cells` are, as `window.transit_head_<name>` says it."""
NUMBER_HEADS = ("numbers", "fate", "station", "case")
"""What the cells of a `stretch_line` are, as above."""


class Register(Place):
    """A list to read, moved by the arrows."""

    name = ""

    def __init__(self, clerk: Clerk) -> None:
        self.clerk = clerk
        self.selected = 0

    @property
    def count(self) -> int:
        """How many lines it has."""
        return 0

    def title(self, speech: Speech) -> str:
        """What it is."""
        return speech.say(f"transit_{self.name}")

    def hint(self, speech: Speech) -> str:
        """What it is about."""
        return speech.say(f"transit_{self.name}_hint")

    def move(self, rows: int) -> None:
        """Another line."""
        self.selected = max(0, min(self.count - 1, self.selected + rows))

    def listed(self, speech: Speech, heads: Sequence[str], lines: Sequence[Line]) -> Table:
        """Its table."""
        titles = tuple(speech.say(f"transit_head_{head}") for head in heads)
        selected = max(0, min(self.selected, len(lines) - 1))
        return Table(
            self.title(speech), titles, tuple(lines), selected, speech.say("transit_register_empty"), grid=True
        )


class Numbers(Register):
    """The sequence numbers of this office and year: what became of each, every gap explained."""

    name = "numbers"

    def __init__(self, clerk: Clerk) -> None:
        super().__init__(clerk)
        self._rows: Sequence[Stretch] = ()
        self._series = ""
        self._left = 0

    @property
    def count(self) -> int:
        """The stretches."""
        return len(self._rows)

    def refresh(self) -> None:
        """Read the register again, off the main thread."""
        desk = self.clerk.office.desk
        self._series = series = series_of(desk.office, desk.counter.clock())

        def done(read: tuple[Sequence[Stretch], int]) -> None:
            self._rows, self._left = read

        self.clerk.aside(lambda: (number_register(desk, series), left_in_blocks(desk)), done)

    def title(self, speech: Speech) -> str:
        """The series, and how many numbers are left here."""
        return speech.say("transit_numbers_of", series=self._series, left=str(self._left))

    def table(self, speech: Speech) -> Table:
        """A line for each stretch of numbers of one fate."""
        return self.listed(speech, NUMBER_HEADS, [stretch_line(each, speech) for each in self._rows])

    def offers(self) -> tuple[Key, ...]:
        """Take a block."""
        return (Key("F5", "transit_fetch_numbers", self._fetch), taking_out(self.clerk, self.name))

    def _fetch(self) -> None:
        officer, desk = self.clerk.officer, self.clerk.office.desk
        if officer is not None:
            self.clerk.work(lambda: fetch_numbers(desk, officer), self._fetched)

    def _fetched(self, answer: object) -> None:
        if isinstance(answer, Refusal):
            self.clerk.refused(answer)
            return
        key = "transit_numbers_enough" if answer is None else "transit_numbers_fetched"
        self.refresh()
        self.clerk.recorded(self.clerk.voices.both(lambda speech: speech.say(key)), self.clerk.voices.both(self.title))


class Figures(Register):
    """What each month brought."""

    name = "figures"

    def __init__(self, clerk: Clerk) -> None:
        super().__init__(clerk)
        self._rows: Sequence[Month] = ()

    @property
    def count(self) -> int:
        """The months."""
        return len(self._rows)

    def refresh(self) -> None:
        """Count again, off the main thread."""
        desk = self.clerk.office.desk

        def done(rows: Sequence[Month]) -> None:
            self._rows = rows

        self.clerk.aside(lambda: figures(desk), done)

    def offers(self) -> tuple[Key, ...]:
        """Take them out."""
        return (taking_out(self.clerk, self.name),)

    def table(self, speech: Speech) -> Table:
        """A line for each month."""
        return self.listed(speech, MONTH_HEADS, [Line(month_cells(each)) for each in reversed(self._rows)])


def month_cells(each: Month) -> tuple[str, ...]:
    """A month in the order of MONTH_HEADS: the month of the Buddhist Era, its figures, mean minutes of each step."""
    return (
        f"{each.month:02d}-{each.year + ERA_OFFSET}",
        *(str(getattr(each, name)) for name in _MONTH_FIGURES),
        *(minutes_text(getattr(each, f"{step}_s")) for step in SERVICE_STEPS),
    )


def stretch_line(each: Stretch, speech: Speech) -> Line:
    """Neighbouring numbers of one fate, in the order of NUMBER_HEADS."""
    numbers = str(each.first) if each.first == each.last else f"{each.first}–{each.last}"
    tones = {Fate.TWICE: Tone.REFUSE, Fate.ANNULLED: Tone.ATTENTION, Fate.NOT_GIVEN: Tone.ATTENTION}
    tone = tones.get(each.fate, Tone.NEUTRAL)
    return Line((numbers, speech.say(f"transit_fate_{each.fate}"), each.station, each.case), tones=((1, tone),))
