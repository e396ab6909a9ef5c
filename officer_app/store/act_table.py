"""The acts in journal.db: how they are written down and found again, as they were signed."""

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Connection, bindparam, exists, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from officer_app.core.acts import GENESIS, Act, ActKind, read, read_kept
from officer_app.core.causal import in_order
from officer_app.core.ports import Queue, Station
from officer_app.store import acts_elsewhere, forks, schema, unsigned
from officer_app.store.act_shelf import ActShelf
from officer_app.store.ballast import Ballast
from officer_app.store.direct import Within, all_of, first_of, run
from officer_app.store.errors import StoreError

_act = schema.act

_BY_ID = "SELECT body, signature FROM act WHERE act_id = ?"
_SAME = """SELECT body, station, station_seq, feed_seq FROM act
    WHERE act_id IN (?, ?) OR (station = ? AND station_seq = ?)"""
_ON_SUBJECT = "SELECT body, signature, feed_seq FROM act WHERE subject_kind = ? AND subject_number = ?"
_HEAD = "SELECT station_seq, hash FROM act WHERE station = ? ORDER BY station_seq DESC LIMIT 1"
_INSERT = """INSERT INTO act
    (station, station_seq, act_id, kind, subject_kind, subject_number, hash, body, signature, feed_seq)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_FED = "UPDATE act SET feed_seq = ? WHERE station = ? AND station_seq = ?"
_OWN_AFTER = (
    select(_act.c.body, _act.c.signature)
    .where(_act.c.station == bindparam("station"), _act.c.station_seq > bindparam("seq"))
    .order_by(_act.c.station_seq)
    .limit(bindparam("most"))
)
# What a newer centre took after all has its place in the feed, and is set aside no longer.
_QUARANTINED = (
    select(func.count())
    .select_from(schema.quarantine)
    .where(~exists().where(_act.c.act_id == schema.quarantine.c.act_id, _act.c.feed_seq.is_not(None)))
)
_ALL = select(_act.c.body, _act.c.signature).order_by(_act.c.station, _act.c.station_seq)
_OF_KIND = _ALL.where(_act.c.kind == bindparam("kind"))
# SQLite takes the hash from the row of the greatest sequence (sqlite.org/lang_select.html, bare columns).
_HEADS_AFTER = (
    select(_act.c.station, func.max(_act.c.station_seq).label("station_seq"), _act.c.hash)
    .where(
        _act.c.feed_seq > bindparam("place"),
        _act.c.station != bindparam("own"),
        _act.c.kind != str(ActKind.HEADS_WITNESSED),
    )
    .group_by(_act.c.station)
    .order_by(_act.c.station)
    .limit(bindparam("most"))
)
_UNFED = _ALL.where(
    _act.c.feed_seq.is_(None),
    _act.c.station != bindparam("own"),
    _act.c.kind.in_(bindparam("kinds", expanding=True)),
)
_COUNT_OF_KINDS = select(func.count()).where(_act.c.kind.in_(bindparam("kinds", expanding=True)))


class ActTable(ActShelf):
    """The table of acts of one workstation's journal, with those it has heard of from others."""

    def __init__(self, path: Path, key: bytes, station: Station, ballast: Ballast | None = None) -> None:
        super().__init__(path, key, ballast)
        self._station = station

    @property
    def station(self) -> Station:
        """The workstation this journal speaks for."""
        return self._station

    def acts_on(self, subject_kind: str, number: str) -> list[Act]:
        """All acts known here on one subject, in no promised order."""
        with self.reading() as connection:
            return [act for act, _ in on_subject(connection, subject_kind, number)]

    def time_line(self, subject_kind: str, number: str) -> list[Act]:
        """See `core.ports.Journal.time_line`."""
        with self.reading() as connection:
            placed = on_subject(connection, subject_kind, number)
        return in_order((act for act, _ in placed), {act.act_id: seq for act, seq in placed if seq is not None})

    def own_acts(self, after_seq: int, limit: int) -> list[Act]:
        """This workstation's acts after `after_seq`, oldest first."""
        wanted = {"station": self._station.name, "seq": after_seq, "most": limit}
        with self.reading() as connection:
            return [read(row.body, row.signature) for row in connection.execute(_OWN_AFTER, wanted)]

    def acts(self) -> list[Act]:
        """Every act in this journal, by workstation and sequence."""
        with self.reading() as connection:
            return [read(row.body, row.signature) for row in connection.execute(_ALL)]

    def acts_of_kind(self, kind: str) -> list[Act]:
        """Every act of one kind, by workstation and sequence; on transit cases those of other sites too, at the end."""
        with self.reading() as connection:
            ours = [read(row.body, row.signature) for row in connection.execute(_OF_KIND, {"kind": kind})]
            return ours + acts_elsewhere.of_kinds(connection, [kind], cases=True)

    def acts_elsewhere(self, kinds: Collection[str] = ()) -> list[Act]:
        """What is known here of other sites' acts, all or of some kinds, by site, workstation and sequence."""
        with self.reading() as connection:
            if not kinds:
                return list(acts_elsewhere.everything(connection))
            return acts_elsewhere.of_kinds(connection, kinds)

    def unfed(self, kinds: Collection[str]) -> list[Act]:
        """See `core.ports.Journal.unfed`."""
        wanted = {"own": self._station.name, "kinds": list(kinds)}
        with self.reading() as connection:
            return [read(row.body, row.signature) for row in connection.execute(_UNFED, wanted)]

    def count_of_kinds(self, kinds: Collection[str]) -> int:
        """How many acts there are of these kinds; read from an index alone."""
        with self.reading() as connection:
            return int(connection.execute(_COUNT_OF_KINDS, {"kinds": list(kinds)}).scalar_one())

    def stored_acts(self) -> list[tuple[str, int, str, bytes, bytes]]:
        """Every act as it lies in the file: station, sequence, act id, body, signature. For the verifier."""
        columns = (_act.c.station, _act.c.station_seq, _act.c.act_id, _act.c.body, _act.c.signature)
        with self.reading() as connection:
            rows = connection.execute(select(*columns).order_by(_act.c.station, _act.c.station_seq))
            return [_as_signed(read(row.body, row.signature)) if row.station_seq < 0 else tuple(row) for row in rows]

    def stored_elsewhere(self) -> list[tuple[str, int, str, bytes, bytes]]:
        """`stored_acts` of other sites."""
        with self.reading() as connection:
            return acts_elsewhere.stored(connection)

    def heads_after(self, place: int, most: int) -> list[tuple[str, int, bytes]]:
        """Workstation, sequence and hash of the newest act of each other workstation that the feed brought behind
        `place`; what they wrote down of heads themselves is left aside.
        """
        with self.reading() as connection:
            rows = connection.execute(_HEADS_AFTER, {"place": place, "own": self._station.name, "most": most})
            return [(row.station, row.station_seq, row.hash) for row in rows]

    def queue(self) -> Queue:
        """How many own acts wait to be sent, how many the centre would not take, how many wait for a signature."""
        with self.reading() as connection:
            pushed = int(self._read(connection, "pushed_seq") or 0)
            head, _ = head_of(connection, self._station.name)
            refused = connection.execute(_QUARANTINED).scalar_one()
            waiting = len(unsigned.read(self._read(connection, unsigned.KEPT)))
        return Queue(unsent=head - pushed, quarantined=refused, unsigned=waiting)

    def quarantine(self, act_id: str, code: str, text: str) -> None:
        """Flag an act the centre would not take; the act itself stays where it is."""
        with self.writing() as connection:
            row = upsert(schema.quarantine).values(act_id=act_id, code=code, reason=text)
            connection.execute(row.on_conflict_do_nothing(index_elements=["act_id"]))

    def intend_claim(self, number: str, round_: int, act_id: str) -> str:
        """See `core.ports.Journal.intend_claim`: after a crash the same act asks again, and gets the same answer."""
        table = schema.claim
        with self.writing() as connection:
            row = upsert(table).values(number=number, round=round_, act_id=act_id)
            connection.execute(row.on_conflict_do_nothing(index_elements=["number", "round"]))
            first = select(table.c.act_id).where(table.c.number == number, table.c.round == round_)
            return str(connection.execute(first).scalar_one())

    def take_up_claim(self, number: str, round_: int, act_id: str) -> None:
        """See `core.ports.Journal.take_up_claim`."""
        with self.writing() as connection:
            row = upsert(schema.claim).values(number=number, round=round_, act_id=act_id)
            connection.execute(row.on_conflict_do_update(index_elements=["number", "round"], set_={"act_id": act_id}))

    def token_of(self, act_id: str) -> str:
        """The code kept for a stamp; empty where none was made here."""
        with self.reading() as connection:
            wanted = select(schema.token.c.content).where(schema.token.c.act_id == act_id)
            return str(connection.execute(wanted).scalar_one_or_none() or "")


