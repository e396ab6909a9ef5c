"""The workstation's journal: acts, their folded state and what the centre has of them (journal.db)."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from officer_app.core.acts import GENESIS, Act, Draft, Place, Subject, compose, read
from officer_app.core.causal import in_order
from officer_app.core.export import PermitState, fold
from officer_app.core.ports import FeedAct, Guard, IssueToken, OwnAct, Queue, Signer, Station
from officer_app.core.refusals import Refusal
from officer_app.store import schema
from officer_app.store.errors import StoreError
from officer_app.store.journal_file import JournalFile
from officer_app.store.projection import from_doc, to_doc

PERMIT = "permit"
CLOCK_OFFSET = "clock_offset_ms"
"""Under this name the journal keeps how far the centre's clock was ahead at the last contact (ms)."""

_act, _state = schema.act, schema.permit_state

_BY_ID = select(_act.c.body, _act.c.signature).where(_act.c.act_id == bindparam("act_id"))
_SAME = select(_act.c.body).where(
    (_act.c.act_id == bindparam("id"))
    | ((_act.c.station == bindparam("station")) & (_act.c.station_seq == bindparam("seq")))
)
_ON_SUBJECT = select(_act.c.body, _act.c.signature, _act.c.feed_seq).where(
    _act.c.subject_kind == bindparam("kind"), _act.c.subject_number == bindparam("number")
)
_HEAD = (
    select(_act.c.station_seq, _act.c.hash)
    .where(_act.c.station == bindparam("station"))
    .order_by(_act.c.station_seq.desc())
    .limit(1)
)
_STATE = select(_state.c.doc).where(_state.c.number == bindparam("number"))
_INSERT = insert(_act)
_KEEP_TOKEN = insert(schema.token)
_put = upsert(_state)
_PUT_STATE = _put.on_conflict_do_update(
    index_elements=["number"], set_={"state": _put.excluded.state, "doc": _put.excluded.doc}
)
_OWN_AFTER = (
    select(_act.c.body, _act.c.signature)
    .where(_act.c.station == bindparam("station"), _act.c.station_seq > bindparam("seq"))
    .order_by(_act.c.station_seq)
    .limit(bindparam("most"))
)
_ALL = select(_act.c.body, _act.c.signature).order_by(_act.c.station, _act.c.station_seq)


