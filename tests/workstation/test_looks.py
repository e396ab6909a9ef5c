"""Who looked at what: written down wherever a record is shown, forgotten after its time, never in the way."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from officer_app.paths import Home
from officer_app.security import file_key
from officer_app.usecases.look_up import look_up
from officer_app.usecases.looks import note_look
from officer_app.workstation.looks import Looks
from tests.fakes import Desk, desk, permit, record

NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    file_key.create(made.file_key)
    return made


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path / "desk") as made:
        made.mirror.load([record(permit())])
        yield made


def seen(looks: Looks, number: str = "", officer: str = "") -> list[tuple[str, str]]:
    return [(look.officer, look.number) for look in looks.found(number, officer)]


def test_looks_are_found_by_number_and_by_officer_the_newest_first(home: Home) -> None:
    looks = Looks(home, 90, Clock())
    for officer, number in (("somchai", "A"), ("malee", "A"), ("somchai", "B")):
        looks.note(officer, "permit", number)
    assert seen(looks) == [("somchai", "B"), ("malee", "A"), ("somchai", "A")]
    assert seen(looks, number="A") == [("malee", "A"), ("somchai", "A")]
    assert seen(looks, officer="somchai") == [("somchai", "B"), ("somchai", "A")]
    looks.close()


def test_nobody_looked_at_what_is_no_text(home: Home) -> None:
    looks = Looks(home, 90, Clock())
    looks.note("somchai", "permit", "A")
    assert seen(looks, number="\udcff\udcfe") == seen(looks, officer="\udcff") == []
    looks.close()


def test_looks_are_forgotten_when_their_days_are_over_and_not_before(home: Home) -> None:
    clock = Clock()
    looks = Looks(home, 2, clock)
    looks.note("somchai", "permit", "A")
    looks.close()
    clock.now += timedelta(days=2)
    assert seen(looks) == [("somchai", "A")]
    looks.close()
    clock.now += timedelta(seconds=1)
    assert seen(looks) == []
    looks.close()


def test_where_none_are_kept_none_are_written(home: Home) -> None:
    looks = Looks(home, 0, Clock())
    looks.note("somchai", "permit", "A")
    looks.close()
    assert not home.looks.exists()


def test_nothing_of_a_look_can_be_read_without_the_key(home: Home) -> None:
    looks = Looks(home, 90, Clock())
    looks.note("somchai-the-inspector", "permit", "9911A0000001")
    looks.close()
    stored = b"".join(file.read_bytes() for file in home.folder.glob("looks.db*"))
    assert b"somchai" not in stored
    assert b"9911A" not in stored


def test_a_log_that_cannot_be_written_is_said_and_stops_nobody(
    home: Home, expected_warnings: list[logging.LogRecord]
) -> None:
    home.looks.write_bytes(b"not a database" * 100)
    looks = Looks(home, 90, Clock())
    looks.note("somchai", "permit", "9911A0000001")
    (said,) = expected_warnings
    assert "somchai" not in said.getMessage()
    assert "9911A" not in said.getMessage()


def test_only_what_was_shown_is_written_down(at_desk: Desk) -> None:
    told: list[tuple[str, str, str]] = []
    counter = type(at_desk.counter)(**{**vars(at_desk.counter), "note_look": lambda *what: told.append(what)})
    for text in (permit().number, "9911A9999999", "?", permit().container_no or "x"):
        note_look(counter, "malee", look_up(counter, text))
    assert told == [("malee", "permit", permit().number)]
