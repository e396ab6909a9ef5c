"""The databases' file key, sealed for the office: who holds the office root's second key can open a home's databases.

Sealed with HPKE (RFC 9180, base mode: X25519, HKDF-SHA256, ChaCha20-Poly1305) for the X25519 key that the office root
has signed, so that a workstation seals for nobody else.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from officer_app.core.canonical import encode
from officer_app.security import keys
from officer_app.security.file_key import KEY_BYTES
from officer_app.security.passwords import STANDARD, Cost

WHAT = "officer-app escrow"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class BadEscrow(ValueError):
    """An escrow that cannot be opened. `code`: escrow_not_one, escrow_other_office, escrow_damaged."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Escrow:
    """A sealed file key. `root`: id of the office root it is for; `check` tells which key it is, nothing about it."""

    site: str
    station: str
    root: str
    at: str
    check: str
    sealed: bytes


def new_key(password: str, cost: Cost = STANDARD) -> tuple[bytes, bytes]:
    """A fresh X25519 pair: raw public key, and the private one wrapped by `password`. Raises Refused."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return public, keys.wrap_raw(private.private_bytes_raw(), public, password, cost, keys.AGREEING)


def open_key(blob: bytes, password: str) -> X25519PrivateKey:
    """The private key that `new_key` wrapped. Raises keys.KeyTrouble, Refused."""
    raw, public = keys.unwrap_raw(blob, password, keys.AGREEING)
    private = X25519PrivateKey.from_private_bytes(raw)
    if private.public_key().public_bytes_raw() != public:
        raise keys.DamagedKey("the private key is not that of the public key beside it")
    return private


def seal(file_key: bytes, public_key: bytes, place: Mapping[str, str]) -> Escrow:
    """`file_key` sealed for the raw X25519 `public_key`. `place`: site, station, root (key id), at (text of UTC)."""
    about = {name: place[name] for name in ("site", "station", "root", "at")}
    sealed = _SUITE.encrypt(file_key, X25519PublicKey.from_public_bytes(public_key), info=_about(about))
    return Escrow(check=check(file_key), sealed=sealed, **about)


def unseal(escrow: Escrow, private: X25519PrivateKey) -> bytes:
    """The file key in `escrow`. Raises BadEscrow."""
    about = {"site": escrow.site, "station": escrow.station, "root": escrow.root, "at": escrow.at}
    try:
        file_key = _SUITE.decrypt(escrow.sealed, private, info=_about(about))
    except (InvalidTag, ValueError) as error:
        raise BadEscrow("escrow_damaged") from error
    if len(file_key) != KEY_BYTES or check(file_key) != escrow.check:
        raise BadEscrow("escrow_damaged")
    return file_key


def check(file_key: bytes) -> str:
    """Which key it is: 16 hex digits. Of 32 random bytes they give nothing away."""
    return hashlib.sha256(b"officer-app file key" + file_key).hexdigest()[:16]


def write(escrow: Escrow) -> bytes:
    """An escrow as a file."""
    table = {"what": WHAT, "site": escrow.site, "station": escrow.station, "root": escrow.root, "at": escrow.at}
    whole = {**table, "check": escrow.check, "sealed": escrow.sealed.hex()}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read(data: bytes) -> Escrow:
    """The escrow of a file. Raises BadEscrow (escrow_not_one)."""
    try:
        table = json.loads(data.decode("utf-8"))
        if table["what"] != WHAT:
            raise BadEscrow("escrow_not_one")
        texts = {name: table[name] for name in ("site", "station", "root", "at", "check")}
        if not all(isinstance(text, str) for text in texts.values()):
            raise BadEscrow("escrow_not_one")
        return Escrow(sealed=bytes.fromhex(table["sealed"]), **texts)
    except (KeyError, TypeError, RecursionError, ValueError) as error:
        raise BadEscrow("escrow_not_one") from error


def _about(place: Mapping[str, str]) -> bytes:
    return encode({"what": WHAT, **place})
