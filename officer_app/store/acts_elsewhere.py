"""Acts of other sites in journal.db: kept apart from our own site's chains, read with them where a case is folded."""

import logging
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, bindparam, insert, select

from officer_app.core.acts import Act, read, read_kept
from officer_app.store import schema
from officer_app.store.direct import Within, all_of

log = logging.getLogger(__name__)

CASE = "transit"
_far = schema.act_elsewhere
_ON_CASE = "SELECT body, signature FROM act_elsewhere WHERE subject_kind = 'transit' AND subject_number = ?"
_OF_KINDS = (
    select(_far.c.body, _far.c.signature)
    .where(_far.c.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(_far.c.site, _far.c.station, _far.c.station_seq)
)
_ON_CASES_OF_KIND = _OF_KINDS.where(_far.c.subject_kind == CASE)
_ALL = select(_far.c.body, _far.c.signature).order_by(_far.c.site, _far.c.station, _far.c.station_seq)
_SAME = select(_far.c.body).where(
    _far.c.site == bindparam("at_site"),
    _far.c.station == bindparam("at_station"),
    _far.c.station_seq == bindparam("seq"),
)


def keep(connection: Connection, act: Act) -> bool:
    """Write down an act of another site; True where it was new. Other bytes in its place stay out, and are logged."""
    place = {"at_site": act.site, "at_station": act.station, "seq": act.station_seq}
    known = connection.execute(_SAME, place).scalar_one_or_none()
    if known is not None:
        if known != act.body:
            log.error("%s %s %d came twice, with other content", act.site, act.station, act.station_seq)
        return False
    row = {
        "site": act.site,
        "station": act.station,
        "station_seq": act.station_seq,
        "act_id": act.act_id,
        "kind": act.kind,
        "subject_kind": act.subject.kind,
        "subject_number": act.subject.number,
        "body": act.body,
        "signature": act.signature,
    }
    connection.execute(insert(_far), row)
    return True


def on_case(connection: Within, number: str) -> list[Act]:
    """What other sites did with a transit case."""
    return [read_kept(*row) for row in all_of(connection, _ON_CASE, (number,))]


def of_kinds(connection: Connection, kinds: Collection[str], *, cases: bool = False) -> list[Act]:
    """Acts of some kinds by site, workstation and sequence; `cases`: only those on transit cases."""
    wanted = _ON_CASES_OF_KIND if cases else _OF_KINDS
    return [read(row.body, row.signature) for row in connection.execute(wanted, {"kinds": list(kinds)})]


def stored(connection: Connection) -> list[tuple[str, int, str, bytes, bytes]]:
    """Each as it lies in the file: station, sequence, act id, body, signature."""
    columns = (_far.c.station, _far.c.station_seq, _far.c.act_id, _far.c.body, _far.c.signature)
    rows = connection.execute(select(*columns).order_by(_far.c.site, _far.c.station, _far.c.station_seq))
    return [tuple(row) for row in rows]


def everything(connection: Connection) -> Iterable[Act]:
    """All of them."""
    return [read(row.body, row.signature) for row in connection.execute(_ALL)]
