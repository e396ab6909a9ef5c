"""Moments on the command line: a day in Thai time, or a time with its zone."""

from datetime import date, datetime, time, timedelta

from officer_app.cli.answers import BadUsage
from officer_app.core.acts import format_time, parse_time
from officer_app.core.buddhist import BANGKOK, typed_day


def end_of(text: str) -> datetime | None:
    """The end (UTC) of the Thai day typed as 2027-12-31 or 31-12-2570; None for an empty text. Raises BadUsage."""
    if not text:
        return None
    day = day_of(text)
    return utc(datetime.combine(day + timedelta(days=1), time(), BANGKOK))


def moment_of(text: str) -> datetime:
    """A moment (UTC) typed with its zone, such as 2026-11-21T08:30+07:00, or the beginning of a Thai day.

    Raises BadUsage.
    """
    if "T" not in text:
        return utc(datetime.combine(day_of(text), time(), BANGKOK))
    try:
        return utc(datetime.fromisoformat(text))
    except ValueError as error:
        raise bad_date(text) from error


def utc(moment: datetime) -> datetime:
    """`moment` as acts write it. Raises ValueError for a time without zone."""
    return parse_time(format_time(moment))


def day_of(text: str) -> date:
    """The day typed as 2027-12-31 or 31-12-2570. Raises BadUsage."""
    try:
        return typed_day(text)
    except ValueError as error:
        raise bad_date(text) from error


def bad_date(text: str) -> BadUsage:
    """What to say of a text that is no date."""
    return BadUsage("no_date", {"text": repr(text)}, code="bad_date")
