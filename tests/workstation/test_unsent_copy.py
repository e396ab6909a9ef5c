"""Unsent acts on a second medium: each is there, none stays longer than needed, and all come back in their place."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from officer_app import settings as settings_file
from officer_app.central.memory import MemoryCentral, MemoryCentre
from officer_app.core.acts import Act
from officer_app.core.refusals import Refusal
from officer_app.paths import Home
from officer_app.security import file_key
from officer_app.settings import Settings
from officer_app.store.journal import RESTORED
from officer_app.usecases.seat import UNCONFIRMED
from officer_app.workstation import unsent_copy
from officer_app.workstation.backup import make_backup
from officer_app.workstation.exchanging import exchange
from officer_app.workstation.keeping import Keeper
from officer_app.workstation.opening import Workstation, create, now, open_workstation
from officer_app.workstation.restoring import restore
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.unsent_back import BroughtBack, take_from
from officer_app.workstation.unsent_copy import Copied, Medium, UnsentCopy, read_medium
from tests.second_disk import second_disk
from tests.workstation.test_backup import act

SETTINGS = Settings(site="CE", desk="inspection", name="CE-1", mode="sample")


@pytest.fixture
def medium(tmp_path: Path) -> Iterator[Path]:
    """A folder on another disk than the tests'."""
    with second_disk(tmp_path) as folder:
        yield folder


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Workstation]:
    """A workstation that has recorded one act."""
    create(tmp_path / "home", SETTINGS)
    workstation = open_workstation(tmp_path / "home")
    yield workstation
    workstation.close()


def copy_on(medium: Path, at: Workstation) -> UnsentCopy:
    return UnsentCopy(medium, at.journal.station, file_key.load(at.home.file_key))


def on(medium: Path, at: Workstation) -> list[int]:
    """The sequences of the acts on the medium."""
    found = read_medium(medium, at.journal.station, file_key.load(at.home.file_key))
    assert found.unreadable == 0
    assert [each.body for each in found.acts] == [
        made.body for each in found.acts for made in at.journal.own_acts(each.station_seq - 1, 1)
    ]
    return [each.station_seq for each in found.acts]


def acts(at: Workstation, number: int) -> None:
    for _ in range(number):
        assert isinstance(act(at), Act)


def test_what_is_not_sent_is_on_the_medium_and_what_is_sent_leaves_it(
    medium: Path, at: Workstation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsent_copy, "MOST_IN_A_FILE", 4)
    monkeypatch.setattr(unsent_copy, "BATCH", 3)
    copy = copy_on(medium, at)
    acts(at, 2)
    assert copy.catch_up(at.journal) == Copied(Medium.GOOD)
    assert on(medium, at) == [1, 2, 3]
    acts(at, 9)
    copy.catch_up(at.journal)
    assert on(medium, at) == list(range(1, 13))
    at.journal.mark_pushed(7)
    copy.catch_up(at.journal)
    # A file goes when all in it was sent.
    assert on(medium, at)[-1] == 12
    assert set(range(8, 13)) <= set(on(medium, at))
    assert len(on(medium, at)) < 12
    at.journal.mark_pushed(12)
    copy.catch_up(at.journal)
    assert on(medium, at) == []
    acts(at, 1)
    copy.catch_up(at.journal)
    assert on(medium, at) == [13]


def test_a_program_that_starts_anew_goes_on_where_the_medium_ends(medium: Path, at: Workstation) -> None:
    copy_on(medium, at).catch_up(at.journal)
    acts(at, 3)
    copy_on(medium, at).catch_up(at.journal)
    acts(at, 1)
    copy_on(medium, at).catch_up(at.journal)
    assert on(medium, at) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("cut", [1, 20, 300])
def test_a_line_that_a_power_cut_tore_is_written_again(medium: Path, at: Workstation, cut: int) -> None:
    acts(at, 3)
    copy_on(medium, at).catch_up(at.journal)
    (file,) = medium.rglob("*.acts")
    whole = file.read_bytes()
    file.write_bytes(whole[:-cut])
    copy_on(medium, at).catch_up(at.journal)
    assert on(medium, at) == [1, 2, 3, 4]


def test_nothing_of_an_act_can_be_read_on_the_medium(medium: Path, at: Workstation) -> None:
    copy_on(medium, at).catch_up(at.journal)
    data = b"".join(file.read_bytes() for file in medium.rglob("*.acts"))
    made = at.journal.acts()[0]
    assert data
    for secret in (made.act_id.encode(), made.body[:40], made.signature):
        assert secret not in data
    assert read_medium(medium, at.journal.station, bytes(32)).unreadable == 1


def test_a_medium_that_is_away_holds_up_nobody_and_gets_all_when_it_is_back(medium: Path, at: Workstation) -> None:
    stick = medium / "stick"
    copy = copy_on(stick, at)
    acts(at, 2)
    assert copy.catch_up(at.journal) == Copied(Medium.AWAY, 3, "No such file or directory")
    stick.mkdir()
    assert copy.catch_up(at.journal).medium is Medium.GOOD
    shutil.rmtree(stick)
    acts(at, 2)
    assert copy.catch_up(at.journal).behind == 5
    stick.mkdir()
    copy.catch_up(at.journal)
    assert on(stick, at) == [1, 2, 3, 4, 5]


def test_a_file_of_another_name_on_the_medium_is_left_alone(medium: Path, at: Workstation) -> None:
    copy = copy_on(medium, at)
    copy.catch_up(at.journal)
    (folder,) = medium.iterdir()
    for name in ("²³.acts", "notes.acts", "-1.acts"):
        (folder / name).write_text("not ours")
    acts(at, 1)
    assert copy_on(medium, at).catch_up(at.journal) == Copied(Medium.GOOD)
    assert {"²³.acts", "notes.acts", "-1.acts"} <= {file.name for file in folder.iterdir()}


