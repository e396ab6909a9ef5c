"""The office clock runs only while the office is open."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.buddhist import BANGKOK
from officer_app.core.service_hours import NeverOpen, ServiceHours, due_at, open_time

HOURS = ServiceHours()
MOMENTS = st.integers(0, 60 * 86_400).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
SPANS = st.timedeltas(timedelta(seconds=1), timedelta(days=9))


def at(clock: str, day: int = 21) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day:02d}T{clock}").replace(tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("09:00", "09:10", 10),
        ("08:00", "08:40", 10),
        ("11:50", "13:10", 20),
        ("12:10", "12:50", 0),
        ("16:20", "23:59", 10),
        ("10:00", "09:00", 0),
    ],
)
def test_only_the_time_the_office_is_open_counts(start: str, end: str, minutes: int) -> None:
    assert open_time(HOURS, at(start), at(end)) == timedelta(minutes=minutes)


def test_a_service_that_begins_late_goes_on_the_next_open_day() -> None:
    closed = ServiceHours(closed=frozenset({date(2026, 11, 22)}))

    assert due_at(HOURS, at("16:20"), timedelta(minutes=30)) == at("08:50", 22)
    assert due_at(closed, at("16:20"), timedelta(minutes=30)) == at("08:50", 23)
    assert due_at(HOURS, at("11:45"), timedelta(minutes=60)) == at("13:45")


def test_the_full_last_minute_before_lunch_is_before_lunch() -> None:
    assert due_at(HOURS, at("11:00"), timedelta(minutes=60)) == at("12:00")
    assert due_at(HOURS, at("11:00"), timedelta(minutes=60, seconds=1)) == at("13:00:01")
    assert due_at(HOURS, at("16:00"), timedelta(minutes=30, microseconds=1)) == at("08:30:00.000001", 22)


@given(MOMENTS, SPANS)
def test_exactly_the_service_time_has_run_when_it_is_due(start: datetime, service: timedelta) -> None:
    assert open_time(HOURS, start, due_at(HOURS, start, service)) == service


@given(MOMENTS, SPANS, SPANS)
def test_the_clock_never_runs_back_and_adds_up(start: datetime, first: timedelta, second: timedelta) -> None:
    middle, end = start + first, start + first + second

    assert open_time(HOURS, start, middle) + open_time(HOURS, middle, end) == open_time(HOURS, start, end)
    assert timedelta() <= open_time(HOURS, start, middle) <= first
    assert due_at(HOURS, start, first) <= due_at(HOURS, start, first + second)
    assert due_at(HOURS, start, first) <= due_at(HOURS, middle, first)


def test_the_same_moment_in_another_zone_counts_the_same() -> None:
    assert open_time(HOURS, at("09:00").astimezone(UTC), at("10:00")) == timedelta(hours=1)
    assert HOURS.is_open(at("08:30").astimezone(UTC))
    assert not HOURS.is_open(at("12:00"))
    assert not HOURS.is_open(at("16:30"))


def test_an_office_without_lunch_break_serves_through() -> None:
    assert open_time(ServiceHours(lunch=None), at("11:50"), at("13:10")) == timedelta(minutes=80)


def test_an_office_that_never_opens_is_said_to_be_so() -> None:
    always = frozenset(date(2026, 11, 21) + timedelta(days=days) for days in range(4000))

    with pytest.raises(NeverOpen, match="does not open"):
        due_at(ServiceHours(closed=always), at("09:00"), timedelta(minutes=1))


@pytest.mark.parametrize(
    "hours",
    [
        {"opens": time(17), "closes": time(9)},
        {"lunch": (time(13), time(12))},
        {"lunch": (time(7), time(9))},
        {"lunch": (time(16), time(17))},
    ],
)
def test_hours_that_cannot_be_are_refused(hours: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"office|lunch"):
        ServiceHours(**hours)
