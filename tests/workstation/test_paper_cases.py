"""Papers of a transit case say what its acts and the registers say, in words, and fill every box that has data."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.refusals import Refusal
from officer_app.print.forms import Forms
from officer_app.texts import Texts
from officer_app.usecases.transit_arrival import Arrival, arrive, leave
from officer_app.usecases.transit_consider import consider, open_goods
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_intake import check
from officer_app.viewmodels.entrances import Leaving
from officer_app.workstation.paper_case_facts import containers_said
from officer_app.workstation.paper_cases import CasePapers
from officer_app.workstation.paper_words import ActWords
from officer_app.workstation.papers import fitting
from tests.fakes import Desk, desk
from tests.print.paper import words_of
from tests.usecases.transit_cases import (
    CLERK,
    EXIT_CLERK,
    FAR,
    ITEMS,
    MS_1,
    TRADER,
    at_desk,
    considered,
    done,
    handed,
    looked,
    put_guarantees,
    received,
    signed,
    under_way,
)

FORMS = Forms(Path("resources/forms"))
TEXTS = Texts.load(Path("resources/texts"))
OVERRIDE = "ด่านได้รับหนังสือกรมศุลกากรให้ผ่านได้"
SAMPLE: dict[str, Any] = dict(FORMS.template("448-1").sample)
ROWS = [{**SAMPLE["items"][0], **row, "line": line} for line, row in enumerate(ITEMS, start=1)]
TWO: list[dict[str, Any]] = [
    {
        "line": line,
        "container_no": f"CSQU305438{line}",
        "container_type": "22G1",
        "goods": "เครื่องสูบน้ำ",
        "packages": row["packages"],
        "gross_weight": row["gross_weight"],
    }
    for line, row in enumerate(ITEMS, start=1)
]
WHOLE = {
    **SAMPLE,
    "packages_total": 25,
    "gross_weight_total": 2_725_000,
    "items": ROWS,
    "net_weight_total": 2_570_000,
    "containers": TWO,
    "applicant_tax_id": TRADER,
    "dlt_licence_no": "DLT-1",
    "dlt_licence_expiry": FAR.isoformat(),
}


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path, MS_1) as made:
        put_guarantees(at_desk(made))
        yield made


def whole(**changes: Any) -> dict[str, Any]:
    """Declared data with what the papers want, none of the office's own."""
    ours = ("decl_no", "sequence_no", "date_entry", "date_limit", "guarantee_type", "guarantee_no", "guarantee_amount")
    left = {*ours, "guarantee_expiry", "seal_no", "container_no", "container_type", "printed_by", "printed_at"}
    codes = ("origin_code", "destination_code", "transit_mode", "office_exit_code", "applicant_class", "decl_type")
    kept = {name: value for name, value in WHOLE.items() if name not in {*left, *codes}}
    return kept | {"route": str(WHOLE["route"]).replace("\n", " "), "containers_total": 2} | changes


def said(made: TransitDesk, form: str, case: str) -> Mapping[str, Any]:
    data, _ = CasePapers(made.counter, lambda: {"wanida": "วนิดา ผ่านแดน"}, TEXTS).of(form, case)
    return data


def test_the_guarantee_on_a_paper_is_the_registers_never_the_applicants(opened: Desk) -> None:
    made = at_desk(opened)
    case = considered(made, **whole(guarantee_no="WRONG-9", guarantee_type="B"))
    data = said(made, "448-1", case)
    assert (data["guarantee_no"], data["guarantee_type"]) == ("BOND-1", "bond")
    assert data["guarantee_expiry"] > made.today.isoformat()
    other = said(made, "key-in-sheet", considered(made, "2.4", **whole(**AWAY)))
    assert (other["guarantee_type"], other["guarantee_amount"]) == ("C", 31_415_926)


AWAY: dict[str, Any] = {"destination_code": "SG", "transit_mode": "sea", "office_exit_code": "2801"}


def test_seals_stand_on_every_paper_that_goes_with_the_goods(opened: Desk) -> None:
    made = at_desk(opened)
    case = under_way(made, **whole())
    for form in ("448-1", "451-37", "451-lao", "container-list", "hand-over-receipt"):
        data = fitting(FORMS.schema(form), said(made, form, case))
        assert data["seal_no"] == "MST00001A, MST00001B", form
    alone = [{**TWO[0], "packages": 25, "gross_weight": 2_725_000}]
    one = said(made, "451-37", under_way(made, **whole(containers=alone, containers_total=1)))
    assert one["containers"][0]["seal_no"] == "MST00001A, MST00001B"


