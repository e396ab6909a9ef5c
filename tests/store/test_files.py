"""What can be wrong with the file: each trouble has its code, and nothing is changed by looking."""

import os
import secrets
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

import sqlcipher3.dbapi2 as sqlcipher
from officer_app.store import engine
from officer_app.store.errors import StoreError
from officer_app.store.journal import SqliteJournal
from officer_app.store.mirror import SqliteMirror
from officer_app.store.officers import OfficerTable
from tests.fakes import CE_1, FILE_KEY, NOW, permit, record
from tests.store.conftest import ROOT, fill, prove_whole, put


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed journal of a few hundred acts' size, its log written back."""
    path = tmp_path / "journal.db"
    journal = SqliteJournal(path, FILE_KEY, CE_1)
    for place in range(60):
        put(journal, f"a{place}", number=f"P{place}")
    journal.close()
    return path


def code_of_opening(path: Path, key: bytes = FILE_KEY) -> str:
    """Why the journal cannot be opened or read, or an empty text."""
    try:
        journal = SqliteJournal(path, key, CE_1)
    except StoreError as error:
        return error.code
    try:
        prove_whole(journal.own_acts(0, 1000))
        journal.rebuild()
    except StoreError as error:
        return error.code
    finally:
        journal.close()
    return ""


def test_a_whole_journal_opens_again(path: Path) -> None:
    assert code_of_opening(path) == ""


def test_sqlite_is_new_enough_and_an_older_one_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sqlcipher.sqlite_version_info >= engine.OLDEST_SAFE_SQLITE >= (3, 51, 3)
    monkeypatch.setattr(sqlcipher, "sqlite_version_info", (3, 51, 2))
    assert code_of_opening(tmp_path / "journal.db") == "sqlite_too_old"
    assert list(tmp_path.iterdir()) == []


def test_another_key_opens_nothing_changes_nothing_and_says_nothing_on_the_screen(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = path.read_bytes()
    assert code_of_opening(path, bytes(32)) == "wrong_key"
    assert path.read_bytes() == before
    assert code_of_opening(path) == ""
    assert capfd.readouterr() == ("", "")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(b"minutes of the meeting\n" * 1000)
    assert code_of_opening(path) == "wrong_key"
    assert path.read_bytes() == b"minutes of the meeting\n" * 1000


def test_a_journal_of_a_newer_version_is_left_alone(path: Path) -> None:
    journal = SqliteJournal(path, FILE_KEY, CE_1)
    with journal.writing() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 99")
    journal.close()
    before = path.read_bytes()
    assert code_of_opening(path) == "newer_version"
    assert path.read_bytes() == before


@pytest.mark.parametrize("kept", ["a byte", "half a page", "a page", "half", "all but a byte"])
def test_a_journal_cut_short_is_never_taken_for_whole(path: Path, kept: str) -> None:
    # SQLite reads what is missing from a page as zeros: a zero that is cut off at the end is no loss (1 of 256 files).
    size = len(path.read_bytes().rstrip(b"\0"))
    sizes = {"a byte": 1, "half a page": 2048, "a page": 4096, "half": size // 2, "all but a byte": size - 1}
    with path.open("r+b") as stream:
        stream.truncate(sizes[kept])
    # SQLCipher cannot tell a first page that is cut from one of another key.
    assert code_of_opening(path) in ("damaged", "wrong_key")


def test_a_flipped_bit_on_any_page_is_found(path: Path) -> None:
    whole = path.read_bytes()
    codes = set()
    for page in range(0, len(whole), 4096):
        path.write_bytes(whole[: page + 100] + bytes([whole[page + 100] ^ 1]) + whole[page + 101 :])
        codes.add(code_of_opening(path))
    assert codes <= {"damaged", "wrong_key", ""}
    path.write_bytes(whole)
    assert code_of_opening(path) == ""
    assert "damaged" in codes


def test_a_folder_that_is_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert code_of_opening(tmp_path / "file" / "journal.db") == "read_only"


def test_a_folder_in_the_journals_place_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "journal.db").mkdir()
    assert code_of_opening(tmp_path / "journal.db") == "read_only"


def test_a_writer_that_waits_too_long_is_busy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_S", 0.05)
    one, two = SqliteJournal(path, FILE_KEY, CE_1), SqliteJournal(path, FILE_KEY, CE_1)
    with one.writing(), pytest.raises(StoreError) as trouble, two.writing():
        pass
    assert trouble.value.code == "busy"
    with two.writing() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM act").scalar_one() == 60
    one.close()
    two.close()


def record_until_full(journal: SqliteJournal) -> list[str]:
    """Record until the store says no; gives the ids that were said to be recorded."""
    recorded: list[str] = []
    trouble = ""
    while not trouble:
        try:
            recorded.append(put(journal, f"b{len(recorded)}").act_id)
        except StoreError as error:
            trouble = error.code
    assert trouble == "disk_full"
    return recorded


def claim_again_and_again(journal: SqliteJournal) -> None:
    for place in range(1000):
        journal.intend_claim(f"P{place}", 1, "r-1")


def test_on_a_full_disk_the_act_is_not_recorded_and_all_before_it_is(small_disk: Path) -> None:
    path = small_disk / "journal.db"
    journal = SqliteJournal(path, FILE_KEY, CE_1)
    fill(small_disk, 80_000)
    recorded = record_until_full(journal)
    assert recorded
    assert [act.act_id for act in journal.own_acts(0, 10_000)] == recorded
    # A claim needs less room than an act: one or two may still find some.
    with pytest.raises(StoreError, match="disk_full"):
        claim_again_and_again(journal)
    journal.close()
    (small_disk / "filler").unlink()
    again = SqliteJournal(path, FILE_KEY, CE_1)
    assert [act.act_id for act in again.own_acts(0, 10_000)] == recorded
    prove_whole([*again.own_acts(0, 10_000), put(again, "room again")])
    again.close()


@pytest.mark.parametrize("room", [0, 4096, 12_288, 32_768])
def test_a_disk_that_is_full_from_the_start_is_called_full_not_damaged(small_disk: Path, room: int) -> None:
    fill(small_disk, room)
    assert code_of_opening(small_disk / "journal.db") == "disk_full"


def test_on_a_disk_that_became_read_only_nothing_is_recorded(small_disk: Path) -> None:
    path = small_disk / "journal.db"
    journal = SqliteJournal(path, FILE_KEY, CE_1)
    put(journal, "a")
    journal.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert code_of_opening(path) == "read_only"
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert code_of_opening(path) == ""


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere: see the small disk"
)
def test_a_folder_that_may_not_be_written_is_read_only(path: Path) -> None:
    path.parent.chmod(0o500)
    try:
        assert code_of_opening(path) == "read_only"
    finally:
        path.parent.chmod(0o700)


