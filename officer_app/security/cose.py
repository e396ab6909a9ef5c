"""COSE_Sign1 (RFC 9052) with Ed25519, over the project's own signers; kept apart because its library is slow to load.

The library wants keys as objects. Built its usual way such an object would hold the private key and would give it
away (`to_dict`); its interface for keys, though, asks no more than to sign and to verify. `_SignerKey` and
`_PublicKey` are that interface around a Signer and around public bytes: private keys stay where they are, and a
card can sign as well.
"""

from cwt import COSE
from cwt.cose_key_interface import COSEKeyInterface
from cwt.exceptions import CWTError, VerifyError

from officer_app.core.ports import Signer
from officer_app.security.keys import verify

_OKP = 1
_EDDSA = -8
_TO_SIGN = 1
_TO_VERIFY = 2
_ALG, _KID = 1, 4


class _SignerKey(COSEKeyInterface):
    def __init__(self, signer: Signer) -> None:
        super().__init__({1: _OKP, 2: bytes.fromhex(signer.key_id), 3: _EDDSA, 4: [_TO_SIGN]})
        self._signer = signer

    def sign(self, msg: bytes) -> bytes:
        return self._signer.sign(msg)


class _PublicKey(COSEKeyInterface):
    def __init__(self, kid: bytes, public_key: bytes) -> None:
        super().__init__({1: _OKP, 2: kid, 3: _EDDSA, 4: [_TO_VERIFY]})
        self._public_key = public_key

    def verify(self, msg: bytes, sig: bytes) -> None:
        if not verify(self._public_key, msg, sig):
            raise VerifyError("the signature is not of this key")


class Sign1:
    """Messages with one signature; algorithm and key id (8 bytes) stand in the protected header."""

    @staticmethod
    def make(payload: bytes, signer: Signer) -> bytes:
        """The tagged COSE_Sign1 message around `payload`."""
        header = {_ALG: _EDDSA, _KID: bytes.fromhex(signer.key_id)}
        message = COSE.new().encode_and_sign(payload, _SignerKey(signer), protected=header)
        if not isinstance(message, bytes):
            raise TypeError("the COSE library gave an object where bytes were due")
        return message

    @staticmethod
    def payload(message: bytes, kid: bytes, public_key: bytes) -> bytes | None:
        """What `message`, already checked for form, carries if `public_key`, named `kid`, signed it; else None."""
        try:
            payload = COSE.new(verify_kid=True).decode(message, _PublicKey(kid, public_key))
        except (CWTError, ValueError):
            return None
        return payload if isinstance(payload, bytes) else None
