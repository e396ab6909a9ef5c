"""The workstation's copy of reference records, replaceable as a whole (mirror.db)."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, bindparam, delete, func, select

from officer_app.core.acts import format_time, parse_time
from officer_app.core.cases import RECORD_KIND as CASE
from officer_app.core.ports import FeedRecord
from officer_app.core.records import Match, Record
from officer_app.core.rights import PENDING_KIND
from officer_app.core.rights import RECORD_KIND as AUTHORITY
from officer_app.store import let_go, schema, search_index
from officer_app.store.ballast import Ballast, free_bytes
from officer_app.store.copying import prove_file, put_in_place
from officer_app.store.encrypted_file import EncryptedFile
from officer_app.store.engine import FileError
from officer_app.store.errors import StoreError
from officer_app.store.fed_records import counted, take_in
from officer_app.store.filed_records import load, of_files
from officer_app.store.record_rows import moment, to_record

_record = schema.record
_OF_THE_CENTRE = (AUTHORITY, PENDING_KIND, CASE)

_FIND = """SELECT number, kind, doc, provenance, as_of_us, deleted FROM record WHERE number = ?1 AND deleted = 0
    UNION SELECT r.number, r.kind, r.doc, r.provenance, r.as_of_us, r.deleted FROM search_key k
    JOIN record r ON r.number = k.number AND r.kind = k.kind WHERE k.value = ?1 AND r.deleted = 0"""
_GONE = select(_record.c.number).where(
    _record.c.number == bindparam("number"), _record.c.kind == bindparam("kind"), _record.c.deleted == 1
)
_LIST = (
    select(_record)
    .where(_record.c.kind == bindparam("kind"), _record.c.deleted == 0)
    .order_by(_record.c.number)
    .limit(bindparam("most"))
)
_BATCHES = 40
_PIECE = 100
"""So many records are stored before others may be let go first: a few milliseconds' work."""
CONTACT = "contact"
"""Under this name the mirror keeps when it was last complete."""
_FILLED_FROM = "filled_from"
_SUFFIXES = ("", "-wal", "-shm", "-journal")