@pytest.mark.parametrize("form", ["448-1", "451-37", "451-lao"])
def test_the_papers_tell_what_differs_of_the_office_and_of_the_goods_apart(opened: Desk, form: str) -> None:
    made = at_desk(opened)
    case = under_way(made, **whole())
    done(arrive(made, EXIT_CLERK, case, Arrival(("MST00001A",), "701234", "ดวงตราขาดหนึ่งดวง", "สะพานปิด")))
    elsewhere = replace(made, office="2901")
    done(leave(elsewhere, EXIT_CLERK, case, "ของครบ", "ย้ายด่านตามคำสั่ง"))

    assert said(made, form, case)["exit_discrepancies"] == (
        "เหตุที่มาถึงด่าน 4901 why at office 4901: สะพานปิด / "
        "เหตุที่ออกด่าน 2901 why out at office 2901: ย้ายด่านตามคำสั่ง / "
        "ดวงตราหรือยานพาหนะ seals or vehicle: ดวงตราขาดหนึ่งดวง (พบ found MST00001A / 70-1234)"
    )


@pytest.mark.parametrize("form", ["448-1", "451-37", "451-lao"])
def test_the_longest_that_an_exit_office_may_say_prints_to_its_last_word(opened: Desk, form: str) -> None:
    made = at_desk(opened)
    case = under_way(made, **whole())
    seals = tuple(f"XX{number:05}A" for number in range(1990))
    long = "ด่านปลายทางปิดเพราะน้ำท่วมถนน " * 66
    done(arrive(made, EXIT_CLERK, case, Arrival(seals, "", f"{long}ท้ายหนึ่ง", f"{long}ท้ายสอง")))
    done(leave(replace(made, office="2901"), EXIT_CLERK, case, "ของครบ", f"{long}ท้ายสาม"))

    paper = FORMS.render(form, fitting(FORMS.schema(form), said(made, form, case)), sample=True)
    printed = " ".join(words_of(paper.data, page) for page in range(1, paper.pages + 1))
    assert all(last in printed for last in ("XX01989A", "ท้ายหนึ่ง", "ท้ายสอง", "ท้ายสาม"))


@pytest.mark.parametrize("form", ["448-1", "451-37", "451-lao", "container-list", "key-in-sheet", "hand-over-receipt"])
def test_names_as_long_as_records_take_them_are_printed_whole_on_every_paper(opened: Desk, form: str) -> None:
    made = at_desk(opened)
    names = {f"{who}_name": f"บริษัท {f'ขนส่งและพิธีการ{who} ' * 60}"[:990] + " จำกัด" for who in ("applicant", "carrier")}
    case = under_way(made, **whole(**names))
    paper = FORMS.render(form, fitting(FORMS.schema(form), said(made, form, case)), sample=True)

    printed = "".join("".join(words_of(paper.data, page).split()) for page in range(1, paper.pages + 1))
    for who, name in names.items():
        word = f"พิธีการ{who.removesuffix('_name')}"
        assert printed.count(word) >= name.count(word) > 30


def test_a_name_longer_than_that_is_refused_before_anything_is_signed_saying_how_long_it_may_be(opened: Desk) -> None:
    made = at_desk(opened)
    case = received(made, **whole(carrier_name="ก" * 1001))
    done(check(made, CLERK, case, handed()))
    wrong = consider(made, CLERK, case, looked({}))

    assert isinstance(wrong, Refusal)
    assert (wrong.code, wrong.params["fields"]) == ("transit_data_missing", "carrier_name")
    assert "1000" in wrong.params["th"]
    assert "1000" in wrong.params["en"]


def test_containers_are_named_or_counted_where_there_is_one_box() -> None:
    assert containers_said({}, "S1") == {}
    one = containers_said({"container_no": "CSQU3054383", "packages_total": 3, "gross_weight_total": 5}, "S1")
    row = {"line": 1, "container_no": "CSQU3054383", "packages": 3, "gross_weight": 5, "seal_no": "S1"}
    assert (one["containers"], one["containers_total"]) == ([row], 1)
    two: dict[str, Any] = containers_said({"containers": TWO}, "S1, S2")
    assert (two["container_no"], two["container_type"]) == ("2 ตู้ ตามบัญชีตู้สินค้า", "22G1")
    assert all("seal_no" not in each for each in two["containers"])


