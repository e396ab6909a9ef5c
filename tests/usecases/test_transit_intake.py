"""Intake and consideration: complete papers pass, incomplete ones are refused with what is missing, nothing is lost."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.applicants import Proof, TooLittle
from officer_app.core.guarantees import GuaranteeType
from officer_app.core.transit import Phase
from officer_app.core.transit_declared import read_paper
from officer_app.core.transit_match import Against
from officer_app.core.transit_papers import Fault, When
from officer_app.core.transit_service import service_clocks
from officer_app.usecases.guarantee_register import Entry, close_guarantee, register_guarantee
from officer_app.usecases.transit_consider import Differs, consider, key_of, refuse
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_handed import handed_before
from officer_app.usecases.transit_intake import Filing, Incomplete, check, receive
from officer_app.usecases.transit_lists import Listing, listed
from officer_app.usecases.transit_sign import sign
from tests.fakes import INSPECTOR, Desk
from tests.usecases.conftest import Opener
from tests.usecases.transit_cases import (
    CLERK,
    DUTY,
    ELSEWHERE,
    ITEMS,
    MS_1,
    PAPERS,
    SIGNER,
    TRADER,
    considered,
    declared,
    done,
    handed,
    looked,
    ready,
    received,
    refused,
    signed,
)

DAY = 86_400


@pytest.fixture
def place(opening: Opener) -> Desk:
    return opening(MS_1)


@pytest.fixture
def desk(place: Desk) -> TransitDesk:
    return ready(place)


def checked(desk: TransitDesk, code: str = "1", **changes: Any) -> str:
    case = received(desk, code, **changes)
    done(check(desk, CLERK, case, handed(code), "in a test"))
    return case


def test_a_filing_without_a_number_gets_one_and_each_the_next(desk: TransitDesk) -> None:
    assert [received(desk) for _ in range(3)] == ["TC4901MS16900001", "TC4901MS16900002", "TC4901MS16900003"]


def test_an_electronic_declaration_keeps_its_number(desk: TransitDesk) -> None:
    assert received(desk, number="A010-2991100001") == "A0102991100001"
    again = receive(desk, CLERK, "A0102991100001", Filing("บริษัท ตัวอย่าง จำกัด", "1"))
    assert refused(again) == "transit_done_already"


@pytest.mark.parametrize(
    ("number", "code"),
    [("A0100991100001", "transit_not_transit"), ("701234", "transit_not_a_case"), ("\x00", "unreadable")],
)
def test_what_is_no_transit_declaration_is_not_filed(desk: TransitDesk, number: str, code: str) -> None:
    assert refused(receive(desk, CLERK, number, Filing("บริษัท ตัวอย่าง จำกัด", "1"))) == code
    assert listed(desk, Listing.WAITING) == []


def test_a_filing_names_its_applicant_and_a_class_of_the_manual(desk: TransitDesk) -> None:
    assert refused(receive(desk, CLERK, "", Filing(" ", "1"))) == "transit_field_needed"
    assert refused(receive(desk, CLERK, "", Filing("บริษัท ตัวอย่าง จำกัด", "3"))) == "transit_no_such_class"
    assert refused(receive(desk, INSPECTOR, "", Filing("บริษัท ตัวอย่าง จำกัด", "1"))) == "role"


@pytest.mark.parametrize("code", ["1", "2.1", "2.2", "2.3", "2.4"])
def test_each_class_is_accepted_with_its_papers_and_refused_without(desk: TransitDesk, code: str) -> None:
    case = received(desk, code)
    without = handed(code, proofs={})
    answer = check(desk, CLERK, case, without)

    assert isinstance(answer, Incomplete)
    assert answer.unproved
    assert desk.counter.journal.transit_state(case).phase is Phase.REFUSED
    assert received(desk, code, number="") != case
    other = received(desk, code)
    done(check(desk, CLERK, other, handed(code), "in a test"))


def test_what_was_counted_is_there_when_they_come_back(desk: TransitDesk) -> None:
    case = received(desk)
    some = {name: each for name, each in PAPERS.items() if name not in ("invoice", "bond")}
    answer = check(desk, CLERK, case, handed(papers=some))

    assert isinstance(answer, Incomplete)
    assert [(each.fault, each.papers[0].id) for each in answer.lacking] == [
        (Fault.MISSING, "invoice"),
        (Fault.MISSING, "bond"),
    ]
    assert set(handed_before(desk, case).papers) == set(some)
    done(receive(desk, CLERK, case, Filing("บริษัท ตัวอย่างขนส่งริมเมย จำกัด", "1", declared())))
    done(check(desk, CLERK, case, handed()))
    told = [act.text("reason") for act in desk.acts_on(case) if act.kind == ActKind.TRANSIT_REFUSE]
    assert told == ["incomplete"]


def test_what_the_officer_ticks_asks_for_more_papers(desk: TransitDesk) -> None:
    case = received(desk)
    answer = check(desk, CLERK, case, handed(circumstances=frozenset({When.BY_ATTORNEY, When.JURISTIC})))

    assert isinstance(answer, Incomplete)
    assert [each.papers[0].id for each in answer.lacking] == ["company_certificate", "power_of_attorney"]


def test_who_came_first_is_served_first_unless_it_is_said_why(desk: TransitDesk) -> None:
    first, second = received(desk), received(desk)

    assert refused(check(desk, CLERK, second, handed())) == "transit_out_of_turn"
    done(check(desk, CLERK, second, handed(), "ของเน่าเสียง่าย"))
    act = next(act for act in desk.acts_on(second) if act.kind == ActKind.TRANSIT_CHECK)
    assert act.text("why_now") == "ของเน่าเสียง่าย"
    done(check(desk, CLERK, first, handed()))


def test_every_difference_has_to_be_resolved_with_a_reason(desk: TransitDesk) -> None:
    case = checked(desk)
    invoice = read_paper({"items": [{**ITEMS[0], "value": 870_999}, ITEMS[1]]})
    wrong = looked(papers={**looked().papers, Against.INVOICE: invoice})
    answer = consider(desk, CLERK, case, wrong)

    assert isinstance(answer, Differs)
    assert [key_of(each) for each in answer.differences] == ["invoice/1/value"]
    assert isinstance(consider(desk, CLERK, case, replace(wrong, resolved={"invoice/1/value": " "})), Differs)
    done(consider(desk, CLERK, case, replace(wrong, resolved={"invoice/1/value": "ใบแจ้งหนี้แก้ไขแล้ว แนบฉบับใหม่"})))
    act = next(act for act in desk.acts_on(case) if act.kind == ActKind.TRANSIT_CONSIDER)
    assert str(act.fields["resolved"]).count("ใบแจ้งหนี้แก้ไขแล้ว") == 1


def test_a_mismatch_may_be_refused_instead(desk: TransitDesk) -> None:
    case = checked(desk)
    done(refuse(desk, CLERK, case, "น้ำหนักไม่ตรงกับบัญชีราคาสินค้า"))

    assert desk.counter.journal.transit_state(case).phase is Phase.REFUSED
    assert [each.number for each in listed(desk, Listing.REFUSED)] == [case]


def test_both_papers_are_compared(desk: TransitDesk) -> None:
    case = checked(desk)

    assert refused(consider(desk, CLERK, case, looked(papers={}))) == "transit_paper_not_compared"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"destination_code": "TH"}, "transit_not_foreign"),
        ({"origin_code": "TH"}, "transit_not_foreign"),
        ({"destination_code": "SG"}, "transit_wrong_class"),
        ({"date_entry": "30-02-2569"}, "transit_field_needed"),
        ({"date_entry": "2569-11-22"}, "transit_entry_ahead"),
        ({"date_entry": "2026-12-23"}, "transit_entry_ahead"),
        ({"items": []}, "transit_field_needed"),
        ({"items": [{"packages": 1.5}]}, "transit_field_needed"),
        ({"office_exit_code": "x"}, "transit_field_needed"),
    ],
)
def test_what_is_declared_has_to_be_a_transit(desk: TransitDesk, changes: dict[str, object], code: str) -> None:
    case = checked(desk)

    assert refused(consider(desk, CLERK, case, looked(declared(**changes)))) == code


def test_the_route_is_asked_of_who_chooses_it(desk: TransitDesk) -> None:
    case = checked(desk, "2.3", **ELSEWHERE, route="")

    assert refused(consider(desk, CLERK, case, looked(declared(**ELSEWHERE, route="")))) == "transit_route_needed"


def test_no_agreement_no_signature_but_by_an_override_with_a_reason(desk: TransitDesk) -> None:
    case = considered(desk, "2.3", **ELSEWHERE)
    said = sign(desk, SIGNER, case)

    assert refused(said) == "transit_no_agreement"
    assert refused(sign(desk, SIGNER, case, " ")) == "transit_no_agreement"
    done(sign(desk, SIGNER, case, "หนังสือกรมศุลกากรอนุญาตเฉพาะราย"))


def test_an_exhausted_guarantee_stops_the_next_case(desk: TransitDesk) -> None:
    signed(desk, "2.4", "อนุญาตเฉพาะราย", **ELSEWHERE)
    case = checked(desk, "2.4", **ELSEWHERE)

    assert refused(consider(desk, CLERK, case, looked(declared(**ELSEWHERE), why_now="x"))) == "guarantee_exhausted"


def test_a_guarantee_used_up_between_consideration_and_signature_stops_the_signature(desk: TransitDesk) -> None:
    one, other = considered(desk, "2.4", **ELSEWHERE), considered(desk, "2.4", **ELSEWHERE)
    done(sign(desk, SIGNER, one, "อนุญาตเฉพาะราย"))

    assert refused(sign(desk, SIGNER, other, "อนุญาตเฉพาะราย")) == "guarantee_exhausted"


def test_a_licence_that_ends_between_intake_and_signature_stops_the_signature(place: Desk, desk: TransitDesk) -> None:
    case = received(desk)
    done(check(desk, CLERK, case, handed(expiry=date(2026, 11, 22))))
    done(consider(desk, CLERK, case, looked()))
    place.later(2 * DAY)

    assert refused(sign(desk, SIGNER, case)) == "transit_proof_ended"


def test_a_closed_bond_takes_no_new_case(desk: TransitDesk) -> None:
    case = checked(desk)
    close_guarantee(desk, CLERK, "BOND-1", "ใบอนุญาตกรมการขนส่งทางบกสิ้นอายุ")

    assert refused(consider(desk, CLERK, case, looked())) == "guarantee_closed"


def test_an_unknown_guarantee_is_none(desk: TransitDesk) -> None:
    case = received(desk)
    done(check(desk, CLERK, case, handed(guarantee="BOND-9")))

    assert refused(consider(desk, CLERK, case, looked())) == "guarantee_unknown"


def test_a_limit_that_has_passed_before_the_signature_is_told(place: Desk, desk: TransitDesk) -> None:
    case = considered(desk)
    place.later(100 * DAY)

    assert refused(sign(desk, SIGNER, case)) == "transit_limit_passed"


def test_the_service_clocks_count_open_hours_and_say_what_is_late(place: Desk, desk: TransitDesk) -> None:
    case = received(desk)  # 10:04:05 in Thailand
    place.later(9 * 60)
    done(check(desk, CLERK, case, handed()))
    place.later(21 * 60)
    done(consider(desk, CLERK, case, looked()))
    place.later(DAY)
    state = desk.counter.journal.transit_state(case)
    clocks = service_clocks(desk.rules, state, desk.counter.clock())

    assert [(each.step, each.late) for each in clocks] == [("check", False), ("consider", True), ("sign", True)]
    assert [each.used.total_seconds() / 60 for each in clocks] == [9, 21, 7 * 60]


def test_the_proof_that_is_missing_is_named(desk: TransitDesk) -> None:
    case = received(desk)
    answer = check(
        desk, CLERK, case, handed(proofs={k: v for k, v in handed().proofs.items() if k is not Proof.DLT_LICENCE})
    )

    assert isinstance(answer, Incomplete)
    assert [each.proofs for each in answer.unproved if hasattr(each, "proofs")] == [(Proof.DLT_LICENCE,)]


@pytest.mark.parametrize(("code", "guarantee"), [("2.3", "CASH-1"), ("2.4", "SMALL-1")])
def test_a_guarantee_that_does_not_reach_is_told_with_both_sums(desk: TransitDesk, code: str, guarantee: str) -> None:
    register_guarantee(desk, CLERK, Entry("SMALL-1", GuaranteeType.CASH, TRADER, DUTY - 1))
    case = received(desk, code)
    answer = check(desk, CLERK, case, handed(code, guarantee=guarantee))

    assert isinstance(answer, Incomplete)
    needed = 200_000_000 if code == "2.3" else DUTY
    given = DUTY if code == "2.3" else DUTY - 1
    assert answer.unproved == (TooLittle(needed, given),)
