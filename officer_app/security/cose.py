"""COSE_Sign1 (RFC 9052) with Ed25519 or P-256, read again and checked; apart, as its library is slow to load.

The library wants keys as objects; its interface for keys asks no more than to verify. `_PublicKey` is that interface
around public bytes. Codes are written in `signed_code`, so that one part writes them and another one reads them.
"""

from typing import Any

from cwt import COSE
from cwt.cose_key_interface import COSEKeyInterface
from cwt.exceptions import CWTError, VerifyError

from officer_app.security.keys import P256, algorithm, verify

_OKP, _EC2 = 1, 2
_EDDSA, _ES256 = -8, -7
_TO_VERIFY = 2


class _PublicKey(COSEKeyInterface):
    def __init__(self, kid: bytes, public_key: bytes) -> None:
        super().__init__(_about(kid, public_key))
        self._public_key = public_key

    def verify(self, msg: bytes, sig: bytes) -> None:
        if not verify(self._public_key, msg, sig):
            raise VerifyError("the signature is not of this key")


def _about(kid: bytes, public_key: bytes) -> dict[int, Any]:
    if algorithm(public_key) == P256:
        # The library wants a curve (-1) named; its own elliptic-curve code is not used.
        return {1: _EC2, 2: kid, 3: _ES256, 4: [_TO_VERIFY], -1: 1}
    return {1: _OKP, 2: kid, 3: _EDDSA, 4: [_TO_VERIFY]}


class Sign1:
    """Messages with one signature; algorithm and key id (8 bytes) stand in the protected header."""

    @staticmethod
    def payload(message: bytes, kid: bytes, public_key: bytes) -> bytes | None:
        """What `message`, already checked for form, carries if `public_key`, named `kid`, signed it; else None.

        A message that names another algorithm than its key's is not of that key.
        """
        try:
            payload = COSE.new(verify_kid=True).decode(message, _PublicKey(kid, public_key))
        except (CWTError, ValueError):
            return None
        return payload if isinstance(payload, bytes) else None
