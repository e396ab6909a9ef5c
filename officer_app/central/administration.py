"""A connection of the centre's administration, and what goes wrong on it as one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from officer_app.central import schema
from officer_app.central.address import Address
from officer_app.central.faults import cannot_connect

NO_CENTRE = ("42P01", "3F000")
"""SQLSTATE: no such table, no such schema."""
RULES = ("ZA001", "ZA002", "ZK001", "ZM001")
"""SQLSTATE of what the release right, the modes and the keys of workstations forbid."""


class AdminFailed(Exception):
    """The centre could not be reached for administration, or it said no; the message is its reason.

    `why` is that reason in one word, for what people are told (texts `detail.WHY`); empty where only the message is.
    """

    def __init__(self, text: str, why: str = "") -> None:
        super().__init__(text)
        self.why = why


class NotMoved(AdminFailed):
    """A rule stands against it (docs/decisions/0010): `why` says which (texts `forbids.WHY`), `name` who or what it is
    about.
    """

    def __init__(self, text: str, why: str = "", name: str = "") -> None:
        super().__init__(text, why)
        self.name = name


@contextmanager
def administration(address: Address) -> Iterator[psycopg.Connection]:
    with reasons(), schema.connect(address) as connection:
        yield connection


@contextmanager
def reasons() -> Iterator[None]:
    try:
        yield
    except schema.NotOurs as error:
        raise AdminFailed(str(error), error.why) from error
    except psycopg.Error as error:
        raise _failed(error) from error


def _failed(error: psycopg.Error) -> AdminFailed:
    """What went wrong in one line, without a secret."""
    if error.sqlstate is None:
        return AdminFailed(str(cannot_connect(error)))
    if error.sqlstate in NO_CENTRE:
        return AdminFailed("there is no central store in this database; central init installs one", "not_installed")
    said = error.diag.message_primary or type(error).__name__
    if error.sqlstate in RULES:
        return NotMoved(said, error.diag.message_hint or "", error.diag.message_detail or "")
    return AdminFailed(said)
