"""Vehicle plates as people write them: kept and shown as keyed, compared without blanks and dashes."""

import re

from officer_app.core.canonical import clean_text
from officer_app.core.scanned_text import normalise

_THAI = ("", "TH")
_WRITTEN = (
    # Lorries and buses 70-1234, private cars 2กข 1234 (domain §4, PLATE). Plates of neighbours are free text.
    (re.compile(r"([0-9]{2})([0-9]{4})"), r"\1-\2"),
    (re.compile(r"([0-9]?[ก-ฮ]{1,2})([0-9]{1,4})"), r"\1 \2"),
)


def same_plate(one: str, other: str) -> bool:
    """Whether two spellings are of one plate."""
    return normalise(one) == normalise(other)


def written_plate(text: str, country: str = "", known: str = "") -> str:
    """`text` as a plate is shown and printed: as it was keyed, blanks at its ends left out.

    A bare one, as scanners and customs messages give it, takes the spelling of `known` where that is the same plate,
    else the one of Thailand where `country` (ISO 3166 alpha-2, empty where nobody says) is Thailand.
    """
    plate = clean_text(text)
    if plate != normalise(plate):
        return plate
    spelled = clean_text(known)
    if spelled and spelled != plate and same_plate(plate, spelled):
        return spelled
    if country.strip().upper() not in _THAI:
        return plate
    return next((found.expand(how) for shape, how in _WRITTEN if (found := shape.fullmatch(plate))), plate)
