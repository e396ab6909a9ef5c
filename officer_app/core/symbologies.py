"""Symbologies: what kind of bar code a scanned text came from, as far as the scanner says so."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "A": "Code 39",
        "B": "Telepen",
        "C": "Code 128",
        "D": "Code One",
        "E": "EAN/UPC",
        "F": "Codabar",
        "G": "Code 93",
        "H": "Code 11",
        "I": "Interleaved 2 of 5",
        "K": "Code 16K",
        "L": "PDF417",
        "M": "MSI",
        "N": "Anker",
        "O": "Codablock",
        "P": "Plessey",
        "Q": "QR Code",
        "R": "Standard 2 of 5",
        "S": "Standard 2 of 5",
        "U": "MaxiCode",
        "d": "Data Matrix",
        "e": "GS1 DataBar",
        "j": "JAB Code",
        "z": "Aztec Code",
    }
)
"""ISO/IEC 15424, table 1: the letter after `]`."""

_GS1 = frozenset({"C1", "d2", "e0", "Q3", "J1"})
"""ISO/IEC 15424: the identifiers that say "GS1 data"."""
_IDENTIFIER = re.compile(r"\](?P<letter>[A-Za-z])(?P<modifier>[0-9A-Za-z])")
_ECI = re.compile(r"\\(?P<number>[0-9]{6})")
_STARS = re.compile(r"\*[0-9A-Z .$/+%-]+\*")


@dataclass(frozen=True)
class Symbology:
    """`name` (empty where unknown); `sure`: the scanner said so itself; `gs1`; `eci`: number of the character set."""

    name: str
    sure: bool = False
    gs1: bool = False
    eci: int | None = None


def symbology_of(text: str) -> Symbology:
    """What the scanner says in front of the data, else what the data look like. Total."""
    text = text.strip(" \t\r\n\x02\x03")
    if found := _IDENTIFIER.match(text):
        eci = _ECI.match(text, found.end())
        name = NAMES.get(found["letter"], "")
        gs1 = found[0][1:] in _GS1
        return Symbology("GS1-128" if gs1 and name == "Code 128" else name, bool(name), gs1, _number(eci))
    if eci := _ECI.match(text):
        return Symbology("QR Code", sure=False, eci=_number(eci))
    if _STARS.fullmatch(text):
        return Symbology("Code 39")
    if text.startswith(("OA1:", "|")) or len(text) > _LONGEST_BARS:
        return Symbology("QR Code")
    return Symbology("")


_LONGEST_BARS = 48
"""Characters; a longer text does not fit under a hand scanner as bars."""


def _number(found: re.Match[str] | None) -> int | None:
    return None if found is None else int(found["number"])
