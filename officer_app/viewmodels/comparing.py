"""The cargo compared with its permit by scans: container, vehicle, waybill, seal (M132 p82-84)."""

from dataclasses import dataclass

from officer_app.core.numbers import Kind, Unreadable, recognise
from officer_app.core.records import Permit
from officer_app.core.scanned_text import normalise

_FIELDS = ("container_no", "vehicle", "trailer", "mawb", "hawb", "seal_no")
_OF_KIND = {
    Kind.CONTAINER: ("container_no",),
    Kind.PLATE: ("vehicle", "trailer"),
    Kind.MAWB: ("mawb",),
    Kind.HAWB: ("hawb",),
}


@dataclass(frozen=True)
class Agrees:
    """The scanned number is the permit's own `field`."""

    field: str


@dataclass(frozen=True)
class Differs:
    """The scanned number is of a kind that the permit has, and another one; `says`: what the permit has."""

    scanned: str
    says: str


def compare(permit: Permit, text: str) -> Agrees | Differs | None:
    """What a scan says of the cargo of `permit`; None where it is about something else, such as the next permit."""
    number = normalise(text)
    field = next((name for name in _FIELDS if number and normalise(getattr(permit, name)) == number), "")
    if field:
        return Agrees(field)
    reading = recognise(text)
    if isinstance(reading, Unreadable) or reading.kind not in _OF_KIND:
        return None
    says = [value for name in _OF_KIND[reading.kind] if (value := getattr(permit, name))]
    return Differs(reading.number, " / ".join(says)) if says else None
