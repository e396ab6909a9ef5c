"""A signed code on paper: a prefix and a COSE_Sign1 token in base45, for a QR code. What it says is not known here."""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING
from uuid import UUID

import base45
from officer_app.core.ports import Signer
from officer_app.security.keys import P256, algorithm

if TYPE_CHECKING:
    from officer_app.security.cose import Sign1

SHORTEST_PAYLOAD, LONGEST_PAYLOAD = 24, 255
"""Bytes whose count takes one byte in CBOR, as the form wants it."""
_BASE45 = re.compile(r"[0-9A-Z $%*+\-./:]+")
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
# Two signs at once, the lesser first (RFC 9285).
_PAIRS = tuple(first + second for second in _SIGNS for first in _SIGNS)
_TWO_SIGNS = len(_PAIRS)
# The one form a token has: tag 18, four parts; header {1: -8 (EdDSA) or -7 (ES256), 4: key id}, nothing unprotected,
# payload, signature. Checked byte by byte before anything is decoded, so that no decoder meets unsigned input.
_MESSAGE = re.compile(
    rb"\xd2\x84\x4d\xa2\x01[\x26\x27]\x04\x48(?P<kid>.{8})\xa0\x58(?P<size>.)(?P<payload>.{24,255})\x58\x40.{64}",
    re.DOTALL,
)


@dataclass(frozen=True)
class Frame:
    """A kind of code: its prefix, and the most characters that its QR code takes."""

    prefix: str
    max_chars: int


@dataclass(frozen=True)
class Opened:
    """The signature holds: the key named `key_id` signed `payload`."""

    payload: bytes
    key_id: str


@dataclass(frozen=True)
class Forged:
    """In form, but the signature is not that of the key it names."""

    key_id: str


@dataclass(frozen=True)
class Foreign:
    """In form, signed with a key that is not known here: nothing in `payload` can be believed."""

    payload: bytes
    key_id: str


@dataclass(frozen=True)
class NoCode:
    """`why`: prefix, too_long, alphabet, or form."""

    why: str


def seal(frame: Frame, payload: bytes, signer: Signer) -> str:
    """The code that carries `payload`. Raises ValueError where it is not as long as a code's, or longer than its QR
    code.
    """
    if not SHORTEST_PAYLOAD <= len(payload) <= LONGEST_PAYLOAD:
        raise ValueError(f"a code carries from {SHORTEST_PAYLOAD} to {LONGEST_PAYLOAD} bytes")
    text = frame.prefix + to_base45(_message(payload, signer))
    if len(text) > frame.max_chars:
        raise ValueError(f"a token of {len(text)} characters does not fit its QR code")
    return text


def unseal(frame: Frame, text: str, keys: Callable[[str], bytes | None]) -> Opened | Forged | Foreign | NoCode:
    """What `text` carries, checked with the public key that `keys` gives for a key id (None: unknown). Never raises."""
    if not text.startswith(frame.prefix):
        return NoCode("prefix")
    if len(text) > frame.max_chars:
        return NoCode("too_long")
    encoded = text[len(frame.prefix) :]
    if _BASE45.fullmatch(encoded) is None:
        return NoCode("alphabet")
    try:
        message = base45.b45decode(encoded)
    except ValueError:
        return NoCode("alphabet")
    form = _MESSAGE.fullmatch(message)
    if form is None or form["size"][0] != len(form["payload"]):
        return NoCode("form")
    kid: bytes = form["kid"]
    public_key = keys(kid.hex())
    if public_key is None:
        return Foreign(form["payload"], kid.hex())
    payload = _sign1().payload(message, kid, public_key)
    return Forged(kid.hex()) if payload is None else Opened(payload, kid.hex())


def id_bytes(act_id: str) -> bytes:
    """The 16 bytes of an id that is a UUID as our acts write it; none for any other."""
    try:
        found = UUID(act_id)
    except ValueError:
        return b""
    return found.bytes if str(found) == act_id else b""


def shortened(text: str, most: int) -> str:
    """`text` in at most `most` bytes of UTF-8, ending in … where something is left out."""
    if len(text.encode("utf-8")) <= most:
        return text
    kept = text.encode("utf-8")[: most - len("…".encode())]
    return kept.decode("utf-8", errors="ignore") + "…"


def to_base45(data: bytes) -> str:
    """`data` in base45 (RFC 9285). The library's way takes a third of the time that the counter has for a code."""
    words = struct.unpack(f">{len(data) // 2}H", data[: len(data) & ~1])
    text = "".join([_PAIRS[word % _TWO_SIGNS] + _SIGNS[word // _TWO_SIGNS] for word in words])
    return text + _PAIRS[data[-1]] if len(data) & 1 else text


def _message(payload: bytes, signer: Signer) -> bytes:
    """The form of _MESSAGE around `payload`, signed as RFC 9052 §4.4 says. The library reads it again, and is too slow
    at the counter, where it also would have to be loaded at the first stamp.
    """
    named = b"\x26" if algorithm(signer.public_key) == P256 else b"\x27"
    protected = b"\x4d\xa2\x01" + named + b"\x04\x48" + bytes.fromhex(signer.key_id)
    content = b"\x58" + bytes([len(payload)]) + payload
    signature = signer.sign(b"\x84\x6aSignature1" + protected + b"\x40" + content)
    return b"\xd2\x84" + protected + b"\xa0" + content + b"\x58\x40" + signature


def _sign1() -> "type[Sign1]":
    # Loaded at the first code that is read: its library takes longer than all else that a cold start imports of ours.
    module = import_module("officer_app.security.cose")
    sign1: type[Sign1] = module.Sign1
    return sign1
