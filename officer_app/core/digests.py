"""What a feed comes to: sides that have the same come to the same (central/sql/0001_feeding.sql). Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from officer_app.core.records import Record

NOTHING = bytes(32)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def chained(hashes: Iterable[bytes], after: bytes = NOTHING) -> str:
    """The acts of a feed in its order: SHA-256 over what came before and the next act's hash, hex."""
    digest = after
    for each in hashes:
        digest = sha256(digest + each).digest()
    return digest.hex()


def weight(record: Record) -> int:
    """What a record adds to the sum of its feed: 60 bits of a SHA-256 over its fields."""
    return weight_as_of(record, (record.as_of - _EPOCH) // _MICROSECOND)


def weight_as_of(record: Record, as_of_us: int) -> int:
    """`weight`, where the microseconds of `record.as_of` since 1970 (UTC) are known already."""
    gone = "1" if record.deleted else "0"
    told = f"{record.kind}\x1f{record.number}\x1f{record.doc}\x1f{record.provenance}\x1f{as_of_us}\x1f{gone}"
    return int.from_bytes(sha256(told.encode()).digest()[:8], "big") >> 4
