"""Shifts: which shift of which day it is at a moment, in Thai time. A command sheet is good for one of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from officer_app.core.buddhist import in_bangkok

SHIFTS: Mapping[str, str] = {"A": "08:00", "B": "20:00"}
"""The shifts of a site that sets none: name → when it begins, Thai time [inferred: the hall works day and night]."""

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_NAME = re.compile(r"[A-Za-z0-9ก-๙_-]{1,16}")


class BadShifts(ValueError):
    """Shifts that cannot be; the message says why."""


@dataclass(frozen=True)
class Shift:
    """One shift: the day it began on (Thai calendar day), its name, when it begins and ends (Thai time)."""

    day: date
    name: str
    begins: datetime
    ends: datetime

    @property
    def key(self) -> str:
        """What names it in a code: `2026-11-21 A`."""
        return f"{self.day.isoformat()} {self.name}"


def check_shifts(shifts: Mapping[str, str]) -> None:
    """Raises BadShifts unless there is a shift, and each has a short name and a time of its own."""
    if not shifts:
        raise BadShifts("at least one shift is needed")
    table: Mapping[str, object] = shifts
    for name, begins in table.items():
        if not _NAME.fullmatch(name):
            raise BadShifts(f"{name!r} is no name of a shift (1 to 16 letters, digits, - or _)")
        if not (isinstance(begins, str) and _CLOCK.fullmatch(begins)):
            raise BadShifts(f"{name}: {begins!r} is no time such as 08:00")
    if len(set(shifts.values())) != len(shifts):
        raise BadShifts("two shifts begin at the same time")


def shift_at(at: datetime, shifts: Mapping[str, str]) -> Shift:
    """The shift at `at`. Raises ValueError for a time without zone and BadShifts for shifts that are none."""
    check_shifts(shifts)
    here = in_bangkok(at)
    begins = sorted((_clock(begin), name) for name, begin in shifts.items())
    moments = [
        (datetime.combine(here.date() + timedelta(days=days), clock, here.tzinfo), name)
        for days in (-1, 0, 1)
        for clock, name in begins
    ]
    place = max(index for index, (moment, _) in enumerate(moments) if moment <= here)
    (begun, name), (ends, _) = moments[place], moments[place + 1]
    return Shift(begun.date(), name, begun, ends)


def shifts_before(shift: Shift, shifts: Mapping[str, str], number: int) -> list[Shift]:
    """The `number` shifts before `shift`, latest first."""
    found: list[Shift] = []
    while len(found) < number:
        shift = shift_at(shift.begins - timedelta(minutes=1), shifts)
        found.append(shift)
    return found


def _clock(text: str) -> time:
    hours, minutes = text.split(":")
    return time(int(hours), int(minutes))
