"""The last act of a workstation that fits: found from an index, however long the chain is."""

from sqlalchemy import Connection, bindparam, select

from officer_app.core.acts import Act, ActKind, read
from officer_app.store import schema
from officer_app.store.direct import Within, first_of

STATION = "station"

_act = schema.act
_OF_KIND = (
    select(_act.c.body, _act.c.signature)
    .where(_act.c.kind == bindparam("kind"), _act.c.station == bindparam("station"))
    .order_by(_act.c.station_seq.desc())
    .limit(1)
)
# Rows are never deleted and a chain is written in its order, so the greatest row is its last act; and each entry of
# the index on subjects ends with the row.
_ABOUT_ITSELF = """SELECT act_id FROM act WHERE subject_kind = 'station' AND subject_number = ?1 AND station = ?1
    ORDER BY rowid DESC LIMIT 1"""


def last_of_kind(connection: Connection, station: str, kind: ActKind) -> Act | None:
    """The last act of `kind` in the chain of `station`; None where there is none."""
    row = connection.execute(_OF_KIND, {"kind": str(kind), "station": station}).one_or_none()
    return None if row is None else read(row.body, row.signature)


def last_about_itself(connection: Within, station: str) -> str:
    """The id of the last act of `station` about itself; empty where there is none."""
    found = first_of(connection, _ABOUT_ITSELF, (station,))
    return str(found[0]) if found else ""
