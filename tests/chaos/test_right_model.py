"""Two can never grant at once: every interleaving of a small model, and each rule taken away is missed at once."""

import os

import pytest

from tests.chaos.right_model import FAULTS, World, arrangements, doubled

LONG = "OFFICER_APP_LONG"
"""Set it to go through two more moves of the right from every arrangement (some minutes, some GB)."""


def named(world: World) -> str:
    return " and ".join(right.holder for right in world.rights)


@pytest.mark.parametrize("start", list(arrangements()), ids=named)
def test_in_no_order_of_steps_and_with_no_line_cut_is_a_permit_released_twice(start: World) -> None:
    worlds, twice = doubled(start)
    assert twice is None
    assert worlds > 1000, "the model moves"


@pytest.mark.parametrize("start", list(arrangements()), ids=named)
def test_nor_is_it_when_the_right_moves_twice(start: World) -> None:
    if named(start) != "A and centre" and not os.environ.get(LONG):
        pytest.skip(f"set {LONG} for two moves from here as well")
    worlds, twice = doubled(start, most_moves=2)
    assert twice is None
    assert worlds > 100_000, "the model moves"


@pytest.mark.parametrize("fault", FAULTS)
def test_each_rule_is_needed(fault: str) -> None:
    assert any(doubled(start, fault)[1] is not None for start in arrangements()), fault
