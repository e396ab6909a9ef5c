"""The charts of a register, with their numbers as texts."""

from bisect import bisect_right
from datetime import timedelta
from itertools import pairwise
from operator import attrgetter

from officer_app.core.register import By
from officer_app.core.words import grouped
from officer_app.usecases.read_register import Register
from officer_app.viewmodels.list_view import Bar, Chart
from officer_app.viewmodels.register_words import hours_said, key_said, lane_said
from officer_app.viewmodels.speech import DAY_S, HOUR_S, Speech

MOST_BARS = 12
AGES = (HOUR_S, 4 * HOUR_S, DAY_S)
"""Seconds; what waits longer than the second wants a look."""
_LANES = ("green", "red", "xray")


def register_charts(register: Register, speech: Speech) -> tuple[Chart, ...]:
    """Stamps by lane, times to clear, ages of what waits; none where there are no lines."""
    by, shown = register.wanted.by, register.lines[-MOST_BARS:]
    if not shown:
        return ()
    cut = speech.say("register_cut", n=str(len(shown)), all=str(len(register.lines)))
    note = f" ({cut})" if len(shown) < len(register.lines) else ""
    labels = [_short(by, line.key, speech) for line in shown]
    stamps = [tuple(int(getattr(line, lane)) for lane in _LANES) for line in shown]
    times = [(line.p50_s, line.p95_s) for line in shown]
    return (
        Chart(
            speech.say("register_chart_stamps") + note,
            tuple(lane_said(lane, speech) for lane in _LANES),
            _LANES,
            tuple(_bar(label, row, speech) for label, row in zip(labels, stamps, strict=True)),
        ),
        Chart(
            speech.say("register_chart_clear") + note,
            (speech.say("register_short_p50"), speech.say("register_short_p95")),
            ("key", "grey"),
            tuple(
                Bar(label, row, tuple(hours_said(value) for value in row))
                for label, row in zip(labels, times, strict=True)
            ),
            stacked=False,
        ),
        _ages(register, speech),
    )


def _bar(label: str, values: tuple[int, ...], speech: Speech) -> Bar:
    return Bar(label, values, tuple(grouped(value) for value in values))


def _ages(register: Register, speech: Speech) -> Chart:
    """How long the permits of the queue have waited."""
    # Who waits longest comes first, and there may be very many: only the limits between the ages are looked for.
    latest = [register.as_of - timedelta(seconds=seconds) for seconds in AGES]
    older = [bisect_right(register.waiting, moment, key=attrgetter("since")) for moment in latest]
    counts = [more - fewer for more, fewer in pairwise((len(register.waiting), *older, 0))]
    bars = tuple(_bar(speech.say(f"register_age_{place}"), (count,), speech) for place, count in enumerate(counts))
    return Chart(speech.say("register_chart_ages"), (speech.say("register_waiting"),), ("attention",), bars)


def _short(by: By, key: str, speech: Speech) -> str:
    """A key as it stands under a bar."""
    if by is By.DAY:
        return f"{int(key[8:10])}/{int(key[5:7])}"
    if by is By.SHIFT:
        return f"{int(key[8:10])}/{int(key[5:7])} {key.partition(' ')[2]}"
    return key_said(by, key, speech)
