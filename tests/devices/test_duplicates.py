"""A scanner held on one code makes one scan of it; two different codes never become one."""

from hypothesis import given
from hypothesis import strategies as st

from officer_app.devices.duplicates import Repeats


def test_the_same_code_within_the_gap_is_a_repeat() -> None:
    repeats = Repeats()

    assert not repeats.is_repeat(b"A1", 10.0)
    assert repeats.is_repeat(b"A1", 11.0)


def test_a_scanner_held_on_a_code_for_long_makes_one_scan() -> None:
    repeats = Repeats(0.5)

    assert [repeats.is_repeat(b"A1", tick * 0.25) for tick in range(40)] == [False] + [True] * 39


def test_the_same_code_after_the_gap_is_a_new_scan() -> None:
    repeats = Repeats()
    repeats.is_repeat(b"A1", 10.0)

    assert not repeats.is_repeat(b"A1", 11.1)


def test_a_code_that_comes_back_after_another_is_a_new_scan() -> None:
    repeats = Repeats()

    assert [repeats.is_repeat(code, 0.1) for code in (b"A1", b"B2", b"A1")] == [False] * 3


def test_a_gap_of_nothing_merges_only_what_comes_at_the_same_moment() -> None:
    repeats = Repeats(0.0)

    assert [repeats.is_repeat(b"A1", at) for at in (1.0, 1.0, 1.1)] == [False, True, False]


@given(st.lists(st.tuples(st.sampled_from([b"A1", b"B2"]), st.floats(0, 3)), min_size=1))
def test_only_an_equal_neighbour_is_ever_merged(scans: list[tuple[bytes, float]]) -> None:
    repeats = Repeats()
    at = 0.0
    before = None
    for code, pause in scans:
        at += pause
        if repeats.is_repeat(code, at):
            assert code == before
            assert pause <= 1.0 + 1e-9
        before = code
