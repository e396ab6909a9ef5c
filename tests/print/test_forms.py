"""Every shipped form, looked at as an officer, a printer, a scanner and a register do."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from officer_app.print.data import Filled, fill, printable
from officer_app.print.errors import BadResolution, BadTemplate, DoesNotFit, FormDataError, FormError, UnknownForm
from officer_app.print.forms import Forms
from officer_app.print.notices import NOT_CERTIFIED, SAMPLE
from officer_app.print.pen import Fonts
from officer_app.print.reading import read_template
from officer_app.print.render import Press, compose
from tests.print.paper import ROOT, TEMPLATES, Area, codes_of, picture_of, text_of, words_of
from tests.print.sample_forms import CONTAINER_LIST, CONTROL_37, FORMS, STAMP_SLIP, TOKEN, TRANSIT, container, goods

GOLDEN = ROOT / "tests" / "golden" / "print.json"
PAGES = {"448-1": 6, "451-37": 2, "451-lao": 2, "container-list": 1, "stamp-slip": 1}
EVERY = pytest.mark.parametrize("form", sorted(FORMS))


def filled(form: str, press: Press) -> tuple[Any, Filled]:
    made = read_template(form, (TEMPLATES / f"{form}.toml").read_bytes())
    return made, fill(made.fields, FORMS[form], press.lacks)


def test_the_forms_of_the_round_are_there(forms: Forms) -> None:
    assert forms.ids() == sorted(PAGES)


@EVERY
def test_a_form_is_a_pdf_with_its_pages_its_hash_and_its_version(forms: Forms, form: str) -> None:
    pdf = forms.render(form, FORMS[form])
    assert pdf.data.startswith(b"%PDF-1.")
    assert pdf.data.rstrip().endswith(b"%%EOF")
    assert (pdf.pages, pdf.form, pdf.version, pdf.certified) == (PAGES[form], form, "0.1", False)
    assert pdf.sha256 == hashlib.sha256(pdf.data).hexdigest()
    assert b"Helvetica" not in pdf.data


@EVERY
def test_the_same_input_gives_the_same_bytes_also_from_another_press(forms: Forms, form: str) -> None:
    first = forms.render(form, FORMS[form], sample=True)
    assert forms.render(form, FORMS[form], sample=True) == first
    assert Forms(TEMPLATES).render(form, FORMS[form], sample=True) == first


@EVERY
def test_the_drawing_is_the_one_that_was_looked_at(sarabun: Press, form: str) -> None:
    """Golden: hashes of the operators. After a wanted change, look at the pages and put the new hash into the file."""
    made, data = filled(form, sarabun)
    drawn = compose(made, data, sarabun.typeface, Fonts(sarabun.typeface), certified=False, sample=True, dpi=300)
    lines = [line for sheet in (*drawn.shared, *(own for copy in drawn.own for own in copy)) for line in sheet]
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == json.loads(GOLDEN.read_text())[form]


@EVERY
@pytest.mark.parametrize("certified", [False, True])
@pytest.mark.parametrize("sample", [False, True])
def test_every_sheet_says_what_it_is_not(forms: Forms, form: str, certified: bool, sample: bool) -> None:
    pdf = forms.render(form, FORMS[form], certified=certified, sample=sample)
    for page in range(1, pdf.pages + 1):
        text = words_of(pdf.data, page)
        assert (NOT_CERTIFIED in text) is not certified
        assert (SAMPLE in text) is sample
        assert "พ.ร.บ.ศุลกากร พ.ศ. 2560" in text
        assert f"{form} · รุ่น version 0.1" in text


@EVERY
def test_every_value_stands_in_the_text_layer_as_it_was_given(forms: Forms, sarabun: Press, form: str) -> None:
    made, data = filled(form, sarabun)
    pdf = forms.render(form, FORMS[form])
    text = "".join(text_of(pdf.data).split())
    rows = [row.texts for values in data.rows.values() for row in values]
    missing: list[str] = []
    for texts in (data.texts, *rows):
        for key, value in texts.items():
            about = made.fields.get(key)
            shown = about.names.get(value, value) if about else value
            if key not in {"token", "exit_seals"} and "".join(shown.split()) not in text:
                missing.append(key)

    assert missing == []


@EVERY
def test_nothing_of_an_empty_form_is_lost_but_what_is_required(forms: Forms, form: str) -> None:
    schema: Any = forms.schema(form)
    with pytest.raises(FormDataError) as raised:
        forms.render(form, {})
    assert [problem.field for problem in raised.value.problems] == schema["required"]
    needed = {key: value for key, value in FORMS[form].items() if key in schema["required"]}
    assert forms.render(form, needed).pages == PAGES[form]


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


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(
    ("form", "area"),
    [
        ("448-1", (122.5, 35.0, 77.0, 14.0)),
        ("451-37", (122.5, 36.0, 77.0, 14.0)),
        ("451-lao", (122.5, 36.0, 77.0, 14.0)),
        ("container-list", (194.5, 36.0, 92.0, 15.0)),
    ],
)
def test_the_declaration_number_is_read_by_a_scanner(forms: Forms, form: str, area: Area, dpi: int) -> None:
    pdf = forms.render(form, FORMS[form], sample=True, dpi=dpi)
    for page in range(1, pdf.pages + 1):
        assert codes_of(picture_of(pdf.data, dpi, page, area)) == [("Code128", "A0212991100001")]


def test_a_slip_without_a_code_says_so_in_large_letters(forms: Forms) -> None:
    signed = words_of(forms.render("stamp-slip", STAMP_SLIP).data)
    failed = words_of(forms.render("stamp-slip", {**STAMP_SLIP, "token": ""}).data)
    for words in ("ไม่มีรหัส", "NO CODE", "ระบบลงนามขัดข้อง", "signer failed"):
        assert words in failed
        assert words not in signed


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
        ("stamp-slip", {"officer_name": "ก" * 80}, "officer_name"),
        ("stamp-slip", {"token": "OA1:" + "a" * 1990}, "token"),
        ("448-1", {"applicant_name": "W" * 120}, "applicant_name"),
        ("448-1", {"route": "\n".join("x" * 9)}, "route"),
        ("448-1", {"items": [{**goods(1), "currency": "W" * 3, "quantity": "W" * 18}]}, "items[0].quantity"),
        ("448-1", {"items": [{**goods(1), "hs_code": "W" * 12}]}, "items[0].hs_code"),
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
    return " ".join(text_of(pdf.data, 1, (2.7, 46.4, 45.6, 6.4)).split())


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
