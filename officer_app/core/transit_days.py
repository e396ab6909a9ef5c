"""The last day on which transit goods may leave: counted in calendar days, as the office's table says."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class FirstDay(StrEnum):
    """Which day is day 1: the day after the entry (Civil and Commercial Code s.193/3), or the day of entry itself.

    Neither was confirmed for customs clocks (domain.md §6) [inferred].
    """

    AFTER_ENTRY = "after_entry"
    ENTRY = "entry"


@dataclass(frozen=True)
class Suspension:
    """Days, first and last included, that do not count, and the regulation that says so (precedent of 2563)."""

    first: date
    last: date
    legal_basis: str

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a suspension ends before it begins")
        if not self.legal_basis.strip():
            raise ValueError("a suspension names its regulation")


@dataclass(frozen=True)
class DayCount:
    """How the days of transit are counted here. `extend` moves a last day that is a holiday to the next that is none
    (s.193/8); off, as domain.md §6 says not to extend the transit clock on one's own.
    """

    first_day: FirstDay = FirstDay.AFTER_ENTRY
    extend: bool = False
    holidays: frozenset[date] = field(default_factory=frozenset)
    suspensions: tuple[Suspension, ...] = ()

    def last_day(self, entered: date, days: int) -> date:
        """The last of `days` days for goods that entered on `entered`.

        Raises ValueError where `days` is not positive or the calendar ends before them.
        """
        if days < 1:
            raise ValueError("at least one day is needed")
        day = entered if self.first_day is FirstDay.ENTRY else _next(entered)
        left = days
        while True:
            left -= not self._suspended(day)
            if left == 0:
                break
            day = _next(day)
        while self.extend and day in self.holidays:
            day = _next(day)
        return day

    def _suspended(self, day: date) -> bool:
        return any(each.first <= day <= each.last for each in self.suspensions)


def days_left(limit: date, today: date) -> int:
    """Days until `limit`: 0 on the last day itself, negative after it."""
    return (limit - today).days


def is_overdue(limit: date, today: date) -> bool:
    """Whether the last day has passed."""
    return today > limit


def _next(day: date) -> date:
    try:
        return day + timedelta(days=1)
    except OverflowError as error:
        raise ValueError("the calendar ends before the last day") from error
