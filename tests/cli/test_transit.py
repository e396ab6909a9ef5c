"""Transit through the command line: every class, what is refused and why, journeys to their end, papers, look-ups."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from zxingcpp import BarcodeFormat

from officer_app.core.buddhist import bangkok_day
from officer_app.core.transit_days import DayCount
from tests.cli.running import run
from tests.cli.transit_town import (
    EXIT_OFFICE,
    GUARANTEES,
    LAST_DAY,
    OFFICE,
    Desk,
    declaration,
    declared,
    handed,
    make_home,
    seals,
    today,
)
from tests.print.paper import codes_of, picture_of, words_of
from tests.usecases.transit_cases import DUTY, ITEMS, TRADER

OVERRIDE = ("--override", "ด่านได้รับหนังสือกรมศุลกากรให้ผ่านได้")
ARRIVED = (*seals(), "--vehicle", "70-1234")
WHY = ("--reason", "คู่ฉบับส่งกลับครบถ้วน")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One workstation for all of these: cases do not get into each other's way."""
    folder = tmp_path_factory.mktemp("transit")
    (folder / "files").mkdir()
    made = Desk(make_home(folder / "home"), folder / "files")
    for code in GUARANTEES:
        made.register(code)
    return made


def test_a_lao_case_goes_from_filing_to_closing_and_its_papers_print(desk: Desk, tmp_path: Path) -> None:
    case = desk.considered()
    assert desk.do("sign", case).code == "role"
    signed = desk.done("sign", case, by="wanida")
    ninety = DayCount().last_day(bangkok_day(today()), 90)
    assert (signed["state"], signed["limit_date"]) == ("signed", ninety.isoformat())
    assert desk.do("arrive", case, *ARRIVED).code == "transit_not_now"
    assert desk.done("key", case, declaration(case))["declaration_no"] == declaration(case)
    handed_over = desk.done("hand-over", case, "--to", "นายสมมติ ตัวอย่าง", *seals(), "--vehicle", "70-1234")
    assert handed_over["state"] == "en_route"
    for form in ("448-1", "451-lao", "451-37", "container-list", "key-in-sheet", "hand-over-receipt"):
        made = desk.run("print", form, case, "--out", tmp_path / f"{form}.pdf", "--officer", "prasit")
        assert (made.status, made.body["certified"]) == (0, False), made.out
    code = scanned(tmp_path / "451-lao.pdf")
    assert code == scanned(tmp_path / "448-1.pdf")
    here = desk.run("look-up", code).body
    assert (here["case"], here["by_code"], here["may"][:2]) == (case, True, ["arrive", "convert"])

    with desk.at(EXIT_OFFICE):
        assert desk.done("arrive", declaration(case), *ARRIVED)["state"] == "arrived"
        left = desk.done("exit", case)
        assert (left["state"], left["next"]) == ("exited", ["close"])
        again = desk.do("exit", case)
        assert (again.status, again.code, "(close)" in again.out) == (1, "transit_done_already", True)
    assert desk.done("close", case, *WHY)["state"] == "closed"
    back = desk.run("print", "451-lao", case, "--out", tmp_path / "back.pdf", "--officer", "prasit", "--reason", "คู่ฉบับ")
    assert back.status == 0, back.out
    assert desk.run("verify").body["ok"] is True


def scanned(pdf: Path) -> str:
    """The QR code on a paper's first sheet, as a scanner reads it."""
    ((_, code),) = codes_of(picture_of(pdf.read_bytes(), 300), BarcodeFormat.QRCode)
    return code


