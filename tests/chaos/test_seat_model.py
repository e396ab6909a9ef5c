"""Of a journal and its copies one grants: every interleaving of a small model, and each rule taken away is missed."""

import pytest

from tests.chaos.seat_model import FAULTS, doubled


def test_no_copy_of_a_file_ever_grants_and_of_whole_disks_one_does_after_both_met_the_centre() -> None:
    worlds, found = doubled()
    assert found is None
    assert worlds > 100_000, "the model moves"


@pytest.mark.parametrize("fault", FAULTS)
def test_each_rule_of_seats_is_needed(fault: str) -> None:
    assert doubled(fault)[1] is not None
