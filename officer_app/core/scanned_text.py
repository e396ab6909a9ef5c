"""Scanned text: taking off what a scanner or a copier put around a number, and refusing what is no text."""

import re
from dataclasses import dataclass
from enum import StrEnum

MAX_CHARACTERS = 4096
"""The longest text that is looked at; the longest thing known, a stamp token in base45, stays below 1,000."""

EXCERPT_CHARACTERS = 40


class Unreadability(StrEnum):
    """Why a text cannot be looked at as a number at all."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NUL = "nul"
    CONTROL_CHARACTER = "control_character"
    LONE_SURROGATE = "lone_surrogate"


@dataclass(frozen=True)
class Unreadable:
    """A text nobody can look up. `raw_excerpt` is its beginning, escaped: safe to show, log and store."""

    reason_code: Unreadability
    raw_excerpt: str


# ISO/IEC 15424: ]C0 Code 128, ]C1 GS1-128, ]A0 Code 39, ]Q1 QR code.
_AIM_IDENTIFIER = re.compile(r"\][A-Za-z][0-9A-Za-z]")
# ECI, "what follows is UTF-8" as \000026: 2D imagers send it along with ]Q2 and the like.
_ECI = re.compile(r"\\[0-9]{6}")
# What ends a frame, and FNC1 of GS1 as scanners transmit it.
_AROUND = " \t\r\n\x1d"
# str.upper() is not used: it makes SS of ß and I of a dotless i, and so a number of what was none.
_CAPITALS = {ord("a") + place: ord("A") + place for place in range(26)}
_ARABIC_DIGITS = {ord("๐") + place: ord("0") + place for place in range(10)}
# Come along when a number is copied from a page: zero-width characters and typographers' dashes.
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"


def unwrap(text: str) -> str:
    """`text` without what the scanner put around it (blanks, AIM identifiers, ECI, FNC1), else untouched."""
    text = text.strip(_AROUND)
    while found := _AIM_IDENTIFIER.match(text) or _ECI.match(text):
        text = text[found.end() :].strip(_AROUND)
    return text


def capitals(text: str) -> str:
    """`text` with a-z, and nothing else, in capitals."""
    return text.translate(_CAPITALS)


def normalise(text: str) -> str:
    """`text` as it is compared: unwrapped, no blanks, dashes, stars or other signs, Arabic digits, capitals.

    Customs itself compares air waybills so (M132 p76). Letters other than A-Z are kept, so that a stray one
    is seen and never silently dropped. Never raises; normalising twice changes nothing.
    """
    bare = unwrap(text)
    if bare.isascii() and bare.isalnum():
        return capitals(bare)
    kept = "".join(symbol for symbol in bare if not _is_separator(symbol))
    return capitals(kept.translate(_ARABIC_DIGITS))


def printable(text: str, limit: int = EXCERPT_CHARACTERS) -> str:
    """The first `limit` characters of `text`, whatever cannot be shown escaped (as `\\x00`, `\\udc80`)."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text[:limit])
    return shown + ("…" if len(text) > limit else "")


def unreadable(text: str, inner_controls: str = "") -> Unreadable | None:
    """Why `text` is no text to look up, or None. `inner_controls` are the control characters it may have."""
    reason = _unreadability(text, inner_controls)
    return None if reason is None else Unreadable(reason, printable(text))


def _is_separator(symbol: str) -> bool:
    if symbol.isascii():
        return not symbol.isalnum()
    return symbol.isspace() or symbol in _INVISIBLE or symbol in _DASHES


def _unreadability(text: str, inner_controls: str) -> Unreadability | None:
    if len(text) > MAX_CHARACTERS:
        return Unreadability.TOO_LONG
    content = unwrap(text)
    if not content:
        return Unreadability.EMPTY
    if content.isascii() and content.isprintable():
        return None
    if "\0" in content:
        return Unreadability.NUL
    if any("\ud800" <= symbol <= "\udfff" for symbol in content):
        return Unreadability.LONE_SURROGATE
    if any(_is_control(symbol) and symbol not in inner_controls for symbol in content):
        return Unreadability.CONTROL_CHARACTER
    return None


def _is_control(symbol: str) -> bool:
    return symbol < " " or "\x7f" <= symbol <= "\x9f"
