"""A full disk does not block the counter: kept room is given up, and nothing is called recorded that is not."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.ports import FeedAct, FeedRecord
from officer_app.store import ballast as module
from officer_app.store.ballast import MB, Ballast, Space
from officer_app.store.errors import StoreError
from officer_app.store.journal import SqliteJournal
from officer_app.store.mirror import SqliteMirror
from tests.fakes import CE_1, FILE_KEY, Chain, permit, record
from tests.store.conftest import fill, mount_small_disk, prove_whole, put

SIZE = 2 * MB


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB."""
    yield from mount_small_disk(tmp_path / "disk", "16m")


@pytest.fixture
def ballast(disk: Path) -> Ballast:
    """Two megabytes of ballast on it."""
    return Ballast(disk / "ballast", SIZE)


def record_until_full(journal: SqliteJournal) -> list[str]:
    """Record until the store says no; gives the ids of what it said yes to."""
    said: list[str] = []
    with pytest.raises(StoreError, match="disk_full"):
        record_for_ever(journal, said)
    return said


def record_for_ever(journal: SqliteJournal, said: list[str]) -> None:
    for place in count():
        act = put(journal, f"a{place}", number=f"P{place % 7}")
        said.append(act.act_id)


def test_ballast_is_laid_down_where_the_disk_begins_to_fill_and_takes_its_room(disk: Path, ballast: Ballast) -> None:
    before = shutil.disk_usage(disk).free
    assert ballast.look().space is Space.LITTLE
    assert ballast.there
    assert before - shutil.disk_usage(disk).free >= SIZE
    assert ballast.look().space is Space.LITTLE


def test_an_empty_disk_needs_no_ballast_yet(disk: Path, ballast: Ballast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AMPLE_BYTES", MB)
    monkeypatch.setattr(module, "LITTLE_BYTES", MB)
    assert ballast.look().space is Space.PLENTY
    assert not ballast.there


def test_when_the_disk_fills_the_ballast_goes_and_acts_are_recorded_on(disk: Path, ballast: Ballast) -> None:
    journal = SqliteJournal(disk / "journal.db", FILE_KEY, CE_1, ballast)
    put(journal, "first")
    journal.room()
    assert ballast.there
    fill(disk, 0)
    after = [put(journal, f"after {place}").act_id for place in range(12)]
    room = journal.room()
    assert (room.space, ballast.there) == (Space.SPENT, False)
    assert room.free_bytes > 0
    said = [*after, *record_until_full(journal)]
    # Nothing called recorded that is not, and nothing recorded that was not called so.
    assert [act.act_id for act in journal.own_acts(0, 10_000)] == ["first", *said]
    journal.close()
    (disk / "filler").unlink()
    again = SqliteJournal(disk / "journal.db", FILE_KEY, CE_1, ballast)
    assert [act.act_id for act in again.own_acts(0, 10_000)] == ["first", *said]
    prove_whole([*again.own_acts(0, 10_000), put(again, "room again")])
    assert (again.room().space, ballast.there) == (Space.LITTLE, True)
    again.close()


def test_while_the_reserve_is_in_use_only_acts_are_taken(disk: Path, ballast: Ballast) -> None:
    journal = SqliteJournal(disk / "journal.db", FILE_KEY, CE_1, ballast)
    mirror = SqliteMirror(disk / "mirror.db", FILE_KEY, ballast)
    far = Chain("CP-1a")
    journal.receive([FeedAct(1, far.act(ActKind.HOLD))])
    mirror.apply([FeedRecord(1, record(permit()))])
    journal.room()
    fill(disk, 0)
    put(journal, "own")
    for taking in (
        lambda: journal.receive([FeedAct(2, far.act(ActKind.UNHOLD))]),
        lambda: mirror.apply([FeedRecord(2, record(permit()))]),
        lambda: mirror.load([record(permit())]),
    ):
        with pytest.raises(StoreError, match="disk_low"):
            taking()
    assert (journal.acts_cursor(), mirror.records_cursor()) == (1, 1)
    # What was recorded can still be sent and noted.
    journal.mark_pushed(1)
    put(journal, "own too")
    (disk / "filler").unlink()
    journal.receive([FeedAct(2, far.acts[1])])
    journal.close()
    mirror.close()


def test_a_journal_opens_on_a_full_disk_by_giving_the_ballast_up(disk: Path, ballast: Ballast) -> None:
    journal = SqliteJournal(disk / "journal.db", FILE_KEY, CE_1, ballast)
    put(journal, "first")
    journal.room()
    journal.close()
    fill(disk, 0)
    again = SqliteJournal(disk / "journal.db", FILE_KEY, CE_1, ballast)
    put(again, "second")
    assert not ballast.there
    again.close()


def test_a_quota_that_only_shows_when_it_is_met_costs_one_step_and_no_more(
    disk: Path, ballast: Ballast, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = SqliteJournal(disk / "journal.db", FILE_KEY, CE_1, ballast)
    put(journal, "first")
    journal.room()
    fill(disk, 0)
    with monkeypatch.context() as patch:
        patch.setattr(Ballast, "runs_out", False)
        said = record_until_full(journal)
    assert not ballast.there
    put(journal, "second")
    assert [act.act_id for act in journal.own_acts(0, 1000)] == ["first", *said, "second"]
    journal.close()


def test_where_no_ballast_can_be_laid_work_goes_on(tmp_path: Path) -> None:
    for path, size in ((tmp_path / "none", 0), (tmp_path / "no folder" / "ballast", MB)):
        made = Ballast(path, size)
        assert made.look().free_bytes > 0
        assert (made.there, made.give_up()) == (False, False)
