"""Named values in a store's `value` table: cursors, epochs, identities."""

from sqlalchemy import Connection, Table, bindparam, select
from sqlalchemy.dialects.sqlite import insert


def read_value(connection: Connection, table: Table, name: str) -> str:
    """The text kept under `name`; empty where there is none."""
    found = connection.execute(select(table.c.content).where(table.c.name == bindparam("n")), {"n": name})
    return str(found.scalar_one_or_none() or "")


def write_value(connection: Connection, table: Table, name: str, content: str) -> None:
    """Keep `content` under `name`."""
    row = insert(table).values(name=name, content=content)
    connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"content": content}))
