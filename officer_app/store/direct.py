"""SQL that each scan and stamp runs: text for the driver, which keeps it prepared; nothing is built around it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.pool import PoolProxiedConnection

Value = str | int | bytes | None
Row = tuple[Any, ...]


def ask(file: PoolProxiedConnection, statement: str, values: Sequence[Value] = ()) -> list[Row]:
    """What `statement` gives. Raises the driver's DatabaseError, as all of these do."""
    cursor = file.cursor()
    cursor.execute(statement, values)
    return list(cursor.fetchall())


def all_of(connection: Connection, statement: str, values: Sequence[Value] = ()) -> list[Row]:
    """What `statement` gives, inside the transaction of `connection`."""
    return ask(connection.connection, statement, values)


def first_of(connection: Connection, statement: str, values: Sequence[Value] = ()) -> Row | None:
    """The one row that `statement` gives; None where it gives none."""
    return next(iter(all_of(connection, statement, values)), None)


def run(connection: Connection, statement: str, values: Sequence[Value] = ()) -> None:
    """Run a `statement` that gives no rows."""
    connection.connection.cursor().execute(statement, values)


def run_many(connection: Connection, statement: str, values: Sequence[Sequence[Value]]) -> None:
    """Run a `statement` once for each of `values`."""
    connection.connection.cursor().executemany(statement, values)