def test_a_container_list_is_headed_by_where_the_goods_go(opened: Desk) -> None:
    made = at_desk(opened)
    cases = (signed(made, **whole()), signed(made, "2.1", OVERRIDE, **whole(applicant_class="2.1", **AWAY)))
    heads = []
    for case in cases:
        data = fitting(FORMS.schema("container-list"), said(made, "container-list", case))
        heads.append("สปป.ลาว" in words_of(FORMS.render("container-list", data, sample=True).data))
    assert heads == [True, False]


def test_a_bond_prints_for_a_carrier_and_for_a_trip(opened: Desk) -> None:
    made = at_desk(opened)
    general = said(made, "bond-37", considered(made, **whole(applicant_class="1")))
    assert (general["bond_no"], general["scope"], "decl_no" in general) == ("BOND-1", "general", False)
    assert "guarantee_type" not in general
    trip = said(made, "bond-37", considered(made, "2.4", **whole(applicant_class="2.4", **AWAY)))
    assert (trip["bond_no"], trip["scope"], trip["guarantee_no"], trip["amount"]) == (
        *("no. bond", "trip"),
        *("CASH-1", 31_415_926),
    )
    for data in (general, trip):
        pdf = FORMS.render("bond-37", fitting(FORMS.schema("bond-37"), data), sample=True)
        assert "บริษัท ตัวอย่างผ่านแดนสมมุติ จำกัด" in words_of(pdf.data)


def test_what_was_opened_stands_in_the_inspection_boxes(opened: Desk) -> None:
    made = at_desk(opened)
    case = under_way(made, **whole())
    done(open_goods(made, CLERK, case, "false_origin", "ของตรงตามสำแดง"))
    data = said(made, "448-1", case)
    assert data["inspection_result"] == "ของตรงตามสำแดง"
    assert data["inspection_order"] == "เปิดตรวจ – ถิ่นกำเนิดเป็นเท็จ"


def test_the_sheet_to_key_from_names_countries_by_name_and_letters(opened: Desk) -> None:
    made = at_desk(opened)
    case = considered(made, **whole(loading_country="เมียนมา", destination_country="ลาว"))
    data = said(made, "key-in-sheet", case)
    assert (data["loading_country"], data["destination_country"]) == ("เมียนมา MM", "ลาว LA")


def test_no_list_on_paper_shows_a_code_of_the_program(opened: Desk) -> None:
    made = at_desk(opened)
    words = ActWords(Texts.at_need(Path("resources/texts")), FORMS)
    under_way(made, **whole())
    for act in opened.journal.acts():
        assert "_" not in words.what(act), act.kind
        assert not any(name in words.details(act).split(" · ") for name in ("green", "made", "centre", "448-1"))
    assert {act.kind for act in opened.journal.acts()} >= {ActKind.TRANSIT_SIGN, ActKind.NUMBERS_GIVEN}


@pytest.mark.parametrize("why", [*Leaving, "offline", "card_gone"])
def test_why_somebody_left_a_job_waits_or_a_key_failed_is_told_in_words(opened: Desk, why: str) -> None:
    words = ActWords(Texts.at_need(Path("resources/texts")), FORMS)
    act = replace(opened.journal.acts()[-1], fields={"why": why})
    assert words.details(act) not in ("", str(why))


def test_a_form_that_is_there_no_more_keeps_its_name(opened: Desk) -> None:
    words = ActWords(Texts.at_need(Path("resources/texts")), FORMS)
    act = replace(opened.journal.acts()[-1], fields={"form": "no-such-form"})
    assert words.details(act) == "no-such-form"


def test_a_refusal_by_a_rule_is_told_in_the_rules_own_words(opened: Desk) -> None:
    words = ActWords(Texts.at_need(Path("resources/texts")), FORMS)
    case = under_way(at_desk(opened), **whole())
    act = opened.journal.acts_on("transit", case)[-1]
    by_rule = replace(act, fields={"code": "never_refused"})
    assert "never_refused" not in words.refused(by_rule)
    assert words.refused(replace(act, fields={"reason": "ทะเบียนรถไม่ตรง"})) == "ทะเบียนรถไม่ตรง"
    assert words.refused(replace(act, fields={})) == "-"
