"""Two can never grant at once: every interleaving of a small model, and each rule taken away is missed at once."""

import os

import pytest

from tests.chaos.right_classes import reduced, torn
from tests.chaos.right_model import FAULTS, World, arrangements, doubled

LONG = "OFFICER_APP_LONG"
"""Set it to hold every world beside the one that stands for it, and not one of SOME (some minutes)."""
SOME = 29


def named(world: World) -> str:
    return " and ".join(right.holder for right in world.rights)


@pytest.mark.parametrize("start", list(arrangements()), ids=named)
def test_in_no_order_of_steps_and_with_no_line_cut_is_a_permit_released_twice(start: World) -> None:
    worlds, twice = doubled(start)
    assert twice is None
    assert worlds > 1000, "the model moves"


@pytest.mark.parametrize("start", list(arrangements()), ids=named)
def test_nor_is_it_when_the_right_moves_twice(start: World) -> None:
    classes, twice = reduced(start, most_moves=2)
    assert twice is None
    assert classes > 10_000, "the model moves"


@pytest.mark.parametrize("start", list(arrangements()), ids=named)
def test_worlds_taken_for_one_go_on_as_one(start: World) -> None:
    assert torn(start, every=1 if os.environ.get(LONG) else SOME) is None


@pytest.mark.parametrize("fault", FAULTS)
def test_each_rule_is_needed(fault: str) -> None:
    assert any(doubled(start, fault)[1] is not None for start in arrangements()), fault
