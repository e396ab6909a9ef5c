"""COSE_Sign1 (RFC 9052) with Ed25519 or P-256, over our own signers; apart, as its library is slow to load.

The library wants keys as objects. Built its usual way such an object would hold the private key and would give it
away (`to_dict`); its interface for keys, though, asks no more than to sign and to verify. `_SignerKey` and
`_PublicKey` are that interface around a Signer and around public bytes: private keys stay where they are, and a
card can sign as well.
"""

from typing import Any

from cwt import COSE
from cwt.cose_key_interface import COSEKeyInterface
from cwt.exceptions import CWTError, VerifyError

from officer_app.core.ports import Signer
from officer_app.security.keys import P256, algorithm, verify

_OKP, _EC2 = 1, 2
_EDDSA, _ES256 = -8, -7
_TO_SIGN = 1
_TO_VERIFY = 2
_ALG, _KID = 1, 4


class _SignerKey(COSEKeyInterface):
    def __init__(self, signer: Signer) -> None:
        super().__init__(_about(bytes.fromhex(signer.key_id), signer.public_key, _TO_SIGN))
        self._signer = signer

    def sign(self, msg: bytes) -> bytes:
        return self._signer.sign(msg)


class _PublicKey(COSEKeyInterface):
    def __init__(self, kid: bytes, public_key: bytes) -> None:
        super().__init__(_about(kid, public_key, _TO_VERIFY))
        self._public_key = public_key

    def verify(self, msg: bytes, sig: bytes) -> None:
        if not verify(self._public_key, msg, sig):
            raise VerifyError("the signature is not of this key")


def _about(kid: bytes, public_key: bytes, use: int) -> dict[int, Any]:
    if algorithm(public_key) == P256:
        # The library wants a curve (-1) named; its own elliptic-curve code is not used.
        return {1: _EC2, 2: kid, 3: _ES256, 4: [use], -1: 1}
    return {1: _OKP, 2: kid, 3: _EDDSA, 4: [use]}


def algorithm_of(public_key: bytes) -> int:
    """The COSE name of the algorithm of a raw public key: EdDSA (-8) or ES256 (-7)."""
    return _ES256 if algorithm(public_key) == P256 else _EDDSA


class Sign1:
    """Messages with one signature; algorithm and key id (8 bytes) stand in the protected header."""

    @staticmethod
    def make(payload: bytes, signer: Signer) -> bytes:
        """The tagged COSE_Sign1 message around `payload`."""
        header = {_ALG: algorithm_of(signer.public_key), _KID: bytes.fromhex(signer.key_id)}
        message = COSE.new().encode_and_sign(payload, _SignerKey(signer), protected=header)
        if not isinstance(message, bytes):
            raise TypeError("the COSE library gave an object where bytes were due")
        return message

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
