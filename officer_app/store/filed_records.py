"""Records that files bring at the counter into mirror.db, beside those of the centre's feed (fed_records)."""

from dataclasses import replace

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from officer_app.core.records import Provenance, Record
from officer_app.store import schema, search_index
from officer_app.store.record_rows import microseconds, to_record

_record, _key = schema.record, schema.search_key
_CORE = str(Provenance.CORE)
_BY_FILES = _record.c.fed_turn.is_(None) & (_record.c.provenance != _CORE)
_OF_FILES = select(_record).where(_BY_FILES)
_KEYS_OF_FILES = select(_key.c.value, _key.c.number, _key.c.kind, _key.c.what).join(
    _record, (_key.c.number == _record.c.number) & (_key.c.kind == _record.c.kind) & _BY_FILES
)
_RANK = select(_record.c.provenance, _record.c.as_of_us).where(
    _record.c.number == bindparam("number"), _record.c.kind == bindparam("kind")
)


def load(connection: Connection, record: Record) -> bool:
    """Take a record of a file, unless the customs computer spoke of it or what is here is younger; whether it was."""
    here = connection.execute(_RANK, {"number": record.number, "kind": record.kind}).one_or_none()
    if here is not None and (here.provenance == _CORE or here.as_of_us > microseconds(record.as_of)):
        return False
    _put(connection, record)
    return True


def of_files(connection: Connection) -> list[Record]:
    """Records that came from files, and never through the feed."""
    rows = connection.execute(_OF_FILES).all()
    keys: dict[tuple[str, str], dict[str, str]] = {}
    for value, number, kind, what in connection.execute(_KEYS_OF_FILES):
        keys.setdefault((number, kind), {})[value] = what
    return [replace(to_record(row), keys=keys.get((row.number, row.kind), {})) for row in rows]


def _put(connection: Connection, record: Record) -> None:
    row = upsert(_record).values(
        number=record.number,
        kind=record.kind,
        doc=record.doc,
        provenance=record.provenance,
        as_of_us=microseconds(record.as_of),
        deleted=int(record.deleted),
        shows_fed=0,
    )
    fresh = {name: row.excluded[name] for name in ("doc", "provenance", "as_of_us", "deleted", "shows_fed")}
    connection.execute(row.on_conflict_do_update(index_elements=["number", "kind"], set_=fresh))
    connection.execute(delete(_key).where(_key.c.number == record.number, _key.c.kind == record.kind))
    keys = [] if record.deleted else list(record.keys.items())
    for value, what in keys:
        key = upsert(_key).values(value=value, number=record.number, kind=record.kind, what=what)
        connection.execute(key.on_conflict_do_nothing(index_elements=["value", "number", "kind"]))
    search_index.queue(connection, [record.number, *(value for value, _ in keys)])
