"""The fuzz target runs, for as long as a test may."""

import random

from tests.fuzz.scan_path import one_round


def test_two_thousand_spoiled_streams_are_survived() -> None:
    dice = random.Random(99)
    for _ in range(2000):
        one_round(dice)