@pytest.mark.parametrize("code", ["2.1", "2.2", "2.3", "2.4"])
def test_another_country_takes_an_override_and_thirty_days(desk: Desk, code: str) -> None:
    case = desk.considered(code)
    without = desk.do("sign", case, by="wanida")
    assert (without.code, "102" in without.body["refused"]["en"]) == ("transit_no_agreement", True)
    signed = desk.done("sign", case, *OVERRIDE, by="wanida")
    assert signed["limit_date"] == DayCount().last_day(bangkok_day(today()), 30).isoformat()
    if code == "2.4":
        # One case draws all of a trip's guarantee until it is closed.
        other = desk.received(code)
        assert desk.check(other, code).status == 0
        assert desk.consider(other).code == "guarantee_exhausted"
        for step in (("key", case, declaration(case)), ("hand-over", case, "--to", "นายสมมติ", *seals())):
            desk.done(*step)
        with desk.at("2801"):
            desk.done("arrive", case, *seals())
            desk.done("exit", case)
        desk.done("close", case, *WHY)
        assert desk.consider(other).body["state"] == "considered"


@pytest.mark.parametrize("code", ["1", "2.1", "2.2", "2.3", "2.4"])
def test_a_class_without_its_proofs_is_refused_with_the_list_on_paper(desk: Desk, code: str, tmp_path: Path) -> None:
    case = desk.received(code)
    papers = {name: row for name, row in handed(code)["papers"].items() if name != "invoice"}
    said = desk.check(case, code, papers=papers, proofs={})
    assert (said.status, said.code, said.body["state"]) == (1, "transit_incomplete", "refused")
    faults = [row["fault"] for row in said.body["lacking"]]
    assert ("missing" in faults, "unproved" in faults) == (True, True)
    if code == "2.4":
        notice = desk.run("print", "refusal-notice", case, "--out", tmp_path / "no.pdf", "--officer", "prasit")
        assert notice.status == 0, notice.out
    # They come back with what was missing, under the same number; the state says that this is what comes next.
    assert said.body["next"] == desk.run("transit", "show", case).body["next"] == ["receive"]
    assert "(receive)" in desk.check(case, code).body["refused"]["en"]
    assert "receive" in desk.run("look-up", case).body["may"]
    assert "15.2" not in said.body["refused"]["en"]
    assert "invoice" in said.body["refused"]["en"]
    desk.done("receive", case, "--applicant", "บริษัท ตัวอย่าง จำกัด", "--class", code)
    assert desk.check(case, code).body["state"] == "documents_complete"


def test_a_power_of_attorney_without_its_duty_stamp_is_refused_naming_the_stamp_and_taken_with_it(
    desk: Desk, tmp_path: Path
) -> None:
    case = desk.received()
    unstamped = {**handed()["papers"], "power_of_attorney": {"originals": 1, "copies": 1}}
    by_attorney: dict[str, Any] = {"circumstances": ["by_attorney"]}
    said = desk.check(case, papers=unstamped, **by_attorney)
    assert (said.status, said.code, said.body["state"]) == (1, "transit_incomplete", "refused")
    assert said.body["lacking"] == [{"fault": "duty_stamp", "papers": ["power_of_attorney"], "asked": 0, "shown": 0}]
    assert "หนังสือมอบอำนาจ (ต้องปิดอากรแสตมป์)" in said.body["refused"]["th"]
    assert "power of attorney (duty stamp needed)" in said.body["refused"]["en"]
    out = tmp_path / "no.pdf"
    assert desk.run("print", "refusal-notice", case, "--out", out, "--officer", "prasit").status == 0
    assert "ต้องปิดอากรแสตมป์ duty stamp needed" in words_of(out.read_bytes())

    desk.done("receive", case, "--applicant", "บริษัท ตัวอย่าง จำกัด", "--class", "1")
    stamped = {**unstamped, "power_of_attorney": {"originals": 1, "copies": 1, "duty_stamp": True}}
    assert desk.check(case, papers=stamped, **by_attorney).body["state"] == "documents_complete"


