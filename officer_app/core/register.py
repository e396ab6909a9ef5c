"""The figures of a register: what was done in a span of time, by day, shift, officer, lane or counter. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from officer_app.core import export
from officer_app.core.acts import Act
from officer_app.core.buddhist import BANGKOK, bangkok_day
from officer_app.core.kinds import ActKind
from officer_app.core.permit_state import Outcome, State
from officer_app.core.rounds import NO_LANE, NO_ROUND, Round, on_permit, rounds_of
from officer_app.core.scan_log import Became, ScanTally
from officer_app.core.shifts import shift_at

LOOK_BACK = timedelta(days=15)
"""So long before a span a permit's first act may lie: the longest clock from cut-off (domain.md §7.1)."""
FEW = 200
WAITING = frozenset({State.PRESENTED, State.INSPECTING, State.XRAY_PENDING, State.HELD, State.MISMATCH})
"""Where a permit waits for somebody at the counter."""
NOON = time(12)


class By(StrEnum):
    """What the lines of a register stand for. A lane is how a permit was cleared: green, red or xray."""

    DAY = "day"
    SHIFT = "shift"
    OFFICER = "officer"
    LANE = "lane"
    COUNTER = "counter"


@dataclass(frozen=True)
class Span:
    """From `begin` to just before `end`, UTC."""

    begin: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        """Whether `at` lies in it."""
        return self.begin <= at < self.end


@dataclass(frozen=True)
class Figures:
    """One line of a register. `key`: the day (ISO), shift (`2026-11-21 A`), officer, lane or counter; empty: all.

    `green`, `red` and `xray` count stamps. `papers` counts prints, `copies` those that were no first ones, `failed`
    those that a printer gave up. `cleared` releases have a time to clear: seconds from the permit's first act of its
    round to its release, `p50_s` and `p95_s` the nearest of them; None where there is none. `scans` are those that were
    read whole, `scans_unknown` and `scans_refused` those of them that led to nothing (core/scan_log.py).
    """

    key: str
    acts: int = 0
    green: int = 0
    red: int = 0
    xray: int = 0
    releases: int = 0
    holds: int = 0
    refused: int = 0
    annulled: int = 0
    papers: int = 0
    copies: int = 0
    failed: int = 0
    cleared: int = 0
    scans: int = 0
    scans_unknown: int = 0
    scans_refused: int = 0
    p50_s: int | None = None
    p95_s: int | None = None

    @property
    def stamps(self) -> int:
        """Stamps of all outcomes."""
        return self.green + self.red + self.xray


COUNTED = (
    *("acts", "green", "red", "xray", "releases", "holds", "refused", "annulled"),
    *("papers", "copies", "failed", "cleared", "scans", "scans_unknown", "scans_refused"),
)
"""The figures that add up: over any two spans that meet, over the lines of any grouping."""


@dataclass(frozen=True)
class Only:
    """What a register is about; an empty text leaves nothing out. `shift` is a shift's name, such as A."""

    shift: str = ""
    officer: str = ""
    lane: str = ""
    counter: str = ""


@dataclass(frozen=True)
class Waiting:
    """A permit that waits at a counter: where it stands, since when (its first act of the round), in which lane."""

    number: str
    state: State
    since: datetime
    lane: str


