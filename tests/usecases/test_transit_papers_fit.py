"""What is declared has to be enough for every paper of the case, before anything is considered or handed over."""

from typing import Any

import pytest

from officer_app.core.kinds import ActKind
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase
from officer_app.core.transit_declared import papers_of
from officer_app.usecases.transit_consider import consider
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_intake import check
from officer_app.usecases.transit_journey import hand_over, key
from tests.usecases.conftest import Opener
from tests.usecases.transit_cases import (
    CLERK,
    ELSEWHERE,
    MS_1,
    RULES,
    TRIAL,
    declared,
    done,
    handed,
    looked,
    ready,
    received,
    signed,
)

LAO_ONLY = ("bl_house", "dlt_licence_no", "dlt_licence_expiry")
EVERYBODY = (
    *("applicant_address", "applicant_tax_id", "carrier_name", "office_entry", "office_entry_code", "office_exit"),
    *("origin_place", "destination_place", "destination_country", "vehicle", "cif_total", "decl_type"),
)


@pytest.fixture
def desk(opening: Opener) -> TransitDesk:
    return ready(opening(MS_1))


def considering(desk: TransitDesk, code: str, table: dict[str, Any]) -> object:
    case = received(desk, code, **{name: table[name] for name in ("office_exit_code",)})
    done(check(desk, CLERK, case, handed(code), "in a test"))
    return consider(desk, CLERK, case, looked(table, why_now="in a test"))


def fields_of(answer: object) -> list[str]:
    assert isinstance(answer, Refusal), answer
    assert answer.code == "transit_data_missing"
    return answer.params["fields"].split(", ")


@pytest.mark.parametrize("field", [*EVERYBODY, *LAO_ONLY, "containers_total"])
def test_each_field_that_a_paper_of_a_carrier_needs_is_asked_for_by_name(desk: TransitDesk, field: str) -> None:
    table = {name: value for name, value in declared().items() if name != field}

    assert fields_of(considering(desk, "1", table)) == [field]


def test_what_only_the_agreement_asks_for_is_not_asked_of_others(desk: TransitDesk) -> None:
    table = {name: value for name, value in declared(**ELSEWHERE).items() if name not in LAO_ONLY}

    assert done(considering(desk, "2.1", table)).act.kind == ActKind.TRANSIT_CONSIDER


def test_goods_in_no_container_need_no_list_of_containers(desk: TransitDesk) -> None:
    loose = {name: value for name, value in declared().items() if not name.startswith("container")}
    done(considering(desk, "1", loose))
    named = {**loose, "container_no": "CSQU3054383"}

    assert set(fields_of(considering(desk, "1", named))) == {"containers", "containers_total"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"vehicle": "70-1234 ตาก " * 6}, "vehicle"),
        ({"route": "ทางหลวง 12 " * 60}, "route"),
        ({"invoice_date": "31-12-2599"}, "invoice_date"),
        ({"carrier_name": "ບໍລິສັດ"}, "carrier_name"),
        ({"items": [{**declared()["items"][0], "hs_code": ""}, declared()["items"][1]]}, "items[0].hs_code"),
    ],
    ids=["too long", "far too long", "no day", "letters of no typeface", "a line of goods"],
)
def test_what_no_paper_can_show_is_told_before_anything_is_signed(
    desk: TransitDesk, changes: dict[str, Any], field: str
) -> None:
    assert field in fields_of(considering(desk, "1", declared(**changes)))


def test_what_is_handed_over_has_to_fit_the_papers_too(desk: TransitDesk) -> None:
    case = signed(desk)
    done(key(desk, CLERK, case, f"A01229911{case[-5:]}"))
    long = hand_over(desk, CLERK, case, "นายสมมติ ตัวอย่าง", ("MST-1",), "70-1234 TAK " * 6)

    assert fields_of(long) == ["vehicle"]
    assert desk.counter.journal.transit_state(case).phase is Phase.KEYED
    done(hand_over(desk, CLERK, case, "นายสมมติ ตัวอย่าง", ("MST-1",), "70-1234"))


def test_the_papers_of_a_case_are_those_of_its_regime() -> None:
    assert papers_of("451-lao", {}) == ("448-1", "451-lao", "key-in-sheet")
    assert papers_of("451-lao", {"containers_total": 1}) == ("448-1", "451-lao", "container-list", "key-in-sheet")
    assert papers_of("451-37", {"handed_to": "ก"}) == ("448-1", "451-37", "key-in-sheet", "hand-over-receipt")
    assert TRIAL("1", declared()) == ()


def test_the_control_sheet_is_that_of_the_agreement_not_of_the_class() -> None:
    assert [RULES.control_sheet(*of) for of in (("1", "LA"), ("1", "MY"), ("2.4", "LA"), ("1", ""))] == [
        *("451-lao", "451-37", "451-37", "451-37"),
    ]
