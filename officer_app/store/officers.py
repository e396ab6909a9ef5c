"""Officers' accounts of a workstation, kept in its journal.db as text the composition reads and writes."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert as upsert

from officer_app.store import schema
from officer_app.store.journal import SqliteJournal


class OfficerTable:
    """Account documents by account name; what stands in a document is the caller's business."""

    def __init__(self, journal: SqliteJournal) -> None:
        self._journal = journal

    def all(self) -> Mapping[str, str]:
        """Every account: name → document."""
        with self._journal.reading() as connection:
            rows = connection.execute(select(schema.officer).order_by(schema.officer.c.name)).all()
        return {row.name: row.doc for row in rows}

    def find(self, name: str) -> str:
        """The document of one account; empty where there is none."""
        with self._journal.reading() as connection:
            wanted = select(schema.officer.c.doc).where(schema.officer.c.name == name)
            return str(connection.execute(wanted).scalar_one_or_none() or "")

    def keep(self, name: str, doc: str) -> None:
        """Store or replace one account."""
        with self._journal.writing() as connection:
            row = upsert(schema.officer).values(name=name, doc=doc)
            connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"doc": doc}))