def test_a_refused_case_has_its_notice(desk: Desk, tmp_path: Path) -> None:
    case = desk.considered()
    assert desk.do("refuse", case, "--reason", " ").code == "reason_needed"
    assert desk.done("refuse", case, "--reason", "น้ำหนักไม่ตรงกับบัญชีราคาสินค้า")["state"] == "refused"
    out = tmp_path / "notice.pdf"
    notice = desk.run("print", "refusal-notice", case, "--out", out, "--officer", "prasit")
    assert (notice.status, out.stat().st_size > 0) == (0, True)
    never = ("print", "refusal-notice", desk.received(), "--out", out, "--officer", "prasit")
    assert desk.run(*never).code == "never_refused"


def test_what_differs_is_listed_and_resolved_with_a_reason(desk: Desk) -> None:
    case = desk.received()
    assert desk.check(case).status == 0
    invoice = [{**ITEMS[0], "gross_weight": 1_325_001}, ITEMS[1]]
    said = desk.consider(case, invoice)
    assert (said.status, said.code, said.body["recorded"]) == (1, "transit_differs", False)
    keys = [row["difference"] for row in said.body["differences"]]
    assert keys == ["invoice/1/gross_weight_g", "invoice/0/gross_weight_g"] or "invoice/1/gross_weight_g" in keys
    resolved = [word for key in keys for word in ("--resolve", f"{key}=ชั่งใหม่แล้วตรง")]
    assert desk.consider(case, invoice, *resolved).body["state"] == "considered"


def test_a_bad_file_is_refused_naming_its_field(desk: Desk) -> None:
    case = desk.received()
    for table, field in BAD_FILES:
        said = desk.do("check", case, "--papers", desk.file("bad", table), "--why-now", "ในการทดสอบ")
        assert (said.status, said.code, said.body["recorded"]) == (2, "bad_format", False)
        assert field in said.body["refused"]["en"]
    assert desk.run("transit", "show", case).body["state"] == "received"


BAD_FILES: tuple[tuple[object, str], ...] = (
    ({"papers": {"passport_of_the_moon": {}}}, "papers.passport_of_the_moon"),
    ({"papers": {"invoice": {"copies": "1"}}}, "papers.invoice.copies"),
    ({"papers": {"invoice": {"language": "lo"}}}, "papers.invoice.language"),
    ({"proofs": {"bond": {"reference": "1", "expiry": "31-12-2599"}}}, "proofs.bond.expiry"),
    ({"proofs": {"friendship": {}}}, "proofs.friendship"),
    ({"duty": -1}, "duty"),
    ({"gift": 1}, "gift"),
    ([], "bad.json"),
    ({"duty": 1.5}, "bad.json"),
)


def changed(field: str, value: object) -> dict[str, Any]:
    return {**declared(), field: value}


def test_bad_declared_data_are_refused_naming_their_field(desk: Desk) -> None:
    case = desk.received()
    assert desk.check(case).status == 0
    for field, value in (
        *(("date_entry", "2026-13-01"), ("items", []), ("items", [{"packages": "สิบ"}]), ("duty_guaranteed", "มาก")),
        *(("office_exit_code", "29"), ("destination_code", "laos"), ("transit_mode", "balloon")),
    ):
        said = desk.consider(case, ITEMS, "--data", str(desk.file("data", changed(field, value))))
        assert (said.code, field in said.body["refused"]["en"]) == ("transit_field_needed", True)
    home = desk.consider(case, ITEMS, "--data", str(desk.file("data", declared(origin_code="TH"))))
    assert home.code == "transit_not_foreign"


def test_what_may_not_be_is_refused_by_its_rule(desk: Desk) -> None:
    case = desk.received("2.1", route=" ")
    assert desk.check(case, "2.1").status == 0
    assert "15.2 (8)" in desk.consider(case).body["refused"]["en"]
    lao: dict[str, Any] = {"destination_code": "LA", "transit_mode": "road", "office_exit_code": EXIT_OFFICE}
    other = desk.received("2.1", **lao)
    assert desk.check(other, "2.1").status == 0
    assert desk.consider(other).code == "transit_wrong_class"
    assert desk.do("receive", "A0110991100001", "--applicant", "ก", "--class", "1").code == "transit_not_transit"
    assert desk.do("receive", "--applicant", "ก", "--class", "9").code == "transit_no_such_class"
    assert desk.do("receive", "--applicant", " ", "--class", "1").code == "transit_field_needed"
    assert desk.do("sign", "TC4901MS16999999", by="wanida").code == "transit_unknown_case"
    assert desk.do("hand-over", desk.received(), "--to", "ก").code == "transit_not_now"


