"""SQL that each scan and stamp runs: text for the driver, which keeps it prepared; nothing is built around it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.pool import PoolProxiedConnection

Value = str | int | bytes | None
Row = tuple[Any, ...]
Within = Connection | PoolProxiedConnection
"""A transaction that is open: SQLAlchemy's, or on the driver's connection itself."""


def all_of(within: Within, statement: str, values: Sequence[Value] = ()) -> list[Row]:
    """What `statement` gives. Raises the driver's DatabaseError, as all of these do."""
    cursor = _cursor(within)
    cursor.execute(statement, values)
    return list(cursor.fetchall())


def first_of(within: Within, statement: str, values: Sequence[Value] = ()) -> Row | None:
    """The one row that `statement` gives; None where it gives none."""
    return next(iter(all_of(within, statement, values)), None)


def run(within: Within, statement: str, values: Sequence[Value] = ()) -> None:
    """Run a `statement` that gives no rows."""
    _cursor(within).execute(statement, values)


def run_many(within: Within, statement: str, values: Sequence[Sequence[Value]]) -> None:
    """Run a `statement` once for each of `values`."""
    _cursor(within).executemany(statement, values)


def _cursor(within: Within) -> DBAPICursor:
    return (within.connection if isinstance(within, Connection) else within).cursor()
