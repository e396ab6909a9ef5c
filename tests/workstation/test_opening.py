"""A workstation is made once and whole, and opened only as itself; what does not work is one trouble with a code."""

import logging
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from officer_app import settings as settings_file
from officer_app.core.acts import ActKind
from officer_app.paths import Home
from officer_app.security.check import check
from officer_app.settings import Settings
from officer_app.store.errors import StoreError
from officer_app.store.journal import SqliteJournal
from officer_app.store.mirror import SqliteMirror
from officer_app.workstation import witness
from officer_app.workstation.checkup import Checkup
from officer_app.workstation.keeping import look
from officer_app.workstation.opening import Workstation, create, now, open_workstation
from officer_app.workstation.own_chain import STATION_KEY
from officer_app.workstation.trouble import Trouble
from tests.fakes import permit, record

SETTINGS = Settings(site="CE", desk="inspection", name="CE-1", mode="sample")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A workstation that was just made."""
    create(tmp_path / "home", SETTINGS)
    return Home(tmp_path / "home")


def opened(home: Home) -> closing[Workstation]:
    return closing(open_workstation(home.folder))


def trouble_of_opening(folder: Path) -> str:
    with pytest.raises(Trouble) as trouble:
        open_workstation(folder).close()
    return trouble.value.code


def files(folder: Path) -> dict[str, bytes]:
    """Every file that outlives a program, with its bytes."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-wal", "-shm")))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_a_new_workstation_begins_its_chain_with_an_act_that_declares_its_key(home: Home) -> None:
    with opened(home) as workstation:
        acts = workstation.journal.acts()
        assert [(act.kind, act.station, act.station_seq) for act in acts] == [(ActKind.STATION_OPENED, "CE-1", 1)]
        key = workstation.station_signer.public_key
        assert acts[0].fields == {"public_key": key.hex(), "desk": "inspection"}
        assert check(acts, {}, {"CE-1": key}).defects == ()


def test_what_has_to_be_secret_is_for_its_owner_only_and_nowhere_in_the_open(home: Home) -> None:
    with opened(home) as workstation:
        private = workstation.journal.value(STATION_KEY)
    assert stat.S_IMODE(home.file_key.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.folder.stat().st_mode) == 0o700
    key = home.file_key.read_bytes()
    for name, data in files(home.folder).items():
        assert private.encode() not in data, name
        assert bytes.fromhex(private) not in data, name
        assert name == "keys/file.key" or key not in data
        assert str(home.folder).encode() not in data, name


def test_opening_again_adds_nothing(home: Home) -> None:
    for _ in range(2):
        with opened(home) as workstation:
            assert len(workstation.journal.acts()) == 1
            assert workstation.settings == SETTINGS


def test_a_workstation_is_not_made_over_another(home: Home) -> None:
    before = files(home.folder)
    with pytest.raises(Trouble) as trouble:
        create(home.folder, replace(SETTINGS, name="CE-2"))
    assert (trouble.value.code, trouble.value.params["name"]) == ("home_exists", "CE-1")
    assert files(home.folder) == before


@pytest.mark.parametrize("at", ["save", "record", "keep_value"])
def test_making_one_that_was_interrupted_is_simply_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    class Died(BaseException):
        pass

    def die(*given: object) -> None:
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(settings_file if at == "save" else SqliteJournal, at, die)
        with pytest.raises(Died):
            create(tmp_path / "home", SETTINGS)
    assert trouble_of_opening(tmp_path / "home") == "no_home"
    create(tmp_path / "home", SETTINGS)
    with opened(Home(tmp_path / "home")) as workstation:
        assert len(workstation.journal.acts()) == 1


def test_there_is_nothing_in_an_empty_folder(tmp_path: Path) -> None:
    assert trouble_of_opening(tmp_path) == "no_home"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left", [0, 1, 100])
def test_a_journal_that_is_gone_or_empty_is_not_begun_anew(home: Home, left: int) -> None:
    with home.journal.open("r+b") as stream:
        stream.truncate(left)
    assert trouble_of_opening(home.folder) == ("damaged" if left else "journal_missing")
    assert home.journal.stat().st_size == left
    home.journal.unlink()
    assert trouble_of_opening(home.folder) == "journal_missing"
    assert not home.journal.exists()


def test_a_mirror_that_is_gone_is_only_empty(home: Home) -> None:
    with opened(home):
        pass
    home.mirror.unlink()
    with opened(home) as workstation:
        assert workstation.mirror.count("permit") == 0
        assert workstation.mirror.last_contact() is None
        assert not look(workstation, None).mirror_lost  # nothing was ever fetched from a centre


@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_a_mirror_that_is_gone_after_an_exchange_is_named_until_the_next_one(home: Home, left: str) -> None:
    with opened(home) as workstation:
        workstation.mirror.contacted(now())
        workstation.journal.mark_pushed(1)
        witness.note(home, workstation.journal)
        assert not look(workstation, None).mirror_lost
    home.mirror.unlink()
    if left == "an empty file":
        home.mirror.touch()
    with opened(home) as workstation:
        assert look(workstation, None).mirror_lost
        assert "mirror" in {finding.name for finding in Checkup(home.folder, workstation.texts).everything()}
        workstation.mirror.contacted(now())
        assert not look(workstation, None).mirror_lost


