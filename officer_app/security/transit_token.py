"""A transit paper's machine-readable code: `OT1:` and a signed token, for a QR code on forms 448/1 and 451.

What the exit office compares stands in it: seals, vehicle, exit office, last day. Those are more than a stamp says, and
the paper is A4: QR version 14 is 73 modules wide, 27.4 mm with its quiet zone at 4 dots of 300 dpi, and at error
correction M holds 528 characters. A usual code takes about 330.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from officer_app.core.acts import Mode
from officer_app.core.ports import Signer
from officer_app.core.transit_codes import TransitCodeSays
from officer_app.security import small_cbor
from officer_app.security.signed_code import Foreign, Forged, Frame, NoCode, id_bytes, seal, shortened, unseal

PREFIX = "OT1:"
MAX_CHARS = 520
_FRAME = Frame(PREFIX, MAX_CHARS)

# Numbers on paper never change their meaning: rows are only added.
_TEXTS = {
    1: "case",
    2: "declaration_no",
    3: "sequence_no",
    4: "seals",
    5: "vehicle",
    6: "entry_office",
    7: "exit_office",
    9: "site",
    10: "officer",
}
_LIMIT, _TIME, _MODE, _ACT = 8, 11, 12, 13
_MODES: Mapping[int, Mode] = {0: Mode.REAL, 1: Mode.TRAINING, 2: Mode.SAMPLE}
_ID_BYTES = 16
_LATEST = 2**32  # seconds since 1970: the year 2106
_OFFICER_BYTES = 20


@dataclass(frozen=True, kw_only=True)
class TransitClaims(TransitCodeSays):
    """What stands in a code. `officer` is the account name, shortened with … beyond 20 bytes; `act_id` the
    hand-over's, empty for no UUID.
    """

    mode: Mode


@dataclass(frozen=True)
class ValidCode:
    """The signature holds: `claims` were signed with the key named `key_id`. Office and day are not judged here."""

    claims: TransitClaims
    key_id: str


def issue(transit: TransitClaims, signer: Signer) -> str:
    """The code of a hand-over. Raises ValueError for claims that no code can carry."""
    return seal(_FRAME, _write(transit), signer)


def read(text: str, keys: Callable[[str], bytes | None]) -> ValidCode | Forged | Foreign | NoCode:
    """What `text` says, checked with the public key that `keys` gives for a key id (None: unknown). Never raises."""
    found = unseal(_FRAME, text, keys)
    if isinstance(found, Forged | Foreign | NoCode):
        return found
    claims = claims_of(found.payload)
    return ValidCode(claims, found.key_id) if claims is not None else NoCode("claims")


def claims_of(payload: bytes) -> TransitClaims | None:
    """What a payload says, believed or not; None where it is not understood."""
    try:
        table = small_cbor.decode(payload)
        if set(table) - {_ACT} != {*_TEXTS, _LIMIT, _TIME, _MODE}:
            return None
        return _claims(table)
    except (small_cbor.NotSmallCbor, KeyError, TypeError, ValueError, OverflowError):
        return None


def _write(transit: TransitClaims) -> bytes:
    table: dict[int, small_cbor.Item] = {}
    for key, name in _TEXTS.items():
        text: str = getattr(transit, name)
        if not text.isprintable():
            raise ValueError(f"{name} holds a character that is not for reading")
        table[key] = text
    table[10] = shortened(transit.officer, _OFFICER_BYTES)
    seconds = int(transit.at.timestamp())
    if not 0 <= seconds < _LATEST:
        raise ValueError("the time is out of bounds")
    table |= {_LIMIT: transit.limit.toordinal(), _TIME: seconds, _MODE: _mode_number(transit.mode)}
    if act_id := id_bytes(transit.act_id):
        table[_ACT] = act_id
    return small_cbor.encode(table)


def _claims(table: Mapping[int, small_cbor.Item]) -> TransitClaims | None:
    texts = {name: table[key] for key, name in _TEXTS.items()}
    seconds, limit, act_id = table[_TIME], table[_LIMIT], table.get(_ACT, b"")
    if not all(isinstance(text, str) and text.isprintable() for text in texts.values()):
        return None
    if not isinstance(seconds, int) or seconds >= _LATEST or not isinstance(limit, int):
        return None
    if not isinstance(act_id, bytes) or (_ACT in table and len(act_id) != _ID_BYTES):
        return None
    mode = table[_MODE]
    return TransitClaims(
        **{name: str(text) for name, text in texts.items()},
        limit=date.fromordinal(limit),
        at=datetime.fromtimestamp(seconds, UTC),
        mode=_MODES[mode if isinstance(mode, int) else -1],
        act_id=str(UUID(bytes=act_id)) if act_id else "",
    )


def _mode_number(mode: Mode) -> int:
    return next(number for number, each in _MODES.items() if each is mode)
