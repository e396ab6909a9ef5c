"""The workstation's own key: for acts that no officer does, and for acts whose officer's signer failed."""

from officer_app.security.keys import PRIVATE_BYTES, DamagedKey, Ed25519Signer, from_private_bytes, new_private_key


def create() -> bytes:
    """A new private key as 32 raw bytes, which the caller keeps in the encrypted journal and nowhere else."""
    return new_private_key().private_bytes_raw()


def load(raw: bytes) -> Ed25519Signer:
    """The signer of a key made by `create`. Raises DamagedKey for anything but 32 bytes."""
    if len(raw) != PRIVATE_BYTES:
        raise DamagedKey(f"a workstation's key has {PRIVATE_BYTES} bytes, this has {len(raw)}")
    return Ed25519Signer(from_private_bytes(raw))