def test_the_mirror_names_its_troubles_alike(tmp_path: Path) -> None:
    path = tmp_path / "mirror.db"
    mirror = SqliteMirror(path, FILE_KEY)
    mirror.load([record(permit())])
    mirror.contacted(NOW)
    mirror.close()
    with pytest.raises(StoreError, match="wrong_key"):
        SqliteMirror(path, bytes(32))
    with pytest.raises(StoreError, match="read_only"):
        SqliteMirror(path / "mirror.db", FILE_KEY)


def test_the_files_of_a_closed_journal_are_one_file(path: Path) -> None:
    assert [each.name for each in path.parent.iterdir() if each.name.startswith("journal")] == ["journal.db"]


def test_a_journal_opens_in_a_program_that_knows_nothing_of_ours(path: Path) -> None:
    script = (
        "import sys, sqlcipher3.dbapi2 as s\n"
        'c = s.connect(sys.argv[1]); c.execute(f"PRAGMA key = \\"x\'{sys.argv[2]}\'\\"")\n'
        "print(c.execute('SELECT count(*) FROM act').fetchone()[0], c.execute('PRAGMA integrity_check').fetchone()[0])"
    )
    command = [sys.executable, "-c", script, str(path), FILE_KEY.hex()]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said == "60 ok\n"


def test_an_error_that_goes_far_says_nothing_of_what_was_to_be_written(path: Path) -> None:
    journal, secret = SqliteJournal(path, FILE_KEY, CE_1), secrets.token_hex(8)
    try:
        with journal.writing() as connection:
            connection.exec_driver_sql(
                "CREATE TRIGGER broken BEFORE INSERT ON officer BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
            )
        with pytest.raises(StoreError) as caught, OfficerTable(journal).turn() as rows:
            rows.keep("somchai", secret)
    finally:
        journal.close()
    assert secret not in "".join(traceback.format_exception(caught.value))
