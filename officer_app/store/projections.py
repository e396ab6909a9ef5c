"""The tables folded from acts: kept in the transaction of each act, and rebuilt from all acts with the same bytes."""

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import Connection, Table, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from officer_app.core import transit
from officer_app.core.acts import Act, ActKind
from officer_app.core.export import fold
from officer_app.store import schema
from officer_app.store.act_table import on_subject
from officer_app.store.projection import to_doc

PERMIT, TRANSIT = "permit", "transit"

FOLDS = 4
"""Raised by a program that folds the same acts otherwise, or writes their states otherwise."""
VERSION = f"{FOLDS}:{','.join(sorted(ActKind))}"
"""What made the tables: where a program has other folds or knows other kinds, the journal is folded anew. So what an
unknown kind had blocked is free again under a program that knows it."""

Row = Mapping[str, object]


class Projection:
    """A table with at most one row for each subject of a kind.

    `row` makes it from the number, all acts on the subject and their places in the centre's feed; None: no row. It is
    a pure fold: the same acts in any order give the same bytes.
    """

    def __init__(
        self, table: Table, subject_kind: str, row: Callable[[str, Iterable[Act], Mapping[str, int]], Row | None]
    ) -> None:
        self.table = table
        self.subject_kind = subject_kind
        self._row = row
        # Made once: a statement made at each act would cost more than its running.
        key = next(iter(table.primary_key.columns))
        self._forget = delete(table).where(key == bindparam("number"))
        fresh = upsert(table)
        changed = {column.name: fresh.excluded[column.name] for column in table.columns if column is not key}
        self._put = fresh.on_conflict_do_update(index_elements=[key], set_=changed)

    def keep(self, connection: Connection, number: str) -> None:
        """Fold one subject anew."""
        acts = on_subject(connection, self.subject_kind, number)
        placed = {act.act_id: seq for act, seq in acts if seq is not None}
        row = self._row(number, (act for act, _ in acts), placed)
        if row is None:
            connection.execute(self._forget, {"number": number})
        else:
            connection.execute(self._put, dict(row))


def permit_row(number: str, acts: Iterable[Act], placed: Mapping[str, int]) -> Row:
    """A permit's row of `permit_state`."""
    state = fold(acts, placed)
    return {"number": number, "state": str(state.state), "doc": to_doc(state)}


def transit_row(number: str, acts: Iterable[Act], placed: Mapping[str, int]) -> Row:
    """A transit case's row of `transit_state`."""
    state = transit.fold(acts, placed)
    return {"number": number, "state": str(state.phase), "doc": to_doc(state)}


PROJECTIONS: tuple[Projection, ...] = (
    Projection(schema.permit_state, PERMIT, permit_row),
    Projection(schema.transit_state, TRANSIT, transit_row),
)


def project(connection: Connection, subject_kind: str, number: str) -> None:
    """Fold one subject anew in every table that has a row for it."""
    for projection in PROJECTIONS:
        if projection.subject_kind == subject_kind:
            projection.keep(connection, number)


def rebuild(connection: Connection) -> int:
    """Fold every subject anew from its acts; gives how many rows there are now."""
    rows = 0
    for projection in PROJECTIONS:
        connection.execute(delete(projection.table))
        for number in _numbers(connection, projection.subject_kind):
            projection.keep(connection, number)
        rows += connection.execute(select(func.count()).select_from(projection.table)).scalar_one()
    return rows


def _numbers(connection: Connection, subject_kind: str) -> list[str]:
    """Every subject of a kind that an act is about, ours or another site's."""
    found: set[str] = set()
    for table in (schema.act, schema.act_elsewhere):
        numbers = select(table.c.subject_number).where(table.c.subject_kind == subject_kind).distinct()
        found |= set(connection.execute(numbers).scalars())
    return sorted(found)
