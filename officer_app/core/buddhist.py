"""Dates as an officer writes them: Buddhist Era, Bangkok time, Arabic digits.

Computers keep UTC and Gregorian years; people at the counter read DD-MM-BBBB (`domain.md` §9.1).
The offset is fixed: Thailand has kept UTC+7 without summer time since 1920, and a machine without a time-zone
database must print the same paper.
"""

import re
from datetime import date, datetime, timedelta, timezone

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
"""Thai standard time, UTC+7."""

ERA_OFFSET = 543
"""Buddhist year minus Gregorian year, since the Thai year begins on 1 January (1941)."""

_FIRST_BUDDHIST_YEAR = 2400
"""A typed year from here on is Buddhist, below it Gregorian (`domain.md` §9.1)."""

SHORT_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TYPED_DATE = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def in_bangkok(moment: datetime) -> datetime:
    """The same moment on a Bangkok clock. Raises ValueError for a naive datetime, which names no moment."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    try:
        return moment.astimezone(BANGKOK)
    except OverflowError as exc:
        raise ValueError("the moment is outside the calendar") from exc


def bangkok_day(when: date | datetime) -> date:
    """The calendar day in Bangkok; a date is taken as that day. Raises ValueError for a naive datetime."""
    if isinstance(when, datetime):
        return in_bangkok(when).date()
    return when


def buddhist_year(when: date | datetime) -> int:
    """Four-digit Buddhist year in Bangkok: 2026 → 2569. Raises ValueError for a naive datetime."""
    return bangkok_day(when).year + ERA_OFFSET


def date_be(when: date | datetime) -> str:
    """`DD-MM-BBBB`, as customs prints dates: 21-11-2569. Raises ValueError for a naive datetime."""
    day = bangkok_day(when)
    return f"{day.day:02d}-{day.month:02d}-{day.year + ERA_OFFSET:04d}"


def datetime_be(moment: datetime) -> str:
    """`DD-MM-BBBB HH:MM:SS`, as customs prints times. Raises ValueError for a naive datetime."""
    local = in_bangkok(moment)
    return f"{date_be(local.date())} {local.hour:02d}:{local.minute:02d}:{local.second:02d}"


def time_be(moment: datetime) -> str:
    """`HH:MM:SS` on a Bangkok clock. Raises ValueError for a naive datetime."""
    return datetime_be(moment)[-8:]


def short_date(when: date | datetime) -> str:
    """`21 พ.ย. 2569`. Raises ValueError for a naive datetime."""
    day = bangkok_day(when)
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year + ERA_OFFSET}"


def iso_day(said: object) -> date | None:
    """The day that a record writes as `2026-11-21`; None where it says none."""
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def parse_date(text: str) -> date:
    """A typed `DD-MM-BBBB` (also `/`, `.` or a space, and Thai digits) as a Gregorian date.

    A year from 2400 on is Buddhist, below it Gregorian. Raises ValueError when it is no day of the calendar.
    """
    match = _TYPED_DATE.fullmatch(text.strip().translate(_THAI_DIGITS))
    if match is None:
        raise ValueError("expected DD-MM-BBBB")
    day, month, year = (int(part) for part in match.groups())
    return _in_its_era(year, month, day)


def typed_day(text: str) -> date:
    """A day typed as `2026-11-21`, `2569-11-21` or as `parse_date` takes it. Raises ValueError."""
    match = _YEAR_FIRST.fullmatch(text.strip().translate(_THAI_DIGITS))
    return _in_its_era(*(int(part) for part in match.groups())) if match else parse_date(text)


def _in_its_era(year: int, month: int, day: int) -> date:
    return date(year - ERA_OFFSET if year >= _FIRST_BUDDHIST_YEAR else year, month, day)
