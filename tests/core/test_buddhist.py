"""Dates in the Buddhist Era."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core import buddhist

DAYS = st.dates(min_value=date(1941, 1, 1), max_value=date(9000, 12, 31))
FIRST = datetime(1941, 1, 2, tzinfo=UTC)
MOMENTS = st.integers(min_value=0, max_value=200_000_000_000).map(lambda s: FIRST + timedelta(seconds=s))


def test_a_date_is_day_month_and_buddhist_year() -> None:
    assert buddhist.date_be(date(2026, 11, 21)) == "21-11-2569"


def test_a_moment_is_told_on_the_bangkok_clock() -> None:
    assert buddhist.datetime_be(datetime(2007, 2, 21, 3, 29, 2, tzinfo=UTC)) == "21-02-2550 10:29:02"


def test_late_evening_in_london_is_already_the_next_thai_year() -> None:
    moment = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)
    assert buddhist.datetime_be(moment) == "01-01-2570 01:00:00"
    assert buddhist.buddhist_year(moment) == 2570


def test_the_short_form_names_the_month() -> None:
    assert buddhist.short_date(date(2026, 11, 21)) == "21 พ.ย. 2569"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        buddhist.datetime_be(datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None))


@pytest.mark.parametrize("moment", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=timezone.max)])
def test_a_moment_at_the_edge_of_the_calendar_is_refused_not_a_crash(moment: datetime) -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        buddhist.datetime_be(moment)


@pytest.mark.parametrize("typed", ["29-02-2567", "29/2/2024", "29.02.2567", "๒๙-๐๒-๒๕๖๗", " 29 2 2567 "])
def test_a_typed_date_may_be_buddhist_or_gregorian(typed: str) -> None:
    assert buddhist.parse_date(typed) == date(2024, 2, 29)


@pytest.mark.parametrize(
    "typed", ["29-02-2568", "1-13-2567", "", "today", "2567-02-29", "1-1-67", "1-1-2567-", "1-1-0000"]
)
def test_what_is_no_day_of_the_calendar_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"expected|day|month|year"):
        buddhist.parse_date(typed)


@given(DAYS)
def test_a_printed_date_reads_back_as_the_same_day(day: date) -> None:
    assert buddhist.parse_date(buddhist.date_be(day)) == buddhist.typed_day(f" {buddhist.date_be(day)} ") == day


@given(st.dates(min_value=date(1941, 1, 1), max_value=date(2399, 12, 31)))
def test_a_day_typed_year_first_may_be_buddhist_or_gregorian(day: date) -> None:
    buddhist_year_first = f"{day.year + 543}-{day.month:02d}-{day.day:02d}"
    assert buddhist.typed_day(f" {day.isoformat()} ") == buddhist.typed_day(buddhist_year_first) == day


@given(MOMENTS, st.integers(min_value=-23 * 60, max_value=23 * 60))
def test_the_zone_a_moment_came_in_does_not_change_what_is_printed(moment: datetime, minutes: int) -> None:
    elsewhere = moment.astimezone(timezone(timedelta(minutes=minutes)))
    assert buddhist.datetime_be(elsewhere) == buddhist.datetime_be(moment)


TYPED = st.one_of(st.text(), st.text(st.sampled_from("0123456789๐๑๒๓๔๕๖๗๘๙-/. "), max_size=12))


@given(TYPED)
def test_any_text_is_a_day_that_was_typed_or_a_value_error_that_says_what_was_expected(text: str) -> None:
    why, day = "", date.min
    try:
        day = buddhist.typed_day(text)
    except ValueError as refused:
        why = str(refused)
    typed = {int(number) for number in re.findall(r"\d+", text)}
    was_typed = typed in ({day.day, day.month, day.year}, {day.day, day.month, day.year + 543})
    assert re.search("expected|day|month|year", why) if why else was_typed


@given(DAYS, st.sampled_from("-/. "))
def test_a_day_may_be_typed_in_thai_digits_and_with_any_mark_between(day: date, mark: str) -> None:
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    typed = f"{day.day}{mark}{day.month}{mark}{day.year + 543}"
    assert buddhist.typed_day(typed) == buddhist.typed_day(typed.translate(thai)) == day


@pytest.mark.parametrize("said", [None, "", 20261121, "21-11-2026", "2026-02-30", ["2026-11-21"], True])
def test_a_record_that_says_no_day_gives_none(said: object) -> None:
    assert buddhist.iso_day(said) is None


@given(DAYS)
def test_a_day_in_a_record_reads_back_as_that_day(day: date) -> None:
    assert buddhist.iso_day(day.isoformat()) == day
