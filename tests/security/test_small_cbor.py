"""The small CBOR agrees with a full implementation, and reads nothing but its one form."""

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.security.small_cbor import Item, NotSmallCbor, decode, encode

WHOLE = st.integers(0, 2**64 - 1)
TEXT = st.text(st.characters(codec="utf-8"))
TABLES = st.dictionaries(WHOLE, st.one_of(WHOLE, TEXT, st.binary(max_size=300)), max_size=23)


@given(TABLES)
def test_what_is_written_is_what_a_full_implementation_writes_and_is_read_back(table: dict[int, Item]) -> None:
    data = encode(table)
    assert data == cbor2.dumps(table, canonical=True)
    assert decode(data) == table


@given(st.binary(max_size=80))
def test_bytes_are_refused_or_are_the_one_form_of_what_they_say(data: bytes) -> None:
    try:
        table = decode(data)
    except NotSmallCbor:
        return
    assert encode(table) == data


@given(TABLES, st.data())
def test_a_changed_byte_is_refused_or_is_another_table(table: dict[int, Item], data: st.DataObject) -> None:
    good = encode(table)
    at = data.draw(st.integers(0, len(good) - 1))
    changed = good[:at] + bytes([data.draw(st.integers(0, 255))]) + good[at + 1 :]
    try:
        assert (decode(changed) == table) == (changed == good)
    except NotSmallCbor:
        assert changed != good


@pytest.mark.parametrize(
    "data",
    [
        "a1011801",  # one written longer than need be
        "a201000100",  # a key twice
        "a202000100",  # keys not rising
        "a10100ff",  # something behind
        "bf0100ff",  # no length given
        "a101f5",  # a truth value
        "a101fb3ff0000000000000",  # a broken number
        "a101c482187f01",  # a fraction, which may take very long
        "a10161",  # cut short
        "a10162c328",  # not UTF-8
        "a1015bffffffffffffffff",  # more bytes than there are
        "80",
        "",
    ],
)
def test_every_other_form_is_refused(data: str) -> None:
    with pytest.raises(NotSmallCbor):
        decode(bytes.fromhex(data))


@pytest.mark.parametrize("table", [{-1: 0}, {1: -1}, {1: 2**64}, {1: True}, {1: "\ud800"}, dict.fromkeys(range(24), 0)])
def test_what_has_no_place_in_a_table_is_refused(table: dict[int, Item]) -> None:
    with pytest.raises(NotSmallCbor):
        encode(table)
