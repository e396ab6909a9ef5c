"""Texts too long for their box go on over further sheets: all of it is there, in order, and none of it is cut."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officer_app.print.errors import BadTemplate, DoesNotFit, FormDataError
from officer_app.print.fitting import LEGIBLE, Measure, begin, fit_closer
from officer_app.print.forms import Forms, Pdf
from officer_app.print.pictures import Pictures
from officer_app.print.reading import read_template
from officer_app.print.render import Press
from tests.print.paper import TEMPLATES, text_of, words_of

PARAGRAPH = "หีบห่อที่ {n} พบเสื้อเชิ้ตผ้าฝ้าย MEN'S COTTON SHIRTS จำนวน 1,200 ตัว ตรงตามสำแดง น้ำหนักชั่งได้ 681 กก."
CONTINUING = [
    ("inspection-act", "findings"),
    ("hold-notice", "reason"),
    ("hold-notice", "next_step"),
    ("refusal-notice", "reason"),
    ("petition-flight", "reason"),
    ("petition-other", "attached"),
    ("petition-return", "reason"),
    ("petition-short", "reason"),
    ("shift-handover", "things"),
]


def long_text(most: int) -> str:
    """As many numbered paragraphs as `most` characters hold."""
    text = ""
    n = 1
    while len(text) + len(PARAGRAPH) + 5 < most:
        text += PARAGRAPH.format(n=n) + "\n"
        n += 1
    return text.strip()


def printed(forms: Forms, form: str, **more: object) -> Pdf:
    return forms.render(form, {**forms.template(form).sample, **more})


def whole_text(pdf: Pdf) -> str:
    """The text layer of all sheets without the blanks, for lines are broken between any words."""
    return "".join("".join(text_of(pdf.data, page).split()) for page in range(1, pdf.pages + 1))


@pytest.mark.parametrize(("form", "field"), CONTINUING)
def test_the_longest_text_a_form_takes_is_there_whole_and_in_order(forms: Forms, form: str, field: str) -> None:
    text = long_text(forms.template(form).fields[field].max)
    pdf = printed(forms, form, **{field: text})
    assert pdf.pages > printed(forms, form).pages
    found = re.findall(r"หีบห่อที่(\d+)พบ", whole_text(pdf))
    assert [int(number) for number in found] == list(range(1, text.count("\n") + 2))
    assert whole_text(pdf).count("681กก.") >= text.count("681 กก.")


def test_each_sheet_says_where_it_goes_on_and_the_last_that_it_ends(forms: Forms) -> None:
    pdf = printed(forms, "inspection-act", findings="\n".join(f"หีบห่อที่ {n}" for n in range(100)))
    assert pdf.pages == 3
    for page in (1, 2):
        assert f"มีต่อแผ่นที่ {page + 1} continued on sheet {page + 1}" in words_of(pdf.data, page)
        assert f"แผ่นที่ {page}/3" in words_of(pdf.data, page)
    assert "สิ้นสุดข้อความ end of text" in words_of(pdf.data, 3)
    assert "สิ้นสุดรายการ end of list" in words_of(pdf.data, 1)


def test_two_long_texts_share_the_further_sheets_and_keep_their_names(forms: Forms) -> None:
    pdf = printed(forms, "hold-notice", reason=long_text(2500), next_step=long_text(2000))
    last = words_of(pdf.data, 2)
    assert "เหตุที่ระงับ (ต่อ)" in last
    assert "สิ่งที่ต้องดำเนินการ (ต่อ)" in last


def test_a_text_that_fits_stays_on_its_sheet(forms: Forms) -> None:
    pdf = printed(forms, "hold-notice", reason="รอเอกสาร")
    assert pdf.pages == 1
    assert "continued" not in words_of(pdf.data)


def test_a_word_without_end_is_broken_between_letters_and_nothing_of_it_is_lost(forms: Forms) -> None:
    pdf = printed(forms, "inspection-act", findings="A" * 6000)
    assert whole_text(pdf).count("A") >= 6000


def test_many_short_lines_go_on_as_well(forms: Forms) -> None:
    pdf = printed(forms, "inspection-act", findings="\n".join(str(n) for n in range(1000, 2200)))
    lines = [line for page in range(1, pdf.pages + 1) for line in text_of(pdf.data, page).splitlines()]
    assert [int(line) for line in lines if re.fullmatch(r"[12][0-9]{3}", line)] == list(range(1000, 2200))


def test_more_than_a_form_takes_is_still_refused_by_name(forms: Forms) -> None:
    with pytest.raises(FormDataError) as refused:
        printed(forms, "inspection-act", findings="ก" * 6001)
    assert (refused.value.code, refused.value.field) == ("too_long", "findings")


def test_a_number_too_wide_for_its_box_stands_whole_on_a_further_sheet(forms: Forms) -> None:
    pdf = printed(forms, "hold-notice", legal_ground="W" * 300)
    assert "ดูแผ่นที่ 2 see sheet 2" in words_of(pdf.data, 1)
    assert "WW" not in words_of(pdf.data, 1)
    assert "".join(words_of(pdf.data, 2).split()).count("W") >= 300


def test_a_form_without_a_further_sheet_of_its_own_gets_a_plain_one(forms: Forms) -> None:
    pdf = printed(forms, "bond-37", represented_by="W" * 80)
    assert pdf.pages == 2
    second = words_of(pdf.data, 2)
    assert ("ใบต่อ สัญญาทัณฑ์บน" in second, "แผ่นที่ 2/2" in second, "W" * 80 in "".join(second.split())) == (True, True, True)
    assert str(forms.template("bond-37").sample["bond_no"]) in second


def test_a_label_has_no_further_sheet(forms: Forms) -> None:
    with pytest.raises(DoesNotFit) as refused:
        printed(forms, "stamp-slip", officer_name="W" * 64)
    assert refused.value.field == "officer_name"


def test_a_text_that_stands_in_boxes_of_both_sheets_goes_on_once(forms: Forms) -> None:
    pdf = printed(forms, "448-1", applicant_name="W" * 120)
    second = words_of(pdf.data, 2)
    assert second.count("ผู้ขอผ่านแดน (ต่อ)") == 1
    assert "".join(second.split()).count("W") >= 120
    assert "ดูแผ่นที่ 2" in words_of(pdf.data, 1)


def test_a_row_grows_with_a_word_wider_than_its_column(forms: Forms) -> None:
    row = {"line": 1, "paper": "W" * 300, "fault": "ขาด"}
    wide = printed(forms, "refusal-notice", missing=[row])
    assert "".join(words_of(wide.data).split()).count("W") >= 300


def test_small_print_ends_where_it_can_no_longer_be_read(sarabun: Press) -> None:
    face, room = sarabun.typeface.regular, Measure(60.0, 30.0, 9.0, 7.0, 1)
    closer = fit_closer("ผู้ขอผ่านแดน บริษัท ตัวอย่าง จำกัด", face, room)
    assert closer is not None
    assert (closer.size >= LEGIBLE, len(closer.lines) > 1, closer.height <= 30.0) == (True, True, True)
    assert fit_closer("ผู้ขอผ่านแดน " * 20, face, room) is None


def test_nothing_is_printed_over_the_edge_of_a_further_sheet(forms: Forms) -> None:
    pdf = printed(forms, "inspection-act", findings=long_text(6000))
    page = list(Pictures().pages(pdf.data, 100, grey=True))[1]
    right = round(200.0 / 25.4 * 100)
    rows = range(round(60 / 25.4 * 100), round(280 / 25.4 * 100))
    assert all(page.pixels[row * page.stride + x] > 200 for row in rows for x in range(right + 2, page.width))


def test_a_label_whose_text_has_nowhere_to_go_on_is_refused() -> None:
    slip = (TEMPLATES / "stamp-slip.toml").read_bytes()
    going_on = slip.replace(b'field = "station",', b'field = "station", continues = true,')
    with pytest.raises(BadTemplate, match=r"next\.table"):
        read_template("stamp-slip", going_on)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("กขคงจ าิีุู่้ำabc 123-/,.", max_size=60), max_size=8), st.integers(40, 300), st.integers(10, 90))
def test_what_is_left_over_is_exactly_what_is_not_set(
    sarabun: Press, lines: list[str], width: int, height: int
) -> None:
    text = "\n".join(lines)
    taken, left = begin(text, sarabun.typeface.regular, Measure(width, height, 9.0, 9.0, 99, anywhere=True))
    set_text = "".join(run.text for run in taken.lines)
    assert "".join((set_text + left).split()) == "".join(text.split())
    assert taken.height <= height
