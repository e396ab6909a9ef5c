"""The words of a register: its days, its lines' keys, its times."""

from datetime import date

from officer_app.core.buddhist import short_date
from officer_app.core.register import By
from officer_app.viewmodels.speech import HOUR_S, MINUTE_S, Speech


def lane_said(lane: str, speech: Speech) -> str:
    """A lane by its word."""
    return speech.either(f"outcome_{lane}", "register_no_lane")


def day_said(day: date, speech: Speech) -> str:
    """A day: 21 พ.ย. 2569, 21 Nov 2569."""
    return short_date(day) if speech.language == "th" else f"{day.day} {day:%b} {day.year + 543}"


def key_said(by: By, key: str, speech: Speech) -> str:
    """What a line of a register stands for."""
    match by:
        case By.DAY:
            return day_said(date.fromisoformat(key), speech)
        case By.SHIFT:
            day, _, name = key.partition(" ")
            return f"{day_said(date.fromisoformat(day), speech)} {name}"
        case By.OFFICER:
            return speech.officer(key) or speech.say("register_no_officer")
        case By.LANE:
            return lane_said(key, speech)
        case By.COUNTER:
            return key


def time_said(seconds: int | None, speech: Speech) -> str:
    """A time in words; a dash where there is none."""
    return "–" if seconds is None else speech.duration(seconds)


def hours_said(seconds: int | None) -> str:
    """A time over a bar: hours and minutes."""
    return "–" if seconds is None else f"{seconds // HOUR_S}:{seconds % HOUR_S // MINUTE_S:02}"
