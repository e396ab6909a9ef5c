"""The workstation's journal: acts recorded, taken over and folded, each in one transaction (journal.db)."""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, bindparam, select

from officer_app.core.acts import SIGNER_FAILED, Act, ActKind, Draft, Place, Subject, compose, read
from officer_app.core.canonical import Value
from officer_app.core.causal import in_order
from officer_app.core.life_cycle import Standing
from officer_app.core.permit_state import PermitState
from officer_app.core.ports import (
    FeedAct,
    Guard,
    IssueToken,
    NewId,
    OwnAct,
    Signer,
    SignerFailed,
    Station,
    TransitGuard,
)
from officer_app.core.refusals import Refusal
from officer_app.core.transit import TransitState
from officer_app.core.two_persons import SECOND, SECOND_SIGNATURE, second_digest
from officer_app.store import projections, schema, unsigned
from officer_app.store.act_table import ActTable, by_id, head_of, hear_act, insert_act, on_subject, place_act
from officer_app.store.ballast import Ballast
from officer_app.store.errors import StoreError
from officer_app.store.projection import from_doc, transit_from_doc
from officer_app.store.projections import PERMIT, TRANSIT
from officer_app.store.unsigned import Waiting

CLOCK_OFFSET = "clock_offset_ms"
"""Under this name the journal keeps how far the centre's clock was ahead at the last contact (ms)."""
RESTORED = "restored"
"""Under this name the journal keeps that it came back from a copy and has not met its centre since: there may be later
acts of its own at the centre, and one recorded now would be a second act in the place of one of those."""
FOLDED_BY = "projections"
"""Under this name the journal keeps which version of the folds made its tables."""

_STATE = select(schema.permit_state.c.doc).where(schema.permit_state.c.number == bindparam("number"))
_case = schema.transit_state
_CASE = select(_case.c.doc).where(_case.c.number == bindparam("number"))
_CASES = (
    select(_case.c.number, _case.c.doc)
    .where(_case.c.state.in_(bindparam("phases", expanding=True)), _case.c.number > bindparam("after"))
    .order_by(_case.c.number)
    .limit(bindparam("most"))
)
_KEEP_TOKEN = schema.token.insert()

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FailOver:
    """Who signs where an officer's signer fails, and where the ids of collective acts come from."""

    signer: Signer
    new_id: NewId


class _SecondFailed(Exception):
    """The second officer's signer failed: what needs two persons waits until both can sign."""


