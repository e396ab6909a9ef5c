"""Where each subject stands, folded from its acts: kept as acts come in, read, and rebuilt."""

from collections.abc import Collection, Sequence
from pathlib import Path

from sqlalchemy import Connection, bindparam, select

from officer_app.core.acts import Act, Subject
from officer_app.core.causal import in_order
from officer_app.core.guarantees import GuaranteeState
from officer_app.core.life_cycle import Standing
from officer_app.core.permit_state import PermitState
from officer_app.core.ports import FeedAct, Station
from officer_app.core.transit import TransitState
from officer_app.core.transit_numbers import Use
from officer_app.store import acts_elsewhere, forks, projections, schema
from officer_app.store.act_table import ActTable, Placed, by_id, keep_act, on_subject
from officer_app.store.ballast import Ballast
from officer_app.store.direct import Within
from officer_app.store.errors import StoreError
from officer_app.store.last_acts import STATION, last_about_itself
from officer_app.store.projection import from_doc, guarantee_from_doc, transit_from_doc

FOLDED_BY = "projections"
"""Under this name the journal keeps which version of the folds made its tables."""

_STATE = "SELECT doc FROM permit_state WHERE number = ?"
_permit = schema.permit_state
_PERMITS = (
    select(_permit.c.number, _permit.c.doc)
    .where(_permit.c.state.in_(bindparam("states", expanding=True)))
    .order_by(_permit.c.number)
    .limit(bindparam("most"))
)
_case = schema.transit_state
_CASE = "SELECT doc FROM transit_state WHERE number = ?"
_GUARANTEE = "SELECT doc FROM guarantee_state WHERE number = ?"
_WRITTEN = "SELECT number, case_no, station, annulled FROM transit_number WHERE series = ? ORDER BY number, act_id"
_SERIES = "SELECT DISTINCT series FROM transit_number WHERE substr(series, 1, ?) = ? ORDER BY series"
_UNDER = "SELECT number FROM transit_named WHERE declaration = ? ORDER BY keyed DESC, at DESC, number"
_KEYED_TWICE = """SELECT declaration FROM transit_named WHERE keyed = 1 GROUP BY declaration HAVING count(*) > 1
    UNION SELECT declaration FROM transit_named JOIN transit_state ON transit_state.number = declaration
    WHERE keyed = 1 AND transit_named.number <> declaration ORDER BY declaration"""
_SIGNED_TWICE = """SELECT case_no FROM transit_number WHERE annulled = 0
    GROUP BY case_no HAVING count(*) > 1 ORDER BY case_no"""
_CASES = (
    select(_case.c.number, _case.c.doc)
    .where(_case.c.state.in_(bindparam("phases", expanding=True)), _case.c.number > bindparam("after"))
    .order_by(_case.c.number)
    .limit(bindparam("most"))
)


