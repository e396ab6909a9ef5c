"""The time an office is open: how much of it lies between two moments, and when a service time is used up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from officer_app.core.buddhist import BANGKOK, in_bangkok

_LONGEST_SEARCH = 3660
"""Days looked ahead for an open hour: ten years without one is a table nobody meant."""


class NeverOpen(ValueError):
    """The office does not open in time; the message says what was looked for."""


@dataclass(frozen=True)
class ServiceHours:
    """When an office serves, Thai time. Source: brief 004 §11 (daily, holidays too, 08:30 to 16:30, a lunch break).

    The lunch break's times are not given there [inferred 12:00 to 13:00]; `closed` are days without service.
    """

    opens: time = time(8, 30)
    closes: time = time(16, 30)
    lunch: tuple[time, time] | None = (time(12, 0), time(13, 0))
    closed: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if not self.opens < self.closes:
            raise ValueError("the office closes before it opens")
        if self.lunch is not None and not self.opens <= self.lunch[0] < self.lunch[1] <= self.closes:
            raise ValueError("the lunch break is not within the opening hours")

    def spans(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The times of `day` at which the office is open, first to last, with their zone."""
        if day in self.closed:
            return ()
        begins, ends = _at(day, self.opens), _at(day, self.closes)
        if self.lunch is None:
            return ((begins, ends),)
        halves = ((begins, _at(day, self.lunch[0])), (_at(day, self.lunch[1]), ends))
        return tuple(half for half in halves if half[0] < half[1])

    def is_open(self, at: datetime) -> bool:
        """Whether the office serves at `at`, a moment with its zone."""
        return any(begins <= at < ends for begins, ends in self.spans(in_bangkok(at).date()))


def open_time(hours: ServiceHours, start: datetime, end: datetime) -> timedelta:
    """How long the office was open from `start` to `end`; nothing where `end` is not later."""
    total = timedelta()
    day, last = in_bangkok(start).date(), in_bangkok(end).date()
    while day <= last:
        for begins, ends in hours.spans(day):
            total += max(min(ends, end) - max(begins, start), timedelta())
        day += timedelta(days=1)
    return total


def due_at(hours: ServiceHours, start: datetime, service: timedelta) -> datetime:
    """The moment (UTC) by which the office has been open for `service` since `start`. Raises NeverOpen."""
    left = service
    for begins, ends in _ahead(hours, start):
        since = max(begins, start)
        if ends - since >= left:
            return (since + left).astimezone(UTC)
        left -= ends - since
    raise NeverOpen(f"the office does not open for {service} in the {_LONGEST_SEARCH} days after {start}")


def _ahead(hours: ServiceHours, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    day = in_bangkok(start).date()
    for ahead in range(_LONGEST_SEARCH):
        try:
            spans = hours.spans(day + timedelta(days=ahead))
        except OverflowError:
            return
        yield from (span for span in spans if span[1] > start)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, BANGKOK)
