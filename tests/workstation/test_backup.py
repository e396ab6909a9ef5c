"""A backup is one moment of a workstation at work, proved; what comes back from it loses nothing and grants nothing."""

import json
import logging
import os
import shutil
import threading
import zipfile
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from officer_app import settings as settings_file
from officer_app.core.acts import Act, ActKind, Draft, Subject
from officer_app.core.buddhist import bangkok_day
from officer_app.core.records import Record
from officer_app.core.refusals import Refusal
from officer_app.core.rights import RECORD_KIND, Authority, authority_number
from officer_app.core.scan_log import Became
from officer_app.paths import Home
from officer_app.security import file_key
from officer_app.settings import Settings
from officer_app.store.journal import RESTORED, SqliteJournal
from officer_app.usecases.seat import UNCONFIRMED
from officer_app.workstation import witness
from officer_app.workstation.backup import make_backup
from officer_app.workstation.backup_file import MANIFEST, pack, proved, read_manifest
from officer_app.workstation.looks import Looks
from officer_app.workstation.opening import Workstation, create, new_id, now, open_workstation
from officer_app.workstation.restoring import restore
from officer_app.workstation.scans import Scans
from officer_app.workstation.trouble import Trouble
from tests.fakes import FILE_KEY, NOW, permit, record

SETTINGS = Settings(site="CE", desk="inspection", name="CE-1", mode="sample")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A workstation with a permit, some acts and a key of its line to the centre."""
    create(tmp_path / "home", SETTINGS)
    home = Home(tmp_path / "home")
    with opened(home) as at:
        at.mirror.load([record(permit())])
        for _ in range(3):
            assert isinstance(act(at), Act)
    (home.file_key.parent / "ce-1.key").write_text("an invented private key")
    return home


def opened(home: Home) -> closing[Workstation]:
    return closing(open_workstation(home.folder))


def act(at: Workstation) -> Act | Refusal:
    """Something recorded by the workstation itself."""
    draft = Draft(new_id(), ActKind.HEADS_WITNESSED, Subject("station", "CE-1"), "", now(), {})
    return at.journal.record(draft, at.station_signer)


def backed_up(home: Home, out: Path, *, with_mirror: bool = True) -> Path:
    with opened(home) as at:
        make_backup(at, out, with_mirror=with_mirror)
    return out


def key_of(home: Home) -> Path:
    """The file key outside its home, as an office gives it back."""
    kept = home.folder.parent / "recovered" / "file.key"
    if not kept.exists():
        file_key.keep(kept, file_key.load(home.file_key))
    return kept


def code_of_restoring(file: Path, home: Home, key: Path | None) -> str:
    with pytest.raises(Trouble) as trouble:
        restore(file, home, key)
    return trouble.value.code


def test_a_backup_brings_everything_back_into_an_empty_folder(home: Home, tmp_path: Path) -> None:
    file = backed_up(home, tmp_path / "backup.oab")
    new = Home(tmp_path / "new machine" / "home")
    done = restore(file, new, key_of(home))
    assert (done.manifest.station, done.needs_centre, done.defects) == ("CE-1", False, 0)
    with opened(home) as old, opened(new) as back:
        assert back.journal.stored_acts() == old.journal.stored_acts()
        assert back.settings == old.settings
        assert back.mirror.find(permit().number) == old.mirror.find(permit().number)
        assert back.station_signer.public_key == old.station_signer.public_key
        assert back.journal.queue() == old.journal.queue()
        assert back.journal.value(UNCONFIRMED) == "restored"
        # Standing alone there is nobody to hear first: the chain goes on.
        assert isinstance(act(back), Act)
    assert (new.file_key.parent / "ce-1.key").read_text() == "an invented private key"
    assert new.file_key.stat().st_mode & 0o077 == 0
    assert not (new.folder / ".restoring").exists()


def test_looks_scans_old_settings_and_rules_come_back_too(home: Home, tmp_path: Path) -> None:
    home.transit_rules.write_text("# the office's own\n")
    home.practice.write_text("{}")
    home.old_settings.mkdir()
    (home.old_settings / "before.toml").write_text("desk = 'inspection'\n")
    looks, scans = Looks(home, 30, now), Scans(home, "CE-1", SETTINGS.shifts, now)
    looks.note("somchai", "permit", "9911A0000001")
    scans.note("somchai", Became.UNKNOWN, "not_found", "9911A0000009")
    backup = backed_up(home, tmp_path / "ce-1.oab", with_mirror=False)
    assert set(read_manifest(backup).files) == {"journal.db", "looks.db", "scans.db"}
    looks.note("somchai", "permit", "9911A0000002")
    looks.close()
    scans.close()
    other = Home(tmp_path / "other")
    restore(backup, other, key_of(home))
    back, read = Looks(other, 30, now), Scans(other, "CE-1", SETTINGS.shifts, now)
    today = bangkok_day(now())
    assert [look.number for look in back.found()] == ["9911A0000001"]
    kept = read.kept(today, today)
    assert kept is not None
    assert [(odd.officer, odd.text) for odd in kept.odd] == [("somchai", "9911A0000009")]
    back.close()
    read.close()
    for name in ("transit.toml", "practice.json", "settings-before/before.toml"):
        assert (other.folder / name).read_bytes() == (home.folder / name).read_bytes()


def test_a_damaged_log_of_scans_keeps_no_journal_out_of_its_backup(
    home: Home, tmp_path: Path, expected_warnings: list[logging.LogRecord]
) -> None:
    home.scans.write_bytes(b"no database" * 500)
    backup = backed_up(home, tmp_path / "ce-1.oab", with_mirror=False)
    assert [each.getMessage() for each in expected_warnings] == ["scans.db is not in the backup: wrong_key"]
    assert set(read_manifest(backup).files) == {"journal.db"}
    assert home.scans.read_bytes() == b"no database" * 500
    restore(backup, Home(tmp_path / "other"), key_of(home))


def test_nothing_of_a_backup_can_be_read_without_the_key(home: Home, tmp_path: Path) -> None:
    data = backed_up(home, tmp_path / "backup.oab").read_bytes()
    with opened(home) as at:
        secrets = [each[2].encode() for each in at.journal.stored_acts()]
    for secret in (*secrets, b"an invented private key", b"SQLite format", b"ballast_mb", file_key.load(home.file_key)):
        assert secret not in data


def test_a_backup_made_while_others_write_is_one_moment_of_theirs(home: Home, tmp_path: Path) -> None:
    ended = threading.Event()
    recorded: list[str] = []

    def write() -> None:
        with opened(home) as beside:
            while not ended.is_set():
                made = act(beside)
                assert isinstance(made, Act)
                recorded.append(made.act_id)

    writer = threading.Thread(target=write)
    with opened(home) as at:
        before = len(at.journal.acts())
        writer.start()
        manifests = [make_backup(at, tmp_path / f"{turn}.oab", with_mirror=False) for turn in range(4)]
        ended.set()
        writer.join(30)
        everything = [each.act_id for each in at.journal.acts()]
    assert everything[before:] == recorded
    for turn, manifest in enumerate(manifests):
        back = Home(tmp_path / f"back {turn}")
        assert restore(tmp_path / f"{turn}.oab", back, key_of(home)).defects == 0
        with opened(back) as again:
            ids = [each.act_id for each in again.journal.acts()]
        assert ids == everything[: len(ids)]
        assert manifest.acts == manifest.head_seq == len(ids) >= before


def test_a_living_home_is_never_restored_over(home: Home, tmp_path: Path) -> None:
    file = backed_up(home, tmp_path / "backup.oab")
    before = home.journal.read_bytes()
    assert code_of_restoring(file, home, None) == "home_exists"
    home.settings.unlink()
    assert code_of_restoring(file, home, None) == "journal_there"
    assert home.journal.read_bytes() == before
    # Only the key was left: then it opens the backup.
    home.journal.unlink()
    restore(file, home, None)
    with opened(home) as at:
        assert len(at.journal.acts()) == 4


def test_what_a_crash_left_beside_a_journal_that_was_put_away_is_neither_mixed_with_the_restored_one_nor_removed(
    home: Home, tmp_path: Path
) -> None:
    file, lost, crashed = backed_up(home, tmp_path / "backup.oab"), tmp_path / "lost", Home(tmp_path / "crashed")
    with opened(home) as at:
        assert isinstance(act(at), Act)
        at.mirror.contacted(now())
        # The disk as a kill leaves it: what was written last lies beside the files.
        shutil.copytree(home.folder, crashed.folder)
    log = crashed.journal.with_name("journal.db-wal")
    assert log.stat().st_size > 0
    crashed.settings.unlink()
    crashed.journal.rename(lost)
    assert code_of_restoring(file, crashed, None) == "journal_there"
    log.rename(tmp_path / "lost-wal")
    restore(file, crashed, None)
    with opened(crashed) as at:
        assert len(at.journal.acts()) == 4
        at.journal.prove()
        assert at.mirror.find(permit().number)
        assert at.mirror.last_contact() is None
    (lost.parent / "journal.db").hardlink_to(lost)
    (tmp_path / "lost-wal").rename(tmp_path / "journal.db-wal")
    with closing(SqliteJournal(tmp_path / "journal.db", file_key.load(crashed.file_key), SETTINGS.station)) as journal:
        assert len(journal.acts()) == 5


@pytest.mark.parametrize("key", ["none", "another", "short"])
def test_without_the_right_key_nothing_is_restored(home: Home, tmp_path: Path, key: str) -> None:
    file = backed_up(home, tmp_path / "backup.oab")
    given = None
    if key != "none":
        given = tmp_path / "keys" / "other.key"
        file_key.keep(given, FILE_KEY)
    if key == "short" and given is not None:
        given.write_bytes(FILE_KEY[:-1])
    codes = {"none": "key_needed", "another": "other_key", "short": "file_key"}
    assert code_of_restoring(file, Home(tmp_path / "new"), given) == codes[key]
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("fault", ["cut", "flipped", "no zip", "empty", "missing", "newer", "other journal"])
def test_a_backup_that_is_damaged_is_found_out_and_nothing_is_left_behind(
    home: Home, tmp_path: Path, fault: str
) -> None:
    file = backed_up(home, tmp_path / "backup.oab")
    data = file.read_bytes()
    middle = len(data) // 2
    if fault == "missing":
        file.unlink()
    elif fault in ("newer", "other journal"):
        rewrite(file, fault)
    else:
        faults = {"cut": data[:middle], "no zip": b"minutes\n" * 99, "empty": b""}
        faults["flipped"] = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        file.write_bytes(faults[fault])
    codes = {"flipped": "backup_damaged", "missing": "file_unreadable", "newer": "newer_backup"}
    codes["other journal"] = "backup_damaged"
    assert code_of_restoring(file, Home(tmp_path / "new"), key_of(home)) == codes.get(fault, "not_a_backup")
    assert not (tmp_path / "new" / "journal.db").exists()
    assert not (tmp_path / "new" / "settings.toml").exists()


def test_a_machine_whose_clock_lost_its_battery_makes_backups_too(home: Home, tmp_path: Path) -> None:
    whole = read_manifest(backed_up(home, tmp_path / "backup.oab"))
    with zipfile.ZipFile(tmp_path / "backup.oab") as packed:
        packed.extractall(tmp_path)
    for name in whole.files:
        os.utime(tmp_path / name, (0, 0))
    pack(whole, tmp_path, tmp_path / "again")
    assert read_manifest(tmp_path / "again") == whole
    assert proved(tmp_path / "again", whole)


@pytest.mark.parametrize("packer", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_backup_that_somebody_packed_anew_is_none_whatever_it_unpacks_to(
    home: Home, tmp_path: Path, packer: int
) -> None:
    file = backed_up(home, tmp_path / "backup.oab")
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(file, "w") as again:
        again.writestr(MANIFEST, parts[MANIFEST])
        again.writestr("journal.db", parts["journal.db"], packer)
    data = bytearray(file.read_bytes())
    middle = data.index(b"journal.db") + 300
    for anew in (bytes(data), bytes(data[:middle] + b"\xff" * 64 + data[middle + 64 :])):
        file.write_bytes(anew)
        assert code_of_restoring(file, Home(tmp_path / "new"), key_of(home)) == "backup_damaged"


@pytest.mark.parametrize("name", ["station", "mode", "head_seq", "grants_for", "files"])
def test_a_manifest_that_is_of_another_form_is_none(tmp_path: Path, name: str) -> None:
    file = tmp_path / "backup.oab"
    said: dict[str, object] = {"what": "officer-app backup", "version": 1, "made_at": "", "site": "CE", "desk": ""}
    said |= {"station": "CE-1", "mode": "sample", "key_check": "", "head_hash": "", "acts": 1, "head_seq": 1}
    said |= {"unsent": 0, "defects": 0, "grants_for": [], "files": {"journal.db": [0, ""]}}
    others: list[object] = [None, -1, 10**30, True, 1.5, [1], {"a": [1, "x"]}, {"journal.db": [0, ""], "../x": [0, ""]}]
    for value in [*others, *(["x"] if name != "station" else [])]:
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr(MANIFEST, json.dumps({**said, name: value}))
        with pytest.raises(Trouble, match="not_a_backup"):
            read_manifest(file)
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(MANIFEST, json.dumps(said))
    assert read_manifest(file).station == "CE-1"


def rewrite(file: Path, fault: str) -> None:
    """Let the manifest claim something else."""
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    table = json.loads(parts[MANIFEST])
    table |= {"version": 2} if fault == "newer" else {"head_seq": table["head_seq"] - 1}
    parts[MANIFEST] = json.dumps(table).encode()
    with zipfile.ZipFile(file, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)


def test_a_backup_replaces_an_earlier_one_of_the_same_workstation_and_nothing_else(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "backup.oab"
    backed_up(home, out)
    with opened(home) as at:
        act(at)
    backed_up(home, out)
    assert read_manifest(out).head_seq == 5
    (tmp_path / "letter.txt").write_text("dear office")
    create(tmp_path / "other", replace(SETTINGS, name="CE-2"))
    foreign = backed_up(Home(tmp_path / "other"), tmp_path / "other.oab")
    for taken in (tmp_path / "letter.txt", foreign):
        before = taken.read_bytes()
        with pytest.raises(Trouble) as trouble:
            backed_up(home, taken)
        assert trouble.value.code == "backup_elsewhere"
        assert taken.read_bytes() == before
    with pytest.raises(Trouble) as trouble:
        backed_up(home, tmp_path / "no folder" / "backup.oab")
    assert trouble.value.code == "file_unwritable"
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith(".")) == []


def test_with_a_centre_nothing_is_recorded_before_it_was_heard(home: Home, tmp_path: Path) -> None:
    url = f"postgresql://ce-1@127.0.0.1/x?sslkey={home.folder}/keys/ce-1.key"
    settings_file.save(replace(SETTINGS, central_url=url), home.settings)
    file = backed_up(home, tmp_path / "backup.oab")
    with zipfile.ZipFile(file) as packed:
        packed.extract("journal.db", tmp_path / "by hand")
    by_hand = SqliteJournal(tmp_path / "by hand" / "journal.db", file_key.load(home.file_key), SETTINGS.station)
    assert (by_hand.value(UNCONFIRMED), bool(by_hand.value(RESTORED))) == ("restored", True)
    by_hand.close()
    new = Home(tmp_path / "new")
    done = restore(file, new, key_of(home))
    assert done.needs_centre
    assert done.settings.central_url == url.replace(str(home.folder), str(new.folder))
    with opened(new) as back:
        refusal = act(back)
        assert isinstance(refusal, Refusal)
        assert refusal.code == "journal_restored"
        assert "{" not in back.texts.refusal(refusal).th
        # What was recorded before can still be asked for.
        again = back.journal.acts()[-1]
        draft = Draft(again.act_id, ActKind.HEADS_WITNESSED, Subject("station", "CE-1"), "", NOW, {})
        assert back.journal.record(draft, back.station_signer) == again


def test_a_workstation_that_granted_releases_itself_says_so_when_it_comes_back(home: Home, tmp_path: Path) -> None:
    with opened(home) as at:
        owned = [Authority("CP-1", 2, "workstation", "CE-1"), Authority("CP-2", 1, "workstation", "CE-9")]
        at.mirror.load(
            [
                Record(RECORD_KIND, authority_number(each.post), json.dumps(asdict(each)), "core", NOW)
                for each in (*owned, Authority("CP-3"))
            ]
        )
    file = backed_up(home, tmp_path / "backup.oab", with_mirror=False)
    done = restore(file, Home(tmp_path / "new"), key_of(home))
    assert done.manifest.grants_for == ("CP-1",)
    with opened(Home(tmp_path / "new")) as back:
        said = back.texts.both("backup.grants", posts=", ".join(done.manifest.grants_for))
    assert "CP-1" in said.th
    assert "CP-1" in said.en


def test_a_journal_put_back_over_a_newer_one_records_nothing_either(home: Home, tmp_path: Path) -> None:
    shutil.copy(home.journal, tmp_path / "old")
    with opened(home) as at:
        at.journal.mark_pushed(2)
        witness.note(home, at.journal)
    shutil.copyfile(tmp_path / "old", home.journal)
    with opened(home) as at:
        assert at.journal.value(RESTORED)
        assert isinstance(act(at), Refusal)
