"""Two desks and a centre for the tests of the use cases: real files, the simulated centre, a clock turned by hand."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from officer_app.central.memory import MemoryCentral, MemoryCentre
from officer_app.core.acts import Act, ActKind
from officer_app.core.assess import StampWish
from officer_app.core.export import Outcome
from officer_app.core.ports import (
    Central,
    Claim,
    Denied,
    FeedAct,
    FeedRecord,
    Granted,
    PushOutcome,
    SignedIn,
    Station,
    Taken,
)
from officer_app.core.records import Permit
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.stamp import Stamped, stamp
from officer_app.usecases.sync_once import sync_once
from tests.fakes import CE_1, CHECKER, CP_1, INSPECTOR, NOW, NUMBER, SITE, Desk, desk, permit, record

GREEN = StampWish(Outcome.GREEN, "CP-1")


class Between(MemoryCentral):
    """A line to the simulated centre on which things happen: before or after a call, as the test says."""

    def __init__(self, centre: MemoryCentre, station: str) -> None:
        super().__init__(centre, station)
        self.before: Callable[[str], None] = lambda call: None
        self.after: Callable[[str], None] = lambda call: None

    def push(self, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
        self.before("push")
        answer = super().push(acts)
        self.after("push")
        return answer

    def claim(self, claim: Claim, deadline_s: float) -> Granted | Taken | Denied:
        self.before("claim")
        answer = super().claim(claim, deadline_s)
        self.after("claim")
        return answer

    def pull_acts(self, after: int, limit: int) -> tuple[FeedAct, ...]:
        self.before("pull_acts")
        answer = super().pull_acts(after, limit)
        self.after("pull_acts")
        return answer

    def pull_records(self, after: int, limit: int) -> tuple[FeedRecord, ...]:
        self.before("pull_records")
        answer = super().pull_records(after, limit)
        self.after("pull_records")
        return answer


Opener = Callable[..., Desk]


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[Opener]:
    """Opens desks, each in a folder of its workstation's name; all are closed with the test."""
    with ExitStack() as stack:

        def opened(station: Station = CE_1, central: Central | None = None) -> Desk:
            return stack.enter_context(desk(tmp_path / station.name, station, central))

        yield opened


@pytest.fixture
def counter_desk(opening: Opener) -> Desk:
    """An inspection counter standing alone, with one Green permit."""
    made = opening()
    made.mirror.load([record(permit())])
    return made


@dataclass
class Town:
    """An inspection counter and a checking post with one centre."""

    centre: MemoryCentre
    ce: Desk
    cp: Desk
    ce_line: Between
    cp_line: Between


@pytest.fixture
def town(opening: Opener) -> Town:
    """Both desks have the permit; nothing was done yet."""
    centre = MemoryCentre(SITE, clock=lambda: NOW)
    centre.load([record(permit())])
    centre.enrol("CE-1")
    centre.enrol("CP-1a", "CP-1")
    ce_line, cp_line = Between(centre, "CE-1"), Between(centre, "CP-1a")
    made = Town(centre, opening(CE_1, ce_line), opening(CP_1, cp_line), ce_line, cp_line)
    for each in (made.ce, made.cp):
        each.mirror.load([record(permit())])
    return made


def stamped(at: Desk, officer: SignedIn = INSPECTOR, number: str = NUMBER, wish: StampWish = GREEN) -> Stamped:
    """Stamp, and have it done."""
    done = stamp(at.counter, officer, number, wish)
    assert isinstance(done, Stamped)
    return done


def give(at: Desk, *permits: Permit) -> None:
    """Put permits into a desk's mirror, in the place of what is there."""
    at.mirror.load([record(each, at.counter.clock()) for each in permits])


def even(town: Town) -> int:
    """Both desks exchange until both know all; gives how many acts contradicted a decision of the centre."""
    conflicts = 0
    for _ in range(2):
        for at, line in ((town.ce, town.ce_line), (town.cp, town.cp_line)):
            conflicts += sync_once(at.journal, at.mirror, line).conflicts
    return conflicts


@pytest.fixture
def ready(town: Town) -> Town:
    """The permit is stamped and the checking post knows it."""
    stamped(town.ce)
    even(town)
    return town


def released(at: Desk, by: SignedIn = CHECKER) -> Released:
    """Release, and have it done."""
    done = confirm_release(at.counter, by, NUMBER)
    assert isinstance(done, Released)
    return done


def done_at(at: Desk) -> list[Act]:
    """What was done at a desk: its acts without the refusals it wrote down."""
    return [act for act in at.journal.own_acts(0, 100) if act.kind != ActKind.REFUSE]
