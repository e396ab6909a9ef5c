"""Canonical bytes: one spelling for one meaning, and a refusal that names the place for all else."""

import json
import unicodedata
from collections.abc import Mapping
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.canonical import NotCanonical, Value, clean_text, decode, encode, is_blank

CLEAN = st.text(st.characters(exclude_categories=("Cc", "Cs"))).map(lambda text: unicodedata.normalize("NFC", text))
# Normal form can bring nothing back that is forbidden, but joined text may have to be normalised again.
TEXTS = CLEAN.filter(lambda text: unicodedata.is_normalized("NFC", text))
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES: st.SearchStrategy[Value] = st.recursive(
    st.one_of(TEXTS, WHOLE, st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=12,
)
BODIES = st.dictionaries(TEXTS, VALUES, max_size=6)


@given(BODIES)
def test_what_was_encoded_decodes_to_the_same_and_encodes_to_the_same_bytes(body: dict[str, Value]) -> None:
    data = encode(body)
    assert decode(data) == body
    assert encode(decode(data)) == data


@given(st.dictionaries(TEXTS, VALUES, min_size=2, max_size=6), st.randoms())
def test_the_order_of_keys_does_not_matter(body: dict[str, Value], chance: object) -> None:
    keys = sorted(body, reverse=True)
    assert encode({key: body[key] for key in keys}) == encode(body)


def test_true_and_one_are_two_meanings() -> None:
    assert encode({"a": True}) == b'{"a":true}'
    assert encode({"a": 1}) == b'{"a":1}'


def test_the_bytes_are_these() -> None:
    body: dict[str, Value] = {"z": ["ก", 1, False], "a": {"é": 'quote " back \\', "A": ""}}
    assert encode(body) == '{"a":{"A":"","é":"quote \\" back \\\\"},"z":["ก",1,false]}'.encode()


# Where it stands → what may not stand there.
FORBIDDEN: dict[str, tuple[object, str]] = {
    "a float": ({"a": {"b": [1, 2.5]}}, "body.a.b[1]"),
    "a whole float": ({"a": 1.0}, "body.a"),
    "a null": ({"fields": {"reason": None}}, "body.fields.reason"),
    "bytes": ({"a": b"x"}, "body.a"),
    "a set": ({"a": {1}}, "body.a"),
    "a NUL": ({"a": "x\0"}, "body.a"),
    "a line end": ({"a": "x\ny"}, "body.a"),
    "DEL": ({"a": "\x7f"}, "body.a"),
    "a C1 control": ({"a": "\x85"}, "body.a"),
    "a lone surrogate": ({"a": "\ud800"}, "body.a"),
    "decomposed text": ({"a": "cafe\u0301"}, "body.a"),
    "decomposed Thai": ({"a": "น\u0e4d\u0e32", "b": "\u1100\u1161"}, "body.b"),
    "a number too great": ({"a": [2**53]}, "body.a[0]"),
    "a number too small": ({"a": -(2**53)}, "body.a"),
    "a key that is none": ({"a": {1: "x"}}, "body.a"),
    "a key with a control": ({"a\t": 1}, "body key"),
    "a decomposed key": ({"e\u0301": 1}, "body key"),
}


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_what_may_not_be_signed_is_refused_and_its_place_named(kind: str) -> None:
    body, place = FORBIDDEN[kind]
    with pytest.raises(NotCanonical) as refused:
        encode(cast("Mapping[str, Value]", body))
    assert str(refused.value).startswith(f"{place}:")


def deep(levels: int) -> Value:
    value: Value = "x"
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


def test_tables_stand_inside_each_other_sixteen_deep_and_no_deeper_to_be_written_or_read() -> None:
    body: dict[str, Value] = {"a": deep(15)}
    assert decode(encode(body)) == body
    with pytest.raises(NotCanonical, match=r"nested too deeply"):
        encode({"a": deep(16)})
    data = b'{"a":' + b"[" * 16 + b"]" * 16 + b"}"
    with pytest.raises(NotCanonical, match=r"nested too deeply"):
        decode(data)
    assert decode(data.replace(b"[]", b"0")) is not None


def test_a_body_that_holds_itself_or_is_endlessly_deep_is_refused_like_any_other() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(NotCanonical):
        encode(cast("Mapping[str, Value]", {"a": deep}))
    round_about: dict[str, object] = {}
    round_about["a"] = round_about
    with pytest.raises(NotCanonical):
        encode(cast("Mapping[str, Value]", round_about))


NOT_CANONICAL = {
    "nothing": b"",
    "no JSON": b"{",
    "not UTF-8": b'{"a":"\xff"}',
    "an encoded surrogate": b'{"a":"\xed\xa0\x80"}',
    "a list": b"[]",
    "a text": b'"a"',
    "a blank": b'{"a": 1}',
    "a line end behind": b'{"a":1}\n',
    "a BOM": b'\xef\xbb\xbf{"a":1}',
    "keys out of order": b'{"b":1,"a":1}',
    "a key twice": b'{"a":1,"a":1}',
    "an escaped letter": b'{"a":"\\u0e01"}',
    "an escaped slash": b'{"a":"\\/"}',
    "a plus": b'{"a":+1}',
    "minus nothing": b'{"a":-0}',
    "a point": b'{"a":1.0}',
    "an exponent": b'{"a":1e2}',
    "not a number": b'{"a":NaN}',
    "without end": b'{"a":Infinity}',
    "null": b'{"a":null}',
    "a control": b'{"a":"\\u0000"}',
    "an escaped surrogate": b'{"a":"\\ud800"}',
    "thousands of digits": b'{"a":' + b"9" * 10_000 + b"}",
    "great depth": b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "some depth": b'{"a":' + b"[" * 985 + b"0.5" + b"]" * 985 + b"}",
}


@pytest.mark.parametrize("kind", NOT_CANONICAL)
def test_other_bytes_of_a_meaning_and_bytes_of_none_are_refused(kind: str) -> None:
    with pytest.raises(NotCanonical):
        decode(NOT_CANONICAL[kind])


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    try:
        body = decode(data)
    except NotCanonical:
        return
    assert encode(body) == data


JSON_LIKE = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), JSON_LIKE, max_size=4), st.booleans(), st.sampled_from([None, 1]))
def test_any_json_is_either_canonical_already_or_refused(body: object, ascii_only: bool, indent: int | None) -> None:
    data = json.dumps(body, ensure_ascii=ascii_only, indent=indent, sort_keys=True, separators=(",", ":"))
    raw = data.encode("utf-8", "surrogatepass")
    try:
        assert encode(decode(raw)) == raw
    except NotCanonical:
        return


@given(st.text())
def test_cleaned_text_may_always_be_signed_and_is_clean_already(text: str) -> None:
    cleaned = clean_text(text)
    assert decode(encode({"a": cleaned})) == {"a": cleaned}
    assert clean_text(cleaned) == cleaned


def test_cleaning_keeps_the_words_apart_and_the_thai_whole() -> None:
    assert clean_text("  ตู้\r\nบุบ\tเล็กน้อย\x00 ") == "ตู้  บุบ เล็กน้อย"
    assert clean_text("cafe\u0301\u2028ok") == "café ok"
    assert clean_text("\ud800") == ""


@pytest.mark.parametrize(("text", "blank"), [("", True), (" \u200b\u00a0", True), ("-", False), ("ก", False)])
def test_blank_is_what_shows_nothing(text: str, blank: bool) -> None:
    assert is_blank(text) is blank
