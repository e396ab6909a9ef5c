"""Text fits or is refused; lines end between words."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.print.breaking import KEPT_WHOLE, letter_ends, loose_ends, word_ends
from officer_app.print.fitting import Measure, fit
from officer_app.print.pen import points
from officer_app.print.render import Press, press
from officer_app.print.thai import Face

LONG = (
    "ผู้ขอผ่านแดนต้องนำของผ่านแดนออกไปนอกราชอาณาจักรภายในสามสิบวันนับแต่วันนำเข้า "
    "ตามใบขนสินค้าผ่านแดนและใบกำกับการขนย้ายสินค้าที่ด่านศุลกากรแม่สอดออกให้"
)
FACE = press(None).typeface.regular
THAI_TEXT = st.text(st.sampled_from("กขคนมยลสหอปผฐญเแโใไาะิีึืุู่้๊๋์ัำ็ ABCabc0123-/.,"), max_size=120)


def room(width: float, lines: int = 50, least: float = 9.0, *, anywhere: bool = False) -> Measure:
    return Measure(points(width), points(400), 9.0, least, lines, "left", anywhere)


def test_long_thai_wraps_between_words_and_keeps_the_terms_of_customs_whole(sarabun: Press) -> None:
    fitted = fit(LONG, sarabun.typeface.regular, room(60))
    assert fitted is not None
    texts = [run.text for run in fitted.lines]
    assert len(texts) > 3
    ends = word_ends(LONG)
    at = 0
    for text in texts:
        at = LONG.index(text, at) + len(text)
        assert any(LONG[at:end].strip() == "" for end in ends if end >= at)
    for term in KEPT_WHOLE:
        assert "".join(texts).count(term) == sum(text.count(term) for text in texts)


def test_icu_alone_would_have_torn_a_term_of_customs_apart() -> None:
    assert loose_ends("ใบขนสินค้า") != word_ends("ใบขนสินค้า") == (len("ใบขนสินค้า"),)


def test_dates_and_amounts_are_not_torn_apart() -> None:
    text = "วันที่ 21-11-2599 จำนวน 1,234,567.89 บาท"
    starts = {0, *word_ends(text)}
    for figure in ("21-11-2599", "1,234,567.89"):
        first = text.index(figure)
        assert not starts & set(range(first + 1, first + len(figure)))


@given(THAI_TEXT)
def test_no_line_ever_ends_inside_a_letter(text: str) -> None:
    for end in letter_ends(text)[:-1] + word_ends(text)[:-1]:
        # A mark after a blank has no letter; the printer shows a dotted circle for it.
        assert unicodedata.category(text[end]) != "Mn" or text[end - 1] == " "


@given(THAI_TEXT, st.floats(min_value=5, max_value=120), st.booleans())
def test_lines_hold_every_word_in_order_and_none_is_wider_than_its_box(text: str, width: float, anywhere: bool) -> None:
    fitted = fit(text, FACE, room(width, anywhere=anywhere))
    if fitted is None:
        return
    assert "".join(run.text for run in fitted.lines).replace(" ", "") == text.replace(" ", "")
    assert fitted.width <= points(width) + 0.01
    for run in fitted.lines:
        assert [glyph.gid for glyph in run.glyphs] == [glyph.gid for glyph in FACE.shape(run.text).glyphs]


@given(THAI_TEXT)
def test_no_low_vowel_touches_a_mark_of_the_next_line(text: str) -> None:
    fitted = fit(text, FACE, room(25, anywhere=True))
    if fitted is None:
        return
    for above, below in pairwise(fitted.lines):
        assert not touches(FACE, above.text, below.text, fitted.leading)


def touches(face: Face, above: str, below: str, leading: int) -> bool:
    """Whether the ink of two lines set left at `leading` (thousandths) overlaps."""
    lower = [(x0, x1, top - leading) for x0, x1, top, _ in face.ink(face.shape(below)) if x0 != x1]
    upper = [(x0, x1, bottom) for x0, x1, _, bottom in face.ink(face.shape(above)) if x0 != x1]
    return any(a0 < b1 and b0 < a1 and top > bottom for a0, a1, bottom in upper for b0, b1, top in lower)


def test_only_the_word_that_is_too_wide_is_broken_inside(sarabun: Press) -> None:
    fitted = fit("MADE IN JAPAN " + "X" * 40 + " VIA MAE SOT", sarabun.typeface.regular, room(30, anywhere=True))
    assert fitted is not None
    words = " ".join(run.text for run in fitted.lines).split()
    assert [word for word in words if set(word) != {"X"}] == ["MADE", "IN", "JAPAN", "VIA", "MAE", "SOT"]


def test_text_shrinks_only_as_far_as_allowed(sarabun: Press) -> None:
    face = sarabun.typeface.regular
    wide = face.shape(LONG).width * 9.0 / 1000
    assert fit(LONG, face, Measure(wide * 0.8, 100, 9.0, 7.0, 1)) is not None
    assert fit(LONG, face, Measure(wide * 0.7, 100, 9.0, 7.0, 1)) is None


def test_a_word_wider_than_its_line_is_broken_only_where_that_is_allowed(sarabun: Press) -> None:
    face = sarabun.typeface.regular
    assert fit("X" * 60, face, room(30)) is None
    fitted = fit("X" * 60, face, room(30, anywhere=True))
    assert fitted is not None
    assert "".join(run.text for run in fitted.lines) == "X" * 60


@pytest.mark.parametrize("text", ["", " ", "\n", " \n "])
def test_nothing_is_drawn_for_a_blank_text(sarabun: Press, text: str) -> None:
    fitted = fit(text, sarabun.typeface.regular, room(30))
    assert fitted is not None
    assert (fitted.lines, fitted.height, fitted.width) == ((), 0.0, 0.0)
