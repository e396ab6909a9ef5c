"""Whole copies of an encrypted file, made while others work on it, and proved before they are trusted."""

import os
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

import sqlcipher3.dbapi2 as sqlcipher
from officer_app.store.direct import driver
from officer_app.store.engine import named
from officer_app.store.errors import StoreError


def copy_whole(engine: Engine, key: bytes, target: Path) -> None:
    """The file behind `engine` as it is at one moment, encrypted with the same `key`, in a new file `target`.

    Nobody who writes waits for it: it is one snapshot. The copy is one file, and flushed. Raises StoreError, OSError.
    """
    with engine.connect() as connection:
        source = driver(connection)
        copy = _open(target, key)
        try:
            # In one step: in several, each commit of another program would begin it anew.
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        except sqlcipher.DatabaseError as error:
            raise _named(error) from error
        finally:
            copy.close()
    flush(target)


def put_in_place(source: Path, key: bytes, engine: Engine) -> None:
    """Make the file behind `engine` what `source` is (same `key`), in one transaction: whoever reads meanwhile sees the
    old one to the end of his own, and a crash leaves the old one or the new one. Raises StoreError.
    """
    fresh = _open(source, key)
    try:
        with engine.connect() as connection:
            target = driver(connection)
            fresh.backup(target)
            # The log is as long as the file now; nobody needs it any more.
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlcipher.DatabaseError as error:
        raise _named(error) from error
    finally:
        fresh.close()


def prove_file(path: Path, key: bytes) -> None:
    """Read every page of the file: authentic, and a whole database. Raises StoreError (damaged, wrong_key)."""
    if path.stat().st_size == 0:
        raise StoreError("damaged", "empty")
    connection = _open(path, key)
    try:
        bad = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        said = connection.execute("PRAGMA integrity_check").fetchall()
    except sqlcipher.DatabaseError as error:
        raise _named(error) from error
    finally:
        connection.close()
    if bad or said != [("ok",)]:
        raise StoreError("damaged", str((bad or said)[0][0]))


def flush(path: Path) -> None:
    """The file is on its disk, and its name too. Raises OSError."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
    if os.name == "posix":
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _open(path: Path, key: bytes) -> sqlcipher.Connection:
    try:
        connection = sqlcipher.connect(str(path), isolation_level=None)
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    except sqlcipher.DatabaseError as error:
        raise _named(error) from error
    return connection


def _named(error: sqlcipher.DatabaseError) -> StoreError:
    return named(DatabaseError("", None, error))
