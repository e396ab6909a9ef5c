"""Who acts and who signs: a workstation, an officer, a key."""

from dataclasses import dataclass
from typing import Protocol

from officer_app.core.acts import Mode


@dataclass(frozen=True)
class Station:
    """Which workstation this is. `desk`: inspection, checking_post, counter_services or transit."""

    site: str
    name: str
    desk: str
    post: str
    mode: Mode = Mode.REAL


@dataclass(frozen=True)
class Person:
    """A signed-in officer: account name, the name people read, and roles."""

    name: str
    display: str
    roles: frozenset[str]


class SignerFailed(Exception):
    """A signer gave no signature: the card is gone, its key cannot be opened. `code` names why, for the sentence."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


class Signer(Protocol):
    """Signs with one key. `key_id` is the first 16 hex digits of SHA-256 of the raw public key.

    `sign` raises SignerFailed where no signature comes: the act is then recorded as `signer_failed` (design §10).
    """

    @property
    def key_id(self) -> str: ...
    @property
    def public_key(self) -> bytes: ...
    def sign(self, message: bytes) -> bytes: ...


@dataclass(frozen=True)
class SignedIn:
    """An officer at the desk with the key that signs for him."""

    person: Person
    signer: Signer