def _as_signed(act: Act) -> tuple[str, int, str, bytes, bytes]:
    """The row of an act beside a chain, under the place and the id that it has itself."""
    return act.station, act.station_seq, act.act_id, act.body, act.signature


def by_id(connection: Within, act_id: str) -> Act | None:
    """The act with this id."""
    row = first_of(connection, _BY_ID, (act_id,))
    return None if row is None else read_kept(*row)


Placed = tuple[Act, int | None]
"""An act and its place in the centre's feed, where that is known."""


def on_subject(connection: Within, kind: str, number: str) -> list[Placed]:
    """The acts known here on one subject, each with its place in the centre's feed where it is known."""
    found = all_of(connection, _ON_SUBJECT, (kind, number))
    ours = [(read_kept(body, signature), feed_seq) for body, signature, feed_seq in found]
    far = acts_elsewhere.on_case(connection, number) if kind == acts_elsewhere.CASE else []
    # Two sites' feeds do not compare: between their acts causes and times decide, on both sides alike.
    return [(act, None) for act in (*(act for act, _ in ours), *far)] if far else ours


def head_of(connection: Within, station: str) -> tuple[int, bytes]:
    """Sequence and hash of the last act of `station`; 0 and GENESIS where there is none."""
    row = first_of(connection, _HEAD, (station,))
    return (row[0], row[1]) if row else (0, GENESIS)


