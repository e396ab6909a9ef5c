"""What is compared with what: the exit office with where the goods are, a guarantee's holder with the applicant, a
declaration with what it was filed as and with its containers.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.guarantees import GuaranteeType
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase
from officer_app.usecases.guarantee_register import Entry, Kept, register_guarantee
from officer_app.usecases.transit_arrival import Arrival, arrive, leave
from officer_app.usecases.transit_consider import Differs, consider, key_of
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_ends import mark_overdue
from officer_app.usecases.transit_intake import Filing, check, receive
from officer_app.usecases.transit_sign import sign
from tests.fakes import Desk
from tests.usecases.conftest import Opener
from tests.usecases.transit_cases import (
    CLERK,
    ELSEWHERE,
    EXIT_CLERK,
    EXIT_OFFICE,
    FAR,
    MS_1,
    SIGNER,
    TRADER,
    at_exit,
    considered,
    declared,
    done,
    handed,
    looked,
    ready,
    received,
    refused,
    under_way,
)

SEALS = ("MST00001A", "MST00001B")
OTHER = "0994000164912"
DAY = 86_400


@pytest.fixture
def place(opening: Opener) -> Desk:
    return opening(MS_1)


@pytest.fixture
def desk(place: Desk) -> TransitDesk:
    return ready(place)


# --- the exit office


def test_an_arrival_by_number_at_another_office_is_asked_why_and_stays_on_record(desk: TransitDesk) -> None:
    case = under_way(desk)
    wrong = arrive(desk, EXIT_CLERK, case, Arrival(SEALS, "701234"))

    assert isinstance(wrong, Refusal)
    assert (wrong.code, wrong.params) == ("transit_code_other_office", {"exit": EXIT_OFFICE, "office": "4901"})
    assert desk.counter.journal.transit_state(case).phase is Phase.EN_ROUTE
    # What is said of the goods answers nothing about the office.
    assert refused(arrive(desk, EXIT_CLERK, case, Arrival(SEALS, "701234", "ของครบ"))) == "transit_code_other_office"
    arrived = done(arrive(desk, EXIT_CLERK, case, Arrival(SEALS, "701234", why_here="สะพานปิด ให้ออกที่ด่านต้นทาง")))
    fields = arrived.act.fields
    assert (fields["meant_for"], fields["office"], fields["seals_intact"]) == (EXIT_OFFICE, "4901", True)
    assert (fields["why_here"], "discrepancies" in fields) == ("สะพานปิด ให้ออกที่ด่านต้นทาง", False)
    assert arrived.state.fact("exit_office") == EXIT_OFFICE


def test_at_its_own_office_nothing_is_asked(desk: TransitDesk) -> None:
    case = under_way(desk)
    arrived = done(arrive(at_exit(desk, case), EXIT_CLERK, case, Arrival(SEALS, "701234")))

    assert "meant_for" not in arrived.act.fields
    assert not {"discrepancies", "why_here"} & set(arrived.act.fields)


def test_another_office_and_a_broken_seal_are_both_named_at_once(desk: TransitDesk) -> None:
    case = under_way(desk)
    wrong = arrive(desk, EXIT_CLERK, case, Arrival(SEALS[:1], "709999"))

    assert isinstance(wrong, Refusal)
    assert wrong.code == "transit_arrival_differs"
    assert wrong.params["exit"] == EXIT_OFFICE
    assert wrong.params["sent"] == "MST00001A, MST00001B / 70-1234"
    assert wrong.params["found"] == "MST00001A / 70-9999"
    found = Arrival(SEALS[:1], "709999", "ดวงตราขาด", "สะพานปิด")
    assert refused(arrive(desk, EXIT_CLERK, case, replace(found, why_here=" "))) == "transit_code_other_office"
    assert refused(arrive(desk, EXIT_CLERK, case, replace(found, discrepancies=""))) == "transit_seals_differ"
    fields = done(arrive(desk, EXIT_CLERK, case, found)).act.fields
    assert (fields["discrepancies"], fields["why_here"]) == ("ดวงตราขาด", "สะพานปิด")


def test_what_arrived_at_one_office_does_not_leave_from_another_unsaid(desk: TransitDesk) -> None:
    case = under_way(desk)
    there = at_exit(desk, case)
    done(arrive(there, EXIT_CLERK, case, Arrival(SEALS, "701234")))

    assert refused(leave(desk, EXIT_CLERK, case, "ของครบ")) == "transit_exit_other_office"
    gone = done(leave(desk, EXIT_CLERK, case, why_here="ย้ายด่านตามคำสั่ง")).act
    assert (gone.text("why_here"), "findings" in gone.fields) == ("ย้ายด่านตามคำสั่ง", False)


def test_after_a_broken_seal_what_was_found_and_why_it_leaves_here_are_said_apart(desk: TransitDesk) -> None:
    case = under_way(desk)
    done(arrive(at_exit(desk, case), EXIT_CLERK, case, Arrival(SEALS[:1], "701234", "ดวงตราขาด")))

    assert refused(leave(desk, EXIT_CLERK, case, why_here="ย้ายด่าน")) == "transit_findings_needed"
    assert refused(leave(desk, EXIT_CLERK, case, "ของครบ")) == "transit_exit_other_office"
    gone = done(leave(desk, EXIT_CLERK, case, "ของครบ", "ย้ายด่าน")).act
    assert (gone.text("findings"), gone.text("why_here")) == ("ของครบ", "ย้ายด่าน")


# --- whose guarantee


def anothers(desk: TransitDesk, number: str = "BOND-2", holder: str = OTHER) -> None:
    entry = Entry(number, GuaranteeType.BOND, holder, 0, None, "DLT-2", date(2027, 12, 31))
    assert isinstance(register_guarantee(desk, CLERK, entry), Kept)


def test_anothers_guarantee_is_refused_at_the_papers_already(desk: TransitDesk) -> None:
    anothers(desk)
    case = received(desk)
    wrong = check(desk, CLERK, case, handed(guarantee="BOND-2"))

    assert isinstance(wrong, Refusal)
    assert (wrong.code, wrong.params["holder"], wrong.params["applicant"]) == ("guarantee_not_his", OTHER, TRADER)
    assert desk.counter.journal.transit_state(case).phase is Phase.RECEIVED
    done(check(desk, CLERK, case, handed()))


def test_a_tax_number_that_is_declared_after_the_papers_is_compared_too(desk: TransitDesk) -> None:
    case = done(receive(desk, CLERK, "", Filing("บริษัท ตัวอย่าง จำกัด", "1"))).act.subject.number
    done(check(desk, CLERK, case, handed()))
    wrong = consider(desk, CLERK, case, looked(declared(applicant_tax_id=OTHER)))

    assert refused(wrong) == "guarantee_not_his"
    # As people write it, with dashes, it is the same number.
    done(consider(desk, CLERK, case, looked(declared(applicant_tax_id="0-9940-00163-01-1"))))


def test_an_office_that_takes_anothers_surety_says_so_in_its_table(place: Desk, desk: TransitDesk) -> None:
    anothers(desk)
    classes = tuple(replace(each, own_guarantee=False) for each in desk.rules.classes)
    lenient = replace(desk, rules=replace(desk.rules, classes=classes))
    case = received(lenient)
    done(check(lenient, CLERK, case, handed(guarantee="BOND-2")))
    done(consider(lenient, CLERK, case, looked()))

    assert refused(sign(desk, SIGNER, case)) == "guarantee_not_his"


# --- what it was filed as


@pytest.mark.parametrize(
    ("changes", "key", "filed"),
    [
        ({"applicant_class": "2.3"}, "filing/0/applicant_class", "1"),
        ({"office_entry_code": "4801"}, "filing/0/office_entry_code", "4901"),
        ({"office_exit_code": "3101"}, "filing/0/office_exit_code", EXIT_OFFICE),
        ({"containers_total": 2}, "containers/0/containers", "1"),
        (
            {"packages_total": 25, "containers": [{**declared()["containers"][0], "packages": 24}]},
            "containers/0/packages",
            "24",
        ),
    ],
    ids=["class", "entry office", "exit office", "number of containers", "packages in containers"],
)
def test_a_declaration_that_contradicts_its_filing_is_listed_and_resolved_with_a_reason(
    desk: TransitDesk, changes: dict[str, Any], key: str, filed: str
) -> None:
    case = received(desk)
    done(check(desk, CLERK, case, handed()))
    wrong = consider(desk, CLERK, case, looked(declared(**changes)))

    assert isinstance(wrong, Differs)
    assert [(key_of(each), each.found) for each in wrong.differences] == [(key, filed)]
    taken = done(consider(desk, CLERK, case, looked(declared(**changes), resolved={key: "ตรวจกับเอกสารแล้ว ป้อนผิด"})))
    kept = taken.act.fields["resolved"]
    assert isinstance(kept, list)
    assert [row["reason"] for row in kept if isinstance(row, dict)] == ["ตรวจกับเอกสารแล้ว ป้อนผิด"]


def test_what_was_filed_with_a_wrong_class_is_listed_though_nothing_is_keyed_anew(desk: TransitDesk) -> None:
    case = received(desk, applicant_class="2.4")
    done(check(desk, CLERK, case, handed()))
    wrong = consider(desk, CLERK, case, looked({}))

    assert isinstance(wrong, Differs)
    assert [key_of(each) for each in wrong.differences] == ["filing/0/applicant_class"]


def test_a_declared_licence_that_ended_is_no_licence(desk: TransitDesk) -> None:
    case = received(desk, dlt_licence_expiry="2026-11-20")
    done(check(desk, CLERK, case, handed()))

    assert refused(consider(desk, CLERK, case, looked({}))) == "transit_proof_ended"


# --- what the refusals tell


@pytest.mark.parametrize(("code", "item"), [("2.3", "2.3"), ("2.4", "2.4")])
def test_a_guarantee_that_is_used_up_cites_the_item_of_the_class(desk: TransitDesk, code: str, item: str) -> None:
    small = Entry("SMALL", GuaranteeType.BANK_LETTER, TRADER, 200_000_000, date(2027, 12, 31))
    assert isinstance(register_guarantee(desk, CLERK, small), Kept)
    table: dict[str, Any] = {**ELSEWHERE, "duty_guaranteed": 150_000_000}
    one, other = received(desk, code, **table), received(desk, code, **table)
    for case in (one, other):
        done(check(desk, CLERK, case, handed(code, guarantee="SMALL", duty=150_000_000), "in a test"))
    done(consider(desk, CLERK, one, looked({}, why_now="in a test")))
    done(sign(desk, SIGNER, one, "อนุญาตเฉพาะราย"))
    answer = consider(desk, CLERK, other, looked({}, why_now="in a test"))

    assert isinstance(answer, Refusal)
    assert (answer.code, answer.params["item"]) == ("guarantee_exhausted", item)
    assert (answer.params["free"], answer.params["duty"]) == ("500,000.00", "1,500,000.00")


def test_a_case_whose_last_day_passed_before_its_signature_can_be_recorded_so(place: Desk, desk: TransitDesk) -> None:
    case, early = considered(desk), received(desk)
    assert refused(mark_overdue(desk, CLERK, early)) == "transit_no_limit"
    soon = mark_overdue(desk, CLERK, case)
    assert isinstance(soon, Refusal)
    assert (soon.code, soon.params["limit"]) == ("transit_before_limit", "19-02-2570")
    place.later(91 * DAY)
    passed = sign(desk, SIGNER, case)
    assert isinstance(passed, Refusal)
    assert (passed.code, "141/2560" in passed.params["rule"]) == ("transit_limit_passed", True)

    act = done(mark_overdue(desk, CLERK, case)).act
    assert (act.kind, act.text("limit_date")) == (ActKind.TRANSIT_OVERDUE, "2027-02-19")


def test_a_licence_that_the_register_has_otherwise_is_a_difference_the_officer_answers(desk: TransitDesk) -> None:
    said = {"dlt_licence_no": "dlt 2", "dlt_licence_expiry": "2057-01-31"}
    case = received(desk, **said)
    done(check(desk, CLERK, case, handed()))
    found = consider(desk, CLERK, case, looked(declared(**said)))

    assert isinstance(found, Differs)
    assert [(key_of(each), each.declared, each.found) for each in found.differences] == [
        ("register/0/dlt_licence_no", "dlt 2", "DLT-1"),
        ("register/0/dlt_licence_expiry", "2057-01-31", FAR.isoformat()),
    ]
    answers = {key_of(each): "ใบอนุญาตต่ออายุแล้ว ทะเบียนยังไม่แก้" for each in found.differences}
    kept = done(consider(desk, CLERK, case, looked(declared(**said), resolved=answers))).act.fields["resolved"]
    assert isinstance(kept, list)
    assert [row["reason"] for row in kept if isinstance(row, dict)] == list(answers.values())


def test_a_licence_that_is_written_otherwise_is_the_same_one(desk: TransitDesk) -> None:
    case = received(desk, dlt_licence_no="dlt-1 ")
    done(check(desk, CLERK, case, handed()))
    done(consider(desk, CLERK, case, looked(declared(dlt_licence_no="dlt-1 "))))
