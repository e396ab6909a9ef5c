"""Officers' accounts of a workstation, kept in its journal.db as text the composition reads and writes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from officer_app.store import schema
from officer_app.store.journal import SqliteJournal
from officer_app.store.values import read_value, write_value


class OfficerRows:
    """The accounts inside one transaction: nobody else changes any meanwhile."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> Mapping[str, str]:
        """Every account: name → document."""
        rows = self._connection.execute(select(schema.officer).order_by(schema.officer.c.name)).all()
        return {row.name: row.doc for row in rows}

    def keep(self, name: str, doc: str) -> None:
        """Store or replace one account."""
        row = upsert(schema.officer).values(name=name, doc=doc)
        self._connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"doc": doc}))

    def value(self, name: str) -> str:
        """A named value of the journal; empty where there is none."""
        return read_value(self._connection, name)

    def keep_value(self, name: str, content: str) -> None:
        """Keep a named value with the journal."""
        write_value(self._connection, name, content)


class OfficerTable:
    """Account documents by account name; what stands in a document is the caller's business."""

    def __init__(self, journal: SqliteJournal) -> None:
        self._journal = journal

    def all(self) -> Mapping[str, str]:
        """Every account: name → document."""
        with self._journal.reading() as connection:
            return OfficerRows(connection).all()

    @contextmanager
    def turn(self) -> Iterator[OfficerRows]:
        """Read and change accounts in one durable transaction; of two programs at once, one waits for the other."""
        with self._journal.writing() as connection:
            yield OfficerRows(connection)
