"""The desk's lists: what waits, is worked on, under way, due soon, overdue, closed; and figures by month."""

from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from officer_app.core.acts import ActKind
from officer_app.core.buddhist import bangkok_day
from officer_app.core.transit import Phase, TransitState
from officer_app.core.transit_days import days_left
from officer_app.core.transit_service import ServiceClock, service_clocks
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_ends import INSIDE

PAGE = 500


class Listing(StrEnum):
    """The lists of the desk."""

    WAITING = "waiting"
    IN_PROGRESS = "in_progress"
    EN_ROUTE = "en_route"
    DUE = "due"
    OVERDUE = "overdue"
    ENDED = "ended"
    CLOSED = "closed"
    REFUSED = "refused"


PHASES: dict[Listing, tuple[Phase, ...]] = {
    Listing.WAITING: (Phase.RECEIVED,),
    Listing.IN_PROGRESS: (Phase.DOCUMENTS_COMPLETE, Phase.CONSIDERED, Phase.SIGNED, Phase.KEYED, Phase.HANDED_OVER),
    Listing.EN_ROUTE: (Phase.EN_ROUTE, Phase.ARRIVED),
    Listing.DUE: INSIDE,
    Listing.OVERDUE: (*INSIDE, Phase.OVERDUE),
    Listing.ENDED: (Phase.EXITED, Phase.CONVERTED, Phase.LEFTOVER, Phase.STATE_PROPERTY),
    Listing.CLOSED: (Phase.CLOSED,),
    Listing.REFUSED: (Phase.REFUSED,),
}
_OVER = frozenset({*PHASES[Listing.ENDED], Phase.CLOSED, Phase.REFUSED})
"""Where no day is counted any more."""


@dataclass(frozen=True)
class Case:
    """A line of a list. `clocks` are its service clocks, `clock` the one that runs, if one does; `left` the days to the
    last day, None where none is set or the case is over.
    """

    number: str
    state: TransitState
    filed: datetime | None
    clock: ServiceClock | None
    left: int | None
    clocks: tuple[ServiceClock, ...] = ()


def listed(desk: TransitDesk, which: Listing, within: int = 0) -> list[Case]:
    """The cases of a list: by filing, or by last day where that is what the list is about. `within`: days, for DUE."""
    today = desk.today
    cases = [_case(desk, number, state, today) for number, state in _all(desk, PHASES[which])]
    if which is Listing.DUE:
        cases = [case for case in cases if case.left is not None and 0 <= case.left <= within]
    if which is Listing.OVERDUE:
        cases = [
            case for case in cases if case.state.phase is Phase.OVERDUE or (case.left is not None and case.left < 0)
        ]
    if which in (Listing.DUE, Listing.OVERDUE, Listing.EN_ROUTE):
        return sorted(cases, key=lambda case: (case.state.limit or date.max, case.number))
    return sorted(cases, key=lambda case: (case.filed is None, case.filed, case.number))


@dataclass(frozen=True)
class Month:
    """What a month brought: filings, signatures, refusals, exits, other ends, services that were late.

    `check_s`, `consider_s`, `sign_s`: how long the steps that began in it took on average, in seconds of open office
    (brief 004 §13 gives them 10, 20 and 30 minutes); None where none has ended.
    """

    year: int
    month: int
    filed: int = 0
    signed: int = 0
    refused: int = 0
    exited: int = 0
    overdue: int = 0
    converted: int = 0
    late: int = 0
    check_s: int | None = None
    consider_s: int | None = None
    sign_s: int | None = None


@dataclass(frozen=True)
class PerMonth:
    """Filings by month, as the manual publishes them (brief 004 §9); `mean_tenths` in tenths of a filing."""

    mean_tenths: int
    most: int
    least: int


_COUNTED = {
    ActKind.TRANSIT_RECEIVE: "filed",
    ActKind.TRANSIT_SIGN: "signed",
    ActKind.TRANSIT_REFUSE: "refused",
    ActKind.TRANSIT_EXIT: "exited",
    ActKind.TRANSIT_OVERDUE: "overdue",
    ActKind.TRANSIT_CONVERT: "converted",
}
_NAMES = (*_COUNTED.values(), "late")
SERVICE_STEPS = ("check", "consider", "sign")


def figures(desk: TransitDesk) -> list[Month]:
    """Figures by month of the steps that stand (the manual's statistics, brief 004 §9), oldest first."""
    tally: Tally[tuple[int, int, str]] = Tally()
    for _, state in _all(desk, tuple(Phase)):
        for step in state.path:
            if name := next((name for kind, name in _COUNTED.items() if kind == step.kind), ""):
                day = bangkok_day(step.at)
                tally[day.year, day.month, name] += 1
        for clock in service_clocks(desk.rules, state, desk.counter.clock()):
            day = bangkok_day(clock.since)
            tally[day.year, day.month, "late"] += clock.late
            if clock.ended is not None:
                tally[day.year, day.month, f"{clock.step} times"] += 1
                tally[day.year, day.month, f"{clock.step} seconds"] += round(clock.used.total_seconds())
    months = sorted({(year, month) for year, month, _ in tally})
    return [
        Month(year, month, **{name: tally[year, month, name] for name in _NAMES}, **_means(tally, year, month))
        for year, month in months
    ]


def per_month(months: Sequence[Month]) -> PerMonth:
    """Filings by month from the first of `months` to the last; a month between them that brought nothing counts."""
    if not months:
        return PerMonth(0, 0, 0)
    filed = {each.year * 12 + each.month: each.filed for each in months}
    counts = [filed.get(place, 0) for place in range(min(filed), max(filed) + 1)]
    return PerMonth((sum(counts) * 20 + len(counts)) // (2 * len(counts)), max(counts), min(counts))


def minutes_text(seconds: int | None) -> str:
    """A mean in minutes with one decimal; a dash where there is none."""
    return "–" if seconds is None else f"{(seconds + 3) // 6 / 10:.1f}"


def _means(tally: Tally[tuple[int, int, str]], year: int, month: int) -> dict[str, int]:
    """The mean of each step of service that ended at all."""
    times = {step: tally[year, month, f"{step} times"] for step in SERVICE_STEPS}
    return {f"{step}_s": tally[year, month, f"{step} seconds"] // n for step, n in times.items() if n}


def _case(desk: TransitDesk, number: str, state: TransitState, today: date) -> Case:
    clocks = service_clocks(desk.rules, state, desk.counter.clock())
    running = clocks[-1] if clocks and clocks[-1].ended is None and state.phase is not Phase.REFUSED else None
    left = days_left(state.limit, today) if state.limit is not None and state.phase not in _OVER else None
    return Case(number, state, state.passed_at(ActKind.TRANSIT_RECEIVE), running, left, clocks)


def _all(desk: TransitDesk, phases: tuple[Phase, ...]) -> Iterator[tuple[str, TransitState]]:
    after = ""
    while page := desk.counter.journal.transit_cases(phases, after, PAGE):
        yield from page
        after = page[-1][0]
