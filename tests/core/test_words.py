"""Numbers in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core import words

NAMES = {"ศูนย์": 0, "หนึ่ง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6}
NAMES |= {"เจ็ด": 7, "แปด": 8, "เก้า": 9}
PLACES = {"สิบ": 10, "ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000}


def read_thai(text: str) -> int:
    """The number that Thai words name, read by an independent left-to-right reader."""
    million, group, digit = 0, 0, 0
    while text:
        if text.startswith("ล้าน"):
            million, group, digit, text = (million + group + digit) * 10**6, 0, 0, text[4:]
            continue
        name = next(n for n in (*NAMES, *PLACES) if text.startswith(n))
        text = text[len(name) :]
        if name in PLACES:
            group, digit = group + (digit or 1) * PLACES[name], 0
        else:
            digit = NAMES[name]
    return million + group + digit


@pytest.mark.parametrize(
    ("satang", "text"),
    [
        (0, "ศูนย์บาทถ้วน"),
        (100, "หนึ่งบาทถ้วน"),
        (27000, "สองร้อยเจ็ดสิบบาทถ้วน"),
        (1100, "สิบเอ็ดบาทถ้วน"),
        (2100, "ยี่สิบเอ็ดบาทถ้วน"),
        (10100, "หนึ่งร้อยเอ็ดบาทถ้วน"),
        (200000000, "สองล้านบาทถ้วน"),
        (100000100, "หนึ่งล้านเอ็ดบาทถ้วน"),
        (1100000000, "สิบเอ็ดล้านบาทถ้วน"),
        (123456, "หนึ่งพันสองร้อยสามสิบสี่บาทห้าสิบหกสตางค์"),
        (1, "หนึ่งสตางค์"),
        (25, "ยี่สิบห้าสตางค์"),
        (-27050, "ลบสองร้อยเจ็ดสิบบาทห้าสิบสตางค์"),
        (10**14, "หนึ่งล้านล้านบาทถ้วน"),
    ],
)
def test_baht_are_written_as_a_receipt_writes_them(satang: int, text: str) -> None:
    assert words.baht_in_words(satang) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "zero"),
        (21, "twenty-one"),
        (100, "one hundred"),
        (121, "one hundred and twenty-one"),
        (1_001, "one thousand and one"),
        (1_250_000, "one million two hundred and fifty thousand"),
        (-3, "minus three"),
    ],
)
def test_english_numbers_read_as_on_a_declaration(number: int, text: str) -> None:
    assert words.english_number(number) == text


def test_packages_are_counted_in_both_languages() -> None:
    assert words.packages_in_words_th(120, "กล่อง") == "หนึ่งร้อยยี่สิบกล่อง"
    assert words.packages_in_words_en(120, "carton") == "one hundred and twenty cartons"
    assert words.packages_in_words_en(1, "box", "boxes") == "one box"
    assert words.packages_in_words_en(2, "box", "boxes") == "two boxes"


def test_a_number_too_great_for_english_words_is_refused() -> None:
    with pytest.raises(ValueError, match="too great"):
        words.english_number(10**15)


@given(st.integers(min_value=0, max_value=10**18))
def test_thai_words_read_back_as_the_number(number: int) -> None:
    assert read_thai(words.thai_number(number)) == number


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_weights_and_money_keep_every_gram_and_satang(number: int) -> None:
    assert int(words.kg_text(number).replace(",", "").replace(".", "")) == number
    assert int(words.baht_text(number).replace(",", "").replace(".", "")) == number
    assert words.kg_text(number)[-4] == "."
    assert words.baht_text(number)[-3] == "."


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_different_numbers_have_different_english_words(number: int) -> None:
    assert words.english_number(number) != words.english_number(number + 1)
