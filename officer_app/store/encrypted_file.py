"""One encrypted SQLite file: how it is read, and how those who write take turns."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from officer_app.store.ballast import Ballast, Room, Space
from officer_app.store.copying import copy_whole
from officer_app.store.direct import Row, Value, Within, all_of, owned
from officer_app.store.engine import FILE_ERRORS, Engines, FileError, Synchronous, open_file
from officer_app.store.errors import StoreError
from officer_app.store.turn import Turn
from officer_app.store.values import READ_VALUE, read_value, value_of, write_value


class EncryptedFile:
    """What journal and mirror have in common. Every method raises StoreError where file, key or disk fail."""

    def __init__(
        self,
        path: Path,
        key: bytes,
        synchronous: Synchronous,
        steps: tuple[tuple[str, ...], ...],
        ballast: Ballast | None = None,
    ) -> None:
        self._path = path
        self._key = key
        self._ballast = ballast
        self._make_room()
        self._engines: Engines = open_file(path, key, synchronous, steps)
        # Writers take turns here rather than in SQLite, whose busy handler sleeps (style.md §4).
        self._turn = Turn()

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self._path

    def close(self) -> None:
        """Close the file."""
        self._engines.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot to read from."""
        try:
            with self._engines.reader.begin() as connection:
                yield connection
        except FILE_ERRORS as error:
            raise self._trouble(error) from error

    def ask(self, statement: str, values: Sequence[Value] = ()) -> list[Row]:
        """What one statement gives: a snapshot of its own, without the words that begin and end one."""
        try:
            file = self._engines.reader.raw_connection()
            try:
                return all_of(owned(file), statement, values)
            finally:
                file.close()
        except FILE_ERRORS as error:
            raise self._trouble(error) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that holds the write lock from its start; committed when the block ends."""
        with self._written(), self._engines.writer.begin() as connection:
            yield connection

    @contextmanager
    def recording(self) -> Iterator[Within]:
        """`writing`, on the driver's connection itself: for what `store.direct` runs at the counter."""
        with self._written(), self._engines.recording() as file:
            yield file

    @contextmanager
    def _written(self) -> Iterator[None]:
        """One's turn to write, and what it means where that fails."""
        self._make_room()
        try:
            with self._turn:
                yield
        except FILE_ERRORS as error:
            trouble = self._trouble(error)
            if trouble.code == "disk_full" and self._ballast is not None:
                # A quota, which is not seen before it is met: the next one finds room.
                self._ballast.give_up()
            raise trouble from error

    @contextmanager
    def taking_in(self) -> Iterator[Connection]:
        """`writing`, for what can wait. Raises StoreError (disk_low) where only acts may be written any more."""
        if self._ballast is not None and self._ballast.look().space is Space.SPENT:
            raise StoreError("disk_low")
        with self.writing() as connection:
            yield connection

    def value(self, name: str) -> str:
        """A named text kept in this file; empty where there is none."""
        return value_of(next(iter(self.ask(READ_VALUE, (name,))), None))

    def keep_value(self, name: str, content: str) -> None:
        """Keep a named text in this file, encrypted as everything in it."""
        with self.writing() as connection:
            self._write(connection, name, content)

    def keep_first(self, name: str, content: str) -> str:
        """Keep a named text unless there is one; gives the one that is kept. Of two programs both get the first's."""
        with self.writing() as connection:
            if not (kept := self._read(connection, name)):
                self._write(connection, name, content)
            return kept or content

    def copy_to(self, target: Path) -> None:
        """A whole copy as of one moment, under the same key, while others work on. Raises StoreError, OSError."""
        copy_whole(self._engines.reader, self._key, target)

    def prove(self) -> None:
        """Read every page while others work on. Raises StoreError (damaged)."""
        with self.reading() as connection:
            said = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        if said != "ok":
            raise StoreError("damaged", str(said))

    def room(self) -> Room:
        """How much room the disk has; the ballast is laid down or given up accordingly."""
        return (self._ballast or Ballast(self._path, 0)).look()

    def _trouble(self, error: FileError) -> StoreError:
        """What a driver's error on this file means."""
        return self._engines.trouble(error)

    def _make_room(self) -> None:
        if self._ballast is not None and self._ballast.runs_out:
            self._ballast.give_up()

    def _read(self, connection: Within, name: str) -> str:
        return read_value(connection, name)

    def _write(self, connection: Within, name: str, content: str) -> None:
        write_value(connection, name, content)
