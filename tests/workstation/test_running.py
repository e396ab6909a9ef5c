"""A workstation at work: what is recorded at the desk goes to the centre at once, not at the end of a long pause."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import pytest

from officer_app.central.memory import MemoryCentre
from officer_app.core.acts import Mode
from officer_app.core.assess import StampWish
from officer_app.core.export import Outcome
from officer_app.core.ports import FeedRecord
from officer_app.settings import Settings
from officer_app.usecases.stamp import Stamped, stamp
from officer_app.viewmodels.ports import Link, Scanner
from officer_app.workstation.counter_first import REST_S, CounterFirst
from officer_app.workstation.opening import Workstation, create, now, open_workstation
from officer_app.workstation.running import Running
from tests.fakes import INSPECTOR, NUMBER, permit, record

WAIT_S = 30.0


class Ears:
    """Hears of each exchange that is done."""

    def __init__(self) -> None:
        self.exchanged: SimpleQueue[int] = SimpleQueue()

    def scanned(self, text: str) -> None: ...
    def repeated(self, text: str) -> None: ...
    def dropped(self, reason: str) -> None: ...
    def scanner(self, state: Scanner) -> None: ...
    def link(self, state: Link) -> None: ...
    def news(self) -> None:
        self.exchanged.put(1)


@pytest.fixture
def centre() -> MemoryCentre:
    made = MemoryCentre("CE", now, mode="sample")
    made.load([record(permit())])
    return made


@pytest.fixture
def opened(tmp_path: Path, centre: MemoryCentre) -> Iterator[Workstation]:
    """A workstation that exchanges by itself once an hour, and a centre in memory."""
    home = tmp_path / "home"
    create(home, Settings(site="CE", desk="inspection", name="CE-1", mode=Mode.SAMPLE, sync_every_s=3600))
    made = open_workstation(home)
    line = centre.enrol("CE-1", "")
    yield replace(made, central=line, counter=replace(made.counter, central=line))
    made.close()


def test_what_is_recorded_is_with_the_centre_long_before_the_next_exchange_is_due(
    opened: Workstation, centre: MemoryCentre
) -> None:
    ears = Ears()
    running = Running(opened, ears)
    running.start()
    try:
        ears.exchanged.get(timeout=WAIT_S)
        while not opened.mirror.find(NUMBER):
            ears.exchanged.get(timeout=WAIT_S)
        done = stamp(opened.counter, INSPECTOR, NUMBER, StampWish(Outcome.GREEN, "CP-1"))
        assert isinstance(done, Stamped)
        while opened.journal.queue().unsent:
            ears.exchanged.get(timeout=WAIT_S)
        assert done.act.act_id in {act.act_id for act, _ in centre.rights.stations["CE-1"].kept}
    finally:
        running.stop()


def test_what_comes_in_from_the_centre_rests_while_somebody_scans_and_still_gets_on(opened: Workstation) -> None:
    seconds, rests = [0.0], list[float]()
    # Alone: an exchange of its own would rest as well.
    running = Running(replace(opened, central=None), Ears(), first=CounterFirst(lambda: seconds[0], rests.append))
    many = [FeedRecord(place, record(permit(f"9911E{place:07d}"))) for place in range(1, 251)]
    running.start()
    try:
        opened.mirror.apply(many)
        assert rests == [], "nobody is at the counter"
        running.keyed(NUMBER)
        opened.mirror.apply(many)
        assert rests == [REST_S] * 3, "between pieces, and on after each"
        seconds[0] += 60.0
        opened.mirror.apply(many)
        assert len(rests) == 3, "a minute later nobody is"
    finally:
        running.stop()
