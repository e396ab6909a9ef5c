"""The last day of transit, counted over leap years, year ends and suspended days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.transit_days import DayCount, FirstDay, Suspension, days_left, is_overdue

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
LENGTHS = st.integers(1, 200)
SUSPENSIONS = st.lists(
    st.tuples(DAYS, st.integers(0, 100)).map(lambda at: Suspension(at[0], at[0] + timedelta(days=at[1]), "กฎกระทรวง")),
    max_size=4,
).map(tuple)


@pytest.mark.parametrize(
    ("entered", "days", "last"),
    [
        (date(2026, 11, 21), 30, date(2026, 12, 21)),
        (date(2026, 12, 15), 30, date(2027, 1, 14)),  # over the end of a Buddhist year
        (date(2028, 1, 31), 30, date(2028, 3, 1)),  # a leap year
        (date(2027, 1, 31), 30, date(2027, 3, 2)),
        (date(2026, 11, 21), 90, date(2027, 2, 19)),
        (date(2027, 12, 1), 90, date(2028, 2, 29)),
    ],
)
def test_the_days_are_counted_from_the_day_after_the_entry(entered: date, days: int, last: date) -> None:
    assert DayCount().last_day(entered, days) == last
    assert DayCount(FirstDay.ENTRY).last_day(entered, days) == last - timedelta(days=1)


def test_suspended_days_do_not_count() -> None:
    suspended = Suspension(date(2020, 3, 26), date(2020, 9, 30), "ประกาศ 2563")
    count = DayCount(suspensions=(suspended,))

    assert count.last_day(date(2020, 3, 20), 30) == date(2020, 10, 25)
    assert count.last_day(date(2020, 5, 1), 30) == date(2020, 10, 30)
    assert count.last_day(date(2020, 2, 1), 30) == date(2020, 3, 2)


def test_a_holiday_moves_the_last_day_only_where_the_office_says_so() -> None:
    holidays = frozenset({date(2026, 12, 21), date(2026, 12, 22)})
    entered = date(2026, 11, 21)

    assert DayCount(holidays=holidays).last_day(entered, 30) == date(2026, 12, 21)
    assert DayCount(holidays=holidays, extend=True).last_day(entered, 30) == date(2026, 12, 23)


@given(DAYS, LENGTHS)
def test_without_suspension_it_is_plain_addition(entered: date, days: int) -> None:
    assert DayCount().last_day(entered, days) == entered + timedelta(days=days)


@given(DAYS, LENGTHS, SUSPENSIONS)
def test_a_suspension_never_takes_days_away(entered: date, days: int, suspensions: tuple[Suspension, ...]) -> None:
    last = DayCount(suspensions=suspensions).last_day(entered, days)
    counted = [entered + timedelta(days=ahead) for ahead in range(1, (last - entered).days + 1)]

    assert len([day for day in counted if not any(each.first <= day <= each.last for each in suspensions)]) == days
    assert not any(each.first <= last <= each.last for each in suspensions)


@given(DAYS, DAYS, LENGTHS, SUSPENSIONS)
def test_who_enters_later_leaves_no_earlier(
    one: date, other: date, days: int, suspensions: tuple[Suspension, ...]
) -> None:
    count = DayCount(suspensions=suspensions)

    assert count.last_day(min(one, other), days) <= count.last_day(max(one, other), days)


def test_the_last_day_itself_is_not_overdue() -> None:
    limit = date(2026, 12, 21)

    assert not is_overdue(limit, limit)
    assert is_overdue(limit, limit + timedelta(days=1))
    assert days_left(limit, limit) == 0
    assert days_left(limit, date(2026, 12, 25)) == -4


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        DayCount().last_day(date(2026, 1, 1), 0)
    with pytest.raises(ValueError, match="calendar"):
        DayCount().last_day(date(9999, 12, 20), 30)
    with pytest.raises(ValueError, match="before it begins"):
        Suspension(date(2026, 2, 1), date(2026, 1, 1), "กฎ")
    with pytest.raises(ValueError, match="regulation"):
        Suspension(date(2026, 1, 1), date(2026, 2, 1), " ")
