"""A case under attack: every step annulled and taken again, more seals than a box holds, sums at the satang, clocks
that are turned.
"""

from collections.abc import Callable

import pytest

from officer_app.core.guarantees import GuaranteeType
from officer_app.core.seals import MOST_IN_BOX, same_seals, seals_digest, written_seals
from officer_app.core.transit import Phase
from officer_app.core.transit_numbers import Fate
from officer_app.usecases.guarantee_register import Entry, Kept, guarantee_state, register_guarantee
from officer_app.usecases.transit_back import annul_step
from officer_app.usecases.transit_consider import consider
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_intake import Incomplete, check
from officer_app.usecases.transit_journey import Arrival, arrive, close, hand_over, key, leave
from officer_app.usecases.transit_lists import Listing, figures, listed
from officer_app.usecases.transit_numbers import fetch_numbers, number_register
from officer_app.usecases.transit_sign import sign
from tests.fakes import SUPERVISOR
from tests.usecases.conftest import Opener
from tests.usecases.test_transit_sites import OVERRIDE
from tests.usecases.transit_cases import (
    CLERK,
    DUTY,
    EXIT_CLERK,
    MS_1,
    SIGNER,
    TRADER,
    at_desk,
    at_exit,
    declared,
    done,
    handed,
    looked,
    put_guarantees,
    ready,
    received,
    refused,
    signed,
)

AWAY = {"destination_code": "SG", "transit_mode": "sea", "office_exit_code": "2801"}
WHY = "ผิดคัน"
Step = Callable[[TransitDesk, str], object]
STEPS: tuple[Step, ...] = (
    lambda desk, case: check(desk, CLERK, case, handed("2.4"), "in a test"),
    lambda desk, case: consider(desk, CLERK, case, looked(declared(**AWAY), why_now="in a test")),
    lambda desk, case: sign(desk, SIGNER, case, OVERRIDE),
    lambda desk, case: key(desk, CLERK, case, "A0122991100001"),
    lambda desk, case: hand_over(desk, CLERK, case, "นาย ก", ("S1",), "70-1234"),
    lambda desk, case: arrive(at_exit(desk, case), EXIT_CLERK, case, Arrival(("S1",), "701234")),
    lambda desk, case: leave(at_exit(desk, case), EXIT_CLERK, case),
    lambda desk, case: close(desk, CLERK, case, "คู่ฉบับส่งกลับครบถ้วน"),
)


@pytest.fixture
def desk(opening: Opener) -> TransitDesk:
    return ready(opening(MS_1))


def test_every_step_is_annulled_and_taken_again_up_to_the_end(desk: TransitDesk) -> None:
    journal, case = desk.counter.journal, received(desk, "2.4", **AWAY)
    fetch_numbers(desk, CLERK)
    for step in STEPS:
        before = journal.transit_state(case)
        done(step(desk, case))
        # Handing over and setting out are two acts.
        for turn in range(len(journal.transit_state(case).path) - len(before.path)):
            done(annul_step(desk, CLERK, SUPERVISOR, case, f"{WHY} {turn}"))
        assert (journal.transit_state(case).phase, journal.transit_state(case).path) == (before.phase, before.path)
        done(step(desk, case))
    state = journal.transit_state(case)
    assert (state.phase, state.irregularities) == (Phase.CLOSED, ())
    assert guarantee_state(desk, "CASH-1").drawn == {}
    fates = [(each.first, each.fate) for each in number_register(desk, "4901/2569")]
    assert fates[:2] == [(1, Fate.ANNULLED), (2, Fate.USED)]


MANY = 300
SEALS = tuple(f"MST-{place:05d}A" for place in range(MANY))


def test_seals_that_neither_box_nor_container_list_can_show_are_refused_before_the_hand_over(desk: TransitDesk) -> None:
    case = signed(desk)
    done(key(desk, CLERK, case, "A0122991100001"))
    assert len(written_seals(SEALS)) > MOST_IN_BOX
    assert refused(hand_over(desk, CLERK, case, "นาย ก", SEALS, "70-1234")) == "transit_data_missing"
    assert desk.counter.journal.transit_state(case).phase is Phase.KEYED


def test_a_digest_of_seals_fits_those_seals_alone() -> None:
    text = written_seals(SEALS)
    assert same_seals(seals_digest(text), reversed(SEALS))
    assert not same_seals(seals_digest(text), SEALS[1:])
    assert not same_seals(text, SEALS[1:])


@pytest.mark.parametrize(("more", "enough"), [(0, True), (1, True), (-1, False)])
def test_a_guarantee_covers_its_case_to_the_satang(desk: TransitDesk, more: int, enough: bool) -> None:
    entry = Entry("CASH-2", GuaranteeType.CASH, TRADER, DUTY + more)
    assert isinstance(register_guarantee(desk, CLERK, entry), Kept)
    case = received(desk, "2.4", **AWAY)
    answer = check(desk, CLERK, case, handed("2.4", guarantee="CASH-2"), "in a test")
    assert isinstance(answer, Incomplete) is not enough
    if enough:
        done(consider(desk, CLERK, case, looked(declared(**AWAY), why_now="in a test")))
        done(sign(desk, SIGNER, case, OVERRIDE))
        assert guarantee_state(desk, "CASH-2").free == more


def test_a_clock_that_is_turned_back_and_forth_stops_no_case_and_counts_no_time_below_nothing(opening: Opener) -> None:
    place = opening(MS_1)
    desk = at_desk(place)
    put_guarantees(desk)
    case = received(desk, "2.4", **AWAY)
    fetch_numbers(desk, CLERK)
    for turn, step in enumerate(STEPS):
        place.later(-259_200 if turn % 2 else 172_800)
        done(step(desk, case))
    before = place.journal.transit_state(case)
    place.journal.rebuild()
    assert place.journal.transit_state(case) == before
    assert (before.phase, before.irregularities) == (Phase.CLOSED, ())
    means = [mean for month in figures(desk) for mean in (month.check_s, month.consider_s, month.sign_s)]
    assert all(mean is None or mean >= 0 for mean in means)
    assert [each.number for which in Listing for each in listed(desk, which)] == [case]
