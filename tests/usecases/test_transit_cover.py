"""What stands behind a case: the duty that is declared, a guarantee of the register, a declaration of its own."""

from datetime import date

import pytest

from officer_app.core.guarantees import GuaranteeType
from officer_app.core.transit import Phase
from officer_app.usecases.guarantee_register import Entry, guarantee_state, register_guarantee
from officer_app.usecases.transit_consider import consider
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_intake import Filing, check, receive
from officer_app.usecases.transit_journey import key
from officer_app.usecases.transit_sign import sign
from tests.usecases.conftest import Opener
from tests.usecases.transit_cases import (
    CLERK,
    DUTY,
    ELSEWHERE,
    MS_1,
    SIGNER,
    TRADER,
    declared,
    done,
    handed,
    looked,
    ready,
    received,
    refused,
    signed,
)


@pytest.fixture
def desk(opening: Opener) -> TransitDesk:
    return ready(opening(MS_1))


def test_the_duty_that_is_declared_is_drawn_though_none_was_counted(desk: TransitDesk) -> None:
    case = received(desk, "2.4", **ELSEWHERE)
    done(check(desk, CLERK, case, handed("2.4", duty=0)))
    done(consider(desk, CLERK, case, looked(declared(**ELSEWHERE))))
    done(sign(desk, SIGNER, case, "อนุญาตเฉพาะราย"))

    assert guarantee_state(desk, "CASH-1").drawn == {case: DUTY}


@pytest.mark.parametrize("code", ["1", "2.4"])
def test_a_class_that_needs_a_bond_names_one_of_the_register(desk: TransitDesk, code: str) -> None:
    case = received(desk, code)

    assert refused(check(desk, CLERK, case, handed(code, guarantee="", duty=0))) == "transit_guarantee_needed"
    assert desk.counter.journal.transit_state(case).phase is Phase.RECEIVED


@pytest.mark.parametrize(("kind", "satang"), [("C", 0), ("B", -1), ("B", 10**15 + 1), ("C", 10**26), ("bond", 10**26)])
def test_a_guarantee_of_no_sum_that_can_be_is_not_entered(desk: TransitDesk, kind: str, satang: int) -> None:
    entry = Entry("NEW-1", GuaranteeType(kind), TRADER, satang, None, "DLT-1", date(2027, 12, 31))

    assert refused(register_guarantee(desk, CLERK, entry)) == "transit_field_needed"


def test_a_declaration_keyed_under_one_case_is_not_filed_as_another(desk: TransitDesk) -> None:
    case, number = signed(desk), "A0122991100011"
    done(key(desk, CLERK, case, number))

    assert refused(receive(desk, CLERK, number, Filing("บริษัท อื่น จำกัด", "1"))) == "transit_declaration_taken"


def test_a_declaration_filed_as_a_case_is_not_keyed_under_another(desk: TransitDesk) -> None:
    case, number = signed(desk), "A0122991100012"
    received(desk, number=number)

    assert refused(key(desk, CLERK, case, number)) == "transit_declaration_taken"
