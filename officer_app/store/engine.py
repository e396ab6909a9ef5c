"""Opens an encrypted SQLite file the one way that loses no commit."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

import sqlcipher3.dbapi2 as sqlcipher
from officer_app.store.ballast import free_bytes
from officer_app.store.direct import Within, owned, run
from officer_app.store.errors import StoreError

OLDEST_SAFE_SQLITE = (3, 51, 3)
"""Older ones can lose committed transactions when two connections meet at a WAL reset (sqlite.org/wal.html)."""

BUSY_TIMEOUT_S = 5.0
BUSY_PAUSE_S = 0.001

_IO_ERROR = "disk I/O error"
_ROOM = 64 * 1024
"""Bytes without which SQLite cannot even begin to write."""

SMALLEST_FILE = 512
"""Bytes of SQLite's smallest page. What has fewer is taken for a new database, and written over."""

Synchronous = Literal["FULL", "NORMAL"]
FileError = DatabaseError | sqlcipher.DatabaseError
"""What fails on a file: said through SQLAlchemy, or by the driver itself (`store.direct`)."""
FILE_ERRORS = (DatabaseError, sqlcipher.DatabaseError)


@dataclass(frozen=True)
class Engines:
    """Two engines over one file: `reader` sees one snapshot a transaction, `writer` takes the write lock at once."""

    path: Path
    reader: Engine
    writer: Engine

    def trouble(self, error: FileError) -> StoreError:
        """The StoreError that says what a driver's error on this file means."""
        found = named(error)
        if found.detail == _IO_ERROR and free_bytes(self.path) < _ROOM:
            # Where the file beside the WAL finds no room, SQLite does not say that the disk is full.
            return StoreError("disk_full", found.detail)
        return found

    @contextmanager
    def recording(self) -> Iterator[sqlcipher.Connection]:
        """A transaction as those of `writer`, on the driver's connection itself."""
        pooled = self.writer.raw_connection()
        file = owned(pooled)
        try:
            _begin(file, "BEGIN IMMEDIATE")
            yield file
            file.commit()
        except BaseException:
            file.rollback()
            raise
        finally:
            pooled.close()

    def close(self) -> None:
        """Close all connections."""
        self.reader.dispose()
        self.writer.dispose()


def open_file(path: Path, key: bytes, synchronous: Synchronous, steps: tuple[tuple[str, ...], ...]) -> Engines:
    """The engines of `path`, created and brought to the newest of the numbered `steps`.

    `key` is the raw 32-byte file key. Raises StoreError: sqlite_too_old, wrong_key, newer_version, read_only,
    disk_full, damaged.
    """
    if sqlcipher.sqlite_version_info < OLDEST_SAFE_SQLITE:
        raise StoreError("sqlite_too_old", sqlcipher.sqlite_version)
    if path.is_file() and 0 < path.stat().st_size < SMALLEST_FILE:
        raise StoreError("damaged", "cut short")
    engines = Engines(
        path=path,
        reader=_engine(path, key, synchronous, "BEGIN", 4),
        writer=_engine(path, key, synchronous, "BEGIN IMMEDIATE", 1),
    )
    try:
        _bring_up(engines, steps)
    except StoreError:
        engines.close()
        raise
    return engines


def named(error: FileError) -> StoreError:
    """The StoreError that says what a driver's error means."""
    text = str(error.orig if isinstance(error, DatabaseError) else error)
    for needle, code in (
        ("not a database", "wrong_key"),
        ("hmac check failed", "wrong_key"),
        ("readonly", "read_only"),
        ("unable to open", "read_only"),
        ("full", "disk_full"),
        ("locked", "busy"),
        ("malformed", "damaged"),
        (_IO_ERROR, "damaged"),
    ):
        if needle in text:
            return StoreError(code, text)
    return StoreError("damaged", text)


def _engine(path: Path, key: bytes, synchronous: Synchronous, begin: str, pool_size: int) -> Engine:
    def connect() -> sqlcipher.Connection:
        connection = sqlcipher.connect(str(path), timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
        try:
            # What fails is said once, by StoreError; SQLCipher would write to standard error as well.
            connection.execute("PRAGMA cipher_log_level = NONE")
            # The raw key skips the passphrase derivation; hex digits only, so there is nothing to escape.
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {synchronous}")
            connection.execute("PRAGMA foreign_keys = ON")
            # So that replacing a row fires the triggers that keep acts from being deleted.
            connection.execute("PRAGMA recursive_triggers = ON")
            connection.execute("PRAGMA busy_timeout = 0")
        except sqlcipher.DatabaseError:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite://",
        creator=connect,
        module=sqlcipher,
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=0 if pool_size == 1 else 4,
        # What a statement was given may be a password's hash, and an error goes far.
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        _begin(connection, begin)

    return engine


def _begin(file: Within, begin: str) -> None:
    """Another program may hold the write lock. SQLite would wait in ever longer sleeps, and starve beside one that
    writes without a pause.
    """
    until = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            run(file, begin)
        except sqlcipher.OperationalError as error:
            if named(error).code != "busy" or time.monotonic() > until:
                raise
            time.sleep(BUSY_PAUSE_S)
        else:
            return


def _bring_up(engines: Engines, steps: tuple[tuple[str, ...], ...]) -> None:
    """Upgrade the file. Two programs that make it at the same moment meet where SQLite does not wait by itself."""
    until = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            with engines.writer.begin() as connection:
                _upgrade(connection, steps)
        except FILE_ERRORS as error:
            trouble = engines.trouble(error)
            if trouble.code != "busy" or time.monotonic() > until:
                raise trouble from error
            time.sleep(BUSY_PAUSE_S)
        else:
            return


def _upgrade(connection: Connection, steps: tuple[tuple[str, ...], ...]) -> None:
    """Run the steps the file has not seen; PRAGMA user_version counts them."""
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version > len(steps):
        raise StoreError("newer_version", f"{version} > {len(steps)}")
    for number, statements in enumerate(steps[version:], start=version + 1):
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA user_version = {number}")