class Book:
    """The acts that figures are made of, each once, whatever their order, and scans by the day. `shifts` as in the
    settings.
    """

    def __init__(self, acts: Iterable[Act], shifts: Mapping[str, str], scans: Iterable[ScanTally] = ()) -> None:
        self._scans = tuple(scans)
        self.acts = list({act.act_id: act for act in acts}.values())
        self._shifts = shifts
        self._annulled = {act.text("annuls") for act in self.acts if act.kind == ActKind.ANNUL}
        self._rounds = rounds_of(self.acts)

    def lines(self, span: Span, by: By, only: Only | None = None) -> tuple[Figures, ...]:
        """A line for each key that has acts or scans in `span`, by key."""
        groups: dict[str, list[Act]] = defaultdict(list)
        for act in self.within(span, only):
            groups[self.key(act, by)].append(act)
        read: dict[str, list[ScanTally]] = defaultdict(list)
        for tally in self._scans_within(span, only):
            read[scan_key(tally, by)].append(tally)
        return tuple(self._count(key, groups[key], read[key]) for key in sorted(groups.keys() | read.keys()))

    def total(self, span: Span, only: Only | None = None) -> Figures:
        """All of `span` in one line."""
        return self._count("", self.within(span, only), self._scans_within(span, only))

    def within(self, span: Span, only: Only | None = None) -> list[Act]:
        """The acts of `span` that the register is about, in the order in which they were given."""
        wanted = only or Only()
        return [act for act in self.acts if span.holds(act.at) and self._fits(act, wanted)]

    def close(self) -> None:
        """Let the acts go a few at a time: a year of them at once would hold up every other thread."""
        while self.acts:
            del self.acts[-FEW:]

    def key(self, act: Act, by: By) -> str:
        """On which line `act` is counted."""
        match by:
            case By.DAY:
                return bangkok_day(act.at).isoformat()
            case By.SHIFT:
                return shift_at(act.at, self._shifts).key
            case By.OFFICER:
                return act.officer
            case By.LANE:
                return self._round_of(act).lane
            case By.COUNTER:
                return act.station

    def waiting(self, at: datetime, only: Only | None = None) -> tuple[Waiting, ...]:
        """The permits that waited at `at`, the one that waits longest first."""
        wanted = only or Only()
        found: list[Waiting] = []
        for number, acts in self._permits(at).items():
            state = export.fold(acts)
            kept = self._rounds.get((number, state.round), NO_ROUND)
            if state.state in WAITING and kept.begun is not None and wanted.lane in ("", kept.lane):
                found.append(Waiting(number, state.state, kept.begun, kept.lane))
        return tuple(sorted(found, key=lambda each: (each.since, each.number)))

    def _permits(self, at: datetime) -> dict[str, list[Act]]:
        permits: dict[str, list[Act]] = defaultdict(list)
        for act in self.acts:
            if act.subject.kind == "permit" and act.at < at:
                permits[act.subject.number].append(act)
        return permits

    def _fits(self, act: Act, only: Only) -> bool:
        shift = only.shift and shift_at(act.at, self._shifts).name
        there = (shift, act.officer, act.station)
        return all(
            wanted in ("", found) for wanted, found in zip((only.shift, only.officer, only.counter), there, strict=True)
        ) and (not only.lane or self._round_of(act).lane == only.lane)

    def _scans_within(self, span: Span, only: Only | None) -> list[ScanTally]:
        """Counted by the day: a day belongs to the span that holds its noon. No scan is of a lane."""
        wanted = only or Only()
        return [
            tally
            for tally in self._scans
            if span.holds(datetime.combine(tally.day, NOON, BANGKOK))
            and not wanted.lane
            and wanted.officer in ("", tally.officer)
            and wanted.counter in ("", tally.station)
            and wanted.shift in ("", tally.shift.rpartition(" ")[2])
        ]

    def _round_of(self, act: Act) -> Round:
        return self._rounds.get((act.subject.number, act.subject.round), NO_ROUND) if on_permit(act) else NO_ROUND

    def _count(self, key: str, acts: Sequence[Act], scans: Sequence[ScanTally]) -> Figures:
        def number(fits: Callable[[Act], bool]) -> int:
            return sum(1 for act in acts if fits(act))

        def of(*kinds: ActKind) -> int:
            return number(lambda act: act.kind in kinds)

        def stamps(outcome: Outcome) -> int:
            return number(lambda act: act.kind == ActKind.STAMP and act.text("outcome") == outcome)

        prints = [act for act in acts if act.kind == ActKind.PRINT]
        times = sorted(time for act in acts if (time := self._time_to_clear(act)) is not None)
        return Figures(
            key,
            acts=len(acts),
            green=stamps(Outcome.GREEN),
            red=stamps(Outcome.RED),
            xray=stamps(Outcome.XRAY),
            releases=of(ActKind.RELEASE),
            holds=of(ActKind.HOLD, ActKind.SEIZE),
            refused=of(ActKind.REFUSE, ActKind.TRANSIT_REFUSE),
            annulled=of(ActKind.ANNUL),
            papers=sum(1 for act in prints if not act.text("of")),
            copies=sum(1 for act in prints if not act.text("of") and _copy(act) > 1),
            failed=sum(1 for act in prints if act.text("status") == "failed"),
            cleared=len(times),
            scans=sum(each.number for each in scans if each.became is not Became.DROPPED),
            scans_unknown=_became(scans, Became.UNKNOWN),
            scans_refused=_became(scans, Became.REFUSED),
            p50_s=nearest(times, 50),
            p95_s=nearest(times, 95),
        )

    def _time_to_clear(self, act: Act) -> int | None:
        """Seconds; None for what is no release, was annulled, or came before its round began (clocks that differ)."""
        begun = self._round_of(act).begun
        if act.kind != ActKind.RELEASE or act.act_id in self._annulled or begun is None or act.at < begun:
            return None
        return int((act.at - begun).total_seconds())


def scan_key(tally: ScanTally, by: By) -> str:
    """On which line scans are counted; they have no lane."""
    return {
        By.DAY: tally.day.isoformat(),
        By.SHIFT: tally.shift,
        By.OFFICER: tally.officer,
        By.LANE: NO_LANE,
        By.COUNTER: tally.station,
    }[by]


def _became(scans: Iterable[ScanTally], became: Became) -> int:
    return sum(each.number for each in scans if each.became is became)


def nearest(times: Sequence[int], percent: int) -> int | None:
    """The least of sorted `times` that `percent` of them do not exceed (nearest rank); None where there is none."""
    return times[max(0, -(-len(times) * percent // 100) - 1)] if times else None


def _copy(act: Act) -> int:
    copy = act.fields.get("copy", 1)
    return copy if isinstance(copy, int) else 1
