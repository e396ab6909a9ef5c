"""What we print a scanner reads."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from zxingcpp import BarcodeFormat

from officer_app.print import codes
from tests.print.paper import MM_PER_INCH, codes_of

PRINTABLE = st.text(
    st.one_of(st.sampled_from("0123456789"), st.characters(min_codepoint=32, max_codepoint=126)),
    min_size=1,
    max_size=20,
)
CODE39 = st.text(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. "), min_size=1, max_size=14)
TOKENS = st.text(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"), min_size=50, max_size=350).map(
    "OA1:".__add__
)
DPI = st.sampled_from([203, 300, 600])


def dots(code: codes.Code, dpi: int) -> Image.Image:
    """The code as a printer's dots; fails when an edge is not on one."""
    scale = dpi / MM_PER_INCH
    picture = Image.new("L", (round(code.width * scale), round(code.height * scale)), 255)
    draw = ImageDraw.Draw(picture)
    for x, y, width, height in code.bars:
        left, right = x * scale, (x + width) * scale
        assert abs(left - round(left)) < 1e-6
        assert abs(right - round(right)) < 1e-6
        draw.rectangle((round(left), round(y * scale), round(right) - 1, round((y + height) * scale) - 1), fill=0)
    return picture


@settings(max_examples=60)
@given(PRINTABLE, DPI)
def test_code_128_reads_back_at_the_printers_own_dots(text: str, dpi: int) -> None:
    picture = dots(codes.code128(text, 250.0, 12.0, dpi), dpi)
    assert codes_of(picture) == [("Code128", text)]


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(
    "number",
    ["9911A0000001", "99", "9", "9999", "99999", "119099110001", "A0290991100001", "00", "1234567", "AB12345C", "A99"],
)
def test_numbers_as_they_are_on_permits_read_back_with_every_digit(number: str, dpi: int) -> None:
    assert codes_of(dots(codes.code128(number, 100.0, 12.0, dpi), dpi)) == [("Code128", number)]


@settings(max_examples=40)
@given(CODE39, DPI)
def test_code_39_reads_back_at_the_printers_own_dots(text: str, dpi: int) -> None:
    picture = dots(codes.code39(text, 300.0, 12.0, dpi), dpi)
    # Not Code 32: an Italian pharmacy's six-digit variant of the same bars.
    assert [read for _, read in codes_of(picture, BarcodeFormat.Code39Std)] == [text]


@settings(max_examples=30)
@given(st.one_of(PRINTABLE, TOKENS), DPI)
def test_a_qr_code_reads_back_what_it_holds(text: str, dpi: int) -> None:
    code = codes.qr(text, 60.0, dpi)
    # QR alone: a lazy eye sees a two-digit bar code in some rows of squares.
    assert codes_of(dots(code, dpi), BarcodeFormat.QRCode) == [("QRCode", text)]


def test_a_permit_number_in_a_label_has_modules_of_a_quarter_millimetre_or_more() -> None:
    for dpi in (203, 300):
        code = codes.code128("9911A0000001", 57.0, 12.0, dpi)
        assert code.module >= codes.LEAST_BAR_MM
        assert code.width <= 57.0
        first, last = code.bars[0], code.bars[-1]
        assert first[0] >= 10 * code.module - 1e-9
        assert code.width - last[0] - last[2] >= 10 * code.module - 1e-9


def test_a_code_that_cannot_be_read_at_its_size_is_refused() -> None:
    with pytest.raises(codes.TooWide):
        codes.code128("A" * 60, 50.0, 10.0, 203)
    with pytest.raises(codes.TooWide):
        codes.qr("A" * 2000, 25.0, 203)


@pytest.mark.parametrize("text", ["", "ก", "a\tb", "é", "\ud800", "\x7f", "OA1:\n"])
def test_what_the_bar_code_has_no_sign_for_is_refused(text: str) -> None:
    with pytest.raises(codes.NotEncodable):
        codes.code128(text, 100.0, 10.0, 300)
    with pytest.raises(codes.NotEncodable):
        codes.code39(text, 100.0, 10.0, 300)
    with pytest.raises(codes.NotEncodable):
        codes.qr(text, 30.0, 300)


@pytest.mark.parametrize("text", ["*", "$A", "/A", "+A", "%A", "a"])
def test_code_39_leaves_out_what_readers_take_for_something_else(text: str) -> None:
    with pytest.raises(codes.NotEncodable):
        codes.code39(text, 100.0, 10.0, 300)
