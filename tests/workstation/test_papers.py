"""Papers by number: gathered from acts and records, recorded, counted, marked when they are printed again."""

import json
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from officer_app.core.acts import Act, ActKind, Mode
from officer_app.core.assess import StampWish
from officer_app.core.buddhist import bangkok_day
from officer_app.core.export import Outcome
from officer_app.core.ports import FeedRecord
from officer_app.core.records import Permit, Provenance
from officer_app.core.refusals import Refusal
from officer_app.messages.json_lines import read_lines
from officer_app.print.forms import Forms
from officer_app.security.failed_signer import FailedSigner
from officer_app.usecases.confirm_release import confirm_release
from officer_app.usecases.find_permit import find_permit
from officer_app.usecases.import_records import import_records, provenance_of
from officer_app.usecases.look_up import Several, look_up
from officer_app.usecases.stamp import stamp
from officer_app.usecases.stamp_from_paper import stamp_from_paper
from officer_app.usecases.steps import take_step
from officer_app.usecases.undo import undo_stamp
from officer_app.workstation.opening import now
from officer_app.workstation.papers import Made, Wish
from tests.print.paper import TEMPLATES, words_of
from tests.workstation.paper_station import AIR, DECLARATION, ROAD, PaperStation

FORMS = Forms(TEMPLATES)


def as_fed(form: str, *ours: str) -> dict[str, Any]:
    """A form's invented data as the customs computer has them."""
    return {
        key: value
        for key, value in FORMS.template(form).sample.items()
        if key not in (*ours, "officer_name", "officer_position", "printed_by", "printed_at")
    }


RECEIPT = {**as_fed("receipt-122", "core_as_of"), "receipt_form": "122"}
BOND = as_fed("bond-37")


def printed(station: PaperStation, form: str, number: str, wish: Wish | None = None) -> Made:
    papers = station.opened.papers
    found = papers.gather(form, number, station.inspector.person)
    assert not isinstance(found, Refusal), found
    made = papers.make(form, found.data, station.inspector, found.subject, wish or Wish(), core=found.core)
    assert not isinstance(made, Refusal), made
    return made


def refused(station: PaperStation, form: str, number: str) -> str:
    found = station.opened.papers.gather(form, number, station.inspector.person)
    assert isinstance(found, Refusal)
    return found.code


def test_permits_are_printed_from_their_records(station: PaperStation) -> None:
    air, road = printed(station, "air-permit", AIR), printed(station, "road-permit", ROAD)
    assert "TG0621" in words_of(air.pdf.data)
    assert "PCIU3591458" in words_of(road.pdf.data)
    assert air.pdf.pages == road.pdf.pages == 2


def test_a_permit_is_not_printed_on_the_form_of_another_way(station: PaperStation) -> None:
    assert refused(station, "air-permit", ROAD) == "form_by_air"
    assert refused(station, "road-permit", AIR) == "form_not_by_air"


def test_what_did_not_happen_has_no_paper(station: PaperStation) -> None:
    expected = {
        "stamp-slip": "not_stamped",
        "release-slip": "not_released",
        "hold-notice": "not_held",
        "inspection-act": "not_inspected",
        "refusal-notice": "never_refused",
    }
    assert {form: refused(station, form, ROAD) for form in expected} == expected


def test_a_hold_an_inspection_and_a_release_have_theirs(station: PaperStation) -> None:
    take_step(station.opened.counter, station.inspector, AIR, ActKind.HOLD, "ทะเบียนรถไม่ตรง")
    assert "ทะเบียนรถไม่ตรง" in words_of(printed(station, "hold-notice", AIR).pdf.data)
    station.stamp(ROAD, Outcome.RED, "เปิดตรวจ 3 หีบห่อ ถูกต้อง")
    assert "เปิดตรวจ 3 หีบห่อ ถูกต้อง" in words_of(printed(station, "inspection-act", ROAD).pdf.data)
    assert not isinstance(confirm_release(station.opened.counter, station.checker, ROAD), Refusal)
    text = words_of(printed(station, "release-slip", ROAD).pdf.data)
    assert "สมชาย ใจซื่อ" in text
    assert "มาลี ตรวจดี" in text


