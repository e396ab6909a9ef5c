"""Check digits: the vectors of domain §4, and numbers made by the rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.check_digits import (
    container_category_is_known,
    container_check_digit,
    container_is_right,
    mawb_check_digit,
    mawb_is_right,
    thai_13_check_digit,
    thai_13_is_right,
)


@pytest.mark.parametrize("number", ["02012345675", "01612345675"])
def test_a_right_air_waybill_number_is_right(number: str) -> None:
    assert mawb_is_right(number)


@pytest.mark.parametrize("number", ["21712860008", "0201234567", "020123456755", "O2012345675", "๐2012345675", ""])
def test_a_wrong_air_waybill_number_is_not(number: str) -> None:
    assert not mawb_is_right(number)


@pytest.mark.parametrize(
    "number",
    ["PCIU3591458", "TEXU3955311", "GSTU4910853", "APZU2048996", "TRLU2535740", "CSQU3054383", "APLS2863778"],
)
def test_a_right_container_number_is_right(number: str) -> None:
    assert container_is_right(number)


@pytest.mark.parametrize("number", ["CSQU3054384", "CSQU305438", "csqu3054383", "CSQ๓3054383", ""])
def test_a_wrong_container_number_is_not(number: str) -> None:
    assert not container_is_right(number)


def test_only_u_j_and_z_are_container_categories() -> None:
    assert container_category_is_known("CSQU3054383")
    assert not container_category_is_known("APLS2863778")
    assert not container_category_is_known("U")


@pytest.mark.parametrize("number", ["0994000163011", "3102000404557", "3169900228131"])
def test_a_right_thai_number_is_right(number: str) -> None:
    assert thai_13_is_right(number)


@pytest.mark.parametrize("number", ["0994000163012", "099400016301", "๐994000163011", ""])
def test_a_wrong_thai_number_is_not(number: str) -> None:
    assert not thai_13_is_right(number)


DIGIT = st.sampled_from("0123456789")


@given(st.text(DIGIT, min_size=12, max_size=12), st.integers(1, 9))
def test_a_thai_number_is_right_with_its_check_digit_and_with_no_other(digits: str, shift: int) -> None:
    check = thai_13_check_digit(digits)

    assert thai_13_is_right(digits + check)
    assert not thai_13_is_right(digits + str((int(check) + shift) % 10))


@given(st.text(DIGIT, min_size=7, max_size=7))
def test_an_air_waybill_made_with_its_check_digit_is_right(serial: str) -> None:
    assert mawb_is_right(f"999{serial}{mawb_check_digit(serial)}")


@given(st.from_regex(r"\A[A-Z]{3}[UJZ][0-9]{6}\Z"))
def test_a_container_made_with_its_check_digit_is_right(code: str) -> None:
    assert container_is_right(code + container_check_digit(code))
