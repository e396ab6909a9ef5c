"""A journal that was copied, moved or put back grants nothing until the centre has confirmed it."""

import shutil
from pathlib import Path

import pytest

from officer_app.paths import Home
from officer_app.settings import Settings
from officer_app.store.journal import RESTORED
from officer_app.usecases.seat import UNCONFIRMED
from officer_app.workstation import witness
from officer_app.workstation.opening import create, open_workstation


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A workstation opened once."""
    create(tmp_path / "cp", Settings(site="CE", desk="checking_post", name="CP-1", post="CP-1"))
    assert why(tmp_path / "cp") == ""
    return Home(tmp_path / "cp")


def why(folder: Path) -> str:
    opened = open_workstation(folder)
    try:
        return opened.journal.value(UNCONFIRMED)
    finally:
        opened.close()


def test_opened_again_where_it_was_it_is_as_it_was(home: Home) -> None:
    assert why(home.folder) == why(home.folder) == ""


def test_a_copy_of_the_folder_knows_that_it_is_one_and_the_original_does_not_mind(home: Home, tmp_path: Path) -> None:
    shutil.copytree(home.folder, tmp_path / "copy")
    assert why(tmp_path / "copy") == "moved"
    assert why(tmp_path / "copy") == "moved", "until the centre has confirmed it"
    assert why(home.folder) == ""


def test_a_journal_put_back_over_the_newer_one_is_noticed(home: Home, tmp_path: Path) -> None:
    shutil.copy(home.journal, tmp_path / "backup")
    opened = open_workstation(home.folder)
    opened.journal.mark_pushed(1)
    witness.note(home, opened.journal)
    opened.close()
    assert why(home.folder) == ""
    shutil.copyfile(tmp_path / "backup", home.journal)
    assert why(home.folder) == "restored"


@pytest.mark.parametrize("of_earlier_version", [False, True])
def test_a_centre_that_lost_what_was_sent_makes_no_restored_journal_of_ours(
    home: Home, *, of_earlier_version: bool
) -> None:
    opened = open_workstation(home.folder)
    try:
        if of_earlier_version:
            opened.journal.keep_value("pushed_seq", "1")
        else:
            opened.journal.mark_pushed(1)
        witness.note(home, opened.journal)
        # The centre came back from a backup, and the line broke before anything was sent again.
        opened.journal.mark_pushed(0)
        assert opened.journal.pushed_seq() == 0
    finally:
        opened.close()
    assert why(home.folder) == ""
    opened = open_workstation(home.folder)
    try:
        assert opened.journal.value(RESTORED) == ""
    finally:
        opened.close()
