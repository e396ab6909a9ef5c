"""A register: which acts and scans stand on which of its lines, by day, shift, officer, lane or counter. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from officer_app.core import export
from officer_app.core.acts import Act
from officer_app.core.buddhist import BANGKOK, bangkok_day
from officer_app.core.figures import Figures, count
from officer_app.core.kinds import ActKind
from officer_app.core.permit_state import State
from officer_app.core.rounds import NO_LANE, NO_ROUND, Round, on_permit, rounds_of
from officer_app.core.scan_log import ScanTally
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
        return tuple(self._line(key, groups[key], read[key]) for key in sorted(groups.keys() | read.keys()))

    def total(self, span: Span, only: Only | None = None) -> Figures:
        """All of `span` in one line."""
        return self._line("", self.within(span, only), self._scans_within(span, only))

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

    def _line(self, key: str, acts: Sequence[Act], scans: Sequence[ScanTally]) -> Figures:
        return count(key, acts, scans, [time for act in acts if (time := self._time_to_clear(act)) is not None])

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