def test_a_declaration_is_compared_with_its_filing_and_its_guarantee_with_who_applies(desk: Desk) -> None:
    case = desk.received(applicant_class="2.3", office_entry_code="4801")
    assert desk.check(case).status == 0
    said = desk.consider(case)
    assert (said.code, said.status) == ("transit_differs", 1)
    rows = {row["difference"]: (row["declared"], row["found"]) for row in said.body["differences"]}
    assert rows == {"filing/0/applicant_class": ("2.3", "1"), "filing/0/office_entry_code": ("4801", OFFICE)}
    assert desk.consider(case, ITEMS, *[word for key in rows for word in ("--resolve", f"{key}=ป้อนผิด")]).status == 0
    other = desk.received(applicant_tax_id="0994000164912")
    said = desk.check(other)
    assert (said.code, TRADER in said.body["refused"]["en"]) == ("guarantee_not_his", True)


def test_what_the_papers_lack_is_named_before_the_goods_are_considered(desk: Desk) -> None:
    left = ("bl_house", "dlt_licence_no", "dlt_licence_expiry", "containers_total")
    unsaid: dict[str, Any] = dict.fromkeys(left, "")
    case = desk.received("1", **unsaid)
    assert desk.check(case).status == 0
    said = desk.consider(case)
    assert (said.status, said.code, said.body["recorded"]) == (1, "transit_data_missing", False)
    assert all(f"“{name}”" in said.body["refused"]["en"] for name in left)
    assert "15.2 (2)" in said.body["refused"]["th"]
    whole = desk.file("whole", declared())
    assert desk.consider(case, ITEMS, "--data", str(whole)).body["state"] == "considered"


def test_a_bond_whose_licence_ended_carries_no_new_case(desk: Desk) -> None:
    case = desk.considered()
    yesterday = bangkok_day(today()) - timedelta(days=1)
    ended = f"{yesterday:%d-%m}-{yesterday.year + 543}"
    renew = ("guarantee", "add", "BOND-1", "--type", "bond", "--holder", TRADER, "--licence", "DLT-1")
    desk.done(*renew, "--licence-expiry", ended)
    said = desk.do("sign", case, by="wanida")
    assert (said.code, "(1.2)" in said.body["refused"]["en"]) == ("licence_expired", True)
    desk.done(*renew, "--licence-expiry", LAST_DAY)
    assert desk.done("sign", case, by="wanida")["state"] == "signed"


def test_a_broken_seal_is_said_examined_and_printed(desk: Desk, tmp_path: Path) -> None:
    case = desk.under_way()
    other = seals("MST-00001A", "XX-9")
    assert desk.do("arrive", case, *other).code == "transit_arrival_differs"
    assert desk.do("arrive", case, *other, "--why-here", "สะพานปิด").code == "transit_seals_differ"
    assert desk.do("arrive", case, *other, "--discrepancies", "ดวงตราขาด").code == "transit_code_other_office"
    with desk.at(EXIT_OFFICE):
        said = desk.do("arrive", case, *other)
        assert (said.code, "MST00001B" in said.body["refused"]["en"]) == ("transit_seals_differ", True)
        desk.done("arrive", case, *other, "--discrepancies", "ดวงตราขาดหนึ่งดวง")
        assert desk.do("exit", case).code == "transit_findings_needed"
        desk.done("open", case, "--ground", "security", "--findings", "ของครบตามสำแดง")
        assert desk.done("exit", case, "--findings", "ของครบตามสำแดง")["state"] == "exited"
    made = desk.run("print", "451-lao", case, "--out", tmp_path / "451.pdf", "--officer", "prasit")
    assert made.status == 0, made.out


