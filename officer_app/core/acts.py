"""Acts: what a person at a counter did, as it is chained, signed and kept for ever."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from officer_app.core.canonical import NotCanonical, Value, decode, encode
from officer_app.core.kinds import ActKind

__all__ = [
    "BODY_VERSION",
    "GENESIS",
    "SIGNER_FAILED",
    "Act",
    "ActKind",
    "BadAct",
    "Draft",
    "Mode",
    "Place",
    "Subject",
    "compose",
    "format_time",
    "hash_of",
    "parse_time",
    "read",
    "read_kept",
]

GENESIS = bytes(32)
"""What the first act of a workstation names as its predecessor."""

BODY_VERSION = 1

SIGNER_FAILED = "signer_failed"
"""The field that is true in an act which its officer's key could not sign: the workstation signed in its place."""


class Mode(StrEnum):
    """Whether an act counts: samples and training can never pass for real ones."""

    REAL = "real"
    TRAINING = "training"
    SAMPLE = "sample"


@dataclass(frozen=True)
class Subject:
    """What an act is about: `kind` permit, transit, station, post or case; its number, and round (from 1)."""

    kind: str
    number: str
    round: int = 1


@dataclass(frozen=True)
class Draft:
    """An act before it has its place in the chain. `act_id` is made once and is the idempotency key.

    `after`: the act that it follows, where that is known otherwise than from the journal (from a stamp's code).
    """

    act_id: str
    kind: ActKind
    subject: Subject
    officer: str
    at: datetime
    fields: Mapping[str, Value] = field(default_factory=dict)
    after: str = ""


@dataclass(frozen=True)
class Place:
    """Where an act stands: the workstation, its gapless sequence (from 1), the hash before, the act known before."""

    site: str
    station: str
    station_seq: int
    prev: bytes
    after: str
    mode: Mode
    clock_offset_ms: int | None = None


@dataclass(frozen=True)
class Act:
    """A signed act. `body` is what was signed, byte for byte; the other fields are read from it."""

    body: bytes
    signature: bytes
    act_id: str
    site: str
    station: str
    station_seq: int
    kind: str
    subject: Subject
    officer: str
    at: datetime
    after: str
    prev: bytes
    key: str
    mode: str
    fields: Mapping[str, Value]

    @property
    def signer_failed(self) -> bool:
        """Whether the workstation signed because the officer's signer failed (design §10)."""
        return self.fields.get(SIGNER_FAILED) is True

    @property
    def hash(self) -> bytes:
        """SHA-256 of the body: what the signature is over, and what the next act names."""
        return hash_of(self.body)

    def text(self, name: str) -> str:
        """The text field `name`, or an empty text where the act has none."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""


class BadAct(ValueError):
    """Bytes that are not an act; the message says why."""


def compose(draft: Draft, place: Place, key: str) -> bytes:
    """The canonical body of `draft` at `place`, to be signed by the key named `key`. Raises NotCanonical."""
    body: dict[str, Value] = {
        "v": BODY_VERSION,
        "act_id": draft.act_id,
        "site": place.site,
        "station": place.station,
        "station_seq": place.station_seq,
        "kind": str(draft.kind),
        "subject": {
            "kind": draft.subject.kind,
            "number": draft.subject.number,
            "round": draft.subject.round,
        },
        "officer": draft.officer,
        "at": format_time(draft.at),
        "after": place.after,
        "prev": place.prev.hex(),
        "key": key,
        "mode": str(place.mode),
        "fields": draft.fields,
    }
    if place.clock_offset_ms is not None:
        body["clock_offset_ms"] = place.clock_offset_ms
    return encode(body)


def read(body: bytes, signature: bytes) -> Act:
    """The act whose signed bytes are `body`. Checks form, not the signature. Raises BadAct."""
    return _read(body, signature, decode)


def read_kept(body: bytes, signature: bytes) -> Act:
    """`read`, of bytes that were proven canonical before they were kept here: that is not proven again."""
    return _read(body, signature, json.loads)


def _read(body: bytes, signature: bytes, opened: Callable[[bytes], dict[str, Value]]) -> Act:
    try:
        table = opened(body)
        subject = table["subject"]
        fields = table["fields"]
        if not isinstance(subject, Mapping) or not isinstance(fields, Mapping):
            raise BadAct("subject or fields is not a table")
        return Act(
            body=body,
            signature=signature,
            act_id=_text(table, "act_id"),
            site=_text(table, "site"),
            station=_text(table, "station"),
            station_seq=_whole(table, "station_seq"),
            kind=_text(table, "kind"),
            subject=Subject(_text(subject, "kind"), _text(subject, "number"), _whole(subject, "round")),
            officer=_text(table, "officer"),
            at=parse_time(_text(table, "at")),
            after=_text(table, "after"),
            prev=_hash(table, "prev"),
            key=_text(table, "key"),
            mode=_text(table, "mode"),
            fields=fields,
        )
    except (NotCanonical, KeyError, TypeError, ValueError) as error:
        raise BadAct(f"not an act: {error}") from error


def hash_of(body: bytes) -> bytes:
    """SHA-256 of a body."""
    return hashlib.sha256(body).digest()


def format_time(at: datetime) -> str:
    """`at` as UTC text with microseconds, e.g. 2026-11-21T03:04:05.000006Z.

    Raises ValueError where it has no zone, or where its UTC lies outside the years 1 to 9999.
    """
    if at.tzinfo is None:
        raise ValueError("a time without a zone says nothing")
    try:
        utc = at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("a time outside the years 1 to 9999") from error
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def parse_time(text: str) -> datetime:
    """The UTC time of a text made by `format_time`. Raises ValueError for every other spelling."""
    at = datetime.fromisoformat(text)
    if format_time(at) != text:
        raise ValueError(f"{text!r} is not how a time is written here")
    return at


def _text(table: Mapping[str, Value], key: str) -> str:
    value = table[key]
    if not isinstance(value, str):
        raise BadAct(f"{key} is not text")
    return value


def _hash(table: Mapping[str, Value], key: str) -> bytes:
    text = _text(table, key)
    value = bytes.fromhex(text)
    if len(value) != len(GENESIS) or value.hex() != text:
        raise BadAct(f"{key} is not a hash in 64 small hex digits")
    return value


def _whole(table: Mapping[str, Value], key: str) -> int:
    value = table[key]
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadAct(f"{key} is not a whole number")
    return value
