"""Scans in registers: counted on every line once, and nothing kept of what may be a secret."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.acts import ActKind
from officer_app.core.register import Book, By, Only
from officer_app.core.scan_log import MOST_TEXT, Became, ScanTally, why_unknown
from officer_app.core.shifts import SHIFTS
from officer_app.usecases.read_register import days
from tests.fakes import NOW, Chain

DAY = date(2026, 11, 21)
TALLIES = (
    ScanTally(DAY, "2026-11-21 A", "somchai", "CE-1", Became.UNDERSTOOD, 40),
    ScanTally(DAY, "2026-11-21 A", "somchai", "CE-1", Became.UNKNOWN, 3),
    ScanTally(DAY, "2026-11-21 A", "", "CE-1", Became.REFUSED, 2),
    ScanTally(DAY, "2026-11-21 B", "malee", "CE-1", Became.REPEATED, 5),
    ScanTally(DAY, "2026-11-21 B", "malee", "CE-1", Became.DROPPED, 7),
    ScanTally(DAY + timedelta(days=1), "2026-11-21 B", "malee", "CE-1", Became.UNKNOWN, 1),
)


def book() -> Book:
    chain = Chain("CE-1")
    chain.act(ActKind.PRESENT, officer="somchai", at=NOW)
    return Book(chain.acts, SHIFTS, TALLIES)


def test_a_day_counts_its_own_scans_and_noise_is_no_scan() -> None:
    total = book().total(days(DAY, DAY))
    assert (total.scans, total.scans_unknown, total.scans_refused) == (50, 3, 2)
    both = book().total(days(DAY, DAY + timedelta(days=1)))
    assert (both.scans, both.scans_unknown) == (51, 4)


@pytest.mark.parametrize(
    ("by", "lines"),
    [
        (By.DAY, {"2026-11-21": 50, "2026-11-22": 1}),
        (By.SHIFT, {"2026-11-21 A": 45, "2026-11-21 B": 6}),
        (By.OFFICER, {"": 2, "malee": 6, "somchai": 43}),
        (By.LANE, {"": 51}),
        (By.COUNTER, {"CE-1": 51}),
    ],
)
def test_each_grouping_puts_every_scan_on_one_line(by: By, lines: dict[str, int]) -> None:
    found = book().lines(days(DAY, DAY + timedelta(days=1)), by)
    assert {line.key: line.scans for line in found} == lines


@pytest.mark.parametrize(
    ("only", "scans"),
    [
        (Only(officer="malee"), 6),
        (Only(shift="A"), 45),
        (Only(counter="CE-1"), 51),
        (Only(counter="CE-2"), 0),
        (Only(lane="green"), 0),
        (Only(shift="B", officer="somchai"), 0),
    ],
)
def test_a_register_of_one_thing_counts_its_scans_alone(only: Only, scans: int) -> None:
    assert book().total(days(DAY, DAY + timedelta(days=1)), only).scans == scans


@pytest.mark.parametrize(
    ("text", "why", "kept"),
    [
        ("9911A0000099", "unknown_number", "9911A0000099"),
        ("9911a0000099\r\n", "unknown_number", "9911A0000099"),
        ("OB1:secret-badge", "unknown_number", ""),
        ("ob1:secret-badge", "unknown_number", ""),
        ("OC1:ST:abcdef", "unknown_number", ""),
        ("OA1:NOT A STAMP", "unknown_number", ""),
        ("", "unreadable", ""),
        ("X" * 200, "unknown_number", "X" * MOST_TEXT),
    ],
)
def test_what_is_kept_of_a_text_that_nobody_knew(text: str, why: str, kept: str) -> None:
    assert why_unknown(text) == (why, kept)


@pytest.mark.parametrize("text", ["Rabbit-42", "somchai123", "hunter2", "correct horse"])
def test_of_a_password_that_was_typed_astray_nothing_is_kept(text: str) -> None:
    assert why_unknown(text, typed=True)[1] == ""


def test_a_permit_number_that_was_typed_is_kept_as_one_that_was_scanned() -> None:
    assert why_unknown("9911A0000001", typed=True) == ("unknown_number", "9911A0000001")


@given(st.text(max_size=80))
def test_any_text_has_a_reason_and_keeps_little(text: str) -> None:
    why, kept = why_unknown(text)
    assert why in ("unreadable", "unknown_number")
    assert len(kept) <= MOST_TEXT
    assert kept.isprintable()
