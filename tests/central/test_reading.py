"""The centre and the workstations agree, byte for byte, on what an act is: what it feeds, they can read."""

import json
from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.central import schema
from officer_app.central.address import parse_address
from officer_app.central.embedded import EmbeddedPostgres
from officer_app.core.acts import ActKind, BadAct, read
from officer_app.core.canonical import Value, clean_text
from tests.central.writing import Journal, body_with

letters = st.characters(codec="utf-8", exclude_categories=("Cs", "Cn"))
texts = st.text(letters, max_size=20)
tidy = texts.map(clean_text)
numbers = st.integers(-(2**53) + 1, 2**53 - 1)
tidy_values: st.SearchStrategy[Value] = st.recursive(
    tidy | numbers | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(tidy, inner, max_size=4),
    max_leaves=8,
)
any_values = st.recursive(
    texts | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
PLAIN = json.loads(body_with(Journal("CE-1")))


@pytest.fixture(scope="module")
def centre(server: EmbeddedPostgres) -> Iterator[psycopg.Connection]:
    """A connection that may call the centre's reading."""
    with schema.connect(parse_address(server.admin_url("template_reader"))) as connection:
        yield connection


@pytest.fixture(scope="module", autouse=True)
def reader_database(server: EmbeddedPostgres) -> None:
    with schema.connect(parse_address(server.admin_url())) as connection:
        connection.execute("create database template_reader template template")


def refused(centre: psycopg.Connection, body: bytes) -> str | None:
    row = centre.execute("select (core.read_body(%s)).refused", [body]).fetchone()
    assert row is not None
    found: str | None = row[0]
    return found


def can_read(body: bytes) -> bool:
    try:
        read(body, b"")
    except BadAct:
        return False
    return True


@given(
    fields=st.dictionaries(tidy, tidy_values, max_size=5), permit=tidy, act_id=tidy.filter(lambda t: 0 < len(t) <= 64)
)
def test_whatever_a_workstation_may_sign_the_centre_takes(
    centre: psycopg.Connection, fields: dict[str, Value], permit: str, act_id: str
) -> None:
    body = Journal("ด่าน 1").act(ActKind.STAMP, permit, act_id=act_id, fields=fields).body
    assert refused(centre, body) is None


@given(key=st.sampled_from([*PLAIN, "new", "clock_offset_ms"]), value=any_values, ascii_only=st.booleans())
def test_what_the_centre_takes_a_workstation_can_read(
    centre: psycopg.Connection, key: str, value: object, ascii_only: bool
) -> None:
    body = json.dumps({**PLAIN, key: value}, ensure_ascii=ascii_only, sort_keys=True, separators=(",", ":")).encode()
    if refused(centre, body) is None:
        assert can_read(body)


@given(data=st.data())
def test_a_body_with_a_byte_changed_is_read_by_both_or_by_none_that_matters(
    centre: psycopg.Connection, data: st.DataObject
) -> None:
    body = bytearray(Journal("CE-1").act(fields={"findings": 'ตรวจ "แล้ว" \\ ก็', "n": -5, "list": ["a", 1]}).body)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(body) - 1))
        how = data.draw(st.sampled_from(["change", "drop", "add"]))
        byte = data.draw(st.sampled_from([*b'{}[]":,\\ un019.-eE\t\n\x00\x7f\xc2\x85\xff']))
        if how == "change":
            body[place] = byte
        elif how == "drop":
            del body[place]
        else:
            body.insert(place, byte)
    if refused(centre, bytes(body)) is None:
        assert can_read(bytes(body))
