"""Thai looks right and reads back as it was typed."""

import io
from pathlib import Path

import pytest

from officer_app.print.errors import FontsMissing
from officer_app.print.fitting import Measure, fit
from officer_app.print.pen import BLACK, POINTS_PER_MM, Fonts, Pen, points
from officer_app.print.render import Press, compose_pages
from officer_app.print.thai import Face, load_typeface
from tests.print.paper import picture_of, text_of

CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]
VOWELS = ["", *"ัิีึืฺุู็ํ"]
TONES = ["", *"่้๊๋์"]


def stacks(consonant: str) -> str:
    """Every mark above and below one consonant, with every tone."""
    above = [consonant + vowel + tone for vowel in VOWELS for tone in TONES]
    am = [consonant + tone + "ำ" for tone in TONES]
    return " ".join(above + am)


def drawn(press: Press, lines: list[str], bold: bool) -> bytes:
    """One A4 sheet with a line a text."""
    fonts = Fonts(press.typeface)
    pen = Pen(297.0, fonts)
    face = press.typeface.weight(bold)
    for index, line in enumerate(lines):
        fitted = fit(line, face, Measure(points(200), points(20), 7.0, 5.0, 1))
        assert fitted is not None
        pen.lines(fitted, face, (5.0, 12.0 + 6.0 * index, 200.0), "left", BLACK)
    return compose_pages((210.0, 297.0), [pen.operators], fonts, "contact")


@pytest.mark.parametrize("bold", [False, True])
def test_every_stack_of_consonant_vowel_and_tone_reads_back_as_typed(sarabun: Press, bold: bool) -> None:
    lines = [stacks(consonant) for consonant in CONSONANTS]
    assert text_of(drawn(sarabun, lines, bold)).split("\n")[: len(lines)] == lines


@pytest.mark.parametrize("bold", [False, True])
def test_without_the_copy_of_the_text_no_glyph_is_a_riddle(sarabun: Press, bold: bool) -> None:
    face = sarabun.typeface.weight(bold)
    used = {glyph.gid for letter in CONSONANTS for glyph in face.shape(stacks(letter)).glyphs}
    assert [face.hb_font.glyph_to_string(gid) for gid in used if "\ufffd" in face.readable(gid)] == []


def test_a_tone_mark_stands_above_an_upper_vowel_not_in_it(sarabun: Press) -> None:
    face = sarabun.typeface.regular
    alone, stacked = face.shape("ก่"), face.shape("กี่")
    assert stacked.top > alone.top


def test_a_latin_first_letter_does_not_change_the_shape_of_the_thai_after_it(sarabun: Press) -> None:
    face = sarabun.typeface.regular
    mixed, thai = face.shape("A ปี้ ป้ำ"), face.shape("ปี้ ป้ำ")
    assert [(g.gid, g.x_offset, g.y_offset) for g in mixed.glyphs[2:]] == [
        (g.gid, g.x_offset, g.y_offset) for g in thai.glyphs
    ]


def test_a_part_of_a_run_is_the_run_of_the_part(sarabun: Press) -> None:
    face = sarabun.typeface.regular
    whole = face.shape("น้ำหนัก ใบขนสินค้า")
    assert face.part(whole, 0, 8) == face.shape("น้ำหนัก ")
    assert face.part(whole, 8, len(whole.text)) == face.shape("ใบขนสินค้า")


@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_lines_stand_where_they_are_set(sarabun: Press, align: str) -> None:
    fonts, face = Fonts(sarabun.typeface), sarabun.typeface.regular
    pen = Pen(30.0, fonts)
    fitted = fit("ผู้ป้ำ XYZ", face, Measure(points(80), points(20), 20.0, 20.0, 1))
    assert fitted is not None
    pen.lines(fitted, face, (10.0, 20.0, 80.0), align, BLACK)
    picture = picture_of(compose_pages((100.0, 30.0), [pen.operators], fonts, "set"), 254)
    left, _, right, _ = picture.point(lambda light: 255 - light).getbbox() or (0, 0, 0, 0)
    width = fitted.width / POINTS_PER_MM
    expected = {"left": 10.0, "center": 50.0 - width / 2, "right": 90.0 - width}[align]
    assert left / 10 == pytest.approx(expected, abs=0.6)
    assert right / 10 == pytest.approx(expected + width, abs=0.6)


def test_the_ink_of_a_run_is_known_before_it_is_drawn(sarabun: Press) -> None:
    fonts, face = Fonts(sarabun.typeface), sarabun.typeface.regular
    pen = Pen(40.0, fonts)
    run = face.shape("ปี่ฏุฐู")
    pen.text(run, face, 30.0, (10.0, 20.0), BLACK)
    picture = picture_of(compose_pages((100.0, 40.0), [pen.operators], fonts, "ink"), 508)
    _, top, _, bottom = picture.point(lambda light: 255 - light).getbbox() or (0, 0, 0, 0)
    assert 20.0 - top / 20 == pytest.approx(run.top * 30 / 1000 / POINTS_PER_MM, abs=0.1)
    assert bottom / 20 - 20.0 == pytest.approx(-run.bottom * 30 / 1000 / POINTS_PER_MM, abs=0.1)


def test_what_the_font_cannot_draw_is_known_by_its_letter(sarabun: Press) -> None:
    assert sarabun.lacks("ไทย ABC 123 ฿ – “”") == ""
    assert sarabun.lacks("ไทย မြန်မာ") == "မ"


def test_a_missing_or_broken_font_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match=r"Sarabun-Regular\.ttf is missing"):
        load_typeface(tmp_path)
    (tmp_path / "no.ttf").write_bytes(b"no font")
    with pytest.raises(FontsMissing):
        Face(tmp_path / "no.ttf")


def test_only_what_is_drawn_is_embedded(sarabun: Press) -> None:
    fonts = Fonts(sarabun.typeface)
    pen = Pen(20.0, fonts)
    pen.text(sarabun.typeface.regular.shape("ก"), sarabun.typeface.regular, 10.0, (5.0, 10.0), BLACK)
    small = compose_pages((50.0, 20.0), [pen.operators], fonts, "small")
    assert len(small) < 12_000
    assert b"Helvetica" not in io.BytesIO(small).read()
    assert b"Sarabun-Bold" not in small