def test_a_workstation_of_its_own_without_any_permit_is_told_to_import_them(home: Home) -> None:
    with opened(home) as workstation:
        said = {finding.name: finding.sentence.en for finding in Checkup(home.folder, workstation.texts).everything()}
        assert "officer-app import" in said["mirror"]
        workstation.mirror.load([record(permit())])
        assert "mirror" not in {finding.name for finding in Checkup(home.folder, workstation.texts).everything()}


@pytest.mark.parametrize("other", [replace(SETTINGS, name="CE-2"), replace(SETTINGS, site="MS")])
def test_settings_that_name_another_workstation_do_not_open_this_ones_journal(home: Home, other: Settings) -> None:
    settings_file.save(other, home.settings)
    assert trouble_of_opening(home.folder) == "other_station"
    settings_file.save(SETTINGS, home.settings)
    with opened(home) as workstation:
        assert len(workstation.journal.acts()) == 1


def test_a_journal_of_another_home_is_not_opened(home: Home, tmp_path: Path) -> None:
    create(tmp_path / "other", replace(SETTINGS, name="CE-2"))
    other = Home(tmp_path / "other")
    home.journal.write_bytes(other.journal.read_bytes())
    assert trouble_of_opening(home.folder) == "wrong_key"
    home.file_key.write_bytes(other.file_key.read_bytes())
    assert trouble_of_opening(home.folder) == "other_station"


@pytest.mark.parametrize("what", ["missing", "short", "another", "a folder", "for all to read"])
def test_a_file_key_that_will_not_do_changes_nothing(home: Home, what: str) -> None:
    before = home.journal.read_bytes()
    key = home.file_key.read_bytes()
    if what in ("missing", "a folder"):
        home.file_key.unlink()
    if what == "a folder":
        home.file_key.mkdir()
    if what == "short":
        home.file_key.write_bytes(key[:-1])
    if what == "another":
        home.file_key.write_bytes(bytes(32))
    if what == "for all to read":
        home.file_key.chmod(0o644)
    assert trouble_of_opening(home.folder) == ("wrong_key" if what == "another" else "file_key")
    assert home.journal.read_bytes() == before


def test_settings_that_cannot_be_used_are_said_so(home: Home) -> None:
    home.settings.write_text('site = "CE"\n', "utf-8")
    with pytest.raises(Trouble) as trouble:
        open_workstation(home.folder)
    assert trouble.value.code == "settings_unreadable"
    assert "desk" in trouble.value.params["detail"]


def test_a_home_that_is_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "home"):
        with pytest.raises(Trouble) as trouble:
            create(folder, SETTINGS)
        assert trouble.value.code == "home_unwritable"
    assert (tmp_path / "file").read_text() == "x"


def test_an_address_of_a_centre_that_is_none_is_said_so_and_leaves_nothing_open(home: Home) -> None:
    settings_file.save(replace(SETTINGS, central_url="http://centre/"), home.settings)
    assert trouble_of_opening(home.folder) == "bad_url"
    settings_file.save(SETTINGS, home.settings)
    with opened(home) as workstation:
        assert workstation.central is None


def test_every_trouble_has_a_sentence_with_all_its_gaps_filled(home: Home, tmp_path: Path) -> None:
    with opened(home) as workstation:
        texts = workstation.texts
    home.journal.unlink()
    for folder in (home.folder, tmp_path):
        with pytest.raises(Trouble) as trouble:
            open_workstation(folder)
        said = texts.both(f"trouble.{trouble.value.code}", **trouble.value.params)
        assert str(folder) in said.th
        assert str(folder) in said.en


@pytest.mark.parametrize("fault", ["cut to half", "cut to a few bytes", "first page", "another key", "no database"])
def test_a_mirror_that_is_damaged_is_set_aside_and_the_counter_works_on(
    home: Home, fault: str, expected_warnings: list[logging.LogRecord]
) -> None:
    with opened(home) as workstation:
        workstation.mirror.load([record(permit())])
    data = home.mirror.read_bytes()
    faults = {"cut to half": data[: len(data) // 2], "cut to a few bytes": data[:100], "no database": b"letter\n" * 999}
    faults["first page"] = data[:50] + bytes([data[50] ^ 1]) + data[51:]
    home.mirror.write_bytes(faults.get(fault, data))
    if fault == "another key":
        home.mirror.unlink()
        SqliteMirror(home.mirror, bytes(32)).close()
    broken = home.mirror.read_bytes()
    with opened(home) as workstation:
        assert workstation.mirror.count("permit") == 0
        workstation.mirror.load([record(permit())])
        assert len(workstation.journal.acts()) == 1
        assert look(workstation, None).mirror_lost
        workstation.mirror.contacted(now())
        assert not look(workstation, None).mirror_lost
    assert home.lost_mirror.read_bytes() == broken
    with opened(home) as workstation:
        assert workstation.mirror.count("permit") == 1
    assert expected_warnings[0].getMessage().startswith("the mirror was set aside")


def test_a_mirror_that_breaks_while_it_is_used_is_not_called_the_journal(home: Home) -> None:
    with opened(home) as workstation:
        workstation.mirror.load([record(permit(f"9911A{place:07}")) for place in range(200)])
    data = bytearray(home.mirror.read_bytes())
    for page in range(4, len(data) // 4096):
        data[page * 4096 + 100] ^= 1
    home.mirror.write_bytes(data)
    with opened(home) as workstation:
        with pytest.raises(StoreError) as trouble:
            workstation.mirror.listed("permit", 500)
        assert trouble.value.code == "mirror_damaged"
        assert len(workstation.journal.acts()) == 1
        assert "{" not in workstation.texts.both("trouble.mirror_damaged", detail=trouble.value.detail).th
