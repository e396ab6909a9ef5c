"""A snapshot of the feed of records: how it is packed into parts, and what its signed manifest says. Pure."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from officer_app.core.acts import format_time, parse_time
from officer_app.core.canonical import NotCanonical, Value, decode, encode
from officer_app.core.exchange import FeedRecord
from officer_app.core.records import Record

FORMAT = "officer-app snapshot 1"
MOST_UNPACKED = 64 * 2**20
"""Bytes of one part when unpacked; a part that would be larger is none of ours."""


class BadSnapshot(ValueError):
    """What was given is no snapshot, or not the one it says it is; the message says why."""


@dataclass(frozen=True)
class Manifest:
    """What a snapshot holds: the newest record of each number up to `place` of the feed of `epoch`, in its order.

    `digest`: what the feed comes to there (core.digests). `parts`: SHA-256 of each (hex). `public_key`: of the key that
    signed it (hex, Ed25519).
    """

    site: str
    snapshot_id: str
    epoch: str
    place: int
    digest: str
    made: datetime
    records: int
    parts: tuple[str, ...]
    public_key: str


def compose_manifest(manifest: Manifest) -> bytes:
    """The bytes that are signed."""
    body: dict[str, Value] = {
        "format": FORMAT,
        "site": manifest.site,
        "snapshot_id": manifest.snapshot_id,
        "epoch": manifest.epoch,
        "place": manifest.place,
        "digest": manifest.digest,
        "made": format_time(manifest.made),
        "records": manifest.records,
        "parts": list(manifest.parts),
        "public_key": manifest.public_key,
    }
    return encode(body)


def read_manifest(data: bytes) -> Manifest:
    """The manifest of signed bytes; the signature is checked by the caller. Raises BadSnapshot."""
    try:
        table = decode(data)
        parts, place, records = table["parts"], table["place"], table["records"]
        if (
            table["format"] != FORMAT
            or not isinstance(parts, list)
            or type(place) is not int
            or type(records) is not int
        ):
            raise BadSnapshot("the manifest is of another form")
        names = ("site", "snapshot_id", "epoch", "digest", "public_key")
        site, snapshot_id, epoch, digest, public_key = (_text(table[name]) for name in names)
        made = parse_time(_text(table["made"]))
        hashes = tuple(_text(part) for part in parts)
        return Manifest(site, snapshot_id, epoch, place, digest, made, records, hashes, public_key)
    except (NotCanonical, KeyError, ValueError) as error:
        raise BadSnapshot(f"the manifest cannot be read: {error}") from error


def pack(entries: Sequence[FeedRecord]) -> bytes:
    """A part: one line of JSON a record, compressed."""
    lines = [
        [
            *(entry.feed_seq, entry.record.kind, entry.record.number, entry.record.doc, str(entry.record.provenance)),
            *(format_time(entry.record.as_of), entry.record.deleted, dict(entry.record.keys)),
        ]
        for entry in entries
    ]
    text = "\n".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines)
    return zlib.compress(text.encode(), 6)


def unpack(part: bytes, digest: str) -> list[FeedRecord]:
    """The records of a part whose SHA-256 is `digest`. Raises BadSnapshot."""
    if sha256(part).hexdigest() != digest:
        raise BadSnapshot("a part is not what the manifest says")
    try:
        packed = zlib.decompressobj()
        text = packed.decompress(part, MOST_UNPACKED)
        if packed.unconsumed_tail or not packed.eof:
            raise BadSnapshot("a part is too large, or ends too early")
        return [_entry(json.loads(line)) for line in text.decode().split("\n") if line]
    except (zlib.error, ValueError, TypeError, RecursionError) as error:
        raise BadSnapshot(f"a part cannot be read: {error}") from error


def _entry(line: list[object]) -> FeedRecord:
    feed_seq, kind, number, doc, provenance, as_of, deleted, keys = line
    if type(feed_seq) is not int or type(deleted) is not bool or not isinstance(keys, dict):
        raise BadSnapshot("a record is of another form")
    at = parse_time(_text(as_of)).astimezone(UTC)
    texts = {_text(name): _text(what) for name, what in keys.items()}
    return FeedRecord(feed_seq, Record(_text(kind), _text(number), _text(doc), _text(provenance), at, deleted, texts))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise BadSnapshot("a text is something else")
    return value
