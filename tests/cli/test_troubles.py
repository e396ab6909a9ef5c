"""What the world does to a counter: one clear sentence in two languages, exit status 3, and nothing lost."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sqlcipher3.dbapi2 as sqlcipher
from officer_app.paths import Home
from officer_app.security import file_key
from tests.cli.running import PASSWORD, Said, run

NUMBER = "A0021991100001"
ACTING = {"OFFICER_APP_PASSWORD": PASSWORD}
ROOT = os.geteuid() == 0


def look_up(home: Path) -> Said:
    return run("look-up", NUMBER, "--home", home, "--json")


def stamp(home: Path, number: str = NUMBER) -> Said:
    return run("stamp", number, "--outcome", "green", "--officer", "somchai", "--home", home, "--json", env=ACTING)


def test_a_home_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for home in (tmp_path / "nothing", tmp_path / "file", tmp_path, tmp_path / "file" / "in-a-file"):
        said = look_up(home)
        assert (said.status, said.code) == (3, "no_home")
    made = run(
        "station", "init", "--site", "CE", "--desk", "transit", "--name", "X", "--home", tmp_path / "file", "--json"
    )
    assert (made.status, made.code) == (3, "home_unwritable")
    too_long = look_up(tmp_path / ("n" * 300))
    assert (too_long.status, too_long.code) == (3, "settings_unreadable")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_a_home_is_never_made_twice(home: Path) -> None:
    said = run("station", "init", "--site", "CE", "--desk", "transit", "--name", "X", "--home", home, "--json")
    assert (said.status, said.code) == (3, "home_exists")
    assert run("station", "show", "--home", home, "--json").body["name"] == "CE-1"


@pytest.mark.parametrize(
    "settings",
    [b"site = ", b"\xff\xfe\x00", b'site = "CE"\n', b'sight = "CE"\n', b"site = 5\ndesk = 7\n", b""],
    ids=["half", "binary", "one only", "unknown", "numbers", "empty"],
)
def test_settings_that_cannot_be_used(home: Path, settings: bytes) -> None:
    Home(home).settings.write_bytes(settings)
    said = look_up(home)
    assert (said.status, said.code) == (3, "settings_unreadable")


def test_a_missing_file_key_a_wrong_one_and_one_that_others_can_read(home: Path, tmp_path: Path) -> None:
    key = Home(home).file_key
    key.rename(tmp_path / "kept")
    missing = look_up(home)
    assert (missing.status, missing.code) == (3, "file_key")
    file_key.create(key)
    wrong = stamp(home)
    assert (wrong.status, wrong.code) == (3, "wrong_key")
    key.chmod(0o644)
    assert look_up(home).code == "file_key"
    key.unlink()
    (tmp_path / "kept").rename(key)
    assert stamp(home).status == 0


def test_a_missing_journal_is_not_replaced_by_an_empty_one(home: Path, tmp_path: Path) -> None:
    journal = Home(home).journal
    journal.rename(tmp_path / "kept")
    for said in (look_up(home), stamp(home), run("verify", "--home", home, "--json")):
        assert (said.status, said.code) == (3, "journal_missing")
    assert not journal.exists()


@pytest.mark.parametrize("name", ["journal.db", "mirror.db"])
def test_files_of_a_newer_version_are_left_alone(home: Path, name: str) -> None:
    connection = sqlcipher.connect(str(home / name))
    connection.execute(f"PRAGMA key = \"x'{file_key.load(Home(home).file_key).hex()}'\"")
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = (home / name).read_bytes()
    said = look_up(home)
    assert (said.status, said.code) == (3, "newer_version")
    assert (home / name).read_bytes() == before


def test_a_journal_that_is_no_journal(home: Path) -> None:
    Home(home).journal.write_bytes(b"This was a journal once. " * 400)
    said = stamp(home)
    assert (said.status, said.code) == (3, "wrong_key")


def test_a_bad_address_of_the_centre_is_said_without_the_address(home: Path) -> None:
    settings = Home(home).settings
    whole = settings.read_text("utf-8")
    for url in (
        "garbage",
        "http://127.0.0.1:5432/central",
        "postgresql://u@192.0.2.7/central",
        "postgresql://127.0.0.1/x",
    ):
        settings.write_text(whole.replace('central_url = ""', f'central_url = "{url}"'), "utf-8")
        said = run("sync", "--once", "--home", home, "--json")
        assert (said.status, said.code) == (3, "bad_url")


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("not-there.csv", None, 2, "unreadable"),
        ("folder.csv", "folder", 2, "unreadable"),
        ("binary.csv", os.urandom(4096) + b"\xff\x00", 2, "unreadable"),
        ("nul.csv", b"permit_no,declaration_no\n9911A\0000001,\n", 2, "unreadable"),
        ("other.csv", b"name,colour\nlotus,pink\n", 2, "unreadable"),
        ("empty.csv", b"", 2, "unreadable"),
        ("rows.csv", b"permit_no,declaration_no\n9911A0000001,A0021991100001\nnonsense,\n", 1, "bad_format"),
        ("lines.jsonl", b'{"decl_no": NaN}\n{"decl_no": ' + b"9" * 5000 + b"}\n" + b"[" * 100_000, 1, "bad_format"),
        ("binary.jsonl", b"\xff\xfe{}", 2, "unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_that_are_something_else(
    home: Path, tmp_path: Path, name: str, data: bytes | str | None, status: int, code: str
) -> None:
    file = tmp_path / name
    if isinstance(data, bytes):
        file.write_bytes(data)
    elif data:
        file.mkdir()
    said = run("import", file, "--home", home, "--json")
    assert (said.status, said.code) == (status, code)
    assert look_up(home).body["found"] is True


def test_a_device_that_never_ends_is_not_read_for_ever(home: Path) -> None:
    said = run("import", "/dev/zero", "--home", home, "--json")
    assert (said.status, said.code) == (2, "unreadable")
    paper = run("print", "stamp-slip", "--data", "/dev/zero", "--out", home / "x.pdf", "--json")
    assert (paper.status, paper.code) == (2, "unreadable")


def test_a_paper_that_cannot_be_written(home: Path) -> None:
    assert stamp(home).status == 0
    for out in (home / "settings.toml" / "x.pdf", home):
        said = run("print", "stamp-slip", NUMBER, "--out", out, "--reason", "ไฟล์", "--home", home, "--json")
        assert (said.status, said.code) == (3, "file_unwritable")
    assert list(home.parent.rglob(".*.new")) == []


def test_a_home_that_an_ordinary_user_may_only_read(home: Path, as_ordinary: dict[str, Any]) -> None:
    for path in [home, *home.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
        if ROOT:
            os.chown(path, as_ordinary["user"], as_ordinary["group"])
    Home(home).file_key.chmod(0o400)
    said = run(
        "stamp",
        NUMBER,
        "--outcome",
        "green",
        "--officer",
        "somchai",
        "--home",
        home,
        "--json",
        env=ACTING,
        **as_ordinary,
    )
    assert (said.status, said.code) == (3, "read_only")
    locked_out = run("look-up", NUMBER, "--home", home / "keys" / "deeper", "--json", **as_ordinary)
    assert (locked_out.status, locked_out.code) == (3, "no_home")


def test_a_home_on_a_medium_that_takes_no_writing(home: Path, small_disk: Path) -> None:
    there = Path(shutil.copytree(home, small_disk / "home"))
    assert stamp(there).status == 0
    remount(small_disk, "ro")
    try:
        for said in (look_up(there), stamp(there, "A0031991100002")):
            assert (said.status, said.code) == (3, "read_only")
            # A look has no step that could be lost.
            assert "what was recorded is kept" in said.body["trouble"]["en"]
            assert "last step" not in said.body["trouble"]["en"]
        made = run(
            "station",
            "init",
            "--site",
            "CE",
            "--desk",
            "transit",
            "--name",
            "X",
            "--home",
            there.parent / "b",
            "--json",
        )
        assert (made.status, made.code) == (3, "home_unwritable")
    finally:
        remount(small_disk, "rw")
    assert look_up(there).body["state"] == "stamped"


def test_a_full_disk_keeps_what_was_recorded_and_says_so(home: Path, small_disk: Path) -> None:
    there = Path(shutil.copytree(home, small_disk / "home"))
    assert stamp(there).status == 0
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space left"):
        write_for_ever(filler)
    refused = stamp(there, "A0031991100002")
    assert (refused.status, refused.code) == (3, "disk_full")
    brought = run(
        "station", "init", "--site", "CE", "--desk", "transit", "--name", "X", "--home", small_disk / "b", "--json"
    )
    assert (brought.status, brought.code) in ((3, "home_unwritable"), (3, "disk_full"))
    filler.unlink()
    verdict = run("verify", "--home", there, "--json").body
    assert verdict["ok"] is True
    assert look_up(there).body["state"] == "stamped"
    assert stamp(there, "A0031991100002").status == 0


@pytest.fixture
def as_ordinary(tmp_path: Path) -> dict[str, Any]:
    """Options of `run` for an ordinary user, who may reach `tmp_path`: modes do not bind root."""
    if not ROOT:
        return {}
    for folder in [tmp_path, *tmp_path.parents][:3]:
        folder.chmod(0o755)
    ordinary: dict[str, Any] = {"user": 65534, "group": 65534, "extra_groups": []}
    try:
        subprocess.run([sys.executable, "-c", "import officer_app"], check=True, capture_output=True, **ordinary)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("an ordinary user cannot run this interpreter (it lies in root's own folder)")
    return ordinary


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 8 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)]
    if not ROOT or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk, and not in every container")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def write_for_ever(file: Path) -> None:
    with file.open("wb", buffering=0) as stream:
        while True:
            stream.write(b"\0" * 4096)


def remount(disk: Path, mode: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{mode}", str(disk)], check=True)
