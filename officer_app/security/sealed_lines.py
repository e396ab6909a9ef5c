"""Lines that only a home's own file key opens: acts on a medium that can be carried away."""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12
_KEY_BYTES = 32


class Unsealable(ValueError):
    """The line was cut, altered, moved to another place, or sealed with another key: nobody can tell which."""


class LineSeal:
    """Seals and opens lines of text (base64 of nonce and AES-256-GCM) with a key derived from the file key."""

    def __init__(self, file_key: bytes) -> None:
        derived = HKDF(hashes.SHA256(), _KEY_BYTES, salt=None, info=b"officer-app unsent acts").derive(file_key)
        self._cipher = AESGCM(derived)

    def seal(self, data: bytes, place: str) -> str:
        """`data` as a line without its end; it opens only for the same `place`."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, data, place.encode())).decode("ascii")

    def open(self, line: str, place: str) -> bytes:
        """What was sealed. Raises Unsealable."""
        try:
            sealed = base64.b64decode(line, validate=True)
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError, binascii.Error) as error:
            raise Unsealable(place) from error
