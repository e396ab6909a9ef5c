"""A connection of the centre's administration, and what goes wrong on it as one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from officer_app.central import schema
from officer_app.central.address import Address
from officer_app.central.faults import cannot_connect

NO_CENTRE = ("42P01", "3F000")
"""SQLSTATE: no such table, no such schema."""
RULES = ("ZA001", "ZA002", "ZM001")
"""SQLSTATE of what the release right and the modes forbid."""


class AdminFailed(Exception):
    """The centre could not be reached for administration, or it said no; the message is its reason."""


class NotMoved(AdminFailed):
    """A rule of the release right stands against it (docs/decisions/0010); the message says which."""


@contextmanager
def administration(address: Address) -> Iterator[psycopg.Connection]:
    with reasons(), schema.connect(address) as connection:
        yield connection


@contextmanager
def reasons() -> Iterator[None]:
    try:
        yield
    except schema.NotOurs as error:
        raise AdminFailed(str(error)) from error
    except psycopg.Error as error:
        kind = NotMoved if error.sqlstate in RULES else AdminFailed
        raise kind(_reason(error)) from error


def _reason(error: psycopg.Error) -> str:
    """One line, without a secret."""
    if error.sqlstate is None:
        return str(cannot_connect(error))
    if error.sqlstate in NO_CENTRE:
        return "there is no central store in this database; central init installs one"
    return str(error.diag.message_primary or type(error).__name__)
