"""A signer whose key cannot be used: it says so at each signature, and work goes on without it (design §10)."""

from typing import NoReturn

from officer_app.core.ports import SignerFailed


class FailedSigner:
    """A `core.ports.Signer` that signs nothing. `code` names why, as in `keys.KeyTrouble`."""

    def __init__(self, key_id: str, public_key: bytes, code: str) -> None:
        self._key_id = key_id
        self._public = public_key
        self.code = code

    @property
    def key_id(self) -> str:
        """The id of the key that cannot be used."""
        return self._key_id

    @property
    def public_key(self) -> bytes:
        """Its public half, as the account knows it."""
        return self._public

    def sign(self, message: bytes) -> NoReturn:
        """Raises SignerFailed, whatever `message` is."""
        raise SignerFailed(self.code, f"{len(message)} bytes were not signed")
