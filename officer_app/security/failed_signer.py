"""A signer whose key cannot be used: it says so at each signature, and work goes on without it (design §10)."""

from typing import NoReturn

from officer_app.core.ports import SignerFailed
from officer_app.security.keys import PublicHalf


class FailedSigner(PublicHalf):
    """A `core.ports.Signer` that signs nothing. `code` names why, as in `keys.KeyTrouble`."""

    def __init__(self, key_id: str, public_key: bytes, code: str) -> None:
        super().__init__(public_key, key_id)
        self.code = code

    def sign(self, message: bytes) -> NoReturn:
        """Raises SignerFailed, whatever `message` is."""
        raise SignerFailed(self.code, f"{len(message)} bytes were not signed")