def test_a_slip_without_a_code_says_why_it_has_none(
    station: PaperStation, expected_warnings: list[logging.LogRecord]
) -> None:
    counter, by = station.opened.counter, station.inspector
    green = StampWish(Outcome.GREEN, "CP-1")
    keyed = replace(find(station, AIR), number="9911A0000077")
    assert not isinstance(stamp_from_paper(counter, by, keyed, green, "เครื่องอ่านเอกสารไม่ได้"), Refusal)
    broken = replace(by, signer=FailedSigner(by.signer.key_id, by.signer.public_key, "card_gone"))
    assert not isinstance(stamp(counter, broken, AIR, green), Refusal)
    silent = replace(counter, issue_token=lambda act, signer: "")
    red = StampWish(Outcome.RED, "CP-1", "เปิดตรวจ 3 หีบห่อ")
    assert not isinstance(stamp(silent, by, ROAD, red), Refusal)
    said = {"9911A0000077": "recorded from paper", AIR: "signer failed", ROAD: "no code possible"}
    for number, why in said.items():
        text = words_of(printed(station, "stamp-slip", number).pdf.data)
        assert [each for each in said.values() if each in text] == [why]
    assert all("signer of an officer failed" in record.getMessage() for record in expected_warnings)


def find(station: PaperStation, number: str) -> Permit:
    found = find_permit(station.opened.counter, number)
    assert isinstance(found, Permit)
    return found


def test_the_second_print_is_a_copy_with_its_number_officer_and_reason(station: PaperStation) -> None:
    station.stamp(AIR)
    first = printed(station, "stamp-slip", AIR)
    second = printed(station, "stamp-slip", AIR, Wish(reason="แถบตราเสีย"))
    assert "สำเนา" not in words_of(first.pdf.data)
    text = words_of(second.pdf.data)
    assert "สำเนา พิมพ์ครั้งที่ 2 COPY · เหตุผล: แถบตราเสีย · โดย สมชาย ใจซื่อ" in text
    assert [act.fields["copy"] for act in station.prints()] == [1, 2]
    assert station.prints()[1].text("reason") == "แถบตราเสีย"
    assert (first.file.exists(), second.file.exists(), first.file == second.file) == (True, True, False)


def test_other_forms_of_the_same_permit_are_counted_apart(station: PaperStation) -> None:
    station.stamp(AIR)
    printed(station, "stamp-slip", AIR)
    assert printed(station, "air-permit", AIR).act.fields["copy"] == 1


def test_who_may_not_print_prints_nothing(station: PaperStation) -> None:
    station.opened.officers.add("boss", "หัวหน้า", frozenset({"administrator"}), "a long password for tests")
    boss = station.opened.officers.sign_in("boss", "a long password for tests")
    assert not isinstance(boss, Refusal)
    found = station.opened.papers.gather("air-permit", AIR, boss.person)
    assert not isinstance(found, Refusal)
    made = station.opened.papers.make("air-permit", found.data, boss, found.subject)
    assert isinstance(made, Refusal)
    assert made.code == "role"
    assert station.prints() == []


def test_the_slip_of_another_stamp_says_that_it_was_stamped_anew(station: PaperStation) -> None:
    station.stamp(AIR)
    assert printed(station, "stamp-slip", AIR).act.text("reason") == ""
    assert isinstance(undo_stamp(station.opened.counter, station.inspector, AIR), Act)
    station.stamp(AIR)
    anew = printed(station, "stamp-slip", AIR)
    assert (anew.act.fields["copy"], anew.act.text("reason")) == (2, "ประทับตราใหม่ stamped anew")
    assert "stamped anew" in words_of(anew.pdf.data)
    assert printed(station, "stamp-slip", AIR).act.text("reason") == "ไม่ได้ระบุ not stated"


def test_a_certified_copy_wants_the_cores_record_and_a_signer(station: PaperStation) -> None:
    sample = dict(Forms(TEMPLATES).template("certified-copy").sample)
    signed = ("signer_name", "signed_at", "core_as_of")
    doc = json.dumps({key: value for key, value in sample.items() if key not in signed})
    papers = station.opened.papers
    assert refused(station, "certified-copy", DECLARATION) == "unknown_number"
    station.load("declaration", DECLARATION, doc, Provenance.COUNTER)
    assert refused(station, "certified-copy", DECLARATION) == "not_core"
    station.load("declaration", DECLARATION, doc, Provenance.CORE)
    by_checker = papers.gather("certified-copy", DECLARATION, station.checker.person)
    assert isinstance(by_checker, Refusal)
    assert by_checker.code == "role"
    text = words_of(printed(station, "certified-copy", DECLARATION).pdf.data)
    assert "ใบขนสินค้าได้พิมพ์จากระบบคอมพิวเตอร์ของศุลกากร" in text
    assert "(สมชาย ใจซื่อ)" in text
    assert "ตัวอย่าง – SAMPLE" not in text


