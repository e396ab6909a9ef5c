"""Proofs of command barcodes: short HMACs that only this workstation can make (design §11)."""

import hmac
import secrets

from officer_app.core.commands import ALPHABET, PROOF_CHARACTERS

SECRET_BYTES = 32
_BITS = 5


def new_secret() -> str:
    """A fresh secret as hex, to be kept in the encrypted journal."""
    return secrets.token_hex(SECRET_BYTES)


def proof(secret: bytes, *parts: str) -> str:
    """Ten characters (50 bits) that only who knows `secret` can make for `parts`, in this order and cut."""
    # Lengths in front of the parts: "AB", "C" must not prove "A", "BC".
    message = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
    number = int.from_bytes(hmac.digest(secret, b"OC1" + message, "sha256")[:8], "big")
    return "".join(ALPHABET[number >> place * _BITS & 31] for place in range(PROOF_CHARACTERS))


def proves(secret: bytes, given: str, *parts: str) -> bool:
    """Whether `given` is the proof of `parts`; takes as long for a wrong one as for the right one."""
    return hmac.compare_digest(given.encode(), proof(secret, *parts).encode())
