"""Two workstations of one transit office that hear of each other only when they are told to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from officer_app.central.memory import MemoryCentral, MemoryCentre
from officer_app.usecases.sync_once import sync_once
from officer_app.usecases.transit_doubts import doubted
from tests.fakes import NOW, Desk, desk
from tests.usecases.transit_cases import MS_1, MS_2, at_desk, put_guarantees


@dataclass
class Town:
    """`first` and `second` are their transit desks, with one register of guarantees; the lines lead to one centre."""

    one: Desk
    two: Desk
    lines: tuple[MemoryCentral, MemoryCentral]

    def __post_init__(self) -> None:
        self.first, self.second = at_desk(self.one), at_desk(self.two)
        put_guarantees(self.first)
        self.meet()

    def meet(self) -> None:
        """Each hears of all that the other did; the centre hears the first one first."""
        for place, line in (*zip((self.one, self.two), self.lines, strict=True), (self.one, self.lines[0])):
            sync_once(place.journal, place.mirror, line)

    def later(self, seconds: int) -> None:
        """The clocks of both go on."""
        self.one.later(seconds)
        self.two.later(seconds)

    def told(self, kind: str) -> list[tuple[bool, str]]:
        """The matters for two officers at both, which have to be alike and of one kind: whether each is open, and the
        cases it names.
        """
        here, there = ([each.case for each in doubted(place.counter)] for place in (self.one, self.two))
        assert here == there
        assert {each.kind for each in here} <= {kind}
        return [(each.is_open, each.evidence["cases"]) for each in here]


@contextmanager
def town_in(folder: Path) -> Iterator[Town]:
    """Both, opened in `folder`. They stand alone but for `Town.meet`."""
    centre = MemoryCentre("MS", clock=lambda: NOW)
    lines = centre.enrol(MS_1.name), centre.enrol(MS_2.name)
    with desk(folder / "1", MS_1) as one, desk(folder / "2", MS_2) as two:
        yield Town(one, two, lines)
