"""A guarantee that one workstation closed while another drew on it: told to both, and two officers look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from officer_app.core.acts import Act, ActKind
from officer_app.usecases.guarantee_register import Kept, close_guarantee, guarantee_state
from officer_app.usecases.reconcile import close_matter, read_matters
from officer_app.usecases.transit_consider import consider
from officer_app.usecases.transit_doubts import doubted
from officer_app.usecases.transit_intake import check
from tests.fakes import SUPERVISOR, officer
from tests.usecases.transit_cases import CLERK, DUTY, ELSEWHERE, done, handed, looked, received, refused, signed
from tests.usecases.two_transit_desks import Town, town_in

KIND = "guarantee_drawn_closed"
OVERRIDE = "อนุญาตเฉพาะราย"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with town_in(tmp_path) as made:
        yield made


def test_a_closed_guarantee_that_was_drawn_on_unheard_is_a_case_with_both_acts(town: Town) -> None:
    case = put_out(town)
    assert town.told(KIND) == [(True, case)]
    (found,) = doubted(town.one.counter)
    assert [(name, act.kind) for name, act in found.sides] == [
        ("first", ActKind.GUARANTEE_CLOSED),
        ("later", ActKind.GUARANTEE_DRAWN),
    ]
    assert [act.station for _, act in found.sides] == ["MS-1", "MS-2"]
    assert (found.case.subject, found.case.evidence["guarantee"]) == ("CASH-1", "CASH-1")
    # The signed case keeps what it drew, and nothing is drawn anew.
    for made in (town.first, town.second):
        assert guarantee_state(made, "CASH-1").drawn == {case: DUTY}
        other = received(made, "2.4", **ELSEWHERE)
        done(check(made, CLERK, other, handed("2.4"), "in a test"))
        assert refused(consider(made, CLERK, other, looked({}, why_now="in a test"))) == "guarantee_closed"


def test_two_officers_close_it_with_a_reason_and_it_stays_on_record(town: Town) -> None:
    put_out(town)
    (matter,) = read_matters(town.one.counter, town.one.journal).matters
    two = SUPERVISOR, officer("kanya", "supervisor", seed=9)
    closed = close_matter(town.one.counter, town.one.journal, two, matter, "ผู้ขอวางหลักประกันใหม่แล้ว")
    assert isinstance(closed, Act)
    town.meet()

    assert [is_open for is_open, _ in town.told(KIND)] == [False]
    (there,) = doubted(town.two.counter)
    assert (there.case.closed_by, there.case.closed_second) == ("anong", "kanya")
    assert there.case.closed_reason == "ผู้ขอวางหลักประกันใหม่แล้ว"


def test_who_drew_before_the_closing_is_in_no_doubt(town: Town) -> None:
    case = signed(town.second, "2.4", OVERRIDE, **ELSEWHERE)
    town.meet()
    town.later(60)
    assert isinstance(close_guarantee(town.first, CLERK, "CASH-1", "หมดสัญญา"), Kept)
    town.meet()

    assert town.told(KIND) == []
    assert guarantee_state(town.second, "CASH-1").drawn == {case: DUTY}


def put_out(town: Town) -> str:
    """The guarantee is closed at one, then drawn on at the other, which has not heard of it; gives the case."""
    assert isinstance(close_guarantee(town.first, CLERK, "CASH-1", "ผู้วางขอคืนเงิน"), Kept)
    town.later(60)
    case = signed(town.second, "2.4", OVERRIDE, **ELSEWHERE)
    assert town.told(KIND) == []
    town.meet()
    return case
