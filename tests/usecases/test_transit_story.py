"""A transit case from its filing to its end: each class, each way it may end, and every refusal on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.transit import Phase
from officer_app.usecases.guarantee_register import guarantee_state
from officer_app.usecases.transit_consider import consider, open_goods, refuse
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_ends import (
    answer,
    convert,
    end_overdue,
    enquire,
    extend,
    mark_overdue,
)
from officer_app.usecases.transit_intake import check
from officer_app.usecases.transit_journey import Arrival, arrive, case_of, close, hand_over, key, leave
from officer_app.usecases.transit_lists import Listing, PerMonth, figures, listed, minutes_text, per_month
from officer_app.usecases.transit_sign import sign
from tests.fakes import Desk
from tests.usecases.conftest import Opener
from tests.usecases.transit_cases import (
    CLERK,
    DUTY,
    ELSEWHERE,
    EXIT_CLERK,
    MS_1,
    SIGNER,
    at_exit,
    closed,
    done,
    gone,
    handed,
    looked,
    ready,
    received,
    refused,
    signed,
    under_way,
)

OVERRIDE = "ด่านได้รับหนังสือกรมศุลกากรให้ผ่านได้"
DAY = 86_400


@pytest.fixture
def place(opening: Opener) -> Desk:
    return opening(MS_1)


@pytest.fixture
def desk(place: Desk) -> TransitDesk:
    return ready(place)


def phase(desk: TransitDesk, case: str) -> Phase:
    return desk.counter.journal.transit_state(case).phase


def test_a_lao_case_goes_all_the_way_and_every_step_is_an_act(desk: TransitDesk) -> None:
    case = closed(desk)
    state = desk.counter.journal.transit_state(case)

    assert state.phase is Phase.CLOSED
    assert state.irregularities == ()
    assert [step.kind for step in state.path] == [
        *("transit_receive", "transit_check", "transit_consider", "transit_sign", "transit_key"),
        *("transit_hand_over", "transit_depart", "transit_arrive", "transit_exit", "transit_close"),
    ]
    assert (state.fact("sequence_no"), state.fact("entry_date"), state.fact("limit_date")) == (
        *("1/2569", "2026-11-21"),
        "2027-02-19",
    )


@pytest.mark.parametrize("code", ["2.1", "2.2", "2.3", "2.4"])
def test_a_case_to_another_country_has_thirty_days_and_needs_an_authorised_signer(desk: TransitDesk, code: str) -> None:
    case = signed(desk, code, OVERRIDE, **ELSEWHERE)
    state = desk.counter.journal.transit_state(case)

    assert state.fact("limit_date") == "2026-12-21"
    act = next(act for act in desk.acts_on(case) if act.kind == ActKind.TRANSIT_SIGN)
    assert act.text("override") == OVERRIDE
    assert "มาตรา 102" in act.text("legal_basis")


def test_what_a_case_draws_is_free_again_when_it_is_closed(desk: TransitDesk) -> None:
    case = under_way(desk, "2.4", OVERRIDE, **ELSEWHERE)
    assert guarantee_state(desk, "CASH-1").free == 0

    done(arrive(at_exit(desk, case), EXIT_CLERK, case, Arrival(("MST00001A", "MST00001B"))))
    done(leave(at_exit(desk, case), EXIT_CLERK, case))
    assert guarantee_state(desk, "CASH-1").free == 0
    done(close(desk, CLERK, case, "ครบถ้วน"))
    assert guarantee_state(desk, "CASH-1").free == DUTY


def test_exit_before_hand_over_and_exit_twice_are_refused(desk: TransitDesk) -> None:
    case = signed(desk)
    assert refused(leave(at_exit(desk, case), EXIT_CLERK, case)) == "transit_not_now"
    assert refused(arrive(at_exit(desk, case), EXIT_CLERK, case, Arrival(("MST00001A",)))) == "transit_not_now"

    other = gone(desk)
    assert refused(leave(at_exit(desk, other), EXIT_CLERK, other)) == "transit_done_already"
    assert phase(desk, other) is Phase.EXITED


def test_a_broken_seal_is_told_recorded_and_asks_for_findings(desk: TransitDesk) -> None:
    case = under_way(desk)
    found = Arrival(("MST00001A", "XX99"), "701234")
    assert refused(arrive(at_exit(desk, case), EXIT_CLERK, case, found)) == "transit_seals_differ"

    done(
        arrive(
            at_exit(desk, case), EXIT_CLERK, case, Arrival(found.seals, found.vehicle, "ดวงตราถูกเปลี่ยน แจ้งด่านต้นทางแล้ว")
        )
    )
    assert refused(leave(at_exit(desk, case), EXIT_CLERK, case)) == "transit_findings_needed"
    done(leave(at_exit(desk, case), EXIT_CLERK, case, "ตรวจของแล้วครบถ้วนตามสำแดง"))
    arrival = next(act for act in desk.acts_on(case) if act.kind == ActKind.TRANSIT_ARRIVE)
    assert arrival.fields["seals_intact"] is False


def test_another_vehicle_is_a_discrepancy(desk: TransitDesk) -> None:
    case = under_way(desk)

    assert (
        refused(arrive(at_exit(desk, case), EXIT_CLERK, case, Arrival(("MST00001A", "MST00001B"), "709999")))
        == "transit_seals_differ"
    )


def test_the_paper_leads_to_its_case_by_the_number_it_was_keyed_under(desk: TransitDesk) -> None:
    case = under_way(desk)
    keyed = desk.counter.journal.transit_state(case).fact("declaration_no")

    assert case_of(desk.counter, keyed) == case
    assert case_of(desk.counter, case) == case
    done(arrive(at_exit(desk, case), EXIT_CLERK, keyed, Arrival(("MST00001A", "MST00001B"))))
    assert phase(desk, case) is Phase.ARRIVED


def test_one_declaration_number_is_not_keyed_for_two_cases(desk: TransitDesk) -> None:
    keyed = desk.counter.journal.transit_state(under_way(desk)).fact("declaration_no")
    other = signed(desk)

    assert refused(key(desk, CLERK, other, keyed)) == "transit_declaration_taken"
    assert refused(key(desk, CLERK, other, "A0120991100001")) == "transit_not_transit"
    assert refused(key(desk, CLERK, other, "701234")) == "transit_not_a_declaration"


def test_goods_may_leave_on_the_last_day_and_not_one_day_late(place: Desk, desk: TransitDesk) -> None:
    in_time, late = under_way(desk), under_way(desk)
    for case in (in_time, late):
        done(arrive(at_exit(desk, case), EXIT_CLERK, case, Arrival(("MST00001A", "MST00001B"))))
    place.later(90 * DAY)
    done(leave(at_exit(desk, in_time), EXIT_CLERK, in_time))
    assert listed(desk, Listing.OVERDUE) == []
    place.later(1 * DAY)

    assert refused(leave(at_exit(desk, late), EXIT_CLERK, late)) == "transit_after_limit"
    assert [case.number for case in listed(desk, Listing.OVERDUE)] == [late]


@pytest.mark.parametrize(
    ("code", "changes", "end"),
    [("1", {}, Phase.LEFTOVER), ("2.3", ELSEWHERE, Phase.STATE_PROPERTY)],
)
def test_overdue_goods_end_as_their_agreement_says(
    place: Desk, desk: TransitDesk, code: str, changes: dict[str, str], end: Phase
) -> None:
    case = under_way(desk, code, OVERRIDE, **changes)
    assert refused(mark_overdue(desk, CLERK, case)) == "transit_before_limit"
    place.later(120 * DAY)

    done(mark_overdue(desk, CLERK, case))
    assert refused(end_overdue(desk, CLERK, case, "ครบกำหนด")) == "role"
    done(end_overdue(desk, SIGNER, case, "ครบกำหนด ไม่มีการส่งออก"))
    assert phase(desk, case) is end
    done(close(desk, CLERK, case, "ดำเนินการตามกฎหมายแล้ว"))


def test_goods_are_imported_on_the_last_day_and_not_one_day_late(place: Desk, desk: TransitDesk) -> None:
    one, other = under_way(desk), under_way(desk)
    place.later(90 * DAY)
    assert refused(convert(desk, CLERK, one, "A0121991100123")) == "transit_not_an_import"
    done(convert(desk, CLERK, one, "A0120991100123"))
    place.later(1 * DAY)

    assert phase(desk, one) is Phase.CONVERTED
    assert refused(convert(desk, CLERK, other, "A0120991100124")) == "transit_after_limit"


def test_a_regulation_may_give_more_days(place: Desk, desk: TransitDesk) -> None:
    case = under_way(desk)
    limit = desk.counter.journal.transit_state(case).limit
    assert limit is not None

    assert refused(extend(desk, CLERK, case, limit + timedelta(days=30), "ประกาศกรมศุลกากร")) == "role"
    assert refused(extend(desk, SIGNER, case, limit, "ประกาศกรมศุลกากร")) == "transit_no_extension"
    done(extend(desk, SIGNER, case, limit + timedelta(days=30), "ประกาศกรมศุลกากร"))
    place.later(100 * DAY)
    assert listed(desk, Listing.OVERDUE) == []


def test_an_enquiry_stands_until_it_is_answered(desk: TransitDesk) -> None:
    case = under_way(desk)
    done(enquire(desk, CLERK, case, "2901", "ไม่พบการยืนยันการส่งออก"))

    assert desk.counter.journal.transit_state(case).enquiry
    done(answer(desk, CLERK, case, "รถยังมาไม่ถึง"))
    assert not desk.counter.journal.transit_state(case).enquiry


def test_opened_goods_name_their_ground(desk: TransitDesk) -> None:
    case = under_way(desk)

    assert refused(open_goods(desk, CLERK, case, "curiosity", "ของครบ")) == "transit_no_ground"
    assert refused(open_goods(desk, CLERK, case, "security", " ")) == "reason_needed"
    done(open_goods(desk, CLERK, case, "security", "ของครบตามสำแดง"))


def test_only_an_authorised_officer_signs(desk: TransitDesk) -> None:
    case = under_way(desk)

    assert refused(sign(desk, CLERK, case)) == "role"
    assert refused(sign(desk, SIGNER, case)) == "transit_done_already"
    assert refused(sign(desk, SIGNER, "TC4901MS16900099")) == "transit_unknown_case"


def test_a_refused_case_may_be_filed_again(desk: TransitDesk) -> None:
    case = signed(desk)
    assert refused(refuse(desk, CLERK, case, "ข้อมูลไม่ตรง")) == "transit_not_now"
    assert refused(hand_over(desk, CLERK, case, "นายสมมติ", (), "")) == "transit_not_now"


def test_the_lists_hold_each_case_where_it_stands(place: Desk, desk: TransitDesk) -> None:
    out, finished = under_way(desk), closed(desk)

    assert [case.number for case in listed(desk, Listing.EN_ROUTE)] == [out]
    assert [(case.number, case.left) for case in listed(desk, Listing.CLOSED)] == [(finished, None)]
    assert listed(desk, Listing.DUE, 5) == []
    place.later(86 * DAY)
    assert [(case.number, case.left) for case in listed(desk, Listing.DUE, 5)] == [(out, 4)]
    place.later(5 * DAY)
    assert [case.number for case in listed(desk, Listing.OVERDUE)] == [out]
    month = figures(desk)[0]
    assert (month.year, month.month, month.filed, month.signed, month.exited) == (2026, 11, 2, 2, 1)


def test_figures_say_how_long_each_step_took_on_average_and_filings_a_month(place: Desk, desk: TransitDesk) -> None:
    for minutes in (4, 8):
        case = received(desk)
        place.later(60 * minutes)
        done(check(desk, CLERK, case, handed()))
        place.later(60 * (minutes + 1))
        done(consider(desk, CLERK, case, looked()))
        place.later(60 * (minutes + 2))
        done(sign(desk, SIGNER, case))
    received(desk)
    (month,) = figures(desk)
    assert (month.check_s, month.consider_s, month.sign_s, month.late) == (360, 420, 480, 0)
    assert minutes_text(month.consider_s) == "7.0"
    assert per_month([replace(month, month=9, filed=2), month]) == PerMonth(17, 3, 0)
    assert (per_month([]), minutes_text(None)) == (PerMonth(0, 0, 0), "–")
