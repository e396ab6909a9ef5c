"""The demonstration, played as a person starts it: twice in one folder, stopped on the way, and what it leaves."""

import base64
import json
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from officer_app.cli.demo.place import ROUND, Place
from officer_app.paths import Home, resources
from tests.cli.running import run
from tests.demo.leftovers import addresses, contents
from tests.demo.playing import Play, children_of, playing, wait_until_gone

FORMS = ("stamp-slip", "448-1", "451-37", "451-lao", "container-list")


@dataclass(frozen=True)
class Over:
    """A round that came to its end."""

    out: Path
    play: Play
    status: int
    secrets: tuple[bytes, ...]
    left: set[int]


@pytest.fixture(scope="module")
def over(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Over]:
    """A whole round, in a folder where somebody else has files, too."""
    out = tmp_path_factory.mktemp("demo") / "out"
    (out / "papers").mkdir(parents=True)
    (out / "papers" / "my thesis.pdf").write_text("mine")
    (out / "notes.txt").write_text("mine as well")
    with playing(out) as play:
        play.read(6)
        secrets = secrets_of(out / "work")
        family = children_of(play.process.pid)
        status = play.end()
        yield Over(out, play, status, secrets, wait_until_gone(family, out))


def test_it_ends_well_and_says_so_one_object_a_line(over: Over) -> None:
    assert over.status == 0
    summary = over.play.lines[-1]
    assert summary["verify"]["ok"] is True
    done = summary["done"]
    assert (done["stamped_red"], done["stamped_xray"]) == (5, 3)
    assert done["stamped_green"] >= 12
    assert done["released"] >= 5
    assert done["transit_close"] == 2
    refused = {line["refused"] for line in over.play.lines if "refused" in line}
    assert refused >= {
        "already_released",
        "not_stamped",
        "cancelled",
        "unknown_number",
        "already_loaded",
        "held",
        "no_right",
    }
    assert len(set(over.play.recorded)) == len(over.play.recorded)
    assert json.loads((over.out / "summary.json").read_text("utf-8")) == summary


def test_nothing_runs_on_when_it_is_over(over: Over) -> None:
    assert over.left == set()


def test_papers_and_pictures_are_there_and_of_a_sane_size(over: Over) -> None:
    papers = list((over.out / "papers").glob("*-[0-9]*.pdf"))
    for form in FORMS:
        assert [paper for paper in papers if paper.name.startswith(form)]
    assert all(2_000 < paper.stat().st_size < 400_000 for paper in papers)
    pictures = list((over.out / "screens").glob("*.png"))
    assert len(pictures) >= 15
    assert all(10_000 < picture.stat().st_size < 1_000_000 for picture in pictures)


def test_only_its_own_files_are_touched(over: Over) -> None:
    assert (over.out / "papers" / "my thesis.pdf").read_text() == "mine"
    assert sorted(path.name for path in over.out.iterdir()) == ["notes.txt", "papers", "screens", "summary.json"]


def test_nothing_secret_no_path_and_no_address_is_left_behind(over: Over) -> None:
    places = (over.out, resources().parent, Path.home(), Path(sys.prefix), "/tmp/", "/home/", "/root/")
    forbidden = [*over.secrets, b"PRIVATE KEY", *(str(place).encode() for place in places)]
    files = [path for path in over.out.rglob("*") if path.is_file()]
    assert len(files) > 40
    for file in files:
        for data in contents(file):
            assert [each for each in forbidden if each in data] == [], file.name
            assert addresses(data) == set(), file.name


def test_stopped_twice_on_the_way_it_goes_on_and_comes_to_its_end(over: Over) -> None:
    announced: list[str] = []
    for asking, lines in ((signal.SIGINT, 12), (signal.SIGTERM, 16)):
        with playing(over.out) as play:
            play.read(lines)
            family = children_of(play.process.pid)
            play.process.send_signal(asking)
            assert play.end() == 130
            assert play.lines[-1]["trouble"]["code"] == "stopped"
            announced += play.recorded
        assert wait_until_gone(family, over.out) == set()
        assert (over.out / "work" / "round.json").exists()
    with playing(over.out) as play:
        assert play.end() == 0
        assert any("going on" in str(line.get("note")) for line in play.lines)
        assert not set(play.recorded) & set(announced)
    assert not (over.out / "work").exists()


@pytest.mark.parametrize("left", ["", "{", "[]", json.dumps({"round": ROUND - 1, "password": "x"})])
def test_a_round_that_cannot_go_on_is_begun_anew(tmp_path: Path, left: str) -> None:
    place = Place(tmp_path)
    (place.work / "ce-1").mkdir(parents=True)
    (place.work / "round.json").write_text(left)
    assert place.prepare() is False
    assert list(tmp_path.iterdir()) == []


def test_what_a_kill_left_of_a_folder_being_removed_goes_as_well(tmp_path: Path) -> None:
    (tmp_path / "work.finished" / "postgres").mkdir(parents=True)
    assert Place(tmp_path).prepare() is False
    assert list(tmp_path.iterdir()) == []


def test_a_round_whose_home_is_broken_says_so_and_how_to_begin_anew(tmp_path: Path) -> None:
    with playing(tmp_path) as play:
        play.read(4)
        play.process.send_signal(signal.SIGTERM)
        assert play.end() == 130
    Home(tmp_path / "work" / "ce-1").journal.unlink()
    with playing(tmp_path) as play:
        assert play.end() == 3
    trouble = play.lines[-1]["trouble"]
    assert trouble["code"] == "demo_stale"
    assert "is missing" in trouble["en"]
    assert str(tmp_path / "work") in trouble["en"]


@pytest.mark.parametrize("name", ["work", "work.finished", "summary.json", "papers", "screens"])
def test_a_folder_of_somebody_else_s_is_left_alone(tmp_path: Path, name: str) -> None:
    if name.startswith("work"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "thesis.tex").write_text("mine")
    else:
        (tmp_path / name).write_text("{}")
    said = run("demo", "--headless", "--out", tmp_path, "--json")
    assert (said.status, said.code) == (3, "demo_folder_taken")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for out in (tmp_path / "file", tmp_path / "file" / "deeper", Path("/proc/nowhere")):
        said = run("demo", "--headless", "--out", out, "--json")
        assert (said.status, said.code) == (3, "home_unwritable")


def secrets_of(work: Path) -> tuple[bytes, ...]:
    """What opens anything of a round that is being played."""
    officers = json.loads((work / "round.json").read_text())["password"]
    passwords = [officers, (work / "postgres" / "password").read_text()]
    keys = [Home(work / name).file_key.read_bytes() for name in ("ce-1", "cp-1")]
    written = [form for key in keys for form in (key, key.hex().encode(), base64.b64encode(key))]
    return (*(password.strip().encode() for password in passwords), *written)
