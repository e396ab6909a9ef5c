"""What a scanner's bytes tell about its settings: terminator, character set, symbology, pace, and what to set. Pure."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from officer_app.core.symbologies import Symbology, symbology_of

SILENCE_S = 0.06
"""Silence between two scans: bytes of one scan follow each other faster, hands slower."""
_ENDS = ((b"\r\n", "crlf"), (b"\x03", "etx"), (b"\r", "cr"), (b"\n", "lf"), (b"\t", "tab"))
_AROUND = b"\r\n\t\x02\x03 "
_OF_NUMBERS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-*]:" + _AROUND
_MANY = 0.3
_SHORTEST_S = 1e-6


class Advice(StrEnum):
    """What to set; the sentences are under `device.advice_`."""

    NOTHING_YET = "nothing_yet"
    FINE = "fine"
    SET_TERMINATOR = "set_terminator"
    MIXED_TERMINATORS = "mixed_terminators"
    SEVEN_BITS_EVEN = "seven_bits_even"
    SEVEN_BITS_ODD = "seven_bits_odd"
    WRONG_SPEED = "wrong_speed"
    THAI_LAYOUT = "thai_layout"
    LOWER_CASE = "lower_case"
    CONTROL_CHARACTERS = "control_characters"
    SEND_IDENTIFIER = "send_identifier"


@dataclass(frozen=True)
class Chunk:
    """Bytes as they came, and when: seconds of one clock that never goes back."""

    at: float
    data: bytes


@dataclass(frozen=True)
class Burst:
    """Bytes without silence between them. `seconds` from the first to the last read."""

    data: bytes
    seconds: float


@dataclass(frozen=True)
class Guess:
    """What was found out. `terminator`: crlf, cr, lf, tab, etx, none, mixed, or empty before any scan.

    `characters`: ascii, utf-8, cp874 or none of them. `pace`: bytes a second within a scan, 0 where all of it came
    at once. `advice`: most urgent first.
    """

    bytes: int
    scans: int
    terminator: str
    starts_with_stx: bool
    characters: str
    symbology: Symbology
    pace: int
    advice: tuple[Advice, ...]
    last: str = ""


def bursts(chunks: Sequence[Chunk]) -> list[Burst]:
    """The chunks put together where no silence falls between them."""
    found: list[Burst] = []
    held, begun, last = b"", 0.0, 0.0
    for chunk in chunks:
        if held and chunk.at - last > SILENCE_S:
            found.append(Burst(held, last - begun))
            held = b""
        begun = begun if held else chunk.at
        held, last = held + chunk.data, chunk.at
    return [*found, Burst(held, last - begun)] if held else found


def guess(chunks: Sequence[Chunk]) -> Guess:
    """What these bytes tell. Total: whatever the bytes are."""
    found = bursts(chunks)
    data = b"".join(burst.data for burst in found)
    text, characters = _text(data)
    ends = Counter(_end(burst.data) for burst in found)
    terminator = "" if not ends else next(iter(ends)) if len(ends) == 1 else "mixed"
    lines = [line for burst in found for line in _lines(burst.data)]
    last = lines[-1] if lines else ""
    said = [symbology_of(line) for line in lines]
    symbology = next((each for each in reversed(said) if each.sure), said[-1] if said else symbology_of(""))
    advice = _advice(data, text, terminator, characters)
    if advice == (Advice.FINE,) and not symbology.sure:
        advice = (Advice.FINE, Advice.SEND_IDENTIFIER)
    return Guess(
        bytes=len(data),
        scans=len(lines),
        terminator=terminator,
        starts_with_stx=bool(found) and all(burst.data.startswith(b"\x02") for burst in found),
        characters=characters,
        symbology=symbology,
        pace=_pace(found),
        advice=advice,
        last=last,
    )


def _end(data: bytes) -> str:
    return next((name for mark, name in _ENDS if data.endswith(mark)), "none")


def _lines(data: bytes) -> list[str]:
    marked = data
    for mark in (b"\n", b"\t", b"\x02", b"\x03"):
        marked = marked.replace(mark, b"\r")
    parts = [part for part in marked.split(b"\r") if part.strip(_AROUND)]
    return [_text(part)[0] or part.decode("ascii", "backslashreplace") for part in parts]


def _text(data: bytes) -> tuple[str, str]:
    for encoding, name in (("ascii", "ascii"), ("utf-8", "utf-8"), ("cp874", "cp874")):
        try:
            return data.decode(encoding), name
        except UnicodeDecodeError:
            continue
    return "", "none"


def _advice(data: bytes, text: str, terminator: str, characters: str) -> tuple[Advice, ...]:
    if not data:
        return (Advice.NOTHING_YET,)
    if parity := _parity(data):
        return (parity,)
    body = data.strip(_AROUND)
    if characters == "none" or _share(body, lambda byte: byte in (0x00, 0xFF)) > _MANY:
        return (Advice.WRONG_SPEED,)
    found = []
    if sum("\u0e00" <= letter <= "\u0e7f" for letter in text) > _MANY * len(text):
        found.append(Advice.THAI_LAYOUT)
    if _share(body, lambda byte: byte < 0x20 and byte not in _AROUND and byte != 0x1D) > 0:
        found.append(Advice.CONTROL_CHARACTERS)
    if text.lstrip("\r\n\t\x02 ").startswith(("oa1:", "ob1:", "oc1:")):
        found.append(Advice.LOWER_CASE)
    if terminator == "none":
        found.append(Advice.SET_TERMINATOR)
    elif terminator == "mixed":
        found.append(Advice.MIXED_TERMINATORS)
    return tuple(found) or (Advice.FINE,)


def _parity(data: bytes) -> Advice | None:
    """Seven bits with parity, read as eight: every byte has the same parity, and without its eighth bit is of a number.

    Thai letters of TIS-620 may happen to have one parity, too; then signs stand among them that no number has.
    """
    if len(data) < 4 or all(byte < 0x80 for byte in data):
        return None
    plain = bytes(byte & 0x7F for byte in data)
    if any(byte not in _OF_NUMBERS for byte in plain):
        return None
    odd = {byte.bit_count() % 2 for byte in data}
    if len(odd) != 1:
        return None
    return Advice.SEVEN_BITS_ODD if odd == {1} else Advice.SEVEN_BITS_EVEN


def _share(data: bytes, wanted: Callable[[int], bool]) -> float:
    return sum(map(wanted, data)) / len(data) if data else 0.0


def _pace(found: Sequence[Burst]) -> int:
    timed = [burst for burst in found if burst.seconds > _SHORTEST_S and len(burst.data) > 1]
    seconds = sum(burst.seconds for burst in timed)
    return round(sum(len(burst.data) - 1 for burst in timed) / seconds) if seconds else 0