class SqliteJournal(ActTable):
    """Implements `core.ports.Journal` on an encrypted SQLite file, committed with synchronous=FULL.

    Every method raises StoreError when the disk, the key or the file will not do; then nothing was recorded.
    """

    def __init__(self, path: Path, key: bytes, station: Station, ballast: Ballast | None = None) -> None:
        super().__init__(path, key, station, ballast)
        self._fail_over: FailOver | None = None
        try:
            if self.value(FOLDED_BY) != projections.VERSION:
                self.rebuild()
        except StoreError:
            self.close()
            raise

    def fail_over_to(self, signer: Signer, new_id: NewId) -> None:
        """From now on an act whose officer's signer fails is signed by `signer`, the workstation's own (design §10)."""
        self._fail_over = FailOver(signer, new_id)

    def unsigned(self) -> list[Waiting]:
        """Own acts that wait for their officers' signatures since a signer failed, oldest first."""
        return unsigned.read(self.value(unsigned.KEPT))

    def record(
        self,
        draft: Draft,
        signer: Signer,
        guard: Guard | None = None,
        code: IssueToken | None = None,
        second: Signer | None = None,
    ) -> Act | Refusal:
        """See `core.ports.Journal.record`. When this returns an Act, the disk has it."""

        def look(standing: Standing) -> Refusal | None:
            # Only permits have such a state; a transit case or a workstation may bear the same text as number.
            return guard(standing if isinstance(standing, PermitState) else PermitState()) if guard else None

        return self._record(draft, signer, look, code, second)

    def record_transit(
        self, draft: Draft, signer: Signer, guard: TransitGuard | None = None, second: Signer | None = None
    ) -> Act | Refusal:
        """See `core.ports.Journal.record_transit`. When this returns an Act, the disk has it."""

        def look(standing: Standing) -> Refusal | None:
            return guard(standing if isinstance(standing, TransitState) else TransitState()) if guard else None

        return self._record(draft, signer, look, None, second)

    def _record(
        self,
        draft: Draft,
        signer: Signer,
        look: Callable[[Standing], Refusal | None],
        code: IssueToken | None,
        second: Signer | None,
    ) -> Act | Refusal:
        with self.writing() as connection:
            earlier = by_id(connection, draft.act_id)
            if earlier is not None:
                return earlier
            if self._read(connection, RESTORED):
                return Refusal("journal_restored")
            standing = self._standing(connection, draft.subject)
            refusal = look(standing)
            if refusal is not None:
                return refusal
            try:
                act = self._signed(connection, draft, draft.after or standing.last_act, signer, second)
            except _SecondFailed:
                return Refusal("second_signer_failed", {"officer": str(draft.fields.get(SECOND, ""))})
            self._add(connection, act)
            token = code(act, signer) if code is not None and not act.signer_failed else ""
            if token:
                connection.execute(_KEEP_TOKEN, {"act_id": act.act_id, "content": token})
            projections.project(connection, act.subject.kind, act.subject.number)
        return act

    def permit_state(self, number: str) -> PermitState:
        """The folded state of a permit; the initial state where nothing was done yet."""
        with self.reading() as connection:
            return self._read_state(connection, number)

    def transit_state(self, number: str) -> TransitState:
        """The folded state of a transit case; the initial state where nothing was done yet."""
        with self.reading() as connection:
            return self._read_transit(connection, number)

    def transit_cases(self, phases: Collection[str], after: str, limit: int) -> list[tuple[str, TransitState]]:
        """Up to `limit` transit cases in one of `phases` whose number is beyond `after`, by number."""
        wanted = {"phases": list(phases), "after": after, "most": limit}
        with self.reading() as connection:
            return [(row.number, transit_from_doc(row.doc)) for row in connection.execute(_CASES, wanted)]

    def receive(self, entries: Sequence[FeedAct]) -> None:
        """See `core.ports.Journal.receive`. An act that is here already only learns its place in the feed."""
        with self.taking_in() as connection:
            touched = {}
            for entry in entries:
                place_act(connection, entry)
                touched[entry.act.subject.kind, entry.act.subject.number] = True
            for kind, number in touched:
                projections.project(connection, kind, number)
            if entries:
                self._write(connection, "acts_cursor", str(entries[-1].feed_seq))

    def hear(self, acts: Sequence[Act]) -> None:
        """See `core.ports.Journal.hear`. Raises StoreError (fork)."""
        with self.taking_in() as connection:
            for act in acts:
                hear_act(connection, act)
            for kind, number in dict.fromkeys((act.subject.kind, act.subject.number) for act in acts):
                projections.project(connection, kind, number)

    def rebuild(self) -> int:
        """Fold every subject anew from its acts; gives how many rows the folded tables have then."""
        with self.writing() as connection:
            rows = projections.rebuild(connection)
            self._write(connection, FOLDED_BY, projections.VERSION)
            return rows

    def regain(self, acts: Sequence[OwnAct]) -> None:
        """See `core.ports.Journal.regain`. Raises StoreError (fork) where they do not follow the last own act."""
        with self.writing() as connection:
            for own in acts:
                act = read(own.body, own.signature)
                at, prev = head_of(connection, self._station.name)
                if (act.station, act.station_seq, act.prev) != (self._station.name, at + 1, prev):
                    raise StoreError("fork", f"{act.station} {act.station_seq}")
                self._add(connection, act)
                projections.project(connection, act.subject.kind, act.subject.number)

    def _signed(self, connection: Connection, draft: Draft, after: str, signer: Signer, second: Signer | None) -> Act:
        """The act with its officer's signature, behind the collective act for what he could not sign before; where his
        signer fails, with the workstation's, and marked.
        """
        spare = self._fail_over
        if spare is None or not draft.officer or signer.key_id == spare.signer.key_id:
            return self._chain(connection, draft, after, signer, second)
        try:
            self._cover(connection, draft, signer, spare)
            return self._chain(connection, draft, after, signer, second)
        except SignerFailed as failure:
            log.warning("the signer of an officer failed (%s): the workstation signs, and says so", failure.code)
            marked = replace(draft, fields={**draft.fields, SIGNER_FAILED: True})
            return self._chain(connection, marked, after, spare.signer, second)

    def _cover(self, connection: Connection, draft: Draft, signer: Signer, spare: FailOver) -> None:
        """The collective act that an officer's signer makes as soon as it signs again."""
        waiting = unsigned.of(self._read(connection, unsigned.KEPT), draft.officer)
        if not waiting:
            return
        subject = Subject("station", self._station.name)
        fields: dict[str, Value] = {"acts": [one.row for one in waiting]}
        cover = Draft(spare.new_id(), ActKind.COLLECTIVE, subject, draft.officer, draft.at, fields)
        act = self._chain(connection, cover, self._standing(connection, subject).last_act, signer, None)
        self._add(connection, act)

    def _add(self, connection: Connection, act: Act) -> None:
        """Write down an own act, and whether it waits for a signature or covers others."""
        insert_act(connection, act, None)
        if act.signer_failed or act.kind == ActKind.COLLECTIVE:
            waits = unsigned.after(self._read(connection, unsigned.KEPT), act)
            self._write(connection, unsigned.KEPT, waits)

    def _chain(self, connection: Connection, draft: Draft, after: str, signer: Signer, second: Signer | None) -> Act:
        seq, prev = head_of(connection, self._station.name)
        place = Place(
            site=self._station.site,
            station=self._station.name,
            station_seq=seq + 1,
            prev=prev,
            after=after,
            mode=self._station.mode,
            clock_offset_ms=_number(self._read(connection, CLOCK_OFFSET)),
        )
        if second is not None:
            digest = second_digest(compose(draft, place, signer.key_id))
            try:
                given = second.sign(digest)
            except SignerFailed as failure:
                raise _SecondFailed from failure
            draft = replace(draft, fields={**draft.fields, SECOND_SIGNATURE: given.hex()})
        unsigned = read(compose(draft, place, signer.key_id), b"")
        return read(unsigned.body, signer.sign(unsigned.hash))

    def _standing(self, connection: Connection, subject: Subject) -> Standing:
        """Where a subject stands; of one that has no folded state only the latest act known here."""
        if subject.kind == PERMIT:
            return self._read_state(connection, subject.number)
        if subject.kind == TRANSIT:
            return self._read_transit(connection, subject.number)
        acts = on_subject(connection, subject.kind, subject.number)
        ordered = in_order((act for act, _ in acts), {act.act_id: seq for act, seq in acts if seq is not None})
        return Standing(last_act=ordered[-1].act_id if ordered else "")

    @staticmethod
    def _read_state(connection: Connection, number: str) -> PermitState:
        doc = connection.execute(_STATE, {"number": number}).scalar_one_or_none()
        return from_doc(doc) if doc else PermitState()

    @staticmethod
    def _read_transit(connection: Connection, number: str) -> TransitState:
        doc = connection.execute(_CASE, {"number": number}).scalar_one_or_none()
        return transit_from_doc(doc) if doc else TransitState()


def _number(text: str) -> int | None:
    return int(text) if text else None
