"""Officers' cards: why one cannot be used, and the door to the library that talks to them, loaded at the first card."""

from importlib import import_module
from typing import Protocol

from officer_app.core.ports import Signer


class CardTrouble(Exception):
    """A card cannot be used; `code` names why, for the sentence.

    Codes: card_no_library, card_missing, card_wrong_pin, card_pin_locked, card_no_key, card_other_key (no P-256 and no
    Ed25519), card_failed.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class Reader(Protocol):
    """Opens cards."""

    def open(self, card: str, pin: str) -> Signer: ...
    def close(self) -> None: ...


class Cards:
    """The cards of one workstation, through the PKCS#11 module in the file `module` (empty: there are none)."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._reader: Reader | None = None

    def open(self, card: str, pin: str) -> Signer:
        """The signer on `card` (token label, slash, key label), unlocked with `pin`. Raises CardTrouble.

        Its `sign` raises `core.ports.SignerFailed` (card_gone) once the card is out.
        """
        if self._reader is None:
            self._reader = _reader(self._module)
        return self._reader.open(card, pin)

    def close(self) -> None:
        """Lock every card again."""
        if self._reader is not None:
            self._reader.close()


def _reader(module: str) -> Reader:
    if not module:
        raise CardTrouble("card_no_library")
    try:
        library = import_module("officer_app.security.pkcs11_cards")
    except ImportError as error:
        raise CardTrouble("card_no_library", "python-pkcs11") from error
    reader: Reader = library.Pkcs11Reader(module)
    return reader
