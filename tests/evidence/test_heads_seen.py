"""At contact workstations write down each other's heads; then none of them can be rewritten or cut unseen."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from officer_app.central.memory import MemoryCentral, MemoryCentre
from officer_app.core.acts import ActKind, Draft, Mode, Subject
from officer_app.security.check import StoredAct, check, readable
from officer_app.settings import Settings
from officer_app.workstation.exchanging import exchange
from officer_app.workstation.heads_seen import bear_witness
from officer_app.workstation.opening import Workstation, create, new_id, now, open_workstation

SITE = "CE"


class Two:
    """Two workstations of a site, and their centre; time is that of the machine, moved by `ahead`."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.centre = MemoryCentre(SITE, clock=now)
        self.ce = self._made(folder / "ce", "CE-1", "inspection", stack)
        self.cp = self._made(folder / "cp", "CP-1", "checking_post", stack)

    def _made(self, folder: Path, name: str, desk: str, stack: ExitStack) -> Workstation:
        create(folder, Settings(site=SITE, desk=desk, name=name, mode=Mode.SAMPLE, witness_every_s=0))
        self.centre.enrol(name)
        opened = open_workstation(folder)
        stack.callback(opened.close)
        return opened

    def contact(self, at: Workstation) -> None:
        exchange(at, MemoryCentral(self.centre, at.settings.name))

    def work(self, at: Workstation) -> None:
        """Something that the workstation itself does."""
        subject = Subject("permit", "9911A0000001")
        at.journal.record(Draft(new_id(), ActKind.PRINT, subject, "", now(), {"form": "x"}), at.station_signer)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    with ExitStack() as stack:
        yield Two(tmp_path, stack)


def written(at: Workstation) -> list[tuple[str, int]]:
    """The heads that a workstation wrote down."""
    found = []
    for act in at.journal.own_acts(0, 1000):
        rows = act.fields.get("heads", ())
        if act.kind == ActKind.HEADS_WITNESSED and isinstance(rows, list):
            found += [(str(row["station"]), int(str(row["station_seq"]))) for row in rows if isinstance(row, dict)]
    return found


def test_what_another_did_is_written_down_at_the_contact_after_it_came(two: Two) -> None:
    two.work(two.ce)
    two.contact(two.ce)
    two.contact(two.cp)
    assert written(two.cp) == []
    two.contact(two.cp)
    assert written(two.cp) == [("CE-1", 2)]
    assert two.cp.journal.queue().unsent == 0


def test_workstations_that_do_nothing_come_to_rest(two: Two) -> None:
    for at in (two.ce, two.cp, two.ce, two.cp, two.ce, two.cp):
        two.contact(at)
    before = (len(two.ce.journal.own_acts(0, 100)), len(two.cp.journal.own_acts(0, 100)))
    for at in (two.ce, two.cp, two.ce, two.cp, two.ce, two.cp):
        two.contact(at)
    assert (len(two.ce.journal.own_acts(0, 100)), len(two.cp.journal.own_acts(0, 100))) == before


@pytest.mark.parametrize("kept", [1, 2])
def test_a_journal_that_was_cut_is_named_by_what_the_other_wrote_down(two: Two, kept: int) -> None:
    two.work(two.ce)
    two.work(two.ce)
    for at in (two.ce, two.cp, two.cp):
        two.contact(at)
    rows = [StoredAct(*row) for row in two.cp.journal.stored_acts() if row[0] != "CE-1" or row[1] <= kept]
    acts, _ = readable(rows)
    found = check(acts, {}).defects
    assert [(one.kind, one.station, one.station_seq) for one in found] == [("truncated", "CE-1", kept)]


def test_heads_are_written_down_no_more_often_than_is_set(two: Two) -> None:
    moment = [now()]

    def clock() -> datetime:
        return moment[0]

    slow = Workstation(
        **{
            **vars(two.cp),
            "settings": Settings(**{**vars(two.cp.settings), "witness_every_s": 300}),
            "counter": type(two.cp.counter)(**{**vars(two.cp.counter), "clock": clock}),
        }
    )
    two.contact(two.ce)
    two.contact(two.cp)
    bear_witness(slow)
    two.work(two.ce)
    two.contact(two.ce)
    two.contact(slow)
    bear_witness(slow)
    assert written(two.cp) == [("CE-1", 1)]
    moment[0] += timedelta(seconds=301)
    bear_witness(slow)
    assert written(two.cp) == [("CE-1", 1), ("CE-1", 2)]
    # A clock that was set back must not silence the witness for a year.
    two.work(two.ce)
    two.contact(two.ce)
    moment[0] -= timedelta(days=365)
    two.contact(slow)
    bear_witness(slow)
    assert written(two.cp)[-1] == ("CE-1", 3)