def test_goods_may_be_imported_instead_and_the_case_is_closed(desk: Desk) -> None:
    case = desk.under_way("2.3", *OVERRIDE)
    assert desk.do("convert", case, "A0122991100009").code == "transit_not_an_import"
    assert desk.done("convert", case, "A0010991100009")["state"] == "converted"
    (listed,) = [
        row for row in desk.run("transit", "guarantee", "list").body["guarantees"] if row["number"] == "BANK-1"
    ]
    assert listed["drawn"][case] == DUTY
    desk.done("close", case, *WHY)
    (listed,) = [
        row for row in desk.run("transit", "guarantee", "list").body["guarantees"] if row["number"] == "BANK-1"
    ]
    assert case not in listed["drawn"]


def test_hold_lift_and_two_officers_take_a_step_back(desk: Desk) -> None:
    case = desk.considered()
    held = desk.run("hold", case, "--reason", "รอผลตรวจสอบ", "--officer", "prasit")
    assert (held.status, held.body["case"], held.body["state"]) == (0, case, "considered")
    assert desk.do("sign", case, by="wanida").code == "held"
    assert "sign" not in desk.run("look-up", case).body["may"]
    assert desk.run("unhold", case, "--reason", "ผ่าน", "--officer", "prasit").code == "role"
    assert desk.run("unhold", case, "--reason", "ผ่าน", "--officer", "anong").status == 0
    assert desk.done("sign", case, by="wanida")["state"] == "signed"
    annul = ("annul", case, "--reason", "ลงนามผิดเรื่อง", "--officer", "wanida")
    assert desk.run(*annul).code == "second_needed"
    back = desk.run(*annul, "--second", "anong")
    assert (back.status, back.body["state"], back.body["second"]) == (0, "considered", "anong")
    # Said again, as after a crash that swallowed the answer: no further step is taken back.
    again = desk.run(*annul, "--second", "anong")
    assert (again.body["act_id"], again.body["state"]) == (back.body["act_id"], "considered")
    named = desk.run(*annul, "--second", "anong", "--act", back.body["annuls"])
    assert (named.body["act_id"], named.body["state"]) == (back.body["act_id"], "considered")
    assert desk.run("verify").body["ok"] is True


def test_a_scanner_at_the_desk_says_what_a_case_is(desk: Desk) -> None:
    case = desk.under_way()
    scans = f"{case}\r{declaration(case)}\rTC4901MS16999999\rOT1:FORGED\r"
    said = run(*("scan", "--port", "-", "--desk", "transit", "--home", desk.home, "--json"), stdin=scans.encode())
    first, second, third, fourth = said.lines
    assert (first["case"], first["state"], first["kind"]) == (case, "en_route", "transit_case")
    assert (second["case"], second["kind"], second["may"]) == (case, "declaration", first["may"])
    assert ("arrive" in first["may"], third["found"]) == (True, False)
    assert (fourth["refused"]["code"], fourth["kind"]) == ("transit_code_unread", "transit_code")
    assert first["exit_office"] == EXIT_OFFICE


def test_the_papers_name_the_vehicle_that_took_the_goods(desk: Desk, tmp_path: Path) -> None:
    case = desk.considered(vehicle="70-1234")
    desk.done("sign", case, by="wanida")
    desk.done("key", case, declaration(case))
    desk.done("hand-over", case, "--to", "นายสมมติ ตัวอย่าง", *seals(), "--vehicle", "80-9999")
    out = tmp_path / "lao.pdf"
    assert desk.run("print", "451-lao", case, "--out", out, "--officer", "prasit").status == 0
    text = words_of(out.read_bytes())
    # As it was keyed, and not as it is compared.
    assert ("80-9999" in text, "809999" in text, "70-1234" in text) == (True, False, False)
