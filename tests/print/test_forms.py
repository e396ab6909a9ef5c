"""Every shipped form, looked at as an officer, a printer, a scanner and a register do."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from officer_app.print.data import Filled, fill, printable
from officer_app.print.errors import BadResolution, BadTemplate, DoesNotFit, FormDataError, FormError, UnknownForm
from officer_app.print.forms import Forms
from officer_app.print.notices import NOT_CERTIFIED, SAMPLE
from officer_app.print.reading import read_template
from officer_app.print.render import Press
from officer_app.print.sheets import Placing, Reprint
from officer_app.print.soundness import flaws_of, unused_fields
from officer_app.print.template import Bars, Rect, Square, Tick, Value
from tests.print.paper import ROOT, TEMPLATES, Area, codes_of, picture_of, text_of, words_of
from tests.print.sample_forms import CONTAINER_LIST, CONTROL_37, FORMS, STAMP_SLIP, TOKEN, TRANSIT, container, goods

CERTIFIED = Forms(TEMPLATES, certified=lambda form, template: True)
EVERY = pytest.mark.parametrize("form", sorted(FORMS))
HOSTILE = (
    "\u202egnp.exe",
    "\x00\x07",
    "ก" * 10_000,
    "😀",
    "น้ํา",
    "\ud800",
    "<b>&amp;</b>",
    "') BT /F1",
    "\u0e33" * 30,
    "่่่่่",
)


def filled(form: str, press: Press) -> tuple[Any, Filled]:
    made = read_template(form, (TEMPLATES / f"{form}.toml").read_bytes())
    return made, fill(made.fields, FORMS[form], press.lacks)


def pages_of(forms: Forms, form: str) -> int:
    return max(1, len(forms.template(form).copies))


def test_the_forms_that_were_asked_for_are_there(forms: Forms) -> None:
    wanted = {"448-1", "451-37", "451-lao", "container-list", "air-permit", "road-permit", "stamp-slip", "release-slip"}
    wanted |= {"hold-notice", "inspection-act", "fee-slip", "receipt-122", "receipt-123", "certified-copy", "bond-37"}
    wanted |= {"key-in-sheet", "petition-flight", "petition-short", "petition-return", "petition-other"}
    wanted |= {"daily-register", "period-register", "shift-handover", "overdue-list", "refusal-notice"}
    wanted |= {"transit-cases", "transit-figures", "guarantee-register", "number-register", "hand-over-receipt"}
    wanted |= {"command-sheet", "practice-summary"}
    assert wanted <= set(forms.ids())


@EVERY
def test_a_form_is_a_pdf_with_its_pages_its_hash_and_its_version(forms: Forms, form: str) -> None:
    pdf = forms.render(form, FORMS[form])
    assert pdf.data.startswith(b"%PDF-1.")
    assert pdf.data.rstrip().endswith(b"%%EOF")
    assert (pdf.pages, pdf.form, pdf.version, pdf.certified) == (pages_of(forms, form), form, "0.1", False)
    assert pdf.sha256 == hashlib.sha256(pdf.data).hexdigest()
    assert b"Helvetica" not in pdf.data


@EVERY
def test_the_same_input_gives_the_same_bytes_also_from_another_press(forms: Forms, form: str) -> None:
    first = forms.render(form, FORMS[form], sample=True)
    assert forms.render(form, FORMS[form], sample=True) == first
    assert Forms(TEMPLATES).render(form, FORMS[form], sample=True) == first


@EVERY
@pytest.mark.parametrize("certified", [False, True])
@pytest.mark.parametrize("sample", [False, True])
def test_every_sheet_says_what_it_is_not(forms: Forms, form: str, certified: bool, sample: bool) -> None:
    pdf = (CERTIFIED if certified else forms).render(form, FORMS[form], sample=sample, core=True)
    assert pdf.certified is certified
    for page in range(1, pdf.pages + 1):
        text = words_of(pdf.data, page)
        assert (NOT_CERTIFIED in text) is not certified
        assert (SAMPLE in text) is sample
        assert "".join(forms.template(form).legal_th.split()) in "".join(text.split())
        assert f"{form} · รุ่น version 0.1" in text


@EVERY
def test_every_value_stands_in_the_text_layer_as_it_was_given(forms: Forms, sarabun: Press, form: str) -> None:
    made, data = filled(form, sarabun)
    pdf = forms.render(form, FORMS[form])
    text = "".join(text_of(pdf.data).split())
    rows = [row.texts for values in data.rows.values() for row in values]
    ticked = {box.field for box in made.first.boxes if isinstance(box, Tick)}
    silent = {box.field for box in made.first.boxes if isinstance(box, Bars) and not box.human}
    asked = {name for box in made.first.boxes for name in (box.when, box.unless)}
    shown_there = {box.field for box in made.first.boxes if isinstance(box, Value)}
    unread = {"token", *ticked, *silent, *(asked - shown_there)}
    missing: list[str] = []
    for texts in (data.texts, *rows):
        for key, value in texts.items():
            about = made.fields.get(key) or next((f.row[key] for f in made.fields.values() if key in f.row), None)
            shown = about.names.get(value, value) if about else value
            if key not in unread and "".join(shown.split()) not in text:
                missing.append(key)

    assert missing == []


@EVERY
def test_nothing_of_an_empty_form_is_lost_but_what_is_required(forms: Forms, form: str) -> None:
    schema: Any = forms.schema(form)
    with pytest.raises(FormDataError) as raised:
        forms.render(form, {})
    assert [problem.field for problem in raised.value.problems] == schema["required"]
    needed = {key: value for key, value in FORMS[form].items() if key in schema["required"]}
    assert forms.render(form, needed).pages == pages_of(forms, form)


def test_a_set_of_448_1_is_six_sheets_with_their_names_the_last_the_release_order(forms: Forms) -> None:
    pdf = forms.render("448-1", TRANSIT)
    marks = ["ต้นฉบับ Original", *(f"คู่ฉบับ {n} Duplicate {n}" for n in range(1, 5)), "ใบสั่งปล่อย Release order"]
    head: Area = (140.0, 20.0, 70.0, 12.0)
    assert [" ".join(text_of(pdf.data, page, head).split()).split(" 1/1 ")[-1] for page in range(1, 7)] == marks
    top: Area = (70.0, 12.5, 70.0, 9.0)
    assert ["ใบสั่งปล่อย" in text_of(pdf.data, page, top) for page in range(1, 7)] == [False] * 5 + [True]


def test_the_copies_of_a_set_share_one_page_content(forms: Forms) -> None:
    one, six = len(forms.render("451-37", CONTROL_37).data), len(forms.render("448-1", TRANSIT).data)
    assert six < 1.6 * one


@pytest.mark.parametrize("form", ["448-1", "container-list"])
def test_a_hundred_items_go_on_over_continuation_sheets(forms: Forms, form: str) -> None:
    if form == "448-1":
        pdf = forms.render(form, {**TRANSIT, "items": [goods(n) for n in range(1, 101)]})
        sheets = pdf.pages // 6
    else:
        pdf = forms.render(form, {**CONTAINER_LIST, "containers": [container(n) for n in range(1, 101)]})
        sheets = pdf.pages
    assert sheets > 3
    texts = [words_of(pdf.data, page) for page in range(1, sheets + 1)]
    for number, text in enumerate(texts, 1):
        assert f"แผ่นที่ {number}/{sheets}" in text
        assert NOT_CERTIFIED in text
        assert "A0212991100001" in text
        assert (f"มีต่อแผ่นที่ {number + 1}" in text) is (number < sheets)
    assert "สิ้นสุดรายการ" in texts[-1]
    whole = " ".join(texts)
    marks = "KDJ/VTE C/NO. {:03d}" if form == "448-1" else "TH99{:07d}"
    assert all(whole.count(marks.format(n)) == 1 for n in range(1, 101))


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_the_slips_codes_are_read_by_a_scanner_from_the_printers_dots(forms: Forms, dpi: int) -> None:
    pdf = forms.render("stamp-slip", STAMP_SLIP, sample=True, dpi=dpi)
    assert codes_of(picture_of(pdf.data, dpi, area=(1.0, 25.0, 59.0, 13.0))) == [("Code128", "9911A0000001")]
    assert [text for _, text in codes_of(picture_of(pdf.data, dpi, area=(60.5, 8.4, 39.0, 30.0)))] == [TOKEN]


def test_the_slips_qr_code_is_about_25_mm_at_203_dpi(forms: Forms) -> None:
    pdf = forms.render("stamp-slip", STAMP_SLIP, dpi=203)
    picture = picture_of(pdf.data, 203, area=(60.5, 8.4, 39.0, 30.0))
    left, _, right, _ = picture.point(lambda light: 255 - light).getbbox() or (0, 0, 0, 0)
    assert 20.0 < (right - left) / 203 * 25.4 < 27.0


def codes_on(forms: Forms, form: str) -> list[tuple[str, Rect, str]]:
    made = forms.template(form)
    boxes = [box for box in made.first.boxes if isinstance(box, Bars | Square)]
    return [(box.field, box.at, str(FORMS[form][box.field])) for box in boxes if FORMS[form].get(box.field)]


@EVERY
@pytest.mark.parametrize("dpi", [203, 300])
def test_every_code_on_every_form_is_read_by_a_scanner(forms: Forms, form: str, dpi: int) -> None:
    pdf = forms.render(form, FORMS[form], sample=True, dpi=dpi)
    for field, (x, y, width, height), value in codes_on(forms, form):
        for page in sorted({1, pdf.pages}):
            read = codes_of(picture_of(pdf.data, dpi, page, (x - 0.5, y - 0.3, width + 1.0, height + 0.6)))
            assert [text for _, text in read] == [value], field


@pytest.mark.parametrize("dpi", [203, 300])
def test_codes_stay_on_the_printers_dots_wherever_the_stamp_lies(forms: Forms, dpi: int) -> None:
    placing = Placing(103.37, 208.19, (210.0, 297.0))
    pdf = forms.render("stamp-slip", STAMP_SLIP, placing=placing, dpi=dpi)
    bars = picture_of(pdf.data, dpi, area=(104.0, 233.0, 59.0, 13.0))
    assert codes_of(bars) == [("Code128", "9911A0000001")]
    assert [text for _, text in codes_of(picture_of(pdf.data, dpi, area=(164.0, 216.4, 39.0, 31.0)))] == [TOKEN]


def test_a_calibrated_printer_gets_the_sheet_moved(forms: Forms) -> None:
    words: Area = (100.0, 33.0, 95.0, 4.5)
    moved = forms.render("fee-slip", FORMS["fee-slip"], placing=Placing(5.0, 20.0))
    area = (words[0] + 5.0, words[1] + 20.0, words[2], words[3])
    assert text_of(moved.data, 1, area) == text_of(forms.render("fee-slip", FORMS["fee-slip"]).data, 1, words)


@EVERY
def test_no_template_has_flaws(forms: Forms, form: str) -> None:
    made = forms.template(form)
    assert [flaw.en for flaw in flaws_of(made)] == []
    assert unused_fields(made) == []


@EVERY
def test_a_program_reads_the_data_back_from_the_paper(forms: Forms, form: str, tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(forms.render(form, FORMS[form], sample=True).data)
    subprocess.run(["pdfdetach", "-save", "1", "-o", tmp_path / "data.json", paper], check=True, capture_output=True)
    read = json.loads((tmp_path / "data.json").read_text(encoding="utf-8"))
    assert (read["form"], read["version"], read["sample"], read["copy"]) == (form, "0.1", True, 1)
    assert read["data"] == json.loads(json.dumps(FORMS[form]))


@EVERY
@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_refused_or_printed_safely(forms: Forms, form: str, hostile: str) -> None:
    texts = {key: hostile for key, about in forms.template(form).fields.items() if about.format == "text"}
    assert safely(forms, form, {**FORMS[form], **texts})


def safely(forms: Forms, form: str, data: Mapping[str, object]) -> str:
    """What the sheet says, or the sentence that says why there is none."""
    try:
        return words_of(forms.render(form, data).data)
    except FormError as error:
        return error.th and error.en


@pytest.mark.parametrize("hostile", ["\U0001f600", "\x1b[31m", "\u202eabc", "a\nb", "\ud800"])
@pytest.mark.parametrize("word", ["reason", "officer"])
def test_the_words_of_a_reprint_are_held_to_what_every_other_text_is(forms: Forms, word: str, hostile: str) -> None:
    words = {"reason": "แถบตราเสีย", "officer": "นายสมชาย ใจซื่อ", word: hostile}
    again = Reprint(2, words["officer"], words["reason"], datetime(2056, 11, 21, 4, 0, 5, tzinfo=UTC))
    with pytest.raises(FormDataError) as caught:
        forms.render("stamp-slip", STAMP_SLIP, reprint=again)
    assert (caught.value.code, caught.value.field) == ("bad_character", word)


@pytest.mark.parametrize("form", ["receipt-122", "receipt-123", "certified-copy"])
def test_what_has_to_come_from_the_core_is_marked_as_sample_when_it_does_not(forms: Forms, form: str) -> None:
    assert SAMPLE in words_of(CERTIFIED.render(form, FORMS[form]).data)
    assert SAMPLE not in words_of(CERTIFIED.render(form, FORMS[form], core=True).data)


def test_the_certified_copy_has_the_laws_own_sentence(forms: Forms) -> None:
    text = words_of(forms.render("certified-copy", FORMS["certified-copy"]).data)
    assert "ใบขนสินค้าได้พิมพ์จากระบบคอมพิวเตอร์ของศุลกากร" in text


@pytest.mark.parametrize("form", ["refusal-notice", "hold-notice"])
def test_who_is_refused_reads_where_to_complain(forms: Forms, form: str) -> None:
    text = words_of(forms.render(form, FORMS[form]).data)
    for channel in ("09 0908 8477", "1332", "0 2671 5250", "10110", "ctc@customs.go.th", "สื่อสารมวลชน", "1164"):
        assert channel in text


def test_a_fee_slip_is_no_receipt_and_has_no_number(forms: Forms) -> None:
    text = words_of(forms.render("fee-slip", FORMS["fee-slip"]).data)
    assert "เอกสารนี้มิใช่ใบเสร็จรับเงิน และไม่มีเลขที่" in text
    assert "(สองร้อยเจ็ดสิบบาทถ้วน)" in text


WHY_NO_CODE = {
    "signer_failed": ("centre", "ระบบลงนามขัดข้อง", "signer failed", "only if the centre agrees"),
    "from_paper": ("centre_or_supervisor", "บันทึกจากเอกสาร", "recorded from paper", "centre or supervisor must agree"),
    "not_made": ("screen", "ออกรหัสไม่ได้", "no code possible", "only by the record on the screen"),
}


@pytest.mark.parametrize("why", WHY_NO_CODE)
def test_a_slip_without_a_code_says_so_in_large_letters_and_why(forms: Forms, why: str) -> None:
    consents, *said = WHY_NO_CODE[why]
    signed = words_of(forms.render("stamp-slip", STAMP_SLIP).data)
    data = {**STAMP_SLIP, "token": "", "why_no_code": why, "who_consents": consents}
    without = " ".join(words_of(forms.render("stamp-slip", data).data).split())
    for words in ("ไม่มีรหัส", "NO CODE", *said):
        assert words in without
        assert words not in signed
    for other in WHY_NO_CODE.keys() - {why}:
        assert WHY_NO_CODE[other][2] not in without


def test_a_slip_never_pretends_to_be_the_customs_computer(forms: Forms) -> None:
    text = words_of(forms.render("stamp-slip", STAMP_SLIP).data)
    assert "ตรานี้เป็นตราของเคาน์เตอร์ มิใช่สถานะในระบบคอมพิวเตอร์ของกรมศุลกากร" in text
    assert "The counter's stamp, not the customs computer's status." in text
    paper = words_of(forms.render("stamp-slip", {**STAMP_SLIP, "unverified": True}).data)
    assert "RECORDED FROM PAPER, UNVERIFIED" in paper
    assert "0209" not in paper


@pytest.mark.parametrize(
    ("form", "extra", "field"),
    [
        ("stamp-slip", {"officer_name": "W" * 64}, "officer_name"),
        ("stamp-slip", {"token": "OA1:" + "a" * 1990}, "token"),
    ],
)
def test_what_does_not_fit_is_refused_by_name_never_cut(
    forms: Forms, form: str, extra: Mapping[str, object], field: str
) -> None:
    with pytest.raises(DoesNotFit) as raised:
        forms.render(form, {**FORMS[form], **extra})
    assert (raised.value.code, raised.value.field) == ("does_not_fit", field)
    assert "ยาวเกินช่องพิมพ์" in raised.value.th


def test_a_bar_code_of_thai_letters_is_refused_by_name(forms: Forms) -> None:
    with pytest.raises(FormDataError) as raised:
        forms.render("stamp-slip", {**STAMP_SLIP, "permit_no": "9911ก0000001"})
    assert (raised.value.code, raised.value.field) == ("bad_character", "permit_no")


NAMES = st.text(st.one_of(st.sampled_from("กขคงนมยปผฐญเแโใไาะิีึืุู่้๊๋์ัำ็ ABCabc012-/.,"), st.characters()), max_size=30)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES)
def test_any_name_is_printed_exactly_or_refused(forms: Forms, name: str) -> None:
    shown = " ".join(printable(name).split())
    assert printed_name(forms, name) in {f"ผู้ประทับตรา Officer {shown}", "refused officer_name"}


def printed_name(forms: Forms, name: str) -> str:
    """The officer's box of a slip as it reads back, or the field that was refused."""
    try:
        pdf = forms.render("stamp-slip", {**STAMP_SLIP, "officer_name": name})
    except FormError as error:
        return f"refused {error.field}"
    # From the paper's edge on: marks without their letter hang over the box's left.
    return " ".join(text_of(pdf.data, 1, (0.0, 46.4, 41.1, 9.4)).split())


