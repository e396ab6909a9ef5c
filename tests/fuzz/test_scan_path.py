"""The fuzz target runs, for as long as a test may."""

import random

from tests.fuzz.scan_path import CLEAN, one_round


def test_after_each_of_two_thousand_spoiled_streams_a_clean_scan_is_read() -> None:
    dice = random.Random(99)
    assert [one_round(dice) for _ in range(2000)] == [[CLEAN]] * 2000
