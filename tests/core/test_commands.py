"""Shifts, setups of scanners and codes of commands: pure rules, each wrong value named."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.commands import (
    ALPHABET,
    AT_DESK,
    NEEDS_SUBJECT,
    CommandRules,
    Verb,
    Written,
    read_code,
    sheet_of,
    too_late,
    write_code,
)
from officer_app.core.numbers import Kind, Reading, recognise
from officer_app.core.refusals import Refusal
from officer_app.core.scanner_setup import BadSetup, setup_of
from officer_app.core.shifts import BadShifts, check_shifts, shift_at, shifts_before

SHIFTS = {"A": "08:00", "B": "20:00"}
NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)  # 12:00 in Bangkok


@pytest.mark.parametrize(
    ("at", "key"),
    [
        (NOON, "2026-11-21 A"),
        (datetime(2026, 11, 21, 0, 59, 59, tzinfo=UTC), "2026-11-20 B"),  # 07:59:59
        (datetime(2026, 11, 21, 1, 0, tzinfo=UTC), "2026-11-21 A"),  # 08:00
        (datetime(2026, 11, 21, 13, 0, tzinfo=UTC), "2026-11-21 B"),  # 20:00
        (datetime(2026, 11, 21, 17, 30, tzinfo=UTC), "2026-11-21 B"),  # 00:30 of the next day
        (datetime(2026, 12, 31, 18, 0, tzinfo=UTC), "2026-12-31 B"),
    ],
)
def test_a_night_shift_belongs_to_the_day_it_began_on(at: datetime, key: str) -> None:
    assert shift_at(at, SHIFTS).key == key


@given(
    minutes=st.integers(0, 60 * 24 * 400),
    shifts=st.sampled_from([SHIFTS, {"X": "00:00"}, {"a": "23:59", "b": "00:01", "c": "12:00"}]),
)
def test_every_moment_is_in_exactly_one_shift_and_shifts_leave_no_gap(minutes: int, shifts: dict[str, str]) -> None:
    at = NOON + timedelta(minutes=minutes)
    shift = shift_at(at, shifts)

    assert shift.begins <= at < shift.ends
    assert shift_at(shift.ends, shifts).begins == shift.ends
    before = shifts_before(shift, shifts, 3)
    assert before[0].ends == shift.begins
    assert len({each.key for each in [shift, *before]}) == 4


@pytest.mark.parametrize(
    "shifts", [{}, {"A": "8:00"}, {"A": "24:00"}, {"": "08:00"}, {"A B": "08:00"}, {"A": "08:00", "B": "08:00"}]
)
def test_shifts_that_cannot_be_are_named(shifts: dict[str, str]) -> None:
    with pytest.raises(BadShifts):
        check_shifts(shifts)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"speed": 0}, "speed"),
        ({"speed": "fast"}, "speed"),
        ({"speed": True}, "speed"),
        ({"bits": 9}, "bits"),
        ({"parity": "E"}, "parity"),
        ({"stop_bits": 3}, "stop_bits"),
        ({"flow": "dtr"}, "flow"),
        ({"terminator": "enter"}, "terminator"),
        ({"gap_ms": -1}, "gap_ms"),
        ({"longest": 2}, "longest"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_setup_that_no_scanner_has_names_the_setting(options: dict[str, object], named: str) -> None:
    with pytest.raises(BadSetup, match=named):
        setup_of("/dev/ttyUSB0", options)


def test_silence_has_its_own_default_where_nothing_else_ends_a_scan() -> None:
    assert setup_of("COM3", {}).gap_s == 1.0
    assert setup_of("COM3", {"terminator": "none"}).gap_s == 0.08
    assert setup_of("COM3", {"terminator": "none", "gap_ms": 200}).gap_s == 0.2
    assert setup_of("hid://", {}).is_hid


@given(verb=st.sampled_from(list(Verb)), words=st.integers(0, 9), proof=st.text(ALPHABET, min_size=10, max_size=10))
def test_a_code_is_read_as_it_was_written_and_is_a_command_to_every_desk(verb: Verb, words: int, proof: str) -> None:
    code = write_code(verb, words, proof)

    assert read_code(code) == Written(verb, words, proof)
    reading = recognise(f"]C0{code}\r")
    assert isinstance(reading, Reading)
    assert (reading.kind, reading.number) == (Kind.COMMAND, code)


@given(st.text(max_size=30))
def test_any_text_is_a_code_or_none(text: str) -> None:
    for each in (text, f"OC1:{text}"):
        written = read_code(each)
        assert written is None or write_code(written.verb, written.words, written.proof) == each


def test_what_records_something_needs_a_permit_scanned_just_before() -> None:
    free = {Verb.ACKNOWLEDGE, Verb.CLEAR, Verb.NEXT_PAGE, Verb.CHANGE_OFFICER, Verb.CHOOSE}
    assert frozenset(Verb) - free == NEEDS_SUBJECT
    rules = CommandRules(window_s=60)
    assert too_late(None, NOON, rules) == Refusal("command_no_subject", {"seconds": "60"})
    assert too_late(NOON - timedelta(seconds=60), NOON, rules) is None
    for seconds in (61, -1):
        assert too_late(NOON - timedelta(seconds=seconds), NOON, rules) == Refusal("command_late", {"seconds": "60"})


def test_a_sheet_never_has_more_codes_than_its_form_has_cells() -> None:
    many = tuple(f"ข้อความ {number}" for number in range(9))
    rules = CommandRules(words={Verb.STAMP_RED: many, Verb.HOLD: many, Verb.REFUSE: many})
    assert max(len(sheet_of(desk, rules)) for desk in AT_DESK) == 28
    assert sheet_of("transit", rules) == []
