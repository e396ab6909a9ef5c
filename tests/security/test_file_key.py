"""The file key: made once, whole or not at all, and refused where others could read it."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from officer_app.security.file_key import KEY_BYTES, FileKeyTrouble, create, load, load_or_create

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes; see the module")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "file.key"


def code(raised: pytest.ExceptionInfo[FileKeyTrouble]) -> str:
    return raised.value.code


def test_a_new_key_is_random_and_only_its_owner_may_touch_it(path: Path, tmp_path: Path) -> None:
    key = create(path)
    assert len(key) == KEY_BYTES
    assert load(path) == key
    assert create(tmp_path / "other" / "file.key") != key
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_nothing_but_the_key_is_left_in_its_folder(path: Path) -> None:
    create(path)
    with pytest.raises(FileKeyTrouble):
        create(path)
    assert [one.name for one in path.parent.iterdir()] == ["file.key"]


def test_the_modes_hold_under_any_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        create(path)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_key_that_is_there_is_never_replaced(path: Path) -> None:
    key = create(path)
    with pytest.raises(FileKeyTrouble) as raised:
        create(path)
    assert code(raised) == "file_key_exists"
    assert load(path) == key


def test_a_missing_key_is_said_to_be_missing(path: Path) -> None:
    with pytest.raises(FileKeyTrouble) as raised:
        load(path)
    assert code(raised) == "file_key_missing"
    assert raised.value.path == path


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o666])
def test_a_key_that_others_can_touch_is_refused(path: Path, mode: int) -> None:
    create(path)
    path.chmod(mode)
    with pytest.raises(FileKeyTrouble) as raised:
        load(path)
    assert code(raised) == "file_key_readable_by_others"


@pytest.mark.parametrize("mode", [0o770, 0o702, 0o777])
def test_a_folder_in_which_others_can_write_is_refused(path: Path, mode: int) -> None:
    create(path)
    path.parent.chmod(mode)
    for use in (load, create):
        with pytest.raises(FileKeyTrouble) as raised:
            use(path)
        assert code(raised) == "file_key_folder_writable_by_others"


@pytest.mark.parametrize("size", [0, KEY_BYTES - 1, KEY_BYTES + 1, 10_000])
def test_a_key_of_another_length_is_refused(path: Path, size: int) -> None:
    create(path)
    path.write_bytes(b"k" * size)
    with pytest.raises(FileKeyTrouble) as raised:
        load(path)
    assert code(raised) == "file_key_wrong_length"


def test_a_link_a_folder_and_a_pipe_are_no_key(path: Path, tmp_path: Path) -> None:
    create(path)
    link, pipe, folder = (path.with_name(name) for name in ("link", "pipe", "folder"))
    link.symlink_to(path)
    os.mkfifo(pipe, 0o600)
    folder.mkdir(mode=0o700)
    for other in (link, pipe, folder):
        with pytest.raises(FileKeyTrouble) as raised:
            load(other)
        assert code(raised) == "file_key_not_a_file"


def test_a_file_in_the_place_of_the_folder_is_unwritable(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")
    with pytest.raises(FileKeyTrouble) as raised:
        create(tmp_path / "keys" / "file.key")
    assert code(raised) == "file_key_unwritable"


def test_a_path_that_cannot_be_is_unreadable_and_unwritable(path: Path) -> None:
    create(path)
    for impossible in (path.with_name("x" * 300), path / "file.key"):
        with pytest.raises(FileKeyTrouble) as raised:
            load(impossible)
        assert code(raised) == "file_key_unreadable"
        with pytest.raises(FileKeyTrouble) as raised:
            create(impossible)
        assert code(raised) == "file_key_unwritable"


def test_no_trouble_tells_the_key(path: Path) -> None:
    key = create(path)
    path.chmod(0o644)
    with pytest.raises(FileKeyTrouble) as raised:
        load(path)
    assert key.hex() not in str(raised.value)
    assert repr(key) not in repr(raised.value)


def test_programs_that_start_at_once_get_one_and_the_same_key(path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: load_or_create(path), range(32)))
    assert keys == {load(path)}
