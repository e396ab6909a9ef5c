"""Turns passwords into what may be kept: argon2id hashes to compare with, and keys to open things with."""

import base64
import binascii
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw

from officer_app.core.refusals import Refusal, Refused

MAX_LENGTH = 1024
"""Longest password in characters, counted in normal form NFC; the shortest is one character."""

SALT_BYTES = 16
KEY_BYTES = 32

# NFC can shorten a text (three code points to one at most for letters people type), never by more than this.
_MAX_TYPED = 4 * MAX_LENGTH

# The form argon2's own reference implementation prints (PHC string), so any tool can check our hashes.
_STORED = re.compile(
    r"\$argon2id\$v=19\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,3})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})"
)
_NOBODYS = bytes(KEY_BYTES)


@dataclass(frozen=True)
class Cost:
    """What one guess at a password costs: passes, memory in KiB, lanes. Kept beside each hash it made.

    Raises ValueError beyond bounds that a counter's machine can bear: the numbers also come from stored blobs,
    and a hostile one must not be able to ask for all memory.
    """

    passes: int
    memory_kib: int
    lanes: int

    def __post_init__(self) -> None:
        if not (1 <= self.passes <= 16 and 1 <= self.lanes <= 16):
            raise ValueError("argon2id passes and lanes go from 1 to 16")
        if not 8 * self.lanes <= self.memory_kib <= 256 * 1024:
            raise ValueError("argon2id memory goes from 8 KiB a lane to 256 MiB")


STANDARD = Cost(passes=3, memory_kib=64 * 1024, lanes=4)
"""RFC 9106 §4, second recommended option: 64 MiB, about an eighth of a second at a counter."""

FOR_TESTS = Cost(passes=1, memory_kib=8, lanes=1)
"""The least argon2id can do. For tests alone, handed in where a cost is asked: no protection at all."""


def problem(password: str) -> Refusal | None:
    """Why `password` cannot be one (password_empty, password_too_long, password_not_text), or None."""
    if not password:
        return Refusal("password_empty")
    if len(password) > _MAX_TYPED or len(unicodedata.normalize("NFC", password)) > MAX_LENGTH:
        return Refusal("password_too_long", {"max": str(MAX_LENGTH)})
    # A lone surrogate is what undecodable bytes on a pipe become; no keyboard makes one.
    if any("\ud800" <= ch <= "\udfff" for ch in password):
        return Refusal("password_not_text")
    return None


def hash_password(password: str, cost: Cost = STANDARD) -> str:
    """The argon2id hash to store, with salt and cost. Raises Refused as `problem` says."""
    salt = secrets.token_bytes(SALT_BYTES)
    digest = derive(password, salt, cost)
    return f"$argon2id$v=19$m={cost.memory_kib},t={cost.passes},p={cost.lanes}${_base64(salt)}${_base64(digest)}"


def verify(password: str, stored: str | None, cost: Cost = STANDARD) -> bool:
    """Whether `password` is the one whose hash is `stored`; never raises for anything in either of them.

    `None` stands for a name nobody has: the same work is done, at `cost`, so that the time does not tell
    which names exist. The same holds for a damaged hash. (Out of memory is argon2's HashingError: the
    machine's trouble, not the officer's.)
    """
    if problem(password) is not None:
        return False
    reference = _read(stored) if stored is not None else None
    kept_cost, salt, digest = reference or (cost, _NOBODYS, _NOBODYS)
    same = hmac.compare_digest(derive(password, salt, kept_cost), digest)
    return same and reference is not None


def derive(password: str, salt: bytes, cost: Cost) -> bytes:
    """32 bytes stretched from `password` (in NFC, as UTF-8) and `salt`. Raises Refused as `problem` says."""
    refusal = problem(password)
    if refusal is not None:
        raise Refused(refusal)
    secret = normal(password).encode("utf-8")
    return hash_secret_raw(secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)


def normal(password: str) -> str:
    """The one spelling of `password`: however its marks were typed, it is the same password."""
    return unicodedata.normalize("NFC", password)


def _read(stored: str) -> tuple[Cost, bytes, bytes] | None:
    match = _STORED.fullmatch(stored)
    if match is None:
        return None
    memory_kib, passes, lanes = (int(match[index]) for index in (1, 2, 3))
    try:
        cost = Cost(passes, memory_kib, lanes)
        salt = base64.b64decode(match[4] + "==", validate=True)
        digest = base64.b64decode(match[5] + "=", validate=True)
    except (ValueError, binascii.Error):
        return None
    # Base64 leaves bits over; only the one spelling that we write is read.
    if (_base64(salt), _base64(digest)) != (match[4], match[5]):
        return None
    return cost, salt, digest


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii").rstrip("=")
