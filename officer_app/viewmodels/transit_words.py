"""Clocks, days and phases of a transit case in words, each with a sign beside its colour."""

from collections.abc import Sequence
from datetime import date, timedelta

from officer_app.core.buddhist import date_be
from officer_app.core.transit_service import ServiceClock
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Tone

MINUTE = 60
_CLOCKS = 3
"""A service has: check, consideration, signature."""


def phase_words(phase: str, speech: Speech) -> str:
    """Where a case stands."""
    return speech.texts.both(f"phase.{phase}").say(speech.language)


def step_words(kind: str, speech: Speech) -> str:
    """What a step is called."""
    return speech.texts.either(f"step.{kind}", "window.named", name=kind).say(speech.language)


def clock_words(clock: ServiceClock | None, speech: Speech, *, serving: bool = True) -> tuple[str, Tone]:
    """How many minutes of a step's service time are used, and whether it is late. `serving`: the office is open now."""
    if clock is None:
        return "–", Tone.NEUTRAL
    used, given = int(clock.used.total_seconds() // MINUTE), int(clock.given.total_seconds() // MINUTE)
    said = speech.say(f"transit_clock_{clock.step}", used=str(used), given=str(given))
    if clock.ended is None and not serving:
        said = speech.say("transit_paused", clock=said)
    if clock.late:
        return speech.say("transit_late", clock=said), Tone.REFUSE
    if clock.ended is None and clock.given - clock.used <= clock.given / 5:
        return f"! {said}", Tone.ATTENTION
    return (f"✓ {said}", Tone.GOOD) if clock.ended is not None else (said, Tone.NEUTRAL)


def service_words(clocks: Sequence[ServiceClock], speech: Speech, *, serving: bool) -> tuple[str, Tone]:
    """The clock that runs; of a service that ended all its minutes together, late where one of its steps was."""
    if not clocks or clocks[-1].ended is None or len(clocks) < _CLOCKS:
        return clock_words(clocks[-1] if clocks else None, speech, serving=serving)
    used, given = (sum((getattr(each, name) for each in clocks), timedelta()) for name in ("used", "given"))
    minutes = {"used": str(int(used.total_seconds() // MINUTE)), "given": str(int(given.total_seconds() // MINUTE))}
    said = speech.say("transit_clock_all", **minutes)
    if any(each.late for each in clocks):
        return speech.say("transit_late", clock=said), Tone.REFUSE
    return f"✓ {said}", Tone.GOOD


def left_words(left: int | None, remind: int, speech: Speech) -> tuple[str, Tone]:
    """How many days are left until the last one."""
    if left is None:
        return "–", Tone.NEUTRAL
    if left < 0:
        return speech.say("transit_days_over", days=str(-left)), Tone.REFUSE
    if left == 0:
        return speech.say("transit_last_day"), Tone.ATTENTION
    said = speech.say("transit_days_left", days=str(left))
    return (f"! {said}", Tone.ATTENTION) if left <= remind else (said, Tone.NEUTRAL)


def day_words(day: date | None) -> str:
    """A day of the Buddhist Era; a dash where there is none."""
    return "–" if day is None else date_be(day)


def iso_words(text: str) -> str:
    """A day given as YYYY-MM-DD; what is none is said as it stands."""
    try:
        return date_be(date.fromisoformat(text))
    except ValueError:
        return text
