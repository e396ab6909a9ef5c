"""A mirror is replaced as a whole while others read it, and a crash on the way leaves the old one or the new one."""

import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from officer_app.core.ports import FeedRecord
from officer_app.store.errors import StoreError
from officer_app.store.mirror import SqliteMirror
from tests.fakes import FILE_KEY, NOW, NUMBER, OTHER, permit, record
from tests.store.power import Power, build, compiler

MANY = 300
OURS = "9911A0000999"


def fed(mirror: SqliteMirror, state: str) -> SqliteMirror:
    """Records as a feed or a snapshot brings them."""
    made = [record(permit(f"9911A{place:07}", state=state, hawb=f"CTI{place:04}"), NOW) for place in range(1, MANY)]
    mirror.apply([FeedRecord(place, each) for place, each in enumerate(made, start=1)])
    mirror.contacted(NOW)
    return mirror


def states(mirror: SqliteMirror) -> set[str]:
    return {part for each in mirror.listed("permit", MANY) for part in ("issued", "loaded") if f'"{part}"' in each.doc}


@pytest.fixture
def mirror(tmp_path: Path) -> SqliteMirror:
    """A mirror whose permits are issued, and one that a file brought."""
    made = fed(SqliteMirror(tmp_path / "mirror.db", FILE_KEY), "issued")
    made.load([record(permit(OURS, vehicle="70-9999"), NOW, "counter")])
    return made


def test_it_is_what_the_fresh_one_was_and_keeps_what_files_brought(mirror: SqliteMirror) -> None:
    fresh = fed(mirror.begin_fresh(), "loaded")
    fresh.apply([FeedRecord(MANY, record(permit(OTHER, state="loaded"), NOW + timedelta(hours=1)))])
    mirror.replace_with(fresh)
    mirror.load([record(permit(OURS), NOW - timedelta(days=1), "counter")])
    assert states(mirror) == {"loaded", "issued"}
    assert [each.number for each in mirror.find("709999")] == [OURS]
    assert [each.number for each in mirror.find("CTI0001")] == [NUMBER]
    assert (mirror.records_cursor(), mirror.last_contact()) == (MANY, NOW)
    assert mirror.records_digest() == mirror.records_digest(full=True)
    assert not fresh.path.exists()
    # And it is a mirror like any other: the feed goes on in it.
    mirror.apply([FeedRecord(MANY + 1, record(permit(state="held"), NOW + timedelta(hours=2)))])
    mirror.close()
    assert [each.name for each in mirror.path.parent.iterdir()] == ["mirror.db"]


def test_who_reads_meanwhile_sees_the_old_one_to_the_end_and_then_the_new_one(mirror: SqliteMirror) -> None:
    other = SqliteMirror(mirror.path, FILE_KEY)
    fresh = fed(mirror.begin_fresh(), "loaded")
    with other.reading() as connection:
        before = connection.exec_driver_sql("SELECT count(*), sum(length(doc)) FROM record").one()
        mirror.replace_with(fresh)
        assert connection.exec_driver_sql("SELECT count(*), sum(length(doc)) FROM record").one() == before
    assert '"loaded"' in other.find(NUMBER)[0].doc
    other.load([record(permit("9911A0000998"), NOW, "counter")])
    assert [each.number for each in mirror.find("9911A0000998")] == ["9911A0000998"]
    other.close()
    mirror.close()


@pytest.mark.parametrize("fault", ["flipped", "cut", "another key"])
def test_a_fresh_one_that_is_damaged_replaces_nothing(mirror: SqliteMirror, fault: str, tmp_path: Path) -> None:
    fresh = fed(mirror.begin_fresh(), "loaded")
    fresh.close()
    data = fresh.path.read_bytes()
    if fault == "another key":
        fresh.path.unlink()
        SqliteMirror(fresh.path, bytes(32)).close()
    else:
        fresh.path.write_bytes(data[:-4096] if fault == "cut" else data[:9000] + bytes([data[9000] ^ 1]) + data[9001:])
    with pytest.raises(StoreError, match=r"damaged|wrong_key"):
        mirror.replace_with(fresh)
    fresh.close()
    assert states(mirror) == {"issued"}
    assert mirror.find(OURS)
    mirror.begin_fresh().close()
    mirror.close()


@pytest.mark.skipif(not compiler(), reason="no C compiler here: the disk that loses power cannot be built")
def test_a_power_cut_on_the_way_leaves_the_old_one_or_the_new_one(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, mirror: SqliteMirror
) -> None:
    mirror.close()
    machine, platter = tmp_path / "machine", tmp_path / "platter"
    power = Power(build(tmp_path_factory.mktemp("fault_vfs")))

    def replaced(after: int) -> int:
        """Replace; the power goes `after` steps (0: never). Gives how many steps there were."""
        for folder in (machine, platter):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            shutil.copy(mirror.path, folder)
        power.on(machine, platter, after)
        here = SqliteMirror(machine / "mirror.db", FILE_KEY)
        fresh = fed(here.begin_fresh(), "loaded")
        begun = power.steps
        power.goes_at(begun + after if after else 0)
        with suppress(StoreError):
            here.replace_with(fresh)
        steps = power.steps - begun
        fresh.close()
        here.close()
        power.off()
        return steps

    try:
        steps, seen = replaced(0), set()
        for at in (*range(1, steps, max(1, steps // 16)), *range(steps - 4, steps + 1)):
            replaced(at)
            after = SqliteMirror(platter / "mirror.db", FILE_KEY)
            assert len(states(after)) <= 2
            found = '"loaded"' in after.find(NUMBER)[0].doc
            assert states(after) == ({"loaded", "issued"} if found else {"issued"})
            assert after.find(OURS)
            assert after.records_digest() == after.records_digest(full=True)
            seen.add(found)
            after.close()
        assert seen == {True, False}
    finally:
        power.forget()
