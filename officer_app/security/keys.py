"""Signing keys: Ed25519 pairs, wrapped by a password when stored, and the signer that is all others ever hold."""

import hashlib
import secrets
import struct
from typing import NoReturn, SupportsIndex

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from officer_app.security.passwords import SALT_BYTES, STANDARD, Cost, derive

PRIVATE_BYTES = 32
PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64

_MAGIC = b"OAKW"
_VERSION = 1
_ARGON2ID = 1
_AES_256_GCM = 1
_ED25519 = 1
_NONCE_BYTES = 12
# magic, version, key algorithm, stretching, cipher, passes, memory in KiB, lanes, salt, nonce, public key.
# All of it is authenticated with the private key that follows, so none of it can be altered unseen.
_HEADER = struct.Struct(f">4sBBBBIII{SALT_BYTES}s{_NONCE_BYTES}s{PUBLIC_BYTES}s")
_BLOB_BYTES = _HEADER.size + PRIVATE_BYTES + 16


class KeyTrouble(Exception):
    """A stored key cannot be used; `code` names why, for the sentence."""

    code = "key_trouble"


class WrongKeyPassword(KeyTrouble):
    """The password does not open the key, or the wrapped key was altered: the cipher cannot tell which."""

    code = "key_wrong_password"


class DamagedKey(KeyTrouble):
    """What was stored is no key that this version can read."""

    code = "key_damaged"


class Ed25519Signer:
    """A `core.ports.Signer` around an unlocked private key; it shows, copies and pickles none of it."""

    __slots__ = ("_key", "_key_id", "_public")

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._key = private
        self._public = private.public_key().public_bytes_raw()
        self._key_id = key_id(self._public)

    @property
    def key_id(self) -> str:
        """The first 16 hex digits of SHA-256 of the raw public key."""
        return self._key_id

    @property
    def public_key(self) -> bytes:
        """The raw public key, 32 bytes."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature of `message`, 64 bytes; the same message gives the same signature."""
        return self._key.sign(message)

    def __repr__(self) -> str:
        return f"<Ed25519Signer {self._key_id}>"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError("a signer is not copied, pickled or sent anywhere")


def new_private_key() -> Ed25519PrivateKey:
    """A fresh key from the system's source of randomness."""
    return Ed25519PrivateKey.generate()


def from_private_bytes(raw: bytes) -> Ed25519PrivateKey:
    """The key whose 32 private bytes are `raw`. Raises ValueError for another length."""
    return Ed25519PrivateKey.from_private_bytes(raw)


def key_id(public_key: bytes) -> str:
    """The name by which acts and tokens mention a key: the first 16 hex digits of SHA-256 of its raw bytes."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` over `message` was made with the key of `public_key` (raw, 32 bytes). Never raises."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def wrap(private: Ed25519PrivateKey, password: str, cost: Cost = STANDARD) -> bytes:
    """`private` encrypted (AES-256-GCM) under a key stretched from `password`: what may be stored.

    The blob carries its version, algorithms, cost and public key. Raises Refused for an impossible password.
    """
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    public = private.public_key().public_bytes_raw()
    header = _HEADER.pack(
        _MAGIC,
        _VERSION,
        _ED25519,
        _ARGON2ID,
        _AES_256_GCM,
        cost.passes,
        cost.memory_kib,
        cost.lanes,
        salt,
        nonce,
        public,
    )
    return header + AESGCM(derive(password, salt, cost)).encrypt(nonce, private.private_bytes_raw(), header)


def unwrap(blob: bytes, password: str) -> Ed25519Signer:
    """The signer inside `blob`. Raises WrongKeyPassword, DamagedKey, or Refused for an impossible password."""
    return Ed25519Signer(_open(blob, password))


def rewrap(blob: bytes, old: str, new: str, cost: Cost = STANDARD) -> bytes:
    """The same key under a new password. Raises as `unwrap` and `wrap` do."""
    return wrap(_open(blob, old), new, cost)


def _open(blob: bytes, password: str) -> Ed25519PrivateKey:
    if len(blob) != _BLOB_BYTES:
        raise DamagedKey(f"a wrapped key has {_BLOB_BYTES} bytes, this has {len(blob)}")
    header = blob[: _HEADER.size]
    magic, *algorithms, passes, memory_kib, lanes, salt, nonce, public = _HEADER.unpack(header)
    if magic != _MAGIC or algorithms != [_VERSION, _ED25519, _ARGON2ID, _AES_256_GCM]:
        raise DamagedKey("not a wrapped key of a version known here")
    try:
        cost = Cost(passes, memory_kib, lanes)
    except ValueError as error:
        raise DamagedKey(str(error)) from error
    try:
        raw = AESGCM(derive(password, salt, cost)).decrypt(nonce, blob[_HEADER.size :], header)
    except InvalidTag as error:
        raise WrongKeyPassword("the password does not open this key") from error
    private = from_private_bytes(raw)
    if private.public_key().public_bytes_raw() != public:
        raise DamagedKey("the private key is not that of the public key beside it")
    return private