def test_an_unknown_form_is_refused_and_no_name_reaches_another_file(forms: Forms) -> None:
    for name in ("999", "../../pyproject", "448-1.toml", "", "448-1\x00"):
        with pytest.raises(UnknownForm) as raised:
            forms.render(name, {})
        assert raised.value.code == "unknown_form"


@pytest.mark.parametrize("dpi", [0, -300, 100, 10_000])
def test_a_printer_of_impossible_dots_is_refused(forms: Forms, dpi: int) -> None:
    with pytest.raises(BadResolution):
        forms.render("stamp-slip", STAMP_SLIP, dpi=dpi)


def test_a_broken_template_is_the_administrators_business(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("version = 1")
    with pytest.raises(BadTemplate, match="tell the administrator"):
        Forms(tmp_path).schema("bad")


@EVERY
def test_the_schema_describes_the_sample_data(forms: Forms, form: str) -> None:
    schema: Any = forms.schema(form)
    assert schema["x-form"] == form
    assert schema["additionalProperties"] is False
    assert set(FORMS[form]) <= set(schema["properties"])
    assert set(schema["required"]) <= set(FORMS[form])
    json.dumps(schema)


def test_importing_the_door_costs_neither_reportlab_nor_qt() -> None:
    script = "import sys, officer_app.print.forms; print(*sorted(m.split('.')[0] for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, text=True)
    assert {"reportlab", "PySide6", "uharfbuzz", "icu4py", "segno", "barcode"} & set(done.stdout.split()) == set()
