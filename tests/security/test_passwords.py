"""Passwords: Thai in any typing order, hostile input, hashes any tool can check."""

import unicodedata

import argon2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.refusals import Refused
from officer_app.security.passwords import FOR_TESTS, MAX_LENGTH, STANDARD, Cost, derive, hash_password, problem, verify

# The tone mark typed before the vowel below, and after it: the same on screen, one normal form.
TYPED_ONE_WAY = "สู้ๆ กุ่ง"
TYPED_ANOTHER_WAY = "ส\u0e49\u0e39ๆ ก\u0e48\u0e38ง"


def test_a_password_opens_and_another_does_not() -> None:
    stored = hash_password("รหัสผ่าน 1", FOR_TESTS)
    assert verify("รหัสผ่าน 1", stored)
    assert not verify("รหัสผ่าน 2", stored)


def test_a_thai_password_typed_in_another_order_of_marks_is_the_same() -> None:
    assert TYPED_ONE_WAY != TYPED_ANOTHER_WAY
    assert unicodedata.normalize("NFC", TYPED_ONE_WAY) == unicodedata.normalize("NFC", TYPED_ANOTHER_WAY)
    assert verify(TYPED_ANOTHER_WAY, hash_password(TYPED_ONE_WAY, FOR_TESTS))
    assert verify(TYPED_ONE_WAY, hash_password(TYPED_ANOTHER_WAY, FOR_TESTS))


def test_equal_passwords_have_different_hashes() -> None:
    assert hash_password("same", FOR_TESTS) != hash_password("same", FOR_TESTS)


def test_the_stored_form_is_the_one_every_argon2_tool_reads() -> None:
    assert argon2.PasswordHasher().verify(hash_password("กข", FOR_TESTS), "กข")
    assert verify("กข", argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("กข"))


def test_the_standard_cost_is_the_second_recommendation_of_rfc_9106() -> None:
    assert argon2.extract_parameters(hash_password("x")) == argon2.profiles.RFC_9106_LOW_MEMORY
    assert Cost(passes=3, memory_kib=64 * 1024, lanes=4) == STANDARD


def test_a_known_answer_of_the_reference_implementation_is_met() -> None:
    # phc-winner-argon2, test.c: Argon2id version 0x13, t=2, m=2^8 KiB, p=1.
    key = derive("password", b"somesalt", Cost(passes=2, memory_kib=256, lanes=1))
    assert key.hex() == "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_empty"),
        ("ก" * (MAX_LENGTH + 1), "password_too_long"),
        ("x" * 10_000_000, "password_too_long"),
        ("abc\udc80", "password_not_text"),
    ],
)
def test_an_impossible_password_is_refused_by_its_code(password: str, code: str) -> None:
    refusal = problem(password)
    assert refusal is not None
    assert refusal.code == code
    with pytest.raises(Refused) as refused:
        hash_password(password, FOR_TESTS)
    assert refused.value.refusal.code == code
    assert not verify(password, hash_password("x", FOR_TESTS))


@pytest.mark.parametrize("password", ["x", "ก" * MAX_LENGTH, "\0", "' OR 1=1 --", "e\u0301" * MAX_LENGTH])
def test_one_to_1024_characters_counted_in_normal_form_may_be_anything(password: str) -> None:
    assert problem(password) is None
    assert verify(password, hash_password(password, FOR_TESTS))


def test_an_unknown_name_never_opens() -> None:
    assert not verify("anything", None, FOR_TESTS)


@given(st.text(max_size=40), st.text(max_size=120))
def test_nothing_in_a_password_or_a_stored_hash_raises(password: str, stored: str) -> None:
    assert not verify(password, stored, FOR_TESTS)


@given(st.data())
def test_a_damaged_hash_never_opens_and_never_raises(data: st.DataObject) -> None:
    good = hash_password("right", FOR_TESTS)
    at = data.draw(st.integers(0, len(good) - 1))
    damaged = good[:at] + data.draw(st.characters()) + good[at + 1 :]
    assert verify("right", damaged, FOR_TESTS) == (damaged == good)


def test_a_hash_has_one_spelling() -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    good = hash_password("right", FOR_TESTS)
    twin = good[:-1] + alphabet[alphabet.index(good[-1]) ^ 1]
    assert not verify("right", twin, FOR_TESTS)


@pytest.mark.parametrize("cost", ["m=9999999,t=1,p=1", "m=65536,t=999,p=4", "m=8,t=1,p=2", "m=0,t=0,p=0"])
def test_a_stored_cost_beyond_bounds_is_not_paid(cost: str) -> None:
    assert not verify("x", f"$argon2id$v=19${cost}${'A' * 22}${'A' * 43}", FOR_TESTS)
