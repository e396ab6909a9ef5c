"""What a feed comes to: sides that have the same come to the same (central/sql/0001_feeding.sql). Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from officer_app.core.records import Record

NOTHING = bytes(32)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def chained(hashes: Iterable[bytes], after: bytes = NOTHING) -> str:
    """The acts of a feed in its order: SHA-256 over what came before and the next act's hash, hex."""
    digest = after
    for each in hashes:
        digest = sha256(digest + each).digest()
    return digest.hex()


def weight(record: Record) -> int:
    """What a record adds to the sum of its feed: 60 bits of a SHA-256 over its fields."""
    as_of = (record.as_of - _EPOCH) // timedelta(microseconds=1)
    fields = (record.kind, record.number, record.doc, record.provenance, str(as_of), "1" if record.deleted else "0")
    return int(sha256("\x1f".join(fields).encode()).hexdigest()[:15], 16)
