"""Sequence numbers: never twice, and every gap explained."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.transit_numbers import Block, Fate, Stretch, Use, next_number, register, series_of, written

STEPS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["use", "give", "return"])), max_size=60)


def test_the_series_begins_anew_with_the_buddhist_year_in_thai_time() -> None:
    before, after = datetime(2026, 12, 31, 16, 59, tzinfo=UTC), datetime(2026, 12, 31, 17, 0, tzinfo=UTC)

    assert series_of("4901", before) == "4901/2569"
    assert series_of("4901", after) == "4901/2570"
    assert series_of("4901", date(2027, 1, 1)) == "4901/2570"
    assert written(12, "4901/2570") == "12/2570"


def test_the_lowest_number_that_is_left_comes_next() -> None:
    blocks = [Block(51, 60), Block(1, 3)]

    assert next_number(blocks, []) == 1
    assert next_number(blocks, [1, 2]) == 3
    assert next_number(blocks, [1, 2, 3]) == 51
    assert next_number(blocks, [1, 2, 3], [Block(51, 59)]) == 60
    assert next_number([Block(1, 2)], [1, 2]) is None
    assert next_number([], []) is None


def test_every_gap_is_explained() -> None:
    uses = [Use(1, "C-1", "MS-1"), Use(2, "C-2", "MS-1", annulled=True), Use(11, "C-3", "MS-2")]
    given_out = {"MS-1": [Block(1, 5)], "MS-2": [Block(11, 13)]}
    returned = {"MS-1": [Block(4, 5)]}

    assert register(given_out, returned, uses) == [
        Stretch(1, 1, Fate.USED, "MS-1", "C-1"),
        Stretch(2, 2, Fate.ANNULLED, "MS-1", "C-2"),
        Stretch(3, 3, Fate.WAITING, "MS-1"),
        Stretch(4, 5, Fate.RETURNED, "MS-1"),
        Stretch(6, 10, Fate.NOT_GIVEN),
        Stretch(11, 11, Fate.USED, "MS-2", "C-3"),
        Stretch(12, 13, Fate.WAITING, "MS-2"),
    ]


def test_what_was_returned_may_be_given_again() -> None:
    one = [Block(1, 3)]

    assert next_number([*one, Block(2, 3)], [1], [Block(2, 3)]) == 2
    assert register({"MS-1": one, "MS-2": [Block(2, 3)]}, {"MS-1": [Block(2, 3)]}, []) == [
        Stretch(1, 1, Fate.WAITING, "MS-1"),
        Stretch(2, 3, Fate.WAITING, "MS-2"),
    ]


def test_a_number_on_two_cases_is_told() -> None:
    uses = [Use(1, "C-1", "MS-1"), Use(1, "C-2", "MS-2", annulled=True)]

    assert register({"MS-1": [Block(1, 1)]}, {}, uses) == [Stretch(1, 1, Fate.TWICE, "MS-1, MS-2", "C-1, C-2")]


@given(STEPS)
def test_workstations_that_take_turns_never_write_one_number_twice(steps: list[tuple[int, str]]) -> None:
    given_out: dict[str, list[Block]] = {}
    returned: dict[str, list[Block]] = {}
    uses: list[Use] = []
    end = 0
    for place, step in steps:
        station = f"MS-{place}"
        mine = given_out.setdefault(station, [])
        used = [use.number for use in uses if use.station == station]
        number = next_number(mine, used, returned.get(station, []))
        if step == "give":
            mine.append(Block(end + 1, end + 4))
            end += 4
        elif number is None:
            continue
        elif step == "return":
            last = next(block.last for block in mine if block.first <= number <= block.last)
            returned.setdefault(station, []).append(Block(number, last))
        else:
            uses.append(Use(number, f"C-{len(uses)}", station))

    assert len({use.number for use in uses}) == len(uses)
    told = register(given_out, returned, uses)
    assert [number for one in told for number in range(one.first, one.last + 1)] == list(range(1, end + 1))
    assert {one.first for one in told if one.fate is Fate.USED} == {use.number for use in uses}
    assert not [one for one in told if one.fate in (Fate.TWICE, Fate.NOT_GIVEN)]


@pytest.mark.parametrize(("first", "last"), [(0, 5), (5, 4), (-1, 1)])
def test_a_block_that_cannot_be_is_refused(first: int, last: int) -> None:
    with pytest.raises(ValueError, match="block"):
        Block(first, last)