class SqliteJournal(JournalFile):
    """Implements `core.ports.Journal` on an encrypted SQLite file, committed with synchronous=FULL.

    Every method raises StoreError when the disk, the key or the file will not do; then nothing was recorded.
    """

    def __init__(self, path: Path, key: bytes, station: Station) -> None:
        super().__init__(path, key)
        self._station = station

    @property
    def station(self) -> Station:
        """The workstation this journal speaks for."""
        return self._station

    def record(
        self, draft: Draft, signer: Signer, guard: Guard | None = None, code: IssueToken | None = None
    ) -> Act | Refusal:
        """See `core.ports.Journal.record`. When this returns an Act, the disk has it."""
        with self.writing() as connection:
            earlier = connection.execute(_BY_ID, {"act_id": draft.act_id}).one_or_none()
            if earlier is not None:
                return read(earlier.body, earlier.signature)
            # Only permits have a state; a transit declaration or a workstation may bear the same text as number.
            permit = draft.subject.kind == PERMIT
            state = self._read_state(connection, draft.subject.number) if permit else PermitState()
            refusal = guard(state) if guard is not None else None
            if refusal is not None:
                return refusal
            after = state.last_act if permit else self._latest(connection, draft.subject)
            act = self._chain(connection, draft, after, signer)
            connection.execute(_INSERT, _row(act, None))
            token = code(act, signer) if code is not None else ""
            if token:
                connection.execute(_KEEP_TOKEN, {"act_id": act.act_id, "content": token})
            self._project(connection, act.subject.kind, act.subject.number)
        return act

    def permit_state(self, number: str) -> PermitState:
        """The folded state of a permit; the initial state where nothing was done yet."""
        with self.reading() as connection:
            return self._read_state(connection, number)

    def acts_on(self, subject_kind: str, number: str) -> list[Act]:
        """All acts known here on one subject, in no promised order."""
        with self.reading() as connection:
            rows = connection.execute(_ON_SUBJECT, {"kind": subject_kind, "number": number}).all()
        return [read(row.body, row.signature) for row in rows]

    def own_acts(self, after_seq: int, limit: int) -> list[Act]:
        """This workstation's acts after `after_seq`, oldest first."""
        wanted = {"station": self._station.name, "seq": after_seq, "most": limit}
        with self.reading() as connection:
            rows = connection.execute(_OWN_AFTER, wanted).all()
        return [read(row.body, row.signature) for row in rows]

    def acts(self) -> list[Act]:
        """Every act in this journal, by workstation and sequence."""
        with self.reading() as connection:
            return [read(row.body, row.signature) for row in connection.execute(_ALL)]

    def acts_of_kind(self, kind: str) -> list[Act]:
        """Every act of one kind, by workstation and sequence."""
        with self.reading() as connection:
            rows = connection.execute(_ALL.where(_act.c.kind == bindparam("kind")), {"kind": kind})
            return [read(row.body, row.signature) for row in rows]

    def stored_acts(self) -> list[tuple[str, int, str, bytes, bytes]]:
        """Every act as it lies in the file: station, sequence, act id, body, signature. For the verifier."""
        columns = (_act.c.station, _act.c.station_seq, _act.c.act_id, _act.c.body, _act.c.signature)
        with self.reading() as connection:
            rows = connection.execute(select(*columns).order_by(_act.c.station, _act.c.station_seq))
            return [tuple(row) for row in rows]

    def receive(self, entries: Sequence[FeedAct]) -> None:
        """See `core.ports.Journal.receive`. An act that is here already only learns its place in the feed."""
        with self.writing() as connection:
            touched = {}
            for entry in entries:
                self._place(connection, entry)
                touched[entry.act.subject.kind, entry.act.subject.number] = True
            for kind, number in touched:
                self._project(connection, kind, number)
            if entries:
                self._write(connection, "acts_cursor", str(entries[-1].feed_seq))

    def rebuild(self) -> int:
        """Fold every permit anew from its acts; gives how many."""
        with self.writing() as connection:
            connection.execute(_state.delete())
            numbers = connection.execute(
                select(_act.c.subject_number).where(_act.c.subject_kind == PERMIT).distinct()
            ).scalars()
            return sum(1 for number in list(numbers) if self._project(connection, PERMIT, number))

    def queue(self) -> Queue:
        """How many own acts wait to be sent, and how many the centre would not take."""
        with self.reading() as connection:
            pushed = int(self._read(connection, "pushed_seq") or 0)
            head = connection.execute(_HEAD, {"station": self._station.name}).one_or_none()
            refused = connection.execute(select(func.count()).select_from(schema.quarantine)).scalar_one()
        return Queue(unsent=(head.station_seq if head else 0) - pushed, quarantined=refused)

    def quarantine(self, act_id: str, code: str, text: str) -> None:
        """Flag an act the centre would not take; the act itself stays where it is."""
        with self.writing() as connection:
            row = upsert(schema.quarantine).values(act_id=act_id, code=code, reason=text)
            connection.execute(row.on_conflict_do_nothing(index_elements=["act_id"]))

    def new_feed_epoch(self, epoch: str) -> None:
        """See `core.ports.Journal.new_feed_epoch`: places in the old feed mean nothing any more."""
        with self.writing() as connection:
            connection.execute(update(_act).values(feed_seq=None))
            self._write(connection, "acts_cursor", "0")
            self._write(connection, "feed_epoch", epoch)

    def intend_claim(self, number: str, round_: int, act_id: str) -> str:
        """See `core.ports.Journal.intend_claim`: after a crash the same act asks again, and gets the same answer."""
        table = schema.claim
        with self.writing() as connection:
            row = upsert(table).values(number=number, round=round_, act_id=act_id)
            connection.execute(row.on_conflict_do_nothing(index_elements=["number", "round"]))
            first = select(table.c.act_id).where(table.c.number == number, table.c.round == round_)
            return str(connection.execute(first).scalar_one())

    def regain(self, acts: Sequence[OwnAct]) -> None:
        """See `core.ports.Journal.regain`. Raises StoreError (fork) where they do not follow the last own act."""
        with self.writing() as connection:
            for own in acts:
                act = read(own.body, own.signature)
                head = connection.execute(_HEAD, {"station": self._station.name}).one_or_none()
                at, prev = (head.station_seq, head.hash) if head else (0, GENESIS)
                if (act.station, act.station_seq, act.prev) != (self._station.name, at + 1, prev):
                    raise StoreError("fork", f"{act.station} {act.station_seq}")
                connection.execute(_INSERT, _row(act, None))
                self._project(connection, act.subject.kind, act.subject.number)

    def token_of(self, act_id: str) -> str:
        """The code kept for a stamp; empty where none was made here."""
        with self.reading() as connection:
            wanted = select(schema.token.c.content).where(schema.token.c.act_id == act_id)
            return str(connection.execute(wanted).scalar_one_or_none() or "")

    def _chain(self, connection: Connection, draft: Draft, after: str, signer: Signer) -> Act:
        head = connection.execute(_HEAD, {"station": self._station.name}).one_or_none()
        place = Place(
            site=self._station.site,
            station=self._station.name,
            station_seq=head.station_seq + 1 if head else 1,
            prev=head.hash if head else GENESIS,
            after=after,
            mode=self._station.mode,
            clock_offset_ms=_number(self._read(connection, CLOCK_OFFSET)),
        )
        unsigned = read(compose(draft, place, signer.key_id), b"")
        return read(unsigned.body, signer.sign(unsigned.hash))

    @staticmethod
    def _place(connection: Connection, entry: FeedAct) -> None:
        """Store one act of the feed, or let the one that is here learn its place."""
        act = entry.act
        known = connection.execute(_SAME, {"id": act.act_id, "station": act.station, "seq": act.station_seq}).all()
        if any(row.body != act.body for row in known):
            raise StoreError("fork", f"{act.station} {act.station_seq}")
        if known:
            place = update(_act).where(_act.c.act_id == act.act_id)
            connection.execute(place.values(feed_seq=entry.feed_seq))
        else:
            connection.execute(_INSERT, _row(act, entry.feed_seq))

    @staticmethod
    def _latest(connection: Connection, subject: Subject) -> str:
        """The id of the latest act known here on a subject that has no folded state; empty where there is none."""
        rows = connection.execute(_ON_SUBJECT, {"kind": subject.kind, "number": subject.number}).all()
        acts = [(read(row.body, row.signature), row.feed_seq) for row in rows]
        ordered = in_order((act for act, _ in acts), {act.act_id: seq for act, seq in acts if seq is not None})
        return ordered[-1].act_id if ordered else ""

    def _project(self, connection: Connection, kind: str, number: str) -> bool:
        if kind != PERMIT:
            return False
        rows = connection.execute(_ON_SUBJECT, {"kind": kind, "number": number}).all()
        acts = [(read(row.body, row.signature), row.feed_seq) for row in rows]
        placed = {act.act_id: seq for act, seq in acts if seq is not None}
        state = fold((act for act, _ in acts), placed)
        connection.execute(_PUT_STATE, {"number": number, "state": str(state.state), "doc": to_doc(state)})
        return True

    @staticmethod
    def _read_state(connection: Connection, number: str) -> PermitState:
        doc = connection.execute(_STATE, {"number": number}).scalar_one_or_none()
        return from_doc(doc) if doc else PermitState()


def _row(act: Act, feed_seq: int | None) -> dict[str, object]:
    return {
        "station": act.station,
        "station_seq": act.station_seq,
        "act_id": act.act_id,
        "kind": act.kind,
        "subject_kind": act.subject.kind,
        "subject_number": act.subject.number,
        "hash": act.hash,
        "body": act.body,
        "signature": act.signature,
        "feed_seq": feed_seq,
    }


def _number(text: str) -> int | None:
    return int(text) if text else None
