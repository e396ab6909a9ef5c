"""Makes a snapshot of a site's feed of records and keeps it at the centre, for workstations that load it first."""

import json
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256

import psycopg
from psycopg import IsolationLevel

from officer_app.central.address import parse_address
from officer_app.central.administration import administration
from officer_app.core.ports import FeedRecord
from officer_app.core.records import Record
from officer_app.core.snapshots import Manifest, compose_manifest, pack

PART_RECORDS = 5000

_PLACE = "select feed_epoch::text, place, digest from admin_v1.feed_place(%s)"
_RECORDS = "select * from admin_v1.snapshot_records(%s, %s, %s)"
_KEEP = "select admin_v1.add_snapshot_part(%s, %s, %s, %s)"
_OFFER = "select admin_v1.offer_snapshot(%s, %s, %s, %s, %s)"


def make_snapshot(
    admin_url: str,
    site: str,
    public_key: bytes,
    sign: Callable[[bytes], bytes],
    on_progress: Callable[[int], None] = lambda records: None,
) -> Manifest:
    """Pack what the feed of `site` comes to now, in one look at it, and offer it; gives the signed manifest.

    `sign` signs with the key of `public_key` (raw Ed25519). `on_progress` hears how many records are packed.
    Raises AdminFailed.
    """
    with administration(parse_address(admin_url)) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        with connection.transaction():
            epoch, place, digest = connection.execute(_PLACE, [site]).fetchall()[0]
            snapshot_id = f"{place}-{secrets.token_hex(6)}"
            parts: list[str] = []
            count = 0
            for entries in _pages(connection, site):
                content = pack(entries)
                parts.append(sha256(content).hexdigest())
                connection.execute(_KEEP, [site, snapshot_id, len(parts), content])
                count += len(entries)
                on_progress(count)
            made = datetime.now(UTC)
            manifest = Manifest(site, snapshot_id, epoch, place, digest, made, count, tuple(parts), public_key.hex())
            signed = compose_manifest(manifest)
            connection.execute(_OFFER, [site, snapshot_id, place, signed, sign(signed)])
            return manifest


def _pages(connection: psycopg.Connection, site: str) -> Iterator[list[FeedRecord]]:
    last = 0
    while rows := connection.execute(_RECORDS, [site, last, PART_RECORDS]).fetchall():
        yield [
            FeedRecord(place, Record(kind, number, doc, provenance, as_of.astimezone(UTC), deleted, _keys(keys)))
            for place, kind, number, doc, provenance, as_of, deleted, keys in rows
        ]
        last = rows[-1][0]


def _keys(keys: object) -> dict[str, str]:
    found: dict[str, str] = keys if isinstance(keys, dict) else json.loads(str(keys))
    return found
