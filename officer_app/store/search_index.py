"""Finds records by a part of any of their numbers: its start, its end, its middle. Tables of mirror.db.

What a record is found by is queued when the record is stored, which costs next to nothing, and indexed later in small
batches; what still waits is looked through one by one. So a search is always complete.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from officer_app.core.records import Match
from officer_app.store.direct import run_many

BATCH = 500
"""Values indexed in one transaction: the counter waits behind no more than that."""
SHORTEST = 3
"""Characters of the shortest part that is looked for: fewer would match half of everything."""

_AFTER_ALL = "\U0010ffff"
_QUEUE = "INSERT INTO search_new (value) VALUES (?)"
_TAKE = "SELECT id, value FROM search_new ORDER BY id LIMIT ?"
_TAKEN = "DELETE FROM search_new WHERE id <= ?"
_LAST = "SELECT coalesce(max(id), 0) FROM search_value"
_ADD = "INSERT INTO search_value (value, reversed) VALUES (?, ?) ON CONFLICT (value) DO NOTHING"
_ADD_PARTS = "INSERT INTO search_part (rowid, value) SELECT id, value FROM search_value WHERE id > ?"

# What the centre keeps for itself (who grants, what was granted, cases) is nothing that people search for.
_BY_NUMBER = """SELECT r.number, r.kind, r.number AS value, r.kind AS what FROM record r
    WHERE r.number >= ? AND r.number < ? AND r.deleted = 0 AND r.kind NOT IN ('authority', 'decision', 'case')
    ORDER BY r.number"""
_BY_KEY = """SELECT r.number, r.kind, k.value, k.what FROM search_key k
    JOIN record r ON r.number = k.number AND r.kind = k.kind
    WHERE k.value >= ? AND k.value < ? AND r.deleted = 0 AND r.kind NOT IN ('authority', 'decision', 'case')
    ORDER BY k.value, k.number"""
_OF_VALUE = """SELECT r.number, r.kind, r.number AS value, r.kind AS what FROM record r
    WHERE r.number = ?1 AND r.deleted = 0 AND r.kind NOT IN ('authority', 'decision', 'case')
    UNION ALL SELECT r.number, r.kind, k.value, k.what FROM search_key k
    JOIN record r ON r.number = k.number AND r.kind = k.kind
    WHERE k.value = ?1 AND r.deleted = 0 AND r.kind NOT IN ('authority', 'decision', 'case') ORDER BY 1, 2"""
_BY_END = "SELECT value FROM search_value WHERE reversed >= ? AND reversed < ? ORDER BY reversed"
_BY_PARTS = """SELECT v.value FROM search_part p JOIN search_value v ON v.id = p.rowid
    WHERE search_part MATCH ? AND instr(v.value, ?) > 0"""
_WAITING = "SELECT value FROM search_new WHERE instr(value, ?) > 0 ORDER BY id"


def queue(connection: Connection, values: Iterable[str]) -> None:
    """Note what records that were just stored are found by."""
    rows = [(value,) for value in values]
    if rows:
        run_many(connection, _QUEUE, rows)


def index_more(connection: Connection) -> bool:
    """Index up to BATCH of what waits; gives whether more does."""
    rows = connection.exec_driver_sql(_TAKE, (BATCH,)).all()
    if not rows:
        return False
    last = connection.exec_driver_sql(_LAST).scalar_one()
    connection.exec_driver_sql(_ADD, [(row.value, row.value[::-1]) for row in rows])
    connection.exec_driver_sql(_ADD_PARTS, (last,))
    connection.exec_driver_sql(_TAKEN, (rows[-1].id,))
    return len(rows) == BATCH


def search(connection: Connection, part: str, limit: int) -> list[Match]:
    """Up to `limit` records one of whose numbers has `part` in it: those it begins first, then those it ends.

    Each record is given once, with the number it was found by. `part` of fewer than SHORTEST characters finds nothing.
    """
    if len(part) < SHORTEST:
        return []
    found: dict[tuple[str, str], Match] = {}
    for match in _matches(connection, part):
        found.setdefault((match.number, match.kind), match)
        if len(found) == limit:
            break
    return list(found.values())


def _matches(connection: Connection, part: str) -> Iterator[Match]:
    begin, end = (part, part + _AFTER_ALL), (part[::-1], part[::-1] + _AFTER_ALL)
    for statement in (_BY_NUMBER, _BY_KEY):
        for row in connection.exec_driver_sql(statement, begin):
            yield Match(row.number, row.kind, row.value, row.what)
    # Every three letters in a row have to be there; that they stand in this order is looked at afterwards.
    threes = [part[at : at + SHORTEST].replace('"', '""') for at in range(len(part) - SHORTEST + 1)]
    parts = " AND ".join(f'"{three}"' for three in threes)
    for statement, wanted in ((_BY_END, end), (_BY_PARTS, (parts, part)), (_WAITING, (part,))):
        for row in connection.exec_driver_sql(statement, wanted):
            for of in connection.exec_driver_sql(_OF_VALUE, (row.value,)):
                yield Match(of.number, of.kind, of.value, of.what)
