"""A stamp's machine-readable code: `OA1:` and a signed COSE_Sign1 token in base45, for a QR code on the slip.

The size is worked out for a label printer of 203 dpi (8 dots a millimetre) with modules of 3 dots (0.375 mm): QR
version 12 is 65 modules wide, 195 dots, 24.4 mm (27.4 mm with its quiet zone), and at error correction M holds 419
characters of the alphanumeric set, of which base45 is made. So MAX_CHARS is 419; a usual stamp takes about 305
characters: version 10-M, 57 modules, 21.4 mm, or 12-Q where the paper suffers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from officer_app.core.acts import Mode
from officer_app.core.export import Outcome
from officer_app.core.ports import Signer
from officer_app.security import small_cbor
from officer_app.security.signed_code import Foreign, Forged, Frame, NoCode, id_bytes, seal, shortened, unseal

PREFIX = "OA1:"
MAX_CHARS = 419
_FRAME = Frame(PREFIX, MAX_CHARS)
HASH_BYTES = 32

TEXT_BYTES = 110
"""UTF-8 bytes of permit, stamp text, release post, site and officer together that always fit MAX_CHARS. Thai letters
take three each.
"""
SHORTENED: Mapping[str, int] = {"site": 20, "officer": 20}
"""Texts that are shortened beyond so many bytes: whose key signed says exactly who and where."""

# Numbers on paper never change their meaning: rows are only added.
_OUTCOMES: Mapping[int, Outcome] = {1: Outcome.GREEN, 2: Outcome.RED, 3: Outcome.XRAY}
_MODES: Mapping[int, Mode] = {0: Mode.REAL, 1: Mode.TRAINING, 2: Mode.SAMPLE}
_PERMIT, _ROUND, _OUTCOME, _STAMP, _POST, _SITE, _OFFICER, _TIME, _HASH, _MODE, _ACT = range(1, 12)
_ID_BYTES = 16

_LATEST = 2**32  # seconds since 1970: the year 2106


@dataclass(frozen=True)
class StampClaims:
    """What a token says of a stamp. `at` is UTC in whole seconds; `act_hash` is the stamping act's, 32 bytes.

    `officer` is the account name; it and the site are shortened with … beyond SHORTENED. `act_id` is the stamping
    act's; empty in the first codes, which named the hash alone, and where it is no UUID.
    """

    permit: str
    round: int
    outcome: Outcome
    stamp_text: str
    release_post: str
    site: str
    officer: str
    at: datetime
    act_hash: bytes
    mode: Mode
    act_id: str = ""


@dataclass(frozen=True)
class ValidToken:
    """The signature holds: `claims` were signed with the key named `key_id`. Post and release are not judged here."""

    claims: StampClaims
    key_id: str


@dataclass(frozen=True)
class ForgedToken:
    """A token in form whose signature is not that of the key it names."""

    key_id: str


@dataclass(frozen=True)
class UnknownKey:
    """A token in form, signed with a key that is not known here: nothing in it can be believed.

    `mode` is what it says of itself (None: it says nothing that is understood): good for a warning, for nothing else.
    """

    key_id: str
    mode: Mode | None = None


@dataclass(frozen=True)
class NotAToken:
    """`why`: prefix, too_long, alphabet, form, or claims (well signed, but more than this version understands)."""

    why: str


Reading = ValidToken | ForgedToken | UnknownKey | NotAToken


def has_room(permit: str, stamp_text: str, release_post: str, site: str) -> bool:
    """Whether the code of such a stamp fits its QR code whoever stamps."""
    whole = sum(len(text.encode("utf-8")) for text in (permit, stamp_text, release_post))
    return whole + len(shortened(site, SHORTENED["site"]).encode("utf-8")) + SHORTENED["officer"] <= TEXT_BYTES


def issue(stamp: StampClaims, signer: Signer) -> str:
    """The token of `stamp`, at most MAX_CHARS characters. Raises ValueError for claims that no token can carry."""
    return seal(_FRAME, _write(stamp), signer)


def read(text: str, keys: Callable[[str], bytes | None]) -> Reading:
    """What `text` says, checked with the public key that `keys` gives for a key id (None: unknown). Never raises."""
    found = unseal(_FRAME, text, keys)
    match found:
        case NoCode():
            return NotAToken(found.why)
        case Forged():
            return ForgedToken(found.key_id)
        case Foreign():
            unproven = _read(found.payload)
            return UnknownKey(found.key_id, unproven.mode if unproven is not None else None)
    claims = _read(found.payload)
    return ValidToken(claims, found.key_id) if claims is not None else NotAToken("claims")


def _write(stamp: StampClaims) -> bytes:
    texts = (stamp.permit, stamp.stamp_text, stamp.release_post, stamp.site, stamp.officer)
    if not all(map(str.isprintable, texts)):
        raise ValueError("a text holds a character that is not for reading")
    if not 1 <= stamp.round < 2**16 or len(stamp.act_hash) != HASH_BYTES:
        raise ValueError("round or act hash is out of bounds")
    seconds = int(stamp.at.timestamp())
    if not 0 <= seconds < _LATEST:
        raise ValueError("the time is out of bounds")
    act_id = id_bytes(stamp.act_id)
    return small_cbor.encode(
        {
            **({_ACT: act_id} if act_id else {}),
            _PERMIT: stamp.permit,
            _ROUND: stamp.round,
            _OUTCOME: _number(_OUTCOMES, stamp.outcome),
            _STAMP: stamp.stamp_text,
            _POST: stamp.release_post,
            _SITE: shortened(stamp.site, SHORTENED["site"]),
            _OFFICER: shortened(stamp.officer, SHORTENED["officer"]),
            _TIME: seconds,
            _HASH: stamp.act_hash,
            _MODE: _number(_MODES, stamp.mode),
        }
    )


def _read(payload: bytes) -> StampClaims | None:
    try:
        table = small_cbor.decode(payload)
        return _claims(table) if set(table) - {_ACT} == set(range(_PERMIT, _ACT)) else None
    except (small_cbor.NotSmallCbor, KeyError, TypeError):
        return None


def _claims(table: Mapping[int, small_cbor.Item]) -> StampClaims | None:
    seconds, act_hash, act_id = _whole(table, _TIME), table[_HASH], table.get(_ACT, b"")
    if not isinstance(act_id, bytes) or len(act_id) not in (0, _ID_BYTES) or (_ACT in table and not act_id):
        return None
    if seconds >= _LATEST or not isinstance(act_hash, bytes) or len(act_hash) != HASH_BYTES:
        return None
    return StampClaims(
        permit=_text(table, _PERMIT),
        round=_whole(table, _ROUND),
        outcome=_OUTCOMES[_whole(table, _OUTCOME)],
        stamp_text=_text(table, _STAMP),
        release_post=_text(table, _POST),
        site=_text(table, _SITE),
        officer=_text(table, _OFFICER),
        at=datetime.fromtimestamp(seconds, UTC),
        act_hash=act_hash,
        mode=_MODES[_whole(table, _MODE)],
        act_id=str(UUID(bytes=act_id)) if act_id else "",
    )


def _text(table: Mapping[int, small_cbor.Item], key: int) -> str:
    value = table[key]
    if not isinstance(value, str) or not value.isprintable():
        raise TypeError(f"claim {key} is not text for reading")
    return value


def _whole(table: Mapping[int, small_cbor.Item], key: int) -> int:
    value = table[key]
    if not isinstance(value, int):
        raise TypeError(f"claim {key} is not a whole number")
    return value


def _number(rows: Mapping[int, Outcome] | Mapping[int, Mode], wanted: str) -> int:
    return next(number for number, value in rows.items() if value == wanted)
