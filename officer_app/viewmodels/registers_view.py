"""What the page of registers shows, as plain values in one language: figures, lists, charts with their numbers."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from officer_app.core.buddhist import datetime_be, short_date, time_be
from officer_app.core.register import By, Figures, Only, Waiting
from officer_app.core.scans import ScanCount
from officer_app.core.words import grouped
from officer_app.usecases.progress import Progress
from officer_app.usecases.read_register import Register, Unconfirmed
from officer_app.viewmodels.list_view import Bar, Chart, ListView
from officer_app.viewmodels.periods import Period, Shows, period_of
from officer_app.viewmodels.speech import DAY_S, HOUR_S, MINUTE_S, Speech
from officer_app.viewmodels.view import Asking, Fact, Line, Tone, Verb

MOST_BARS = 12
_COLUMNS = ("acts", "stamps", "releases", "holds", "refused", "annulled", "papers", "p50", "p95")
_AGES = (HOUR_S, 4 * HOUR_S, DAY_S)
_LANES = ("green", "red", "xray")


class Shown(Protocol):
    """The state of the page."""

    period: Period
    by: By
    only: Only
    shows: Shows
    register: Register | None
    progress: Progress | None
    asking: bool
    wrong: bool
    selected: int
    busy: bool

    @property
    def day(self) -> date: ...
    @property
    def scans(self) -> ScanCount: ...
    def speech(self, language: str) -> Speech: ...


def registers_view(model: Shown, language: str, message: str, tone: Tone) -> ListView:
    """The page as it is now."""
    speech = model.speech(language)
    register = model.register
    lines = _lines(model, register, speech) if register is not None else ()
    return ListView(
        title=speech.say("register_page", period=_days(model, speech), only=_only(model, speech)).strip(" ·"),
        hint=speech.say(f"register_{model.shows}_hint", h=str(register.unconfirmed_after_h) if register else ""),
        heads=_heads(model, speech),
        lines=lines,
        selected=min(model.selected, max(0, len(lines) - 1)),
        empty=speech.say(f"register_{model.shows}_none") if register is not None and not lines else "",
        message=_busy(model, speech) or message,
        tone=Tone.NEUTRAL if model.busy else tone,
        asking=_asking(model, speech),
        entry="" if model.asking else speech.say("register_entry"),
        verbs=_verbs(model, speech),
        facts=_summary(model, register, speech) if register is not None else (),
        charts=_charts(model, register, speech) if register is not None and model.shows is Shows.LINES else (),
        done=model.progress.percent if model.progress is not None else None,
    )


def _busy(model: Shown, speech: Speech) -> str:
    if not model.busy:
        return ""
    if model.progress is None:
        return speech.say("register_writing")
    return speech.say("register_reading", percent=str(model.progress.percent))


def _days(model: Shown, speech: Speech) -> str:
    first, last = period_of(model.day, model.period)
    if first == last:
        return _day(first, speech)
    return f"{_day(first, speech)} – {_day(last, speech)}"


def _day(day: date, speech: Speech) -> str:
    return short_date(day) if speech.language == "th" else f"{day.day} {day:%b} {day.year + 543}"


def _only(model: Shown, speech: Speech) -> str:
    only = model.only
    said = (
        speech.say("register_only_shift", name=only.shift) if only.shift else "",
        speech.officer(only.officer),
        _lane(only.lane, speech) if only.lane else "",
        only.counter,
    )
    return " · ".join(filter(None, said))


def _lane(lane: str, speech: Speech) -> str:
    return speech.either(f"outcome_{lane}", "register_no_lane")


def _heads(model: Shown, speech: Speech) -> tuple[str, ...]:
    names = {
        Shows.LINES: (f"by_{model.by}", *_COLUMNS),
        Shows.WAITING: ("number", "lane", "since", "age", "state"),
        Shows.UNCONFIRMED: ("number", "lane", "officer", "counter", "moment", "core_status"),
    }[model.shows]
    return tuple(speech.say(f"register_short_{name}") for name in names)


def _lines(model: Shown, register: Register, speech: Speech) -> tuple[Line, ...]:
    match model.shows:
        case Shows.LINES:
            return tuple(_line(model, line, speech) for line in register.lines)
        case Shows.WAITING:
            return tuple(_waiting(each, register.as_of, speech) for each in register.waiting)
        case Shows.UNCONFIRMED:
            return tuple(_unconfirmed(each, speech) for each in register.unconfirmed)


def _line(model: Shown, line: Figures, speech: Speech) -> Line:
    plain = (grouped(number) for number in (line.releases, line.holds, line.refused, line.annulled))
    stamps = f"{grouped(line.stamps)} ({grouped(line.green)}+{grouped(line.red)}+{grouped(line.xray)})"
    papers = f"{grouped(line.papers)} ({grouped(line.copies)})"
    times = (_hours(line.p50_s), _hours(line.p95_s))
    return Line((_key(model.by, line.key, speech), grouped(line.acts), stamps, *plain, papers, *times))


def _key(by: By, key: str, speech: Speech) -> str:
    match by:
        case By.DAY:
            return _day(date.fromisoformat(key), speech)
        case By.SHIFT:
            day, _, name = key.partition(" ")
            return f"{_day(date.fromisoformat(day), speech)} {name}"
        case By.OFFICER:
            return speech.officer(key) or speech.say("register_no_officer")
        case By.LANE:
            return _lane(key, speech)
        case By.COUNTER:
            return key


def _time(seconds: int | None, speech: Speech) -> str:
    return "–" if seconds is None else speech.duration(seconds)


def _hours(seconds: int | None) -> str:
    """A time over a bar: hours and minutes."""
    return "–" if seconds is None else f"{seconds // HOUR_S}:{seconds % HOUR_S // MINUTE_S:02}"


def _waiting(each: Waiting, now: datetime, speech: Speech) -> Line:
    age = (now - each.since).total_seconds()
    tone = Tone.ATTENTION if age > _AGES[1] else Tone.NEUTRAL
    state = speech.state(each.state)
    return Line((each.number, _lane(each.lane, speech), datetime_be(each.since), speech.duration(age), state), tone)


def _unconfirmed(each: Unconfirmed, speech: Speech) -> Line:
    status = each.core_status or speech.say("core_unknown")
    who = speech.officer(each.officer)
    lane = _lane(each.outcome, speech)
    return Line((each.number, lane, who, each.counter, datetime_be(each.at), status), Tone.ATTENTION)


def _summary(model: Shown, register: Register, speech: Speech) -> tuple[Fact, ...]:
    """The whole period in a few lines, whatever list is shown."""
    total, scans = register.total, model.scans
    waited = [(register.as_of - each.since).total_seconds() for each in register.waiting]
    oldest = speech.say("register_oldest", age=speech.duration(max(waited))) if waited else ""
    done = speech.say(
        "register_sum",
        stamps=grouped(total.stamps),
        releases=grouped(total.releases),
        refused=grouped(total.refused),
        acts=grouped(total.acts),
    )
    clear = speech.say("register_clear", p50=_time(total.p50_s, speech), p95=_time(total.p95_s, speech))
    late = speech.say("register_late", n=grouped(len(register.unconfirmed)), h=str(register.unconfirmed_after_h))
    scanned = speech.say("register_scans", read=grouped(scans.read), refused=grouped(scans.refused))
    return (
        Fact(speech.say("register_fact_done"), f"{done} · {clear}"),
        Fact(
            speech.say("register_fact_waiting"),
            " · ".join(filter(None, (grouped(len(waited)), oldest, late))),
            tone=Tone.ATTENTION if register.unconfirmed else Tone.NEUTRAL,
        ),
        Fact(
            speech.say("register_fact_papers"),
            speech.say(
                "register_prints",
                papers=grouped(total.papers),
                copies=grouped(total.copies),
                failed=grouped(total.failed),
            ),
        ),
        Fact(speech.say("register_fact_scans"), f"{scanned} · {speech.say('register_read_at', at=_clock(register))}"),
    )


def _clock(register: Register) -> str:
    return time_be(register.read_at)


def _charts(model: Shown, register: Register, speech: Speech) -> tuple[Chart, ...]:
    shown = register.lines[-MOST_BARS:]
    if not shown:
        return ()
    cut = speech.say("register_cut", n=str(len(shown)), all=str(len(register.lines)))
    note = f" ({cut})" if len(shown) < len(register.lines) else ""
    labels = [_short(model.by, line.key, speech) for line in shown]
    stamps = [tuple(int(getattr(line, lane)) for lane in _LANES) for line in shown]
    times = [(line.p50_s, line.p95_s) for line in shown]
    return (
        Chart(
            speech.say("register_chart_stamps") + note,
            tuple(_lane(lane, speech) for lane in _LANES),
            _LANES,
            tuple(_bar(label, row, speech) for label, row in zip(labels, stamps, strict=True)),
        ),
        Chart(
            speech.say("register_chart_clear") + note,
            (speech.say("register_short_p50"), speech.say("register_short_p95")),
            ("key", "grey"),
            tuple(
                Bar(label, row, tuple(_hours(value) for value in row)) for label, row in zip(labels, times, strict=True)
            ),
            stacked=False,
        ),
        _ages(register, speech),
    )


def _bar(label: str, values: tuple[int, ...], speech: Speech) -> Bar:
    return Bar(label, values, tuple(grouped(value) for value in values))


def _ages(register: Register, speech: Speech) -> Chart:
    """How long the permits of the queue have waited."""
    limits = [timedelta(seconds=seconds) for seconds in _AGES]
    ages = [register.as_of - each.since for each in register.waiting]
    counts = [0] * (len(limits) + 1)
    for age in ages:
        counts[sum(age >= limit for limit in limits)] += 1
    bars = tuple(_bar(speech.say(f"register_age_{place}"), (count,), speech) for place, count in enumerate(counts))
    return Chart(speech.say("register_chart_ages"), (speech.say("register_waiting"),), ("attention",), bars)


def _short(by: By, key: str, speech: Speech) -> str:
    """A key as it stands under a bar."""
    if by is By.DAY:
        return f"{int(key[8:10])}/{int(key[5:7])}"
    if by is By.SHIFT:
        return f"{int(key[8:10])}/{int(key[5:7])} {key.partition(' ')[2]}"
    return _key(by, key, speech)


def _asking(model: Shown, speech: Speech) -> Asking | None:
    if not model.asking:
        return None
    wrong = speech.say("register_kind_wrong") if model.wrong else ""
    return Asking("register_kind", speech.say("register_kind"), speech.say("register_kind_hint"), wrong)


def _verbs(model: Shown, speech: Speech) -> tuple[Verb, ...]:
    asked = speech.say("register_why_answer") if model.asking else ""
    there: Sequence[object] = model.register.lines if model.register is not None else ()
    narrow = asked or (
        "" if there and model.shows is Shows.LINES and not model.busy else speech.say("register_why_select")
    )
    out = asked or ("" if model.register is not None and not model.busy else speech.say("register_why_wait"))
    shows = {Shows.LINES: "waiting", Shows.WAITING: "unconfirmed", Shows.UNCONFIRMED: "lines"}[model.shows]
    back = speech.say("register_stop") if model.progress is not None else speech.say("cases_back")
    return (
        Verb("only", "Enter", speech.say("register_narrow"), narrow),
        Verb("period", "F5", speech.say(f"register_period_{model.period}"), asked),
        Verb("earlier", "F6", speech.say("register_earlier"), asked),
        Verb("later", "F7", speech.say("register_later"), asked),
        Verb("by", "F8", speech.say(f"register_by_{model.by}"), asked),
        Verb("shows", "F9", speech.say(f"register_to_{shows}"), asked),
        Verb("out", "F10", speech.say("register_out"), out),
        Verb("back", "Esc", back, wanted=model.progress is not None),
    )
