"""When a guarantee is free again: at the closing, or at the exit already, as the office's table says."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from officer_app.core.guarantees import FreedAt
from officer_app.core.transit import Phase
from officer_app.usecases.guarantee_register import guarantee_state, guarantees
from officer_app.usecases.transit_back import annul_step
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_doubts import doubted, doubts
from officer_app.usecases.transit_ends import convert
from officer_app.usecases.transit_journey import Arrival, arrive, close, leave
from officer_app.usecases.transit_sign import sign
from tests.fakes import SUPERVISOR
from tests.usecases.transit_cases import (
    CLERK,
    DUTY,
    ELSEWHERE,
    EXIT_CLERK,
    SIGNER,
    at_exit,
    done,
    gone,
    refused,
    signed,
    under_way,
)
from tests.usecases.two_transit_desks import Town, town_in

OVERRIDE = "อนุญาตเฉพาะราย"
RETURNED = "คู่ฉบับส่งกลับครบถ้วน"
WRONG = "บันทึกผิดคัน"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with town_in(tmp_path) as made:
        yield made


def at_the_exit(desk: TransitDesk) -> TransitDesk:
    """The same desk in an office that frees guarantees at the exit."""
    return replace(desk, rules=replace(desk.rules, freed_at=FreedAt.EXIT))


def left(desk: TransitDesk) -> str:
    """A case whose goods are out, and which draws on the cash guarantee."""
    return gone(desk, "2.4", OVERRIDE, **ELSEWHERE)


def recorded(desk: TransitDesk) -> dict[str, int]:
    """What stands drawn by the acts alone."""
    return dict(desk.counter.journal.guarantee_state("CASH-1").drawn)


def test_by_the_shipped_table_it_is_freed_at_the_closing(town: Town) -> None:
    desk = town.first
    case = left(desk)
    assert guarantee_state(desk, "CASH-1").drawn == {case: DUTY}
    done(close(desk, CLERK, case, RETURNED))
    assert guarantee_state(desk, "CASH-1").drawn == {}


def test_freed_at_the_exit_it_carries_the_next_case_before_the_closing_of_the_first(town: Town) -> None:
    desk = at_the_exit(town.first)
    case = left(desk)
    assert (recorded(desk), guarantees(desk)["CASH-1"].free) == ({}, DUTY)
    other = signed(desk, "2.4", OVERRIDE, **ELSEWHERE)
    done(close(desk, CLERK, case, RETURNED))
    assert recorded(desk) == {other: DUTY}
    assert doubted(desk.counter) == []
    assert desk.counter.journal.guarantee_state("CASH-1").irregularities == ()


def test_freed_at_the_exit_an_annulled_exit_draws_it_again_and_an_annulled_closing_does_not(town: Town) -> None:
    desk = at_the_exit(town.first)
    case = left(desk)
    done(close(desk, CLERK, case, RETURNED))
    assert done(annul_step(desk, CLERK, SUPERVISOR, case, f"{WRONG} 1")).state.phase is Phase.EXITED
    assert recorded(desk) == {}
    assert done(annul_step(desk, CLERK, SUPERVISOR, case, f"{WRONG} 2")).state.phase is Phase.ARRIVED
    assert guarantee_state(desk, "CASH-1").drawn == recorded(desk) == {case: DUTY}
    assert doubts(desk, case).uncovered == ""
    done(leave(at_exit(desk, case), EXIT_CLERK, case))
    assert recorded(desk) == {}


def test_what_ends_without_an_exit_is_freed_by_its_closing_either_way(town: Town) -> None:
    desk = at_the_exit(town.first)
    case = under_way(desk, "2.4", OVERRIDE, **ELSEWHERE)
    done(convert(desk, CLERK, case, "A0010991100009"))
    assert guarantee_state(desk, "CASH-1").drawn == {case: DUTY}
    done(close(desk, CLERK, case, "นำเข้าแล้ว"))
    assert recorded(desk) == {}
    done(annul_step(desk, CLERK, SUPERVISOR, case, WRONG))
    assert recorded(desk) == {case: DUTY}


def test_an_exit_heard_of_from_elsewhere_frees_it_and_is_written_down_before_the_next_drawing(town: Town) -> None:
    here = at_the_exit(town.first)
    case = under_way(here, "2.4", OVERRIDE, **ELSEWHERE)
    town.meet()
    # As at another site's office: who confirms the exit there writes nothing into our register.
    far = exited(town, case)
    assert recorded(here) == {case: DUTY}
    assert guarantee_state(here, "CASH-1").free == DUTY
    other = signed(here, "2.4", OVERRIDE, **ELSEWHERE)
    assert recorded(here) == {other: DUTY}
    town.meet()
    assert doubted(here.counter) == doubted(far.counter) == []
    done(close(here, CLERK, case, RETURNED))
    assert recorded(here) == {other: DUTY}


def test_an_exit_annulled_elsewhere_is_a_doubt_and_draws_again_before_anything_else_is_drawn(town: Town) -> None:
    here = at_the_exit(town.first)
    case = under_way(here, "2.4", OVERRIDE, **ELSEWHERE)
    town.meet()
    far = exited(town, case)
    other = signed(here, "2.4", OVERRIDE, **ELSEWHERE)
    done(annul_step(here, CLERK, SUPERVISOR, other, WRONG))
    assert recorded(here) == {}
    done(annul_step(far, CLERK, SUPERVISOR, case, WRONG))
    town.meet()

    assert (doubts(here, case).uncovered, doubts(town.first, case).uncovered) == ("CASH-1", "")
    assert refused(sign(here, SIGNER, other, OVERRIDE)) == "guarantee_exhausted"
    assert recorded(here) == {case: DUTY}
    assert doubts(here, case).uncovered == ""


def exited(town: Town, case: str) -> TransitDesk:
    """The goods arrive and leave at the second workstation, whose office frees nothing; both hear of it."""
    far = at_exit(town.second, case)
    done(arrive(far, EXIT_CLERK, case, Arrival(("MST00001A", "MST00001B"), "701234")))
    done(leave(far, EXIT_CLERK, case))
    town.meet()
    return far
