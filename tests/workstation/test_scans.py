"""The log of scans: counts outlive the window, odd ones are listed and bounded, and it is never in the way."""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from officer_app.core.scan_log import Became, OddScan
from officer_app.core.shifts import SHIFTS
from officer_app.paths import Home
from officer_app.security import file_key
from officer_app.store import scan_log
from officer_app.store.scan_log import SqliteScanLog
from officer_app.workstation.scans import KEPT_DAYS, LISTED_DAYS, Scans

# 05:00 UTC is noon in Bangkok.
NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
DAY = date(2026, 11, 21)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


class Log:
    """A log whose program may be started again, and the clock it goes by."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.clock = Clock()
        self.scans = self.open()

    def open(self) -> Scans:
        return Scans(self.home, "CE-1", SHIFTS, self.clock)

    def again(self) -> None:
        self.scans.close()
        self.scans = self.open()

    def counts(self, first: date = DAY, last: date = DAY) -> dict[tuple[str, str, str], int]:
        kept = self.scans.kept(first, last)
        assert kept is not None
        return {(each.shift, each.officer, str(each.became)): each.number for each in kept.tallies}

    def odd(self, first: date = DAY, last: date = DAY) -> list[tuple[str, str]]:
        kept = self.scans.kept(first, last)
        assert kept is not None
        return [(each.why, each.text) for each in kept.odd]


@pytest.fixture
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    home = Home(tmp_path_factory.mktemp("home"))
    file_key.create(home.file_key)
    made = Log(home)
    yield made
    made.scans.close()


def test_counts_outlive_the_window_and_go_on_where_they_were(log: Log) -> None:
    for _ in range(2):
        log.scans.note("somchai", Became.UNDERSTOOD)
        log.scans.note("somchai", Became.UNKNOWN, "unknown_number", "9911A0000099")
        log.again()
    log.scans.note("", Became.REFUSED, "locked")
    assert log.counts() == {
        ("2026-11-21 A", "somchai", "understood"): 2,
        ("2026-11-21 A", "somchai", "unknown"): 2,
        ("2026-11-21 A", "", "refused"): 1,
    }
    assert log.odd() == [("locked", ""), *[("unknown_number", "9911A0000099")] * 2]


def test_a_scan_counts_on_the_thai_day_and_in_the_shift_that_began_the_day_before(log: Log) -> None:
    log.clock.now = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)
    log.scans.note("malee", Became.UNKNOWN, "unreadable")
    assert log.counts() == {}
    tomorrow = DAY + timedelta(days=1)
    assert log.counts(tomorrow, tomorrow) == {("2026-11-21 B", "malee", "unknown"): 1}


def test_noise_on_a_line_is_a_number_and_never_a_list(log: Log) -> None:
    for _ in range(50):
        log.scans.note("somchai", Became.DROPPED, "half_frame")
    assert log.counts() == {("2026-11-21 A", "somchai", "dropped"): 50}
    assert log.odd() == []


def test_the_list_is_bounded_and_the_number_is_not(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_log, "MOST_ODD", 30)
    monkeypatch.setattr(scan_log, "_SPARE", 10)
    for place in range(100):
        log.scans.note("somchai", Became.UNKNOWN, "unknown_number", f"X{place}")
    assert log.odd() == [("unknown_number", f"X{place}") for place in range(99, 69, -1)]
    assert log.counts() == {("2026-11-21 A", "somchai", "unknown"): 100}


def test_the_list_is_forgotten_before_the_numbers_also_by_a_window_that_stays_open(log: Log) -> None:
    log.scans.note("somchai", Became.UNKNOWN, "unknown_number", "X")
    log.clock.now += timedelta(days=LISTED_DAYS)
    assert log.odd() == [("unknown_number", "X")]
    log.clock.now += timedelta(days=1)
    assert (log.odd(), len(log.counts())) == ([], 1)
    log.clock.now = NOON + timedelta(days=KEPT_DAYS)
    assert len(log.counts()) == 1
    log.clock.now += timedelta(days=1)
    assert log.counts() == {}


def test_two_programs_on_one_home_count_together(log: Log) -> None:
    other = log.open()
    for scans in (log.scans, other, log.scans):
        scans.note("somchai", Became.UNDERSTOOD)
    other.close()
    assert log.counts() == {("2026-11-21 A", "somchai", "understood"): 3}


def test_nothing_of_it_can_be_read_without_the_key(log: Log) -> None:
    log.scans.note("somchai-the-inspector", Became.UNKNOWN, "unknown_number", "9911A0000099")
    log.again()
    stored = b"".join(file.read_bytes() for file in log.home.folder.glob("scans.db*"))
    assert b"somchai" not in stored
    assert b"9911A" not in stored


def test_a_log_that_is_no_log_stops_nobody_and_is_not_taken_for_an_empty_one(
    log: Log, expected_warnings: list[logging.LogRecord]
) -> None:
    log.home.scans.write_bytes(b"not a database" * 100)
    log.scans.note("somchai", Became.UNKNOWN, "unknown_number", "9911A0000099")
    assert log.scans.kept(DAY, DAY) is None
    assert len(expected_warnings) == 2
    assert not any("9911A" in said.getMessage() for said in expected_warnings)


def test_what_one_wrote_another_program_reads_as_it_was(log: Log) -> None:
    key = file_key.load(log.home.file_key)
    scan = OddScan(NOON, "2026-11-21 A", "สมชาย", Became.UNKNOWN, "unknown_number", "ขก-1234")
    file = SqliteScanLog(log.home.scans, key, "CE-1")
    file.note(scan, DAY)
    file.close()
    kept = log.scans.kept(DAY, DAY)
    assert kept is not None
    assert list(kept.odd) == [scan]
