"""Holds on a transit case and steps taken back: who may, what is given back; no number is written twice."""

import pytest

from officer_app.core.transit import Phase
from officer_app.core.transit_numbers import Fate
from officer_app.usecases.guarantee_register import guarantee_state
from officer_app.usecases.transit_back import annul_step, hold, unhold
from officer_app.usecases.transit_consider import refuse
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_ends import extend
from officer_app.usecases.transit_journey import close, leave
from officer_app.usecases.transit_numbers import number_register
from officer_app.usecases.transit_sign import sign
from tests.fakes import SUPERVISOR
from tests.usecases.conftest import Opener
from tests.usecases.transit_cases import (
    CLERK,
    DUTY,
    ELSEWHERE,
    MS_1,
    SIGNER,
    closed,
    considered,
    done,
    ready,
    refused,
    signed,
    under_way,
)

WHY = "ลงข้อมูลผิด"
OVERRIDE = "ด่านได้รับหนังสือกรมศุลกากรให้ผ่านได้"


@pytest.fixture
def desk(opening: Opener) -> TransitDesk:
    return ready(opening(MS_1))


def phase(desk: TransitDesk, case: str) -> Phase:
    return desk.counter.journal.transit_state(case).phase


def test_a_held_case_goes_nowhere_until_a_supervisor_lets_it(desk: TransitDesk) -> None:
    case = considered(desk)
    assert refused(hold(desk, CLERK, case, " ")) == "reason_needed"
    assert refused(unhold(desk, SUPERVISOR, case, WHY)) == "transit_not_held"
    done(hold(desk, CLERK, case, "รอผลตรวจสอบ"))

    assert refused(sign(desk, SIGNER, case)) == "held"
    assert refused(hold(desk, CLERK, case, WHY)) == "held"
    assert refused(unhold(desk, CLERK, case, WHY)) == "role"
    done(unhold(desk, SUPERVISOR, case, WHY))
    assert done(sign(desk, SIGNER, case)).state.phase is Phase.SIGNED


def test_what_is_not_there_or_closed_is_not_held(desk: TransitDesk) -> None:
    assert refused(hold(desk, CLERK, "TC4901MS16900099", WHY)) == "transit_unknown_case"
    assert refused(hold(desk, CLERK, closed(desk), WHY)) == "transit_not_now"


def test_a_step_is_taken_back_by_two_officers_one_after_the_other(desk: TransitDesk) -> None:
    case = under_way(desk)
    assert refused(annul_step(desk, CLERK, None, case, WHY)) == "second_needed"
    assert refused(annul_step(desk, CLERK, CLERK, case, WHY)) == "same_officer"
    assert refused(annul_step(desk, CLERK, SIGNER, case, WHY)) == "role"
    assert refused(annul_step(desk, CLERK, SUPERVISOR, case, "")) == "reason_needed"
    first = desk.counter.journal.transit_state(case).path[0].act_id
    assert refused(annul_step(desk, CLERK, SUPERVISOR, case, WHY, first)) == "transit_nothing_to_annul"

    annulled = done(annul_step(desk, CLERK, SUPERVISOR, case, WHY))
    assert (annulled.state.phase, annulled.act.text("second")) == (Phase.HANDED_OVER, "anong")
    again = done(annul_step(desk, CLERK, SUPERVISOR, case, WHY))
    assert (again.act.act_id, again.state.phase) == (annulled.act.act_id, Phase.HANDED_OVER)
    named = again.state.path[-1].act_id
    for _ in range(2):
        assert done(annul_step(desk, CLERK, SUPERVISOR, case, WHY, named)).state.phase is Phase.KEYED
    assert done(annul_step(desk, CLERK, SUPERVISOR, case, "เลขที่ผิดด้วย")).state.phase is Phase.SIGNED
    assert refused(leave(desk, CLERK, case)) == "transit_not_now"


def test_an_annulled_signature_gives_back_what_it_drew_and_its_number_is_never_written_again(desk: TransitDesk) -> None:
    case = signed(desk, "2.4", OVERRIDE, **ELSEWHERE)
    assert guarantee_state(desk, "CASH-1").drawn == {case: DUTY}

    assert done(annul_step(desk, SIGNER, SUPERVISOR, case, WHY)).state.phase is Phase.CONSIDERED
    assert guarantee_state(desk, "CASH-1").drawn == {}
    assert done(sign(desk, SIGNER, case, OVERRIDE)).state.fact("sequence_no") == "2/2569"
    assert guarantee_state(desk, "CASH-1").drawn == {case: DUTY}
    fates = [(each.first, each.fate) for each in number_register(desk, "4901/2569")][:2]
    assert fates == [(1, Fate.ANNULLED), (2, Fate.USED)]


def test_a_refusal_gives_back_what_a_crash_left_drawn(desk: TransitDesk) -> None:
    case = signed(desk, "2.4", OVERRIDE, **ELSEWHERE)
    done(annul_step(desk, SIGNER, SUPERVISOR, case, WHY))
    done(sign(desk, SIGNER, case, OVERRIDE))
    done(annul_step(desk, SIGNER, SUPERVISOR, case, WHY))
    done(refuse(desk, CLERK, case, "ข้อมูลไม่ตรง"))

    assert guarantee_state(desk, "CASH-1").drawn == {}


def test_what_was_said_beside_the_steps_is_taken_back_by_its_act(desk: TransitDesk) -> None:
    case = under_way(desk)
    before = desk.counter.journal.transit_state(case).limit
    assert before is not None
    longer = done(extend(desk, SIGNER, case, before.replace(year=2028), "ประกาศกรมศุลกากร"))

    done(annul_step(desk, CLERK, SUPERVISOR, case, WHY, longer.act.act_id))
    assert (desk.counter.journal.transit_state(case).limit, phase(desk, case)) == (before, Phase.EN_ROUTE)


def test_a_closing_that_was_annulled_may_be_made_again(desk: TransitDesk) -> None:
    case = closed(desk)
    assert done(annul_step(desk, CLERK, SUPERVISOR, case, WHY)).state.phase is Phase.EXITED
    assert done(close(desk, CLERK, case, "คู่ฉบับส่งกลับครบถ้วน")).state.phase is Phase.CLOSED


def test_a_closing_that_was_annulled_draws_the_guarantee_again_until_the_case_is_closed(desk: TransitDesk) -> None:
    case = closed(desk, code="2.4", override=OVERRIDE, **ELSEWHERE)
    assert guarantee_state(desk, "CASH-1").drawn == {}
    for reached in (Phase.EXITED, Phase.ARRIVED, Phase.EN_ROUTE):
        assert done(annul_step(desk, CLERK, SUPERVISOR, case, f"ผิดคัน {reached}")).state.phase is reached
        assert guarantee_state(desk, "CASH-1").drawn == {case: DUTY}
