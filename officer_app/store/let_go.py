"""Copies of records that are of no more use leave mirror.db: what stays of each is its weight in the feed's digest."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from officer_app.core.records import Record
from officer_app.store.record_rows import microseconds, moment

_OLD = """SELECT number, doc, provenance, as_of_us FROM record
    WHERE number > ? AND kind = ? AND deleted = 0 AND fed_turn IS NOT NULL AND as_of_us < ? ORDER BY number LIMIT ?"""
_GO = """UPDATE record SET doc = '', deleted = 1, shows_fed = 0
    WHERE number = ? AND kind = ? AND as_of_us = ? AND fed_turn IS NOT NULL RETURNING number"""
_KEYS_GO = "DELETE FROM search_key WHERE number = ? AND kind = ?"


def old(connection: Connection, kind: str, before: datetime, after: str, limit: int) -> list[Record]:
    """Up to `limit` records of `kind` that the feed brought, older than `before`, by number from beyond `after` on."""
    rows = connection.exec_driver_sql(_OLD, (after, kind, microseconds(before), limit))
    return [Record(kind, row.number, row.doc, row.provenance, moment(row.as_of_us)) for row in rows]


def let_go(connection: Connection, records: Sequence[Record]) -> int:
    """Drop the content of `records` and what they are found by; one that has changed since stays. Gives how many went.

    Its row is left as that of a withdrawn record, without its text: the feed may bring a younger one, and the digest
    goes on counting what was fed.
    """
    gone = 0
    for record in records:
        key = (record.number, record.kind)
        if connection.exec_driver_sql(_GO, (*key, microseconds(record.as_of))).all():
            connection.exec_driver_sql(_KEYS_GO, key)
            gone += 1
    return gone