def insert_act(connection: Within, act: Act, feed_seq: int | None, *, beside: bool = False) -> None:
    """Write down an act that is not here yet; `beside` the chain where another one has its place."""
    seq, act_id = (forks.beside_seq(act), forks.beside_id(act)) if beside else (act.station_seq, act.act_id)
    subject = act.subject
    row = (
        act.station,
        seq,
        act_id,
        act.kind,
        subject.kind,
        subject.number,
        act.hash,
        act.body,
        act.signature,
        feed_seq,
    )
    run(connection, _INSERT, row)


def keep_act(connection: Connection, act: Act, feed_seq: int | None, own: str) -> bool:
    """Store an act of others, or let the one that is here learn its place in the feed; gives whether another one
    stands in its place. Raises StoreError (fork) where that is an act of `own`, the workstation itself, and where one
    feed gives both.
    """
    known = all_of(connection, _SAME, (act.act_id, forks.beside_id(act), act.station, act.station_seq))
    for body, station, seq, _ in known:
        if body == act.body:
            if feed_seq is not None:
                run(connection, _FED, (feed_seq, station, seq))
            return False
    both_fed = feed_seq is not None and any(fed is not None for *_, fed in known)
    if known and (both_fed or own in (act.station, *(station for _, station, *_ in known))):
        raise StoreError("fork", f"{act.station} {act.station_seq}")
    insert_act(connection, act, feed_seq, beside=bool(known))
    return bool(known)
