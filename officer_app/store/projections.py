"""The tables folded from acts: kept in the transaction of each act, and rebuilt from all acts with the same bytes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, func, select

from officer_app.core import export, guarantees, transit
from officer_app.core.acts import Act, ActKind, format_time
from officer_app.core.causal import comes_last, tangled
from officer_app.core.guarantees import GuaranteeState
from officer_app.core.kinds import known
from officer_app.core.life_cycle import Standing
from officer_app.core.permit_state import PermitState
from officer_app.store import schema
from officer_app.store.act_table import Placed, on_subject
from officer_app.store.direct import Within, first_of, run, run_many
from officer_app.store.projection import guarantee_from_doc, to_doc

PERMIT, TRANSIT, GUARANTEE = "permit", "transit", "guarantee"
_TANGLED = "tangled"
"""Where the acts on a guarantee name each other in a circle, as only forged ones can: then no act is merely added."""

FOLDS = 9
"""Raised by a program that folds the same acts otherwise, or writes their states otherwise."""
VERSION = f"{FOLDS}:{','.join(sorted(ActKind))}"
"""What made the tables: where a program has other folds or knows other kinds, the journal is folded anew. So what an
unknown kind had blocked is free again under a program that knows it."""

Folded = tuple[Standing, str]
"""A state, and the word for where it stands."""


@dataclass(frozen=True)
class Projection:
    """A table with one row for each subject of a kind: its number, where it stands, and all of its state.

    `fold` takes all acts on the subject and their places in the centre's feed, and is pure: the same acts in any order
    give the same bytes. `put`: the statement that writes a row. `beside` keeps what else is found by the acts.
    `adding`: how one act more is folded onto a kept row, for subjects with too many acts to fold all at each. `next`:
    how one more, which comes last, is folded onto the state of all others.
    """

    table: Table
    subject_kind: str
    fold: Callable[[Iterable[Act], Mapping[str, int]], Folded]
    put: str
    beside: Callable[[Within, str, Sequence[Placed]], None] | None = None
    adding: "Adding | None" = None
    next: Callable[[Standing, Act], Folded] | None = None

    def folded(self, acts: Sequence[Placed]) -> Folded:
        """What `acts`, all on one subject, add up to."""
        return self.fold((act for act, _ in acts), {act.act_id: seq for act, seq in acts if seq is not None})

    def keep(self, connection: Within, number: str, acts: Sequence[Placed]) -> Standing:
        """Write the row of a subject from all `acts` on it; gives its state."""
        return self._kept(connection, number, acts, self.folded(acts))

    def keep_next(self, connection: Within, act: Act, before: Standing, known: Sequence[Placed]) -> Standing:
        """The same with `act`, of which there is no place in the feed yet, where `known` add up to `before`."""
        acts = [*known, (act, None)]
        if self.next is not None and comes_last(act, [one for one, _ in known], before.last_act):
            return self._kept(connection, act.subject.number, acts, self.next(before, act))
        return self.keep(connection, act.subject.number, acts)

    def _kept(self, connection: Within, number: str, acts: Sequence[Placed], folded: Folded) -> Standing:
        state, where = folded
        run(connection, self.put, (number, where, to_doc(state)))
        if self.beside is not None:
            self.beside(connection, number, acts)
        return state


@dataclass(frozen=True)
class Adding:
    """A kept row read (None where there is none, or where nothing may be added to it), and one act more put onto it."""

    get: str
    read: Callable[[str], GuaranteeState]
    put: str
    add: Callable[[GuaranteeState, Act], GuaranteeState]

    def kept(self, connection: Within, number: str) -> GuaranteeState | None:
        """The state of a subject, from its row."""
        row = first_of(connection, self.get, (number,))
        return self.read(row[0]) if row is not None and row[1] != _TANGLED else None

    def keep(self, connection: Within, act: Act) -> Standing:
        """Write the row with `act`, which names the last of the others as the one it follows."""
        state = self.kept(connection, act.subject.number)
        after = self.add(state or GuaranteeState(), act)
        run(connection, self.put, (act.subject.number, _standing(after), to_doc(after)))
        return after


def _permit(acts: Iterable[Act], placed: Mapping[str, int]) -> Folded:
    state = export.fold(acts, placed)
    return state, str(state.state)


def _permit_next(state: Standing, act: Act) -> Folded:
    after = export.fold_next(state if isinstance(state, PermitState) else PermitState(), act)
    return after, str(after.state)


def _case(acts: Iterable[Act], placed: Mapping[str, int]) -> Folded:
    state = transit.fold(acts, placed)
    return state, str(state.phase)


def _guarantee(acts: Iterable[Act], placed: Mapping[str, int]) -> Folded:
    known_here = list(acts)
    state = guarantees.fold_guarantee(known_here, placed)
    return state, _TANGLED if tangled(known_here) else _standing(state)


def _standing(state: GuaranteeState) -> str:
    return "closed" if state.closed else "registered" if state.registered else ""


_PUT_PERMIT = """INSERT INTO permit_state (number, state, doc) VALUES (?, ?, ?)
    ON CONFLICT (number) DO UPDATE SET state = excluded.state, doc = excluded.doc"""
_PUT_CASE = """INSERT INTO transit_state (number, state, doc) VALUES (?, ?, ?)
    ON CONFLICT (number) DO UPDATE SET state = excluded.state, doc = excluded.doc"""
_PUT_GUARANTEE = """INSERT INTO guarantee_state (number, state, doc) VALUES (?, ?, ?)
    ON CONFLICT (number) DO UPDATE SET state = excluded.state, doc = excluded.doc"""
_GET_GUARANTEE = "SELECT doc, state FROM guarantee_state WHERE number = ?"
_NUMBER = """INSERT INTO transit_number (series, number, act_id, case_no, station, annulled) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (series, number, act_id) DO UPDATE SET annulled = excluded.annulled"""
_NAME = """INSERT INTO transit_named (declaration, number, keyed, at) VALUES (?, ?, ?, ?)
    ON CONFLICT (declaration, number, keyed) DO UPDATE SET at = max(at, excluded.at)"""
_NAMED_BY = {ActKind.TRANSIT_KEY: ("declaration_no", 1), ActKind.TRANSIT_ARRIVE: ("code_declaration_no", 0)}
"""Where an act names a declaration, and whether it keyed the case under it."""


def _name(connection: Within, number: str, acts: Sequence[Placed]) -> None:
    """Write down the declarations that a case is found by. Acts only ever add to them, annulled ones too."""
    named = ((act, *_NAMED_BY[kind]) for act, _ in acts if (kind := known(act.kind)) in _NAMED_BY and kind is not None)
    rows = [(act.text(field), number, keyed, format_time(act.at)) for act, field, keyed in named if act.text(field)]
    if rows:
        run_many(connection, _NAME, rows)


def _find(connection: Within, number: str, acts: Sequence[Placed]) -> None:
    """Keep all that a case is found by."""
    _name(connection, number, acts)
    annulled = {act.text("annuls") for act, _ in acts if known(act.kind) is ActKind.ANNUL}
    rows = [
        (act.text("series"), written, act.act_id, number, act.station, int(act.act_id in annulled))
        for act, _ in acts
        if known(act.kind) is ActKind.TRANSIT_SIGN and 0 < (written := _whole(act.fields.get("number"))) < _MOST
    ]
    if rows:
        run_many(connection, _NUMBER, rows)


_MOST = 2**63
"""What SQLite has room for; an act may say more, and then wrote no number of any block."""


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


PROJECTIONS: tuple[Projection, ...] = (
    Projection(schema.permit_state, PERMIT, _permit, _PUT_PERMIT, next=_permit_next),
    Projection(schema.transit_state, TRANSIT, _case, _PUT_CASE, _find),
    Projection(
        schema.guarantee_state,
        GUARANTEE,
        _guarantee,
        _PUT_GUARANTEE,
        adding=Adding(_GET_GUARANTEE, guarantee_from_doc, _PUT_GUARANTEE, guarantees.fold_next),
    ),
)


def of_kind(subject_kind: str) -> Projection | None:
    """The table with the states of such subjects; None where they have none."""
    return next((each for each in PROJECTIONS if each.subject_kind == subject_kind), None)


def put_behind(connection: Within, act: Act, before: Standing, known: Sequence[Placed] | None) -> Standing:
    """Write the row of the subject of an own `act` that was just written down; gives its state, or `before` where
    subjects of its kind have none. `before` and `known` are as `FoldedActs._known` gave them.
    """
    projection = of_kind(act.subject.kind)
    if projection is None:
        return before
    if known is not None:
        return projection.keep_next(connection, act, before, known)
    if projection.adding is not None and act.after == before.last_act:
        return projection.adding.keep(connection, act)
    acts = on_subject(connection, act.subject.kind, act.subject.number)
    return projection.keep(connection, act.subject.number, acts)


def project(connection: Within, subject_kind: str, number: str) -> None:
    """Fold one subject anew, where subjects of its kind have a folded state."""
    projection = of_kind(subject_kind)
    if projection is not None:
        projection.keep(connection, number, on_subject(connection, subject_kind, number))


def rebuild(connection: Connection) -> int:
    """Fold every subject anew from its acts; gives how many rows there are now."""
    rows = 0
    for beside in (schema.transit_named, schema.transit_number):
        connection.execute(delete(beside))
    for projection in PROJECTIONS:
        connection.execute(delete(projection.table))
        for number in _numbers(connection, projection.subject_kind):
            project(connection, projection.subject_kind, number)
        rows += connection.execute(select(func.count()).select_from(projection.table)).scalar_one()
    return rows


def _numbers(connection: Connection, subject_kind: str) -> list[str]:
    """Every subject of a kind that an act is about, ours or another site's."""
    found: set[str] = set()
    for table in (schema.act, schema.act_elsewhere):
        numbers = select(table.c.subject_number).where(table.c.subject_kind == subject_kind).distinct()
        found |= set(connection.execute(numbers).scalars())
    return sorted(found)