def test_a_folder_on_the_journals_own_disk_is_no_second_medium(at: Workstation, tmp_path: Path) -> None:
    (tmp_path / "not mounted").mkdir()
    assert copy_on(tmp_path / "not mounted", at).catch_up(at.journal) == Copied(Medium.SAME_DISK, 1)
    assert list((tmp_path / "not mounted").iterdir()) == []


def test_two_workstations_share_a_medium(medium: Path, at: Workstation, tmp_path: Path) -> None:
    create(tmp_path / "other", replace(SETTINGS, name="CE-1_"))
    other = open_workstation(tmp_path / "other")
    for each in (at, other):
        copy_on(medium, each).catch_up(each.journal)
    assert (on(medium, at), on(medium, other)) == ([1], [1])
    other.close()


def test_the_window_hears_how_the_medium_is_and_all_is_on_it_when_it_closes(medium: Path, at: Workstation) -> None:
    settings_file.save(replace(SETTINGS, unsent_copy=str(medium)), at.home.settings)
    again = open_workstation(at.home.folder)
    heard: list[str] = []
    told = Event()

    def changed() -> None:
        heard.append(keeper.storage().copy)
        told.set()

    keeper = Keeper(again, changed)
    keeper.start()
    assert told.wait(30)
    acts(again, 5)
    keeper.stop()
    again.close()
    assert (heard, on(medium, at)) == (["good"], [1, 2, 3, 4, 5, 6])


# --- coming back


@pytest.fixture
def line(at: Workstation) -> MemoryCentral:
    """The workstation's line to a centre."""
    return MemoryCentre("CE", clock=now, mode="sample").enrol("CE-1")


def lose(at: Workstation, backup: Path, folder: Path, *, alone: bool = False) -> Workstation:
    """The disk is gone; the workstation comes back from its backup on another."""
    key = folder.parent / "recovered" / "file.key"
    file_key.keep(key, file_key.load(at.home.file_key))
    restore(backup, Home(folder), key)
    back = open_workstation(folder)
    if not alone:
        # What `restore` does where the settings name a centre; here the line is handed in.
        back.journal.keep_value(RESTORED, "yes")
    return back


def test_after_the_disk_died_backup_centre_and_medium_together_lose_nothing(
    medium: Path, at: Workstation, line: MemoryCentral, tmp_path: Path
) -> None:
    copy = copy_on(medium, at)
    acts(at, 2)
    make_backup(at, tmp_path / "backup.oab", with_mirror=False)
    acts(at, 3)
    exchange(at, line)
    acts(at, 4)
    copy.catch_up(at.journal)
    everything = [each.body for each in at.journal.own_acts(0, 100)]
    assert (len(everything), on(medium, at)) == (10, [7, 8, 9, 10])

    back = lose(at, tmp_path / "backup.oab", tmp_path / "new" / "home")
    key = file_key.load(back.home.file_key)
    assert copy_on(medium, back).catch_up(back.journal).medium is Medium.AHEAD
    assert take_from(medium, back.journal, key) == BroughtBack(waiting=4)
    assert isinstance(act(back), Refusal)
    # The centre gives back what it had, the medium what it never had, and the next exchange sends that.
    exchange(back, line)
    assert [each.body for each in back.journal.own_acts(0, 100)] == everything
    assert back.journal.value(UNCONFIRMED) == ""
    acts(back, 1)
    assert exchange(back, line).pushed == 5
    assert take_from(medium, back.journal, key) == BroughtBack(known=4)
    assert copy_on(medium, back).catch_up(back.journal).medium is Medium.GOOD
    assert on(medium, back) == []
    back.close()


def test_a_workstation_that_stands_alone_gets_its_acts_from_the_medium_at_once(
    medium: Path, at: Workstation, tmp_path: Path
) -> None:
    acts(at, 1)
    make_backup(at, tmp_path / "backup.oab", with_mirror=False)
    acts(at, 3)
    copy_on(medium, at).catch_up(at.journal)
    back = lose(at, tmp_path / "backup.oab", tmp_path / "new" / "home", alone=True)
    done = take_from(medium, back.journal, file_key.load(back.home.file_key))
    assert done == BroughtBack(back=3, known=2)
    assert back.journal.stored_acts() == at.journal.stored_acts()
    back.close()


def test_acts_of_another_branch_are_kept_and_change_nothing(medium: Path, at: Workstation, tmp_path: Path) -> None:
    make_backup(at, tmp_path / "backup.oab", with_mirror=False)
    acts(at, 2)
    copy_on(medium, at).catch_up(at.journal)
    back = lose(at, tmp_path / "backup.oab", tmp_path / "new" / "home", alone=True)
    acts(back, 1)
    before = back.journal.stored_acts()
    key = file_key.load(back.home.file_key)
    assert take_from(medium, back.journal, key) == BroughtBack(known=1, foreign=1, waiting=1)
    assert copy_on(medium, back).catch_up(back.journal).medium is Medium.AHEAD
    assert len(read_medium(medium, back.journal.station, key).acts) == 3
    assert back.journal.stored_acts() == before
    back.close()


def test_a_medium_without_our_acts_says_so(medium: Path, at: Workstation) -> None:
    for folder, code in ((medium, "nothing_unsent"), (medium / "away", "nothing_unsent")):
        with pytest.raises(Trouble) as trouble:
            take_from(folder, at.journal, file_key.load(at.home.file_key))
        assert trouble.value.code == code
