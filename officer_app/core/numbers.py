"""Numbers: what was scanned or typed, told by its prefix or else by its shape, before anyone looks it up.

Order (domain §3.3): a prefix of our own is recognised first and its text kept byte for byte; then the text
is normalised and the first row of `SHAPES` that fits decides. A known shape with an impossible part (month
13) is `unknown` with a reason; a wrong check digit is only a doubt. What is no text at all is `Unreadable`.
"""

from dataclasses import dataclass, replace

from officer_app.core.number_shapes import SHAPES, Doubt, Kind, Misfit
from officer_app.core.scanned_text import (
    Unreadability,
    Unreadable,
    capitals,
    normalise,
    printable,
    unreadable,
    unwrap,
)

__all__ = [
    "PREFIXES",
    "Doubt",
    "Kind",
    "Misfit",
    "Prefix",
    "Reading",
    "Unreadability",
    "Unreadable",
    "fits",
    "normalise",
    "recognise",
    "taken_as",
]


@dataclass(frozen=True)
class Reading:
    """A text that was understood as far as its shape goes.

    `raw` is the text as it came; `number` the normalised number (of a token, command, badge or bill: the text
    itself, byte for byte, only unwrapped); `warnings` what to doubt; `reason` why the kind is unknown.
    """

    raw: str
    number: str
    kind: Kind
    warnings: tuple[Doubt, ...] = ()
    reason: Misfit = Misfit.NONE


@dataclass(frozen=True)
class Prefix:
    """A mark that tells the kind, whatever the shape; `inner_controls` are controls it may have."""

    text: str
    kind: Kind
    reason: str
    inner_controls: str = ""


PREFIXES = (
    Prefix("OA1:", Kind.TOKEN, "design §10: a stamp's signed code; blanks and signs of base45 must survive"),
    Prefix("OT1:", Kind.TRANSIT_CODE, "our own, beside OA1: the signed code on a transit declaration's papers"),
    Prefix("OB1:", Kind.BADGE, "our own, beside OA1: a badge must never be taken for a house air waybill"),
    Prefix("OC1:", Kind.COMMAND, "our own, beside OA1: a command must never be taken for a number"),
    Prefix("|", Kind.BILL, "domain §4: a bill-payment code; CR stands between its parts", inner_controls="\r\n"),
)


def recognise(text: str) -> Reading | Unreadable:
    """What `text` is. Total: any text gives a reading (perhaps `unknown`) or why it is unreadable."""
    content = unwrap(text)
    prefix = next((row for row in PREFIXES if content.startswith(row.text)), None)
    if refused := unreadable(text, prefix.inner_controls if prefix else ""):
        return refused
    if prefix:
        return Reading(text, content, prefix.kind)
    number = normalise(content)
    if not number:
        return Unreadable(Unreadability.EMPTY, printable(text))
    if capitals(content).startswith(tuple(row.text for row in PREFIXES)):
        return Reading(text, number, Kind.UNKNOWN, reason=Misfit.LOWER_CASE_PREFIX)
    return _by_shape(text, number)


def fits(reading: Reading) -> tuple[Kind, ...]:
    """Every kind that the text of `reading` may be. More than one: a person says which, nothing is guessed."""
    return (reading.kind, Kind.HAWB) if Doubt.MAY_BE_HAWB in reading.warnings else (reading.kind,)


def taken_as(reading: Reading, kind: Kind) -> Reading:
    """`reading` after somebody said which of its kinds it is. Raises ValueError for one that it does not fit."""
    if kind not in fits(reading):
        raise ValueError(f"{reading.kind} is no {kind}")
    warnings = tuple(doubt for doubt in reading.warnings if doubt is not Doubt.MAY_BE_HAWB)
    return replace(reading, kind=kind, warnings=warnings)


def _by_shape(text: str, number: str) -> Reading:
    for shape in SHAPES:
        if shape.pattern.fullmatch(number):
            if misfit := shape.misfit(number):
                return Reading(text, number, Kind.UNKNOWN, reason=misfit)
            return Reading(text, number, shape.kind, shape.doubts(number))
    return Reading(text, number, Kind.UNKNOWN, reason=_no_shape(number))


def _no_shape(number: str) -> Misfit:
    if number.isascii():
        return Misfit.NO_KNOWN_SHAPE
    # Thai letters in a number mean a keyboard-wedge scanner under the Thai layout, or cp874 bytes.
    thai = any("\u0e00" <= symbol <= "\u0e7f" for symbol in number)
    return Misfit.THAI_LETTERS if thai else Misfit.FOREIGN_LETTERS
