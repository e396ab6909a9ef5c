"""One byte string for one meaning: the canonical JSON that acts are hashed and signed as."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

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
    text = _WRITER.encode(body) if _is_plain(body, DEEPEST) else ""
    if not text or "\\" in text or _wrong_text(text):
        # Something is spelled otherwise than it stands there, or wrong: it is looked at piece by piece.
        _check(body, "body", DEEPEST)
        text = _WRITER.encode(body)
    return text.encode("utf-8")


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
    return not text[:1].isalnum() and all(unicodedata.category(ch)[0] in "CZ" for ch in text)


def _is_plain(table: object, deeper: int) -> bool:
    """Whether a body is made of what it may be, texts left aside; no place is named, as nearly all are."""
    inner: Iterable[object] = ()
    if type(table) is dict and not set(map(type, table)) - {str}:
        inner = table.values()
    elif type(table) is list:
        inner = table
    else:
        deeper = 0
    if deeper == 0:
        return False
    for value in inner:
        kind = type(value)
        if kind is int and isinstance(value, int):
            if not -_MOST < value < _MOST:
                return False
        elif kind is not str and kind is not bool and not _is_plain(value, deeper - 1):
            return False
    return True


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
