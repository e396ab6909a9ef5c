"""journal.db as a file: how it is read, how writers take turns, and the named values kept in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.exc import DatabaseError

from officer_app.store import schema
from officer_app.store.engine import Engines, open_file
from officer_app.store.turn import Turn
from officer_app.store.values import read_value, write_value


class JournalFile:
    """An encrypted SQLite file committed with synchronous=FULL. Raises StoreError where file, key or disk fail."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._engines: Engines = open_file(path, key, "FULL", schema.JOURNAL_STEPS)
        # Writers take turns here rather than in SQLite, whose busy handler sleeps (style.md §4).
        self._turn = Turn()

    def close(self) -> None:
        """Close the file."""
        self._engines.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot to read from."""
        try:
            with self._engines.reader.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise self._engines.trouble(error) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that holds the write lock from its start; committed when the block ends."""
        try:
            with self._turn, self._engines.writer.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise self._engines.trouble(error) from error

    def value(self, name: str) -> str:
        """A named value kept with the journal; empty where there is none."""
        with self.reading() as connection:
            return self._read(connection, name)

    def keep_value(self, name: str, content: str) -> None:
        """Keep a named value with the journal, encrypted as everything in it."""
        with self.writing() as connection:
            self._write(connection, name, content)

    def pushed_seq(self) -> int:
        """The last own sequence the centre has acknowledged."""
        with self.reading() as connection:
            return int(self._read(connection, "pushed_seq") or 0)

    def mark_pushed(self, station_seq: int) -> None:
        """The centre holds our acts up to `station_seq`; lower than before after it lost its tail."""
        with self.writing() as connection:
            self._write(connection, "pushed_seq", str(station_seq))

    def acts_cursor(self) -> int:
        """The last place of the feed of acts stored here."""
        with self.reading() as connection:
            return int(self._read(connection, "acts_cursor") or 0)

    def feed_hashes(self, after: int, up_to: int) -> Iterator[tuple[int, bytes]]:
        """See `core.ports.Journal.feed_hashes`. The file is read while the caller takes them."""
        columns = (schema.act.c.feed_seq, schema.act.c.hash)
        wanted = select(*columns).where(schema.act.c.feed_seq > after, schema.act.c.feed_seq <= up_to)
        with self.reading() as connection:
            rows = connection.execution_options(yield_per=1000).execute(wanted.order_by(schema.act.c.feed_seq))
            for row in rows:
                yield row.feed_seq, row.hash

    def feed_epoch(self) -> str:
        """The epoch of the centre's feed the cursors belong to; empty before first contact."""
        with self.reading() as connection:
            return self._read(connection, "feed_epoch")

    @staticmethod
    def _read(connection: Connection, name: str) -> str:
        return read_value(connection, schema.journal_value, name)

    @staticmethod
    def _write(connection: Connection, name: str, content: str) -> None:
        write_value(connection, schema.journal_value, name, content)
