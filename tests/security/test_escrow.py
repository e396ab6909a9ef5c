"""The escrow: opened by the office it was sealed for, by nobody else, and never when a byte was changed."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.security import escrow, keys
from officer_app.security.escrow import BadEscrow, Escrow
from officer_app.security.passwords import FOR_TESTS

KEY = bytes(range(32))
PASSWORD = "รหัสของสำนักงาน"
PLACE = {"site": "CE", "station": "CE-1", "root": "ab" * 8, "at": "2026-11-21T03:04:05.000000Z"}
PUBLIC, WRAPPED = escrow.new_key(PASSWORD, FOR_TESTS)


@pytest.fixture(scope="module")
def made() -> Escrow:
    return escrow.seal(KEY, PUBLIC, PLACE)


def test_the_office_opens_what_was_sealed_for_it(made: Escrow) -> None:
    assert escrow.unseal(escrow.read(escrow.write(made)), escrow.open_key(WRAPPED, PASSWORD)) == KEY


def test_another_office_does_not(made: Escrow) -> None:
    _, other = escrow.new_key(PASSWORD, FOR_TESTS)
    with pytest.raises(BadEscrow) as bad:
        escrow.unseal(made, escrow.open_key(other, PASSWORD))
    assert bad.value.code == "escrow_damaged"


def test_the_key_stands_nowhere_in_the_escrow_and_two_of_them_differ(made: Escrow) -> None:
    written = escrow.write(made)
    assert KEY not in written
    assert KEY.hex().encode() not in written
    assert escrow.seal(KEY, PUBLIC, PLACE).sealed != made.sealed
    assert escrow.seal(KEY, PUBLIC, PLACE).check == made.check


@pytest.mark.parametrize("name", [one.name for one in fields(Escrow)])
def test_each_changed_field_is_found(made: Escrow, name: str) -> None:
    value = getattr(made, name)
    changed: Any = bytes([value[0] ^ 1]) + value[1:] if isinstance(value, bytes) else value + "x"
    with pytest.raises(BadEscrow):
        escrow.unseal(replace(made, **dict[str, Any]({name: changed})), escrow.open_key(WRAPPED, PASSWORD))


@given(st.integers(min_value=0, max_value=79), st.integers(min_value=0, max_value=7))
def test_each_changed_bit_is_found(place: int, bit: int) -> None:
    sealed = escrow.seal(KEY, PUBLIC, PLACE)
    assert len(sealed.sealed) == 80
    data = bytearray(sealed.sealed)
    data[place] ^= 1 << bit
    with pytest.raises(BadEscrow):
        escrow.unseal(replace(sealed, sealed=bytes(data)), escrow.open_key(WRAPPED, PASSWORD))


@given(st.binary(max_size=300))
def test_a_file_that_is_no_escrow_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(BadEscrow) as bad:
        escrow.read(data)
    assert bad.value.code == "escrow_not_one"


def test_the_escrow_key_opens_with_its_password_and_is_no_signing_key() -> None:
    with pytest.raises(keys.WrongKeyPassword):
        escrow.open_key(WRAPPED, "wrong")
    with pytest.raises(keys.DamagedKey):
        keys.unwrap(WRAPPED, PASSWORD)
    with pytest.raises(keys.DamagedKey):
        escrow.open_key(keys.wrap(keys.new_private_key(), PASSWORD, FOR_TESTS), PASSWORD)
