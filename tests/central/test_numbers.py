"""Blocks of sequence numbers: no number is given twice, whoever asks, however often, also by a restored centre."""

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.ports import Unreachable
from tests.central.conftest import Centre
from tests.central.writing import Journal

SERIES = "4901/2599"


def test_blocks_follow_one_another_and_each_workstation_has_its_own(centre: Centre) -> None:
    one, two = centre.enrol("MS-1"), centre.enrol("MS-2")

    assert one.take_numbers(SERIES, 50, "act-1") == (1, 50)
    assert two.take_numbers(SERIES, 20, "act-2") == (51, 70)
    assert one.take_numbers(SERIES, 50, "act-3") == (71, 120)
    assert one.take_numbers("2901/2599", 50, "act-4") == (1, 50)


def test_asking_again_gives_the_same_block(centre: Centre) -> None:
    one = centre.enrol("MS-1")
    first = one.take_numbers(SERIES, 50, "act-1")
    one.take_numbers(SERIES, 50, "act-2")

    assert one.take_numbers(SERIES, 50, "act-1") == first


@pytest.mark.parametrize(("series", "count"), [(SERIES, 0), (SERIES, 1001), (SERIES, -1)])
def test_a_block_of_no_size_is_not_given(centre: Centre, series: str, count: int) -> None:
    with pytest.raises(Unreachable):
        centre.enrol("MS-1").take_numbers(series, count, "act-1")


def test_nobody_gets_a_block_under_another_workstations_act(centre: Centre) -> None:
    one, two = centre.enrol("MS-1"), centre.enrol("MS-2")
    one.take_numbers(SERIES, 50, "act-1")

    with pytest.raises(Unreachable):
        two.take_numbers(SERIES, 50, "act-1")
    assert two.take_numbers(SERIES, 50, "act-2") == (51, 100)


def test_what_a_workstation_gave_itself_before_it_was_enrolled_is_not_given_again(centre: Centre) -> None:
    one, journal = centre.enrol("MS-1"), Journal("MS-1", centre.site)
    journal.act(ActKind.NUMBERS_GIVEN, fields={"series": SERIES, "first": 1, "last": 150})
    one.push(journal.acts)

    assert centre.enrol("MS-2").take_numbers(SERIES, 50, "act-9") == (151, 200)


def test_a_restored_centre_gives_none_until_it_has_heard_everybody(centre: Centre) -> None:
    one = centre.enrol("MS-1")
    one.take_numbers(SERIES, 50, "act-1")
    epoch = centre.restored()

    with pytest.raises(Unreachable):
        one.take_numbers(SERIES, 50, "act-2")
    assert one.caught_up(epoch)
    assert one.take_numbers(SERIES, 50, "act-2") == (51, 100)
