"""Blocks of sequence numbers at the simulated centre."""

from collections.abc import Iterable
from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind
from officer_app.core.ports import Unreachable

MOST_AT_ONCE = 1000


@dataclass(frozen=True)
class Given:
    """A block as it was given."""

    station: str
    series: str
    first: int
    last: int


class NumberBlocks:
    """Which numbers were given to whom, by the act that asked. The caller holds the turn."""

    def __init__(self) -> None:
        self._given: dict[str, Given] = {}

    def take(self, asked: Given, act_id: str, acts: Iterable[Act], *, recovering: bool) -> tuple[int, int]:
        """See core.ports.Central.take_numbers; `asked` counts from 1. Raises Unreachable, as the real centre does."""
        known = self._given.get(act_id)
        if known is not None and (known.station, known.series) == (asked.station, asked.series):
            return known.first, known.last
        if known is not None or not 1 <= asked.last <= MOST_AT_ONCE or recovering:
            raise Unreachable("the centre gives no block of numbers now", "centre", "centre_error")
        told = [act.fields.get("last") for act in acts if _gives(act, asked.series)]
        ours = [each.last for each in self._given.values() if each.series == asked.series]
        used = max([*ours, *(last for last in told if isinstance(last, int))], default=0)
        self._given[act_id] = Given(asked.station, asked.series, used + 1, used + asked.last)
        return used + 1, used + asked.last


def _gives(act: Act, series: str) -> bool:
    return act.kind == ActKind.NUMBERS_GIVEN and act.text("series") == series