class SqliteMirror(EncryptedFile):
    """Implements `core.ports.Mirror` on an encrypted SQLite file (synchronous=NORMAL: it can be loaded again)."""

    def __init__(self, path: Path, key: bytes, ballast: Ballast | None = None) -> None:
        super().__init__(path, key, "NORMAL", schema.MIRROR_STEPS, ballast)
        self._give_way: Callable[[], object] = lambda: None

    def let_go_first(self, give_way: Callable[[], object]) -> None:
        """From now on `give_way` is called between small pieces of what takes long; it may wait, but not for long."""
        self._give_way = give_way

    def find(self, number: str) -> list[Record]:
        """See `core.ports.Mirror.find`."""
        return [
            Record(kind, number, doc, provenance, moment(as_of_us), bool(deleted))
            for number, kind, doc, provenance, as_of_us, deleted in self.ask(_FIND, (number,))
        ]

    def is_gone(self, kind: str, number: str) -> bool:
        """See `core.ports.Mirror.is_gone`: its row stays, without what it said."""
        with self.reading() as connection:
            return connection.execute(_GONE, {"number": number, "kind": kind}).scalar_one_or_none() is not None

    def search(self, part: str, limit: int) -> list[Match]:
        """See `core.ports.Mirror.search`."""
        with self.reading() as connection:
            return search_index.search(connection, part, limit)

    def listed(self, kind: str, limit: int) -> list[Record]:
        """The first `limit` records of `kind` by number, tombstones left out."""
        with self.reading() as connection:
            return [to_record(row) for row in connection.execute(_LIST, {"kind": kind, "most": limit})]

    def count(self, kind: str) -> int:
        """How many records of `kind` there are, tombstones left out."""
        with self.reading() as connection:
            wanted = select(func.count()).where(_record.c.kind == kind, _record.c.deleted == 0)
            return connection.execute(wanted).scalar_one()

    def apply(self, entries: Sequence[FeedRecord]) -> None:
        """Store records of the centre's feed and move the cursor, in one transaction."""
        if not entries:
            return
        with self.taking_in() as connection:
            turn, gained = self._number(connection, "fed_turn"), 0
            for start in range(0, len(entries), _PIECE):
                self._give_way()
                gained += take_in(connection, entries[start : start + _PIECE], turn)
            self._write(connection, "fed_sum", str(self._number(connection, "fed_sum") + gained))
            self._write(connection, "records_cursor", str(entries[-1].feed_seq))

    def records_digest(self, *, full: bool = False) -> str:
        """See `core.ports.Mirror.records_digest`."""
        with self.reading() as connection:
            if full:
                return str(counted(connection, self._number(connection, "fed_turn"), self._give_way))
            return str(self._number(connection, "fed_sum"))

    def old_records(self, kind: str, before: datetime, after: str, limit: int) -> list[Record]:
        """See `store.let_go.old`."""
        with self.reading() as connection:
            return let_go.old(connection, kind, before, after, limit)

    def let_go(self, records: Sequence[Record]) -> int:
        """See `store.let_go.let_go`; in one transaction."""
        with self.writing() as connection:
            return let_go.let_go(connection, records)

    def load(self, records: Sequence[Record]) -> int:
        """See `core.ports.Mirror.load`."""
        with self.taking_in() as connection:
            return sum(load(connection, record) for record in records)

    def records_cursor(self) -> int:
        """The last place of the feed of records stored here."""
        return int(self.value("records_cursor") or 0)

    def feed_epoch(self) -> str:
        """See `core.ports.Mirror.feed_epoch`; empty before the first contact."""
        return self.value("feed_epoch")

    def restart_feed(self, epoch: str) -> None:
        """Pull the whole feed again, under `epoch`; what is here stays until it is replaced, but for what the centre
        made itself: who grants, what was granted, its cases. It may not know of those any more, and nobody grants by
        what it forgot.
        """
        with self.writing() as connection:
            connection.execute(delete(_record).where(_record.c.kind.in_(_OF_THE_CENTRE)))
            self._write(connection, "records_cursor", "0")
            self._write(connection, "feed_epoch", epoch)
            # What was fed before counts again when it is fed again.
            self._write(connection, "fed_sum", "0")
            self._write(connection, "fed_turn", str(self._number(connection, "fed_turn") + 1))

    def begin_fresh(self, of: str = "") -> "SqliteMirror":
        """An empty mirror in a file beside this one, to be filled and then given to `replace_with`. Raises StoreError.

        `of`: what it is filled from; one that was begun for the same and cut short goes on where it is. What else an
        earlier one left behind is removed. Close it where it is given up.
        """
        fresh = self.path.with_name(f"{self.path.name}.fresh")
        if of and fresh.is_file():
            with suppress(StoreError):
                left = SqliteMirror(fresh, self._key, self._ballast)
                if left.value(_FILLED_FROM) == of:
                    left.let_go_first(self._give_way)
                    return left
                left.close()
        for suffix in _SUFFIXES:
            fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
        made = SqliteMirror(fresh, self._key, self._ballast)
        made.keep_value(_FILLED_FROM, of)
        made.let_go_first(self._give_way)
        return made

    def discard(self) -> None:
        """Close this file and remove it."""
        self.close()
        for suffix in _SUFFIXES:
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def replace_with(self, fresh: "SqliteMirror") -> None:
        """Make this mirror what `fresh` is while others read it. `fresh` is proved first, closed, and its file removed.

        What files brought at the counter and the feed does not know is carried over. Raises StoreError (damaged,
        disk_low, and as everywhere): then this mirror is as it was.
        """
        with self._turn:
            while True:
                version = self._data_version()
                with self.reading() as connection:
                    filed = of_files(connection)
                fresh.load(filed)
                # Another program may have loaded a file meanwhile: then once more.
                if version == self._data_version():
                    break
            fresh.close()
            prove_file(fresh.path, self._key)
            if free_bytes(self.path) < 2 * fresh.path.stat().st_size:
                raise StoreError("disk_low")
            put_in_place(fresh.path, self._key, self._engines.writer)
        fresh.path.unlink()

    def contacted(self, at: datetime) -> None:
        """All that the centre had at `at` (UTC) is here."""
        with self.writing() as connection:
            self._write(connection, CONTACT, format_time(at))
        self.index_some()

    def index_some(self) -> bool:
        """Index for search some of what was stored since, in short transactions; gives whether more waits."""
        for _ in range(_BATCHES):
            self._give_way()
            with self.writing() as connection:
                if not search_index.index_more(connection):
                    return False
        return True

    def last_contact(self) -> datetime | None:
        """When the mirror was last complete; None where it never was."""
        text = self.value(CONTACT)
        return parse_time(text) if text else None

    def _trouble(self, error: FileError) -> StoreError:
        """A damaged mirror is no damaged journal: nobody need stop work for it."""
        trouble = super()._trouble(error)
        return StoreError("mirror_damaged", trouble.detail) if trouble.code in ("damaged", "wrong_key") else trouble

    def _data_version(self) -> int:
        with self._engines.writer.connect() as connection:
            return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())

    def _number(self, connection: Connection, name: str) -> int:
        return int(self._read(connection, name) or 0)
