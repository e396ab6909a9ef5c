"""Accounts: signing in, lock-out with back-off, names, and the document the store keeps."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.ports import Person
from officer_app.core.refusals import Refused
from officer_app.security import account_documents, accounts
from officer_app.security.account_names import clean_name
from officer_app.security.accounts import (
    BACK_OFF,
    Account,
    KeyUnusable,
    Locked,
    SignedIn,
    WrongPassword,
    attempt,
    change_password,
    create,
    rekey,
)
from officer_app.security.keys import WrongKeyPassword, new_private_key, verify, wrap
from officer_app.security.passwords import FOR_TESTS

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
PASSWORD = "กุ่ง 2599"


@pytest.fixture(scope="module")
def somchai() -> Account:
    return create("somchai", "นายสมชาย ใจดี", frozenset({"inspection"}), PASSWORD, cost=FOR_TESTS)


def failed(account: Account, times: int, at: datetime = NOW) -> Account:
    for _ in range(times):
        result = attempt(account, "wrong", at, cost=FOR_TESTS)
        assert isinstance(result, WrongPassword)
        assert result.account is not None
        account = result.account
        at = account.locked_until or at
    return account


def test_the_right_password_unlocks_the_officers_own_key(somchai: Account) -> None:
    result = attempt(somchai, PASSWORD, NOW)
    assert isinstance(result, SignedIn)
    assert verify(somchai.public_key, b"act", result.signer.sign(b"act"))
    assert result.signer.key_id == somchai.key_id
    assert result.account.person == Person("somchai", "นายสมชาย ใจดี", frozenset({"inspection"}))


def test_the_password_may_be_typed_with_its_marks_in_another_order(somchai: Account) -> None:
    assert isinstance(attempt(somchai, "ก\u0e48\u0e38ง 2599", NOW), SignedIn)


def test_an_unknown_name_is_answered_as_a_wrong_password() -> None:
    assert attempt(None, PASSWORD, NOW, cost=FOR_TESTS) == WrongPassword(None)


@given(st.text(max_size=50))
def test_no_password_but_the_right_one_signs_in_and_none_raises(password: str) -> None:
    account = create("malee", "", frozenset(), "right", cost=FOR_TESTS)
    assert isinstance(attempt(account, password, NOW), SignedIn) == (password == "right")
    assert attempt(None, password, NOW, cost=FOR_TESTS) == WrongPassword(None)


def test_two_slips_cost_nothing_and_the_third_costs_a_wait(somchai: Account) -> None:
    assert failed(somchai, 2).locked_until is None
    third = failed(somchai, 3)
    assert third.failures == 3
    assert third.locked_until == NOW + timedelta(seconds=5)


def test_while_locked_even_the_right_password_is_not_tried(somchai: Account) -> None:
    locked = failed(somchai, 3)
    until = NOW + timedelta(seconds=5)
    assert attempt(locked, PASSWORD, until - timedelta(microseconds=1)) == Locked(until)
    assert isinstance(attempt(locked, PASSWORD, until), SignedIn)


def test_each_row_of_the_back_off_waits_longer_than_the_one_before(somchai: Account) -> None:
    for row in BACK_OFF:
        before = failed(somchai, row.failures - 1)
        start = before.locked_until or NOW
        assert failed(before, 1, start).locked_until == start + row.wait
    assert sorted(BACK_OFF, key=lambda row: (row.failures, row.wait)) == list(BACK_OFF)


def test_a_guesser_gets_fewer_than_fifty_tries_on_the_first_day(somchai: Account) -> None:
    account, at, tries = somchai, NOW, 0
    while at < NOW + timedelta(days=1):
        account = failed(account, 1, at)
        at = account.locked_until or at
        tries += 1
    assert tries < 50


def test_the_right_password_forgets_the_failures(somchai: Account) -> None:
    result = attempt(failed(somchai, 4), PASSWORD, NOW + timedelta(minutes=1))
    assert isinstance(result, SignedIn)
    assert (result.account.failures, result.account.locked_until) == (0, None)


def test_a_lock_out_survives_being_stored_and_read_again(somchai: Account) -> None:
    stored = account_documents.write(failed(somchai, 3))
    assert attempt(account_documents.read(stored), PASSWORD, NOW) == Locked(NOW + timedelta(seconds=5))


def test_a_locked_account_waits_for_an_administrator_and_unlocking_forgets_all(somchai: Account) -> None:
    closed = accounts.lock(failed(somchai, 15))
    assert attempt(closed, PASSWORD, NOW + timedelta(days=99)) == Locked(None)
    assert isinstance(attempt(accounts.unlock(closed), PASSWORD, NOW), SignedIn)


def test_a_key_that_does_not_open_is_told_apart_from_a_wrong_password(somchai: Account) -> None:
    damaged = attempt(replace(somchai, wrapped_key=b"?"), PASSWORD, NOW)
    other_password = attempt(replace(somchai, wrapped_key=wrap(new_private_key(), "other", FOR_TESTS)), PASSWORD, NOW)
    other_key = attempt(replace(somchai, wrapped_key=wrap(new_private_key(), PASSWORD, FOR_TESTS)), PASSWORD, NOW)
    assert isinstance(damaged, KeyUnusable)
    assert isinstance(other_password, KeyUnusable)
    assert isinstance(other_key, KeyUnusable)
    for changed in (replace(somchai, key_id="0" * 16), replace(somchai, public_key=bytes(32))):
        assert isinstance(attempt(changed, PASSWORD, NOW), KeyUnusable)
    codes = [damaged.code, other_password.code, other_key.code]
    assert codes == ["key_damaged", "key_wrong_password", "key_not_the_accounts"]


def test_a_changed_password_keeps_the_key(somchai: Account) -> None:
    changed = change_password(somchai, PASSWORD, "new", cost=FOR_TESTS)
    assert changed.key_id == somchai.key_id
    assert isinstance(attempt(changed, "new", NOW), SignedIn)
    assert isinstance(attempt(changed, PASSWORD, NOW), WrongPassword)
    with pytest.raises(WrongKeyPassword):
        change_password(somchai, "not it", "new", cost=FOR_TESTS)


def test_a_lost_password_costs_the_key(somchai: Account) -> None:
    fresh = rekey(failed(somchai, 5), "new", cost=FOR_TESTS)
    assert fresh.key_id != somchai.key_id
    assert (fresh.name, fresh.display, fresh.roles, fresh.failures) == ("somchai", somchai.display, somchai.roles, 0)
    assert isinstance(attempt(fresh, "new", NOW), SignedIn)


def test_a_new_key_does_not_open_a_locked_account(somchai: Account) -> None:
    assert attempt(rekey(accounts.lock(somchai), "new", cost=FOR_TESTS), "new", NOW) == Locked(None)


def test_an_account_shows_neither_hash_nor_wrapped_key(somchai: Account) -> None:
    assert somchai.password_hash not in repr(somchai)
    assert "wrapped_key" not in repr(somchai)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "name_empty"),
        ("   ", "name_empty"),
        ("x" * 65, "name_too_long"),
        ("x" * 100_000, "name_too_long"),
        ("a\nb", "name_bad_character"),
        ("a\0", "name_bad_character"),
        ("som\u200bchai", "name_bad_character"),
        ("\u202eiahcmos", "name_bad_character"),
        ("a\u2028b", "name_bad_character"),
        ("a\ud800", "name_bad_character"),
        ("a\ue000", "name_bad_character"),
    ],
)
def test_a_name_that_cannot_be_is_refused_by_its_code(name: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_name(name)
    assert refused.value.refusal.code == code


@pytest.mark.parametrize("name", ["somchai", "สมชาย ใจดี", "'; DROP TABLE officer; --", "x" * 64, "O'Brien"])
def test_any_readable_text_up_to_64_characters_is_a_name(name: str) -> None:
    assert clean_name(f" {name} ") == name


def test_names_that_look_the_same_are_the_same() -> None:
    assert clean_name("ก\u0e48\u0e38ง") == clean_name("กุ่ง")


@given(st.text())
def test_a_cleaned_name_is_clean(name: str) -> None:
    try:
        cleaned = clean_name(name)
    except Refused:
        return
    assert clean_name(cleaned) == cleaned


def test_an_account_is_read_as_it_was_written(somchai: Account) -> None:
    for account in (somchai, failed(somchai, 7), accounts.lock(somchai), replace(somchai, roles=frozenset())):
        assert account_documents.read(account_documents.write(account)) == account


def test_every_field_of_an_account_stands_in_its_document(somchai: Account) -> None:
    document = account_documents.write(somchai)
    assert all(f'"{one.name}"' in document for one in fields(Account))


@given(st.text(max_size=60))
def test_a_document_that_is_no_account_is_damaged(document: str) -> None:
    with pytest.raises(account_documents.DamagedAccount):
        account_documents.read(document)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"v":2', '"v":3'),
        ('"failures":0', '"failures":-1'),
        ('"failures":0', '"failures":true'),
        ('"roles":["inspection"]', '"roles":"inspection"'),
        ('"roles":["inspection"]', '"roles":[1]'),
        ('"name":"somchai"', '"name":1'),
        ('"locked_until":""', '"locked_until":"soon"'),
        (',"v":2', ""),
    ],
)
def test_a_document_with_a_wrong_field_is_damaged(somchai: Account, old: str, new: str) -> None:
    document = account_documents.write(somchai)
    assert old in document
    with pytest.raises(account_documents.DamagedAccount):
        account_documents.read(document.replace(old, new))
