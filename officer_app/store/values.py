"""Named values in a store's `value` table: cursors, epochs, identities."""

from sqlalchemy import Connection

from officer_app.store.direct import Row, all_of, first_of, run

READ_VALUE = "SELECT content FROM value WHERE name = ?"
_READ_THREE = "SELECT name, content FROM value WHERE name IN (?, ?, ?)"
_WRITE = "INSERT INTO value (name, content) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET content = excluded.content"


def read_value(connection: Connection, name: str) -> str:
    """The text kept under `name`; empty where there is none."""
    return value_of(first_of(connection, READ_VALUE, (name,)))


def read_three(connection: Connection, names: tuple[str, str, str]) -> dict[str, str]:
    """The texts kept under three names, asked for at once; empty where there is none."""
    return dict.fromkeys(names, "") | dict(all_of(connection, _READ_THREE, names))


def write_value(connection: Connection, name: str, content: str) -> None:
    """Keep `content` under `name`."""
    run(connection, _WRITE, (name, content))


def value_of(found: Row | None) -> str:
    """The text that READ_VALUE found; empty where it found none."""
    return str(found[0]) if found else ""
