"""What a page of registers can show: a day, a week, a month or a year (Thai calendar days), and which list of it."""

from datetime import date, timedelta
from enum import StrEnum

from officer_app.usecases.read_register import FIRST_YEAR, LAST_YEAR


class Period(StrEnum):
    """How long a register is. A week begins on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Shows(StrEnum):
    """What the list of a register holds."""

    LINES = "lines"
    WAITING = "waiting"
    UNCONFIRMED = "unconfirmed"
    SCANS = "scans"


def period_of(day: date, period: Period) -> tuple[date, date]:
    """The first and the last day of the period that `day` lies in."""
    match period:
        case Period.DAY:
            return day, day
        case Period.WEEK:
            first = day - timedelta(days=day.weekday())
            return first, first + timedelta(days=6)
        case Period.MONTH:
            first = day.replace(day=1)
            return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        case Period.YEAR:
            return day.replace(month=1, day=1), day.replace(month=12, day=31)


def moved(day: date, period: Period, steps: int) -> date:
    """A day of the period before (-1) or after (1) that of `day`, within the years of registers."""
    first, last = period_of(day, period)
    there = first - timedelta(days=1) if steps < 0 else last + timedelta(days=1)
    return there if FIRST_YEAR < there.year < LAST_YEAR else day
