"""What the page of registers shows, as plain values in one language: figures, lists, charts with their numbers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Protocol

from officer_app.core.buddhist import datetime_be, time_be
from officer_app.core.figures import Figures
from officer_app.core.register import By, Only, Waiting
from officer_app.core.scan_log import OddScan
from officer_app.core.scans import ScanCount
from officer_app.core.words import grouped
from officer_app.usecases.progress import Progress
from officer_app.usecases.read_register import Register, Unconfirmed
from officer_app.viewmodels.list_view import ListView, Rows
from officer_app.viewmodels.periods import Period, Shows, period_of
from officer_app.viewmodels.register_charts import AGES, register_charts
from officer_app.viewmodels.register_words import day_said, hours_said, key_said, lane_said, time_said
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Asking, Fact, Line, Tone, Verb

_COLUMNS = ("acts", "stamps", "releases", "holds", "refused", "annulled", "papers", "scans", "p50", "p95")
_AFTER: Mapping[Shows, Shows] = MappingProxyType(
    {
        Shows.LINES: Shows.WAITING,
        Shows.WAITING: Shows.UNCONFIRMED,
        Shows.UNCONFIRMED: Shows.SCANS,
        Shows.SCANS: Shows.LINES,
    }
)


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
        charts=register_charts(register, speech) if register is not None and model.shows is Shows.LINES else (),
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
        return day_said(first, speech)
    return f"{day_said(first, speech)} – {day_said(last, speech)}"


def _only(model: Shown, speech: Speech) -> str:
    only = model.only
    said = (
        speech.say("register_only_shift", name=only.shift) if only.shift else "",
        speech.officer(only.officer),
        lane_said(only.lane, speech) if only.lane else "",
        only.counter,
    )
    return " · ".join(filter(None, said))


def _heads(model: Shown, speech: Speech) -> tuple[str, ...]:
    names = {
        Shows.LINES: (f"by_{model.register.wanted.by if model.register else model.by}", *_COLUMNS),
        Shows.WAITING: ("number", "lane", "since", "age", "state"),
        Shows.UNCONFIRMED: ("number", "lane", "officer", "counter", "moment", "core_status"),
        Shows.SCANS: ("read_when", "officer", "read_text", "read_why"),
    }[model.shows]
    return tuple(speech.say(f"register_short_{name}") for name in names)


def _lines(model: Shown, register: Register, speech: Speech) -> Sequence[Line]:
    match model.shows:
        case Shows.LINES:
            # While another grouping is read, these lines are still of the one before.
            return tuple(_line(register.wanted.by, line, speech) for line in register.lines)
        case Shows.WAITING:
            return Rows(register.waiting, speech.language, lambda each: _waiting(each, register.as_of, speech))
        case Shows.UNCONFIRMED:
            return Rows(register.unconfirmed, speech.language, lambda each: _unconfirmed(each, speech))
        case Shows.SCANS:
            return tuple(_odd(each, speech) for each in register.odd_scans or ())


def _line(by: By, line: Figures, speech: Speech) -> Line:
    plain = (grouped(number) for number in (line.releases, line.holds, line.refused, line.annulled))
    stamps = f"{grouped(line.stamps)} ({grouped(line.green)}+{grouped(line.red)}+{grouped(line.xray)})"
    papers = f"{grouped(line.papers)} ({grouped(line.copies)})"
    scans = f"{grouped(line.scans)} ({grouped(line.scans_unknown + line.scans_refused)})"
    times = (hours_said(line.p50_s), hours_said(line.p95_s))
    return Line((key_said(by, line.key, speech), grouped(line.acts), stamps, *plain, papers, scans, *times))


def _waiting(each: Waiting, now: datetime, speech: Speech) -> Line:
    age = (now - each.since).total_seconds()
    tone = Tone.ATTENTION if age > AGES[1] else Tone.NEUTRAL
    state = speech.state(each.state)
    return Line((each.number, lane_said(each.lane, speech), datetime_be(each.since), speech.duration(age), state), tone)


def _unconfirmed(each: Unconfirmed, speech: Speech) -> Line:
    status = each.core_status or speech.say("core_unknown")
    who = speech.officer(each.officer)
    lane = lane_said(each.outcome, speech)
    return Line((each.number, lane, who, each.counter, datetime_be(each.at), status), Tone.ATTENTION)


def _odd(scan: OddScan, speech: Speech) -> Line:
    who = speech.officer(scan.officer) or speech.say("nobody")
    why = speech.either(f"read_why_{scan.why}", "named", name=scan.why)
    return Line((datetime_be(scan.at), who, scan.text or speech.say("read_not_kept"), why), Tone.ATTENTION)


def _summary(model: Shown, register: Register, speech: Speech) -> tuple[Fact, ...]:
    """The whole period in a few lines, whatever list is shown."""
    total = register.total
    # Who waits longest comes first.
    waited = (register.as_of - register.waiting[0].since).total_seconds() if register.waiting else 0.0
    oldest = speech.say("register_oldest", age=speech.duration(waited)) if register.waiting else ""
    done = speech.say(
        "register_sum",
        stamps=grouped(total.stamps),
        releases=grouped(total.releases),
        refused=grouped(total.refused),
        acts=grouped(total.acts),
    )
    clear = speech.say("register_clear", p50=time_said(total.p50_s, speech), p95=time_said(total.p95_s, speech))
    late = speech.say("register_late", n=grouped(len(register.unconfirmed)), h=str(register.unconfirmed_after_h))
    scanned = _scanned(model, register, speech)
    return (
        Fact(speech.say("register_fact_done"), f"{done} · {clear}"),
        Fact(
            speech.say("register_fact_waiting"),
            " · ".join(filter(None, (grouped(len(register.waiting)), oldest, late))),
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


def _scanned(model: Shown, register: Register, speech: Speech) -> str:
    if register.odd_scans is None:
        here = model.scans
        return speech.say("register_scans_lost", read=grouped(here.read), refused=grouped(here.refused))
    total = register.total
    unknown, refused = grouped(total.scans_unknown), grouped(total.scans_refused)
    return speech.say("register_scans", read=grouped(total.scans), unknown=unknown, refused=refused)


def _clock(register: Register) -> str:
    return time_be(register.read_at)


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
    shows = _AFTER[model.shows]
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