class FoldedActs(ActTable):
    """The table of acts with the tables folded from it, each kept in the transaction of its acts."""

    def __init__(self, path: Path, key: bytes, station: Station, ballast: Ballast | None = None) -> None:
        super().__init__(path, key, station, ballast)
        try:
            if self.value(FOLDED_BY) != projections.VERSION:
                self.rebuild()
        except StoreError:
            self.close()
            raise

    def permit_state(self, number: str) -> PermitState:
        """The folded state of a permit; the initial state where nothing was done yet."""
        rows = self.ask(_STATE, (number,))
        return from_doc(rows[0][0]) if rows else PermitState()

    def permits_in(self, states: Collection[str], limit: int) -> list[tuple[str, PermitState]]:
        """See `core.ports.Journal.permits_in`."""
        with self.reading() as connection:
            rows = connection.execute(_PERMITS, {"states": list(states), "most": limit})
            return [(row.number, from_doc(row.doc)) for row in rows]

    def transit_state(self, number: str) -> TransitState:
        """The folded state of a transit case; the initial state where nothing was done yet."""
        rows = self.ask(_CASE, (number,))
        return transit_from_doc(rows[0][0]) if rows else TransitState()

    def transit_cases(self, phases: Collection[str], after: str, limit: int) -> list[tuple[str, TransitState]]:
        """Up to `limit` transit cases in one of `phases` whose number is beyond `after`, by number."""
        wanted = {"phases": list(phases), "after": after, "most": limit}
        with self.reading() as connection:
            return [(row.number, transit_from_doc(row.doc)) for row in connection.execute(_CASES, wanted)]

    def guarantee_state(self, number: str) -> GuaranteeState:
        """The folded state of a guarantee; the initial state where none is registered."""
        rows = self.ask(_GUARANTEE, (number,))
        return guarantee_from_doc(rows[0][0]) if rows else GuaranteeState()

    def numbers_written(self, series: str) -> list[Use]:
        """See `core.ports.Journal.numbers_written`."""
        return [Use(number, case, station, bool(gone)) for number, case, station, gone in self.ask(_WRITTEN, (series,))]

    def series_written(self, head: str) -> list[str]:
        """The series that begin with `head` and of which a number was written here or heard of, by name."""
        return [row[0] for row in self.ask(_SERIES, (len(head), head))]

    def cases_under(self, declaration_no: str) -> list[str]:
        """See `core.ports.Journal.cases_under`."""
        return list(dict.fromkeys(row[0] for row in self.ask(_UNDER, (declaration_no,))))

    def keyed_twice(self) -> list[str]:
        """See `core.ports.Journal.keyed_twice`."""
        return [row[0] for row in self.ask(_KEYED_TWICE, ())]

    def signed_twice(self) -> list[str]:
        """See `core.ports.Journal.signed_twice`."""
        return [row[0] for row in self.ask(_SIGNED_TWICE, ())]

    def receive(self, entries: Sequence[FeedAct]) -> None:
        """See `core.ports.Journal.receive`. An act that is here already only learns its place in the feed."""
        with self.taking_in() as connection:
            self._take_in(connection, [(entry.act, entry.feed_seq) for entry in entries])
            if entries:
                self._write(connection, "acts_cursor", str(entries[-1].feed_seq))

    def hear(self, acts: Sequence[Act]) -> None:
        """See `core.ports.Journal.hear`."""
        with self.taking_in() as connection:
            self._take_in(connection, [(act, None) for act in acts])

    def forks(self) -> list[Act]:
        """See `core.ports.Journal.forks`."""
        with self.reading() as connection:
            return forks.noted(connection)

    def forks_shown(self) -> None:
        """See `core.ports.Journal.forks_shown`."""
        with self.writing() as connection:
            forks.shown(connection)

    def hear_elsewhere(self, acts: Sequence[Act]) -> None:
        """Store acts of other sites that are this one's business too; again is harmless. None of our own site's."""
        far = [act for act in acts if act.site != self._station.site]
        with self.taking_in() as connection:
            # An act that bears the id of one of ours would stand in its place in every fold.
            new = [act for act in far if by_id(connection, act.act_id) is None and acts_elsewhere.keep(connection, act)]
            for kind, number in dict.fromkeys((act.subject.kind, act.subject.number) for act in new):
                projections.project(connection, kind, number)

    def rebuild(self) -> int:
        """Fold every subject anew from its acts; gives how many rows the folded tables have then."""
        with self.writing() as connection:
            rows = projections.rebuild(connection)
            self._write(connection, FOLDED_BY, projections.VERSION)
            return rows

    def _take_in(self, connection: Connection, placed: Sequence[tuple[Act, int | None]]) -> None:
        """Raises StoreError (fork) where another act of this workstation itself stands in a place."""
        forks.note(connection, [act for act, seq in placed if keep_act(connection, act, seq, self._station.name)])
        for kind, number in dict.fromkeys((act.subject.kind, act.subject.number) for act, _ in placed):
            projections.project(connection, kind, number)

    def _known(self, connection: Within, subject: Subject) -> tuple[Standing, Sequence[Placed] | None]:
        """Where a subject stands, and the acts that say so; where it has no folded state only the latest act counts.
        None for the acts: the state is that of its row, and one act more is added to it.
        """
        if (subject.kind, subject.number) == (STATION, self._station.name):
            # Its own acts alone speak of it, in the order of its chain; over the years they are too many to fold.
            return Standing(last_act=last_about_itself(connection, subject.number)), ()
        projection = projections.of_kind(subject.kind)
        if projection is not None and projection.adding is not None:
            kept = projection.adding.kept(connection, subject.number)
            if kept is not None:
                return kept, None
        acts = on_subject(connection, subject.kind, subject.number)
        if projection is not None:
            return projection.folded(acts)[0], acts
        ordered = in_order((act for act, _ in acts), {act.act_id: seq for act, seq in acts if seq is not None})
        return Standing(last_act=ordered[-1].act_id if ordered else ""), acts
