"""A file is old or new, never half; what is no file is left as it is."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from officer_app.workstation.spreadsheet import Sheet, write_spreadsheet
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.whole_files import write_whole


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "x.csv"
    for data in (b"old", b"new"):
        write_whole(file, data)
    assert file.read_bytes() == b"new"
    assert [each.name for each in file.parent.iterdir()] == ["x.csv"]


def test_a_device_or_a_pipe_is_not_replaced_by_a_file_whoever_may(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(Trouble) as refused:
        write_whole(pipe, b"rows")
    assert refused.value.code == "file_unwritable"
    with pytest.raises(Trouble, match="file_unwritable"):
        write_spreadsheet(pipe, "t", datetime(2026, 11, 22, tzinfo=UTC), [Sheet("s", (("h", 9),), [("x",)])])
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [each.name for each in tmp_path.iterdir()] == ["pipe"]


def test_a_file_and_its_name_are_on_the_disk_when_it_is_said_to_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[tuple[bool, bool]] = []
    fsync = os.fsync

    def recorded(descriptor: int) -> None:
        fsync(descriptor)
        flushed.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), (tmp_path / "said").exists()))

    monkeypatch.setattr(os, "fsync", recorded)
    write_whole(tmp_path / "said", b"what the office said")
    assert flushed[0] == (False, False), "the bytes, before they get their name"
    assert (True, True) in flushed, "the name"
