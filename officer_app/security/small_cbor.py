"""The little of CBOR (RFC 8949, deterministic form) that a stamp's code needs: one flat table, nothing else.

A general decoder also builds dates, fractions and patterns from what it reads, and a few bytes of those can keep it
busy for seconds or raise anything. Here a code is either exactly this form or refused.
"""

from collections.abc import Mapping

Item = int | str | bytes

_UNSIGNED, _BYTES, _TEXT, _MAP = 0, 2, 3, 5
_MAX_ENTRIES = 23
# The length of a number is told by its first byte: 24 to 27 mean that 1, 2, 4 or 8 bytes follow.
_SHORT = tuple(bytes([first]) for first in range(256))
_LEAST = {24: 24, 25: 2**8, 26: 2**16, 27: 2**32}


class NotSmallCbor(ValueError):
    """Bytes or values that are not in the form; the message says why."""


def encode(table: Mapping[int, Item]) -> bytes:
    """The bytes of `table`: up to 23 entries, keys and whole numbers from 0 to 2^64 - 1, texts, bytes.

    Raises NotSmallCbor.
    """
    if len(table) > _MAX_ENTRIES:
        raise NotSmallCbor("too many entries")
    parts = [_head(_MAP, len(table))]
    for key in sorted(table):
        parts += [_head(_UNSIGNED, key), _item(table[key])]
    return b"".join(parts)


def decode(data: bytes) -> dict[int, Item]:
    """The table whose bytes are `data`. Raises NotSmallCbor wherever `encode` would give other bytes."""
    major, count, at = _read_head(data, 0)
    if major != _MAP or count > _MAX_ENTRIES:
        raise NotSmallCbor("not a table")
    table: dict[int, Item] = {}
    for _ in range(count):
        major, key, at = _read_head(data, at)
        if major != _UNSIGNED or any(key <= earlier for earlier in table):
            raise NotSmallCbor("keys are rising whole numbers")
        table[key], at = _read_item(data, at)
    if at != len(data):
        raise NotSmallCbor("something follows the table")
    return table


def _item(value: Item) -> bytes:
    if isinstance(value, bool):
        raise NotSmallCbor("no truth values")
    if isinstance(value, int):
        return _head(_UNSIGNED, value)
    if isinstance(value, bytes):
        return _head(_BYTES, len(value)) + value
    try:
        text = value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotSmallCbor("not text") from error
    return _head(_TEXT, len(text)) + text


def _head(major: int, number: int) -> bytes:
    if 0 <= number < 24:
        return _SHORT[major << 5 | number]
    for info, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if 0 <= number < 1 << 8 * size:
            return bytes([major << 5 | info]) + number.to_bytes(size, "big")
    raise NotSmallCbor("a whole number goes from 0 to 2^64 - 1")


def _read_item(data: bytes, at: int) -> tuple[Item, int]:
    major, number, at = _read_head(data, at)
    if major == _UNSIGNED:
        return number, at
    if major not in (_BYTES, _TEXT):
        raise NotSmallCbor("neither number, text nor bytes")
    content = data[at : at + number]
    if len(content) != number:
        raise NotSmallCbor("cut short")
    try:
        return content if major == _BYTES else content.decode("utf-8"), at + number
    except UnicodeDecodeError as error:
        raise NotSmallCbor("not text") from error


def _read_head(data: bytes, at: int) -> tuple[int, int, int]:
    """The kind, the number and the place after them."""
    if at >= len(data):
        raise NotSmallCbor("cut short")
    major, info = data[at] >> 5, data[at] & 31
    if info < 24:
        return major, info, at + 1
    if info not in _LEAST:
        raise NotSmallCbor("a length that is not given")
    end = at + 1 + (1 << info - 24)
    number = int.from_bytes(data[at + 1 : end], "big")
    if end > len(data) or number < _LEAST[info]:
        raise NotSmallCbor("cut short, or longer than need be")
    return major, number, end
