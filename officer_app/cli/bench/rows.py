"""A row of the bench: what was measured, beside the least that the same work could cost in the same run."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter


@dataclass(frozen=True)
class Row:
    """`median` and `p99` of ours, `floor` the floor's median, all in `unit`; `ratio` is ours over the floor's.

    Where more is better (acts/s) the ratio still is ours over the floor. `reach`: what design §15 asks for.
    """

    name: str
    median: float
    p99: float
    floor: float
    ratio: float
    unit: str
    n: int
    reach: str

    def as_dict(self) -> dict[str, object]:
        """For --json."""
        return asdict(self)


def row(name: str, ours: Sequence[float], floor: Sequence[float], unit: str, reach: str) -> Row:
    """The row of two series of figures."""
    median, least = statistics.median(ours), statistics.median(floor)
    p99 = statistics.quantiles(ours, n=100, method="inclusive")[98]
    return Row(name, round(median, 4), round(p99, 4), round(least, 4), round(median / least, 3), unit, len(ours), reach)


def timed_ms(work: Callable[[], object], times: int) -> list[float]:
    """How long each of `times` calls took, in milliseconds."""
    taken = []
    for _ in range(times):
        begun = perf_counter()
        work()
        taken.append((perf_counter() - begun) * 1000)
    return taken


def by_turns_ms(ours: Callable[[], object], floor: Callable[[], object], times: int) -> tuple[list[float], list[float]]:
    """Both measured in turns, so that a busy moment of the machine falls on both."""
    first, second = [], []
    for _ in range(times):
        first += timed_ms(ours, 1)
        second += timed_ms(floor, 1)
    return first, second
