"""SQL that each scan and stamp runs: text for the driver, which keeps it prepared; nothing is built around it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.pool import PoolProxiedConnection

import sqlcipher3.dbapi2 as sqlcipher

Value = str | int | bytes | None
Row = tuple[Any, ...]
Within = Connection | sqlcipher.Connection
"""A transaction that is open: SQLAlchemy's, or on the driver's connection itself."""


def all_of(within: Within, statement: str, values: Sequence[Value] = ()) -> list[Row]:
    """What `statement` gives. Raises the driver's DatabaseError, as all of these do."""
    return driver(within).execute(statement, values).fetchall()


def first_of(within: Within, statement: str, values: Sequence[Value] = ()) -> Row | None:
    """The one row that `statement` gives; None where it gives none."""
    return next(iter(all_of(within, statement, values)), None)


def run(within: Within, statement: str, values: Sequence[Value] = ()) -> None:
    """Run a `statement` that gives no rows."""
    driver(within).execute(statement, values)


def run_many(within: Within, statement: str, values: Sequence[Sequence[Value]]) -> None:
    """Run a `statement` once for each of `values`."""
    driver(within).executemany(statement, values)


def driver(within: Within) -> sqlcipher.Connection:
    """The driver's connection of a transaction."""
    if isinstance(within, sqlcipher.Connection):
        return within
    return owned(within.connection)


def owned(file: PoolProxiedConnection) -> sqlcipher.Connection:
    """The driver's connection behind one that was taken from a pool."""
    found = file.driver_connection
    if not isinstance(found, sqlcipher.Connection):
        raise TypeError("this is not the shipped driver")
    return found
