"""Sequence numbers of transit: one series per office and Buddhist year, given out in blocks, every gap explained."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from officer_app.core.buddhist import buddhist_year


@dataclass(frozen=True, order=True)
class Block:
    """Numbers `first` to `last` of a series, given to one workstation."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise ValueError("a block begins at 1 or later and ends where it begins or later")


class Fate(StrEnum):
    """What became of a number."""

    USED = "used"
    ANNULLED = "annulled"
    RETURNED = "returned"
    WAITING = "waiting"
    NOT_GIVEN = "not_given"
    TWICE = "twice"


@dataclass(frozen=True)
class Stretch:
    """Neighbouring numbers of one fate. `station` has them, or had; `case` is the case of a single used number."""

    first: int
    last: int
    fate: Fate
    station: str = ""
    case: str = ""


@dataclass(frozen=True)
class Use:
    """A number on a signed case; `annulled` where the signature was taken back."""

    number: int
    case: str
    station: str
    annulled: bool = False


def series_of(office: str, when: date | datetime) -> str:
    """The series of a signature: `4901/2569`. Raises ValueError for a moment without zone."""
    return f"{office}/{buddhist_year(when)}"


def written(number: int, series: str) -> str:
    """The number as it is written on the declaration: `12/2569` of series `4901/2569` [inferred]."""
    return f"{number}/{series.partition('/')[2]}"


def next_number(blocks: Iterable[Block], used: Iterable[int], returned: Iterable[Block] = ()) -> int | None:
    """The lowest number of `blocks` that was neither used nor returned; None where they are used up.

    A number of an annulled signature counts as used: it stands on a paper and is never written on another. What was
    returned and given once more is there again.
    """
    gone, given, back = set(used), sorted(blocks), list(returned)
    for block in given:
        for number in range(block.first, block.last + 1):
            if number not in gone and _times(number, given) > _times(number, back):
                return number
    return None


def register(
    given: Mapping[str, Sequence[Block]], returned: Mapping[str, Sequence[Block]], uses: Iterable[Use]
) -> list[Stretch]:
    """Every number of a series from 1 to the highest that is known, and what became of it.

    `given` and `returned` are blocks by workstation. Two uses of one number are told as such, never hidden.
    """
    by_number: dict[int, list[Use]] = {}
    for use in uses:
        by_number.setdefault(use.number, []).append(use)
    ends = [block.last for blocks in given.values() for block in blocks]
    found: list[Stretch] = []
    for number in range(1, max([*ends, *by_number], default=0) + 1):
        _append(found, _fate(number, by_number.get(number, []), given, returned))
    return found


def _fate(
    number: int, uses: list[Use], given: Mapping[str, Sequence[Block]], returned: Mapping[str, Sequence[Block]]
) -> Stretch:
    cases = {use.case for use in uses}
    if len(cases) > 1:
        stations = ", ".join(sorted({use.station for use in uses}))
        return Stretch(number, number, Fate.TWICE, stations, ", ".join(sorted(cases)))
    if uses:
        fate = Fate.ANNULLED if all(use.annulled for use in uses) else Fate.USED
        return Stretch(number, number, fate, uses[0].station, uses[0].case)
    back = ""
    for station, theirs in sorted(given.items()):
        times = _times(number, theirs)
        if times > _times(number, returned.get(station, ())):
            return Stretch(number, number, Fate.WAITING, station)
        back = station if times else back
    return Stretch(number, number, Fate.RETURNED, back) if back else Stretch(number, number, Fate.NOT_GIVEN)


def _times(number: int, blocks: Iterable[Block]) -> int:
    return sum(block.first <= number <= block.last for block in blocks)


def _append(found: list[Stretch], one: Stretch) -> None:
    """Neighbours without a case of their own are told as one stretch."""
    before = found[-1] if found else None
    if (
        before is not None
        and not one.case
        and (before.fate, before.station, before.case) == (one.fate, one.station, "")
    ):
        found[-1] = Stretch(before.first, one.last, one.fate, one.station)
    else:
        found.append(one)
