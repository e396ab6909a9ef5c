"""Acts in whose place of a chain another one stands, because two journals spoke for one workstation: both are kept."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from officer_app.core.acts import Act, read
from officer_app.store import schema
from officer_app.store.values import read_value, write_value

NOTED = "forks"
"""Under this name the journal keeps the places (workstation and sequence) of which the centre is still to be shown."""

_act = schema.act
_THERE = select(_act.c.body, _act.c.signature).where(
    _act.c.station == bindparam("station"), (_act.c.station_seq == bindparam("seq")) | (_act.c.station_seq < 0)
)


def beside_id(act: Act) -> str:
    """Under what a row keeps an act whose id, or place, is taken."""
    return f"{act.act_id} {act.hash.hex()}"


def beside_seq(act: Act) -> int:
    """A place that no act of a chain has: below nothing, and its own for each act."""
    return -1 - int.from_bytes(act.hash[:6])


def note(connection: Connection, acts: Iterable[Act]) -> None:
    """Remember that the centre is to be shown what stands in these places."""
    known = _noted(connection)
    new = [place for act in acts if (place := (act.station, act.station_seq)) not in known]
    if new:
        write_value(connection, NOTED, json.dumps([*known, *new]))


def noted(connection: Connection) -> list[Act]:
    """Every act that is here for a place of which the centre is still to be shown."""
    found = []
    for station, seq in _noted(connection):
        rows = connection.execute(_THERE, {"station": station, "seq": seq})
        found += [act for act in (read(row.body, row.signature) for row in rows) if act.station_seq == seq]
    return found


def shown(connection: Connection) -> None:
    """The centre has seen them."""
    write_value(connection, NOTED, "")


def _noted(connection: Connection) -> list[tuple[str, int]]:
    text = read_value(connection, NOTED)
    return [(str(station), int(seq)) for station, seq in json.loads(text)] if text else []
