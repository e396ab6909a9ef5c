"""The first load fills a file beside the mirror and takes its place at once: killed anywhere, the old one is there."""

import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from officer_app.core.ports import FeedRecord
from officer_app.core.records import Provenance
from officer_app.security import file_key
from officer_app.store.mirror import SqliteMirror
from tests.fakes import NOW, permit, record
from tests.workstation.loading_program import Offering, load, permits

MANY = 2000
OF_A_FILE = "9911B0000001"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workstation whose mirror holds a permit of the feed and one that a file brought."""
    key = file_key.load_or_create(tmp_path / "file.key")
    with closing(SqliteMirror(tmp_path / "mirror.db", key)) as mirror:
        mirror.restart_feed("an older feed")
        mirror.apply(permits(1))
        mirror.load([record(permit(OF_A_FILE), NOW, Provenance.COUNTER)])
        mirror.contacted(NOW)
    return tmp_path


def opened(home: Path) -> SqliteMirror:
    return SqliteMirror(home / "mirror.db", file_key.load(home / "file.key"))


def run_until(home: Path, place: int) -> None:
    """Start the program that loads, and kill it once it has stored so many."""
    words = [sys.executable, "-m", "tests.workstation.loading_program", str(home), str(MANY)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], text=True) as program:
        assert program.stdout is not None
        for line in program.stdout:
            if int(line) >= place:
                break
        program.kill()


def test_killed_in_the_middle_the_old_mirror_is_there_and_the_next_load_goes_on(home: Path) -> None:
    run_until(home, MANY // 2)
    with closing(opened(home)) as mirror:
        assert (mirror.count("permit"), mirror.last_contact()) == (2, NOW), "as it was, and as old as it was"
        assert mirror.find(OF_A_FILE)
        line = Offering(permits(MANY))
        line.use_epoch("one and the same")
        brought = load(home, line, mirror)
        assert 0 < brought <= MANY // 2, "what was stored is not stored again"
        assert (mirror.records_cursor(), mirror.count("permit")) == (MANY, MANY + 1)
        assert mirror.find(OF_A_FILE), "what a file brought is carried over"
        assert mirror.last_contact() == NOW
        mark = line.digest("records", MANY)
        assert mark is not None
        assert mirror.records_digest() == mirror.records_digest(full=True) == mark.digest
        assert [match.number for match in mirror.search("0001999", 5)] == ["9911A0001999"]
    assert sorted(file.name for file in home.iterdir() if "fresh" in file.name or file.is_dir()) == []


def test_whoever_reads_meanwhile_sees_the_old_one_to_the_end(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: set[int] = set()
    with closing(opened(home)) as mirror, closing(opened(home)) as other:
        apply = SqliteMirror.apply

        def looked_at(self: SqliteMirror, entries: Sequence[FeedRecord]) -> None:
            apply(self, entries)
            seen.add(other.count("permit"))

        monkeypatch.setattr(SqliteMirror, "apply", looked_at)
        load(home, Offering(permits(MANY)), mirror)
        assert seen == {2}
        assert other.count("permit") == MANY + 1


@pytest.mark.parametrize("left", [b"", b"half of a file"])
def test_what_an_earlier_load_left_that_is_no_mirror_is_begun_anew(home: Path, left: bytes) -> None:
    (home / "mirror.db.fresh").write_bytes(left)
    with closing(opened(home)) as mirror:
        assert load(home, Offering(permits(100)), mirror) == 100
        assert mirror.count("permit") == 101


def test_what_was_begun_for_another_snapshot_is_not_gone_on_with(home: Path) -> None:
    run_until(home, 500)
    with closing(opened(home)) as mirror:
        assert load(home, Offering(permits(100)), mirror) == 100
        assert mirror.count("permit") == 101


def test_a_mirror_that_was_deleted_is_loaded_the_same_way(home: Path) -> None:
    run_until(home, 500)
    for file in home.glob("mirror.db*"):
        if "fresh" not in file.name:
            file.unlink()
    with closing(opened(home)) as mirror:
        line = Offering(permits(MANY))
        line.use_epoch("one and the same")
        assert load(home, line, mirror) < MANY
        assert mirror.count("permit") == MANY