def test_a_receipt_is_reprinted_with_the_cores_number_or_not_at_all(station: PaperStation) -> None:
    number = "99112100500000000001"
    sample = {**Forms(TEMPLATES).template("receipt-123").sample, "receipt_form": "123"}
    station.load("receipt", number, json.dumps(sample), Provenance.COUNTER)
    assert refused(station, "receipt-123", number) == "not_core"
    station.load("receipt", number, json.dumps(sample), Provenance.CORE)
    assert refused(station, "receipt-122", number) == "other_receipt"
    assert number in words_of(printed(station, "receipt-123", number).pdf.data)


def test_a_days_register_lists_what_was_recorded(station: PaperStation) -> None:
    station.stamp(AIR)
    text = words_of(printed(station, "daily-register", "").pdf.data)
    assert "ประทับตรา stamp" in text
    assert AIR in text
    assert refused(station, "daily-register", "no day") == "bad_format"


@pytest.mark.parametrize("form", ["daily-register", "shift-handover", "overdue-list"])
def test_a_buddhist_year_makes_no_empty_register(station: PaperStation, form: str) -> None:
    here = bangkok_day(station.opened.counter.clock())
    assert refused(station, form, here.replace(year=here.year + 543, day=1).isoformat()) == "day_to_come"
    assert refused(station, form, (here + timedelta(days=1)).isoformat()) == "day_to_come"


def test_a_receipt_for_papers_of_no_case_says_that_the_number_is_not_known(station: PaperStation) -> None:
    assert refused(station, "hand-over-receipt", "TC4901M519900001") == "unknown_number"


def test_a_shift_hands_over_what_is_open(station: PaperStation) -> None:
    take_step(station.opened.counter, station.inspector, ROAD, ActKind.HOLD, "รอเอกสาร")
    text = words_of(printed(station, "shift-handover", "").pdf.data)
    assert ROAD in text
    assert "รอเอกสาร" in text


def test_transit_goods_past_their_day_are_listed(station: PaperStation) -> None:
    sample = {**Forms(TEMPLATES).template("448-1").sample, "date_entry": "2026-01-01", "date_limit": "2026-01-31"}
    station.load("transit", "A0212991100001", json.dumps(sample), Provenance.COUNTER)
    text = words_of(printed(station, "overdue-list", "2026-02-10").pdf.data)
    assert "A0212991100001" in text
    assert "ตกเป็นของแผ่นดิน" in text
    assert "A0212991100001" not in words_of(printed(station, "overdue-list", "2026-01-31").pdf.data)


def test_transit_papers_come_from_the_declaration(station: PaperStation) -> None:
    sample = Forms(TEMPLATES).template("448-1").sample
    station.load("transit", "A0212991100001", json.dumps(sample), Provenance.COUNTER)
    for form in ("448-1", "key-in-sheet", "bond-37"):
        assert "A0212991100001"[:4] in words_of(printed(station, form, "A0212991100001").pdf.data)


def test_papers_come_from_a_file_that_the_centre_fed(station: PaperStation) -> None:
    lines = [{**RECEIPT, "record": "receipt"}, {**BOND, "record": "bond"}]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    records = read_lines(text.encode(), Provenance.CORE, now()).records
    station.opened.mirror.apply([FeedRecord(place, record) for place, record in enumerate(records, 1)])
    receipt = words_of(printed(station, "receipt-122", RECEIPT["receipt_no"]).pdf.data)
    assert "สองร้อยบาทถ้วน" in receipt
    assert "ตัวอย่าง – SAMPLE" not in receipt
    assert BOND["party_name"] in words_of(printed(station, "bond-37", "ทบ. 99/0001").pdf.data)


def test_what_a_file_brought_at_the_counter_prints_no_receipt(station: PaperStation) -> None:
    line = json.dumps({**RECEIPT, "record": "receipt"}, ensure_ascii=False).encode()
    import_records(station.opened.counter, read_lines(line, provenance_of(Mode.REAL), now()).records)
    assert refused(station, "receipt-122", RECEIPT["receipt_no"]) == "not_core"


def test_a_declaration_kept_for_its_copy_does_not_hide_its_permits(station: PaperStation) -> None:
    station.load("declaration", DECLARATION, "{}", Provenance.CORE)
    found = look_up(station.opened.counter, DECLARATION)
    # Both permits move goods of this declaration.
    assert isinstance(found, Several)
    assert found.numbers == (AIR, ROAD)
