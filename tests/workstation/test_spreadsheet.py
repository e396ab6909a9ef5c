"""Spreadsheets: what goes in comes out, a text is never a formula, and a broken one leaves nothing."""

import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officer_app.workstation import spreadsheet
from officer_app.workstation.spreadsheet import Cell, Sheet, write_spreadsheet
from officer_app.workstation.trouble import Trouble
from tests.store.conftest import fill, mount_small_disk

NOW = datetime(2026, 11, 21, 3, 4, 5, tzinfo=UTC)
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def written(path: Path, number: int = 1) -> list[list[str]]:
    """The cells of a sheet as they stand in the file."""
    with zipfile.ZipFile(path) as book:
        root = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    assert root.find(f".//{_NS}f") is None
    return [["".join(cell.itertext()) for cell in row.iter(f"{_NS}c")] for row in root.iter(f"{_NS}row")]


def write(path: Path, *rows: tuple[Cell, ...]) -> list[list[str]]:
    heads = tuple((f"h{place}", 10) for place in range(len(rows[0])))
    assert write_spreadsheet(path, "t", NOW, [Sheet("แผ่น", heads, rows)]) == len(rows)
    return written(path)[1:]


def test_numbers_texts_and_times_in_thai_time(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    ((number, text, moment),) = write(path, (42, "ประทับตรา", NOW))
    assert (number, text) == ("42", "ประทับตรา")
    # Days since 1899-12-30, at 10:04:05 in Bangkok.
    assert float(moment) == pytest.approx(46347 + (10 * 3600 + 4 * 60 + 5) / 86400)
    assert [each.name for each in tmp_path.iterdir()] == ["x.xlsx"]


@pytest.mark.parametrize("text", ["=1+1", "+66", "-1", "@SUM(A1)", "{=A1}", "http://example.com", "0001", "1e5"])
def test_a_text_stays_a_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.xlsx"
    assert write(path, (text, 1)) == [[text, "1"]]
    with zipfile.ZipFile(path) as book:
        assert not [name for name in book.namelist() if re.search("hyperlink|rels/sheet", name)]


@settings(max_examples=30, deadline=None)
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_any_text_that_an_act_may_hold_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("sheet") / "x.xlsx"
    assert write(path, (text, 1)) == [[text, "1"]]


def test_what_does_not_fit_on_a_sheet_goes_on_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 3)
    path = tmp_path / "x.xlsx"
    rows = [(place,) for place in range(7)]
    assert write_spreadsheet(path, "t", NOW, [Sheet("a", (("n", 5),), rows)]) == 7
    found = [row[0] for number in (1, 2, 3) for row in written(path, number)[1:]]
    assert found == [str(place) for place in range(7)]


def test_an_empty_table_is_a_sheet_with_its_heads(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    assert write_spreadsheet(path, "t", NOW, [Sheet("a", (("n", 5),), [])]) == 0
    assert written(path) == [["n"]]


def test_what_breaks_off_leaves_the_file_that_was_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write(path, ("before",))
    before = path.read_bytes()

    def rows() -> Iterator[tuple[Cell, ...]]:
        yield ("one",)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError):
        write_spreadsheet(path, "t", NOW, [Sheet("a", (("n", 5),), rows())])
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["x.xlsx"]


def test_on_a_full_disk_the_sentence_is_of_the_file_and_nothing_is_left_behind(tmp_path: Path) -> None:
    for disk in mount_small_disk(tmp_path / "disk", "1m"):
        path = disk / "x.xlsx"
        write(path, ("before",))
        before = path.read_bytes()
        fill(disk, 100_000)
        rows = [(f"{place:050d}",) for place in range(20_000)]
        with pytest.raises(Trouble, match="file_unwritable"):
            write_spreadsheet(path, "t", NOW, [Sheet("a", (("n", 5),), rows)])
        assert path.read_bytes() == before
        assert sorted(each.name for each in disk.iterdir()) == ["filler", "x.xlsx"]
