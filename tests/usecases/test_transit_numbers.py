"""Sequence numbers: two who sign at once, two offices cut off, a block used up, a new year; never a double."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from officer_app.central.memory import MemoryCentre
from officer_app.core.acts import Act, ActKind
from officer_app.core.transit_numbers import Fate
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_numbers import fetch_numbers, free_number, left_in_blocks, number_register
from officer_app.usecases.transit_sign import sign
from tests.fakes import NOW, Desk, desk
from tests.usecases.conftest import Opener
from tests.usecases.transit_cases import (
    CLERK,
    MS_1,
    MS_2,
    RULES,
    SIGNER,
    at_desk,
    considered,
    done,
    put_guarantees,
    refused,
    signed,
)

SMALL = replace(RULES, block=3, low=0)
SERIES = "4901/2569"


def numbers(desk: TransitDesk) -> list[str]:
    """All sequence numbers that were written, by act."""
    return [act.text("sequence_no") for act in desk.counter.journal.acts_of_kind(ActKind.TRANSIT_SIGN)]


@pytest.fixture
def alone(opening: Opener) -> Desk:
    return opening(MS_1)


def test_a_workstation_alone_gives_itself_block_after_block(alone: Desk) -> None:
    ours = at_desk(alone, rules=SMALL)
    put_guarantees(ours)
    for _ in range(4):
        signed(ours)

    assert numbers(ours) == ["1/2569", "2/2569", "3/2569", "4/2569"]
    assert left_in_blocks(ours) == 2
    assert [(each.first, each.last, each.fate) for each in number_register(ours, SERIES)] == [
        *((number, number, Fate.USED) for number in range(1, 5)),
        (5, 6, Fate.WAITING),
    ]


def test_cut_off_from_the_centre_a_used_up_block_gives_contingency_numbers(opening: Opener) -> None:
    centre = MemoryCentre("MS", clock=lambda: NOW)
    line = centre.enrol("MS-1")
    ours = at_desk(opening(MS_1, line), rules=SMALL)
    put_guarantees(ours)
    signed(ours)
    line.reachable = False
    for _ in range(4):
        signed(ours)

    assert numbers(ours) == ["1/2569", "2/2569", "3/2569", "MS-1-1/2569", "MS-1-2/2569"]
    assert refused(fetch_numbers(ours, CLERK)) == "transit_no_numbers"
    line.reachable = True
    signed(ours)
    assert numbers(ours)[-1] == "4/2569"


def test_two_workstations_of_one_office_never_write_the_same_number(opening: Opener) -> None:
    centre = MemoryCentre("MS", clock=lambda: NOW)
    one, two = (at_desk(opening(station, centre.enrol(station.name)), rules=SMALL) for station in (MS_1, MS_2))
    for ours in (one, two):
        put_guarantees(ours)
    for _ in range(4):
        signed(one)
        signed(two)

    assert numbers(one) == ["1/2569", "2/2569", "3/2569", "7/2569"]
    assert numbers(two) == ["4/2569", "5/2569", "6/2569", "10/2569"]


def test_two_offices_number_by_themselves(opening: Opener) -> None:
    here = at_desk(opening(MS_1))
    there = at_desk(opening(MS_2), "2901")
    for ours in (here, there):
        put_guarantees(ours)
        signed(ours)

    assert [(act.text("series"), act.text("sequence_no")) for ours in (here, there) for act in _signatures(ours)] == [
        ("4901/2569", "1/2569"),
        ("2901/2569", "1/2569"),
    ]


def _signatures(desk: TransitDesk) -> list[Act]:
    return desk.counter.journal.acts_of_kind(ActKind.TRANSIT_SIGN)


def test_the_numbers_begin_anew_at_midnight_in_thailand(alone: Desk) -> None:
    ours = at_desk(alone)
    put_guarantees(ours)
    alone.clock[0] = datetime(2026, 12, 31, 16, 50, tzinfo=UTC)
    signed(ours, date_entry="2026-12-31")
    alone.clock[0] = datetime(2026, 12, 31, 17, 10, tzinfo=UTC)
    signed(ours, date_entry="2027-01-01")

    assert numbers(ours) == ["1/2569", "1/2570"]
    limits = [act.text("limit_date") for act in _signatures(ours)]
    assert limits == ["2027-03-31", "2027-04-01"]


def test_two_programs_that_sign_at_once_write_two_numbers(tmp_path: Path) -> None:
    with ExitStack() as stack:
        first = at_desk(stack.enter_context(desk(tmp_path, MS_1)))
        put_guarantees(first)
        cases = [considered(first) for _ in range(8)]
        fetch_numbers(first, CLERK)
        second = at_desk(stack.enter_context(desk(tmp_path, MS_1)))

        def of(program: TransitDesk, mine: list[str]) -> None:
            for case in mine:
                done(sign(program, SIGNER, case))

        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(of, first, cases[:4]), pool.submit(of, second, cases[4:])]
            for each in both:
                each.result()

        assert sorted(numbers(first)) == [f"{number}/2569" for number in range(1, 9)]
        assert free_number(first).number == 9
