"""Records of the centre's feed in mirror.db: a batch taken in, and what all of them come to."""

import json
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection

from officer_app.core.digests import weight_as_of
from officer_app.core.ports import FeedRecord
from officer_app.core.records import Provenance, Record
from officer_app.store import search_index
from officer_app.store.direct import Value, all_of, run_many
from officer_app.store.record_rows import microseconds, moment

_CORE = str(Provenance.CORE)
_SCAN = 1000
_NOWHERE = ("", -(2**63), 0)

_KNOWN = """SELECT r.number, r.kind, r.provenance, r.as_of_us, CASE WHEN r.fed_turn = ? THEN r.fed_weight ELSE 0 END
    FROM json_each(?) j CROSS JOIN record r ON r.number = j.value"""
_PUT = """INSERT INTO record (number, kind, doc, provenance, as_of_us, deleted, fed_turn, fed_weight, shows_fed)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
    ON CONFLICT (number, kind) DO UPDATE SET doc = excluded.doc, provenance = excluded.provenance,
        as_of_us = excluded.as_of_us, deleted = excluded.deleted, fed_turn = excluded.fed_turn,
        fed_weight = excluded.fed_weight, shows_fed = 1"""
_NOTE = "UPDATE record SET fed_turn = ?, fed_weight = ?, shows_fed = 0 WHERE number = ? AND kind = ?"
_FORGET_KEYS = "DELETE FROM search_key WHERE number = ? AND kind = ?"
_PUT_KEY = "INSERT OR IGNORE INTO search_key (value, number, kind, what) VALUES (?, ?, ?, ?)"
_ALL_FED = """SELECT number, kind, doc, provenance, as_of_us, deleted, fed_weight, shows_fed FROM record
    WHERE fed_turn = ? AND (number, kind) > (?, ?) ORDER BY number, kind LIMIT ?"""

Key = tuple[str, str]


def take_in(connection: Connection, entries: Sequence[FeedRecord], turn: int) -> int:
    """Store records of the feed in its order; gives by how much the sum of all fed records grows.

    What is here and younger stays: a feed repeated after a new epoch brings old versions again. But what a file brought
    at the counter gives way to the customs computer, whenever that spoke. `turn`: which reading of the feed from its
    start this is.
    """
    known = _known(connection, [entry.record.number for entry in entries], turn)
    before = set(known)
    rows: dict[Key, tuple[Value, ...]] = {}
    keys: dict[Key, Mapping[str, str]] = {}
    noted: dict[Key, int] = {}
    gained = 0
    for entry in entries:
        record = entry.record
        key, provenance = (record.number, record.kind), record.provenance
        as_of_us = microseconds(record.as_of)
        weighs = weight_as_of(record, as_of_us)
        here = known.get(key, _NOWHERE)
        gained += weighs - here[2]
        if here[1] <= as_of_us or (provenance == _CORE and here[0] != _CORE):
            known[key] = (provenance, as_of_us, weighs)
            rows[key] = (*key, record.doc, str(provenance), as_of_us, int(record.deleted), turn, weighs)
            keys[key] = {} if record.deleted else record.keys
            noted.pop(key, None)
        else:
            known[key] = (here[0], here[1], weighs)
            noted[key] = weighs
    _many(connection, _PUT, list(rows.values()))
    _many(connection, _NOTE, [(turn, weighs, *key) for key, weighs in noted.items()])
    _many(connection, _FORGET_KEYS, [key for key in rows if key in before])
    found = [(value, *key, what) for key, others in keys.items() for value, what in others.items()]
    _many(connection, _PUT_KEY, found)
    search_index.queue(connection, [*(number for number, _ in rows), *(row[0] for row in found)])
    return gained


def counted(connection: Connection, turn: int, give_way: Callable[[], object]) -> int:
    """The sum of all fed records from the rows as they are: what `take_in` kept, unless a row is not what it was.

    `give_way` is called every few milliseconds: of a million records this takes long.
    """
    total, last = 0, ("", "")
    while rows := connection.exec_driver_sql(_ALL_FED, (turn, *last, _SCAN)).all():
        for number, kind, doc, provenance, as_of_us, deleted, fed_weight, shows_fed in rows:
            as_of = moment(as_of_us)
            record = Record(kind, number, doc, provenance, as_of, bool(deleted))
            total += weight_as_of(record, as_of_us) if shows_fed else fed_weight
        last = (rows[-1].number, rows[-1].kind)
        give_way()
    return total


def _known(connection: Connection, numbers: Sequence[str], turn: int) -> dict[Key, tuple[str, int, int]]:
    """Of each record under `numbers` that is here, of whatever kind: where it is from, as of when (microseconds), and
    what of it counts in this turn.
    """
    rows = all_of(connection, _KNOWN, (turn, json.dumps(numbers)))
    return {(number, kind): (provenance, as_of_us, counts) for number, kind, provenance, as_of_us, counts in rows}


def _many(connection: Connection, statement: str, rows: Sequence[tuple[Value, ...]]) -> None:
    if rows:
        run_many(connection, statement, rows)
