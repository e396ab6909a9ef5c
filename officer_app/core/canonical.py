"""One byte string for one meaning: the canonical JSON that acts are hashed and signed as."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence

Value = str | int | bool | Sequence["Value"] | Mapping[str, "Value"]


DEEPEST = 16
"""Tables and lists that may stand inside each other, the body itself counted; the centre takes no more either."""

# Control characters (PostgreSQL refuses NUL for ever) and lone surrogates, which no encoding carries.
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_MOST = 2**53


class NotCanonical(ValueError):
    """A value that may not stand in a signed body; the message names its place."""


def encode(body: Mapping[str, Value]) -> bytes:
    """The UTF-8 bytes of `body`: sorted keys, no blanks, NFC, no floats, no nulls, no control characters, no more than
    DEEPEST tables and lists inside each other.

    Raises NotCanonical, naming the place, for anything else. The bytes are what is stored and signed.
    """
    if not _is_plain(body, DEEPEST):
        _check(body, "body", DEEPEST)
    return _WRITER.encode(body).encode("utf-8")


def decode(data: bytes) -> dict[str, Value]:
    """The body of canonical bytes; raises NotCanonical where re-encoding would not give the same bytes."""
    try:
        body = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # ValueError: not UTF-8, not JSON, or a number of thousands of digits
        raise NotCanonical(f"not JSON: {error}") from error
    if not isinstance(body, dict):
        raise NotCanonical("not a table")
    if encode(body) != data:
        raise NotCanonical("not in canonical form")
    return body


def clean_text(text: str) -> str:
    """`text` fit for a signed body: NFC, line ends and tabs as blanks, other control characters dropped."""
    spaced = "".join(" " if ch in "\r\n\t\u2028\u2029" else ch for ch in text)
    kept = _FORBIDDEN.sub("", spaced)
    return unicodedata.normalize("NFC", kept).strip()


def is_blank(text: str) -> bool:
    """Whether `text` shows a reader nothing: empty, blanks, invisible characters."""
    return all(unicodedata.category(ch)[0] in "CZ" for ch in text)


def _is_plain(value: object, deeper: int) -> bool:
    """Whether `value` may stand in a body, told without naming a place: nearly all do. `_check` has the last word."""
    if type(value) is str:
        return not _wrong_text(value)
    if type(value) is int:
        return -_MOST < value < _MOST
    if type(value) is dict and deeper:
        for key, inner in value.items():
            if type(key) is not str or _wrong_text(key) or not _is_plain(inner, deeper - 1):
                return False
        return True
    if type(value) is list and deeper:
        return all(_is_plain(inner, deeper - 1) for inner in value)
    return type(value) is bool


def _check(value: object, place: str, deeper: int) -> None:
    if deeper == 0 and isinstance(value, dict | list | tuple):
        raise NotCanonical(f"{place}: nested too deeply")
    if isinstance(value, str):
        if wrong := _wrong_text(value):
            raise NotCanonical(f"{place}: {wrong}")
    elif isinstance(value, bool | int):
        if not -_MOST < value < _MOST:
            raise NotCanonical(f"{place}: whole number beyond 2^53, which not every reader keeps exactly")
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise NotCanonical(f"{place}: a key is not text")
            _check(key, f"{place} key", 0)
            _check(inner, f"{place}.{key}", deeper - 1)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            _check(inner, f"{place}[{index}]", deeper - 1)
    else:
        raise NotCanonical(f"{place}: {type(value).__name__} may not stand in a signed body")


def _wrong_text(value: str) -> str:
    """What is wrong with a text; empty where nothing is."""
    if value.isascii() and value.isprintable():
        return ""
    if _FORBIDDEN.search(value):
        return "control character or lone surrogate"
    return "" if unicodedata.is_normalized("NFC", value) else "text is not in normal form NFC"
