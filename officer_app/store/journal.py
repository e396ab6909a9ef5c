"""The workstation's journal: acts recorded, taken over and folded, each in one transaction (journal.db)."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, bindparam, select

from officer_app.core.acts import Act, Draft, Place, Subject, compose, read
from officer_app.core.causal import in_order
from officer_app.core.export import PermitState
from officer_app.core.ports import FeedAct, Guard, IssueToken, OwnAct, Signer, Station
from officer_app.core.refusals import Refusal
from officer_app.store import projections, schema
from officer_app.store.act_table import ActTable, by_id, head_of, insert_act, on_subject, place_act
from officer_app.store.errors import StoreError
from officer_app.store.projection import from_doc
from officer_app.store.projections import PERMIT

CLOCK_OFFSET = "clock_offset_ms"
"""Under this name the journal keeps how far the centre's clock was ahead at the last contact (ms)."""
FOLDED_BY = "projections"
"""Under this name the journal keeps which version of the folds made its tables."""

_STATE = select(schema.permit_state.c.doc).where(schema.permit_state.c.number == bindparam("number"))
_KEEP_TOKEN = schema.token.insert()


class SqliteJournal(ActTable):
    """Implements `core.ports.Journal` on an encrypted SQLite file, committed with synchronous=FULL.

    Every method raises StoreError when the disk, the key or the file will not do; then nothing was recorded.
    """

    def __init__(self, path: Path, key: bytes, station: Station) -> None:
        super().__init__(path, key, station)
        try:
            if self.value(FOLDED_BY) != projections.VERSION:
                self.rebuild()
        except StoreError:
            self.close()
            raise

    def record(
        self, draft: Draft, signer: Signer, guard: Guard | None = None, code: IssueToken | None = None
    ) -> Act | Refusal:
        """See `core.ports.Journal.record`. When this returns an Act, the disk has it."""
        with self.writing() as connection:
            earlier = by_id(connection, draft.act_id)
            if earlier is not None:
                return earlier
            # Only permits have a state; a transit declaration or a workstation may bear the same text as number.
            permit = draft.subject.kind == PERMIT
            state = self._read_state(connection, draft.subject.number) if permit else PermitState()
            refusal = guard(state) if guard is not None else None
            if refusal is not None:
                return refusal
            after = state.last_act if permit else self._latest(connection, draft.subject)
            act = self._chain(connection, draft, after, signer)
            insert_act(connection, act, None)
            token = code(act, signer) if code is not None else ""
            if token:
                connection.execute(_KEEP_TOKEN, {"act_id": act.act_id, "content": token})
            projections.project(connection, act.subject.kind, act.subject.number)
        return act

    def permit_state(self, number: str) -> PermitState:
        """The folded state of a permit; the initial state where nothing was done yet."""
        with self.reading() as connection:
            return self._read_state(connection, number)

    def receive(self, entries: Sequence[FeedAct]) -> None:
        """See `core.ports.Journal.receive`. An act that is here already only learns its place in the feed."""
        with self.writing() as connection:
            touched = {}
            for entry in entries:
                place_act(connection, entry)
                touched[entry.act.subject.kind, entry.act.subject.number] = True
            for kind, number in touched:
                projections.project(connection, kind, number)
            if entries:
                self._write(connection, "acts_cursor", str(entries[-1].feed_seq))

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
                insert_act(connection, act, None)
                projections.project(connection, act.subject.kind, act.subject.number)

    def _chain(self, connection: Connection, draft: Draft, after: str, signer: Signer) -> Act:
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
        unsigned = read(compose(draft, place, signer.key_id), b"")
        return read(unsigned.body, signer.sign(unsigned.hash))

    @staticmethod
    def _latest(connection: Connection, subject: Subject) -> str:
        """The id of the latest act known here on a subject that has no folded state; empty where there is none."""
        acts = on_subject(connection, subject.kind, subject.number)
        ordered = in_order((act for act, _ in acts), {act.act_id: seq for act, seq in acts if seq is not None})
        return ordered[-1].act_id if ordered else ""

    @staticmethod
    def _read_state(connection: Connection, number: str) -> PermitState:
        doc = connection.execute(_STATE, {"number": number}).scalar_one_or_none()
        return from_doc(doc) if doc else PermitState()


def _number(text: str) -> int | None:
    return int(text) if text else None
