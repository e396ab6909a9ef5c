"""Signing keys on PKCS#11 cards (P-256 or Ed25519): the key never leaves the card, the PIN is never kept."""

import hashlib
from contextlib import suppress
from typing import NoReturn, SupportsIndex

import pkcs11
from pkcs11 import exceptions as errors
from pkcs11.types import SignMixin

from officer_app.core.ports import SignerFailed
from officer_app.security.cards import CardTrouble
from officer_app.security.keys import P256, SIGNATURE_BYTES, PublicHalf, algorithm

_OCTET_STRING = 4
_WRONG_PIN = (errors.PinIncorrect, errors.PinInvalid, errors.PinLenRange)
_NO_CARD = (errors.NoSuchToken, errors.TokenNotPresent, errors.TokenNotRecognised, errors.SlotIDInvalid)


class CardSigner(PublicHalf):
    """A `core.ports.Signer` whose key is on a card."""

    __slots__ = ("_key",)

    def __init__(self, key: SignMixin, public_key: bytes) -> None:
        super().__init__(public_key)
        self._key = key

    def sign(self, message: bytes) -> bytes:
        """The signature of `message`, 64 bytes: Ed25519, or ECDSA over its SHA-256. Raises SignerFailed (card_gone)."""
        try:
            if algorithm(self._public) == P256:
                # Many cards hash nothing themselves.
                digest = hashlib.sha256(message).digest()
                made = bytes(self._key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA))
            else:
                made = bytes(self._key.sign(message, mechanism=pkcs11.Mechanism.EDDSA))
        except errors.PKCS11Error as error:
            raise SignerFailed("card_gone", type(error).__name__) from error
        if len(made) != SIGNATURE_BYTES:
            raise SignerFailed("card_gone", f"a signature of {len(made)} bytes")
        return made

    def __repr__(self) -> str:
        return f"<CardSigner {self._key_id}>"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError("a signer is not copied, pickled or sent anywhere")


class Pkcs11Reader:
    """Opens cards through the PKCS#11 module in the file `module`; see `cards.Cards`."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._sessions: dict[str, pkcs11.Session] = {}

    def open(self, card: str, pin: str) -> CardSigner:
        """The signer on `card`, unlocked with `pin`. Raises CardTrouble.

        What was open on this token before is closed first: otherwise the PIN would not be asked again.
        """
        label, _, key_label = card.partition("/")
        self._close(label)
        session = self._unlock(label, pin)
        try:
            signer = _signer(session, key_label)
        except errors.PKCS11Error as error:
            session.close()
            raise CardTrouble("card_no_key", key_label) from error
        except CardTrouble:
            session.close()
            raise
        self._sessions[label] = session
        return signer

    def close(self) -> None:
        """Lock every card again."""
        for label in list(self._sessions):
            self._close(label)

    def _unlock(self, label: str, pin: str) -> pkcs11.Session:
        try:
            library = pkcs11.lib(self._module)
            if not self._sessions:
                # Some modules see a token that came after them only when they begin anew, which ends every session.
                library.reinitialize()
            return library.get_token(token_label=label).open(user_pin=pin)
        except _WRONG_PIN as error:
            raise CardTrouble("card_wrong_pin") from error
        except errors.PinLocked as error:
            raise CardTrouble("card_pin_locked") from error
        except _NO_CARD as error:
            raise CardTrouble("card_missing", label) from error
        except (RuntimeError, OSError, UnicodeError) as error:  # PKCS11Error is a RuntimeError
            raise CardTrouble("card_failed", type(error).__name__) from error

    def _close(self, label: str) -> None:
        session = self._sessions.pop(label, None)
        if session is not None:
            # With the card out, its session ended by itself.
            with suppress(errors.PKCS11Error):
                session.close()


def _signer(session: pkcs11.Session, label: str) -> CardSigner:
    private = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=label)
    public = session.get_key(object_class=pkcs11.ObjectClass.PUBLIC_KEY, label=label)
    point = bytes(public[pkcs11.Attribute.EC_POINT])
    # PKCS#11 2.40 §2.3.3: the point as a DER octet string; some cards leave the wrapping out.
    if len(point) > 2 and point[0] == _OCTET_STRING and point[1] == len(point) - 2:
        point = point[2:]
    if not algorithm(point) or not isinstance(private, SignMixin):
        raise CardTrouble("card_other_key", label)
    return CardSigner(private, point)
