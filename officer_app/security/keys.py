"""Signing keys: Ed25519 pairs, wrapped by a password when stored, and the signer that is all others ever hold.

A card may hold a P-256 key instead. Which algorithm a public key is of shows in its length, and is a field of the act
that registers it.
"""

import hashlib
import secrets
import struct
from typing import NoReturn, SupportsIndex

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from officer_app.security.passwords import SALT_BYTES, STANDARD, Cost, derive

PRIVATE_BYTES = 32
PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64
P256_BYTES = 65
"""A P-256 public key: 04, x, y. Its signature is r and s, 32 bytes each: as long as one of Ed25519."""

ED25519, P256 = "Ed25519", "P-256"

_MAGIC = b"OAKW"
_VERSION = 1
_ARGON2ID = 1
_AES_256_GCM = 1
SIGNING, AGREEING = 1, 2
"""What a wrapped key is for: Ed25519 signs, X25519 opens what was sealed for it."""
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


class PublicHalf:
    """What anybody may know of a signer's key."""

    __slots__ = ("_key_id", "_public")

    def __init__(self, public_key: bytes, known_as: str = "") -> None:
        self._public = public_key
        self._key_id = known_as or key_id(public_key)

    @property
    def key_id(self) -> str:
        """The first 16 hex digits of SHA-256 of the raw public key, or what the account knows the key as."""
        return self._key_id

    @property
    def public_key(self) -> bytes:
        """The raw public key: 32 bytes of Ed25519 or 65 of P-256."""
        return self._public


class Ed25519Signer(PublicHalf):
    """A `core.ports.Signer` around an unlocked private key; it shows, copies and pickles none of it."""

    __slots__ = ("_key",)

    def __init__(self, private: Ed25519PrivateKey) -> None:
        super().__init__(private.public_key().public_bytes_raw())
        self._key = private

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


def algorithm(public_key: bytes) -> str:
    """Ed25519 or P-256, by the form of a raw public key; empty for what is neither."""
    if len(public_key) == PUBLIC_BYTES:
        return ED25519
    return P256 if len(public_key) == P256_BYTES and public_key[0] == 4 else ""


def key_id(public_key: bytes) -> str:
    """The name by which acts and tokens mention a key: the first 16 hex digits of SHA-256 of its raw bytes."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) over `message` was made with the key of `public_key` (raw). Never raises.

    P-256 signs the SHA-256 of `message` (ECDSA; ES256 of RFC 9053 §2.1).
    """
    try:
        if algorithm(public_key) == P256:
            _verify_p256(public_key, message, signature)
        else:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _verify_p256(public_key: bytes, message: bytes, signature: bytes) -> None:
    if len(signature) != SIGNATURE_BYTES:
        raise InvalidSignature
    half = SIGNATURE_BYTES // 2
    pair = encode_dss_signature(int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    key.verify(pair, message, ec.ECDSA(hashes.SHA256()))


def wrap(private: Ed25519PrivateKey, password: str, cost: Cost = STANDARD) -> bytes:
    """`private` encrypted (AES-256-GCM) under a key stretched from `password`: what may be stored.

    The blob carries its version, algorithms, cost and public key. Raises Refused for an impossible password.
    """
    return wrap_raw(private.private_bytes_raw(), private.public_key().public_bytes_raw(), password, cost)


def unwrap(blob: bytes, password: str) -> Ed25519Signer:
    """The signer inside `blob`. Raises WrongKeyPassword, DamagedKey, or Refused for an impossible password."""
    return Ed25519Signer(_open(blob, password))


def rewrap(blob: bytes, old: str, new: str, cost: Cost = STANDARD) -> bytes:
    """The same key under a new password. Raises as `unwrap` and `wrap` do."""
    return wrap(_open(blob, old), new, cost)


def wrap_raw(raw: bytes, public: bytes, password: str, cost: Cost = STANDARD, purpose: int = SIGNING) -> bytes:
    """The 32 private bytes `raw` of `public`, wrapped as `wrap` does. Raises Refused for an impossible password."""
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    algorithms = (purpose, _ARGON2ID, _AES_256_GCM)
    header = _HEADER.pack(_MAGIC, _VERSION, *algorithms, cost.passes, cost.memory_kib, cost.lanes, salt, nonce, public)
    return header + AESGCM(derive(password, salt, cost)).encrypt(nonce, raw, header)


def unwrap_raw(blob: bytes, password: str, purpose: int = SIGNING) -> tuple[bytes, bytes]:
    """The private bytes in `blob` and the public key beside them, not compared. Raises as `unwrap` does."""
    if len(blob) != _BLOB_BYTES:
        raise DamagedKey(f"a wrapped key has {_BLOB_BYTES} bytes, this has {len(blob)}")
    header = blob[: _HEADER.size]
    magic, *algorithms, passes, memory_kib, lanes, salt, nonce, public = _HEADER.unpack(header)
    if magic != _MAGIC or algorithms != [_VERSION, purpose, _ARGON2ID, _AES_256_GCM]:
        raise DamagedKey("not a wrapped key of a version known here")
    try:
        cost = Cost(passes, memory_kib, lanes)
    except ValueError as error:
        raise DamagedKey(str(error)) from error
    try:
        raw = AESGCM(derive(password, salt, cost)).decrypt(nonce, blob[_HEADER.size :], header)
    except InvalidTag as error:
        raise WrongKeyPassword("the password does not open this key") from error
    return raw, public


def _open(blob: bytes, password: str) -> Ed25519PrivateKey:
    raw, public = unwrap_raw(blob, password)
    private = from_private_bytes(raw)
    if private.public_key().public_bytes_raw() != public:
        raise DamagedKey("the private key is not that of the public key beside it")
    return private
