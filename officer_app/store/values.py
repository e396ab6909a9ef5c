"""Named values in a store's `value` table: cursors, epochs, identities."""

from officer_app.store.direct import Row, Within, all_of, first_of, run

READ_VALUE = "SELECT content FROM value WHERE name = ?"
_READ_THREE = "SELECT name, content FROM value WHERE name IN (?, ?, ?)"
_WRITE = "INSERT INTO value (name, content) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET content = excluded.content"


def read_value(within: Within, name: str) -> str:
    """The text kept under `name`; empty where there is none."""
    return value_of(first_of(within, READ_VALUE, (name,)))


def read_three(within: Within, names: tuple[str, str, str]) -> dict[str, str]:
    """The texts kept under three names, asked for at once; empty where there is none."""
    return dict.fromkeys(names, "") | dict(all_of(within, _READ_THREE, names))


def write_value(within: Within, name: str, content: str) -> None:
    """Keep `content` under `name`."""
    run(within, _WRITE, (name, content))


def value_of(found: Row | None) -> str:
    """The text that READ_VALUE found; empty where it found none."""
    return str(found[0]) if found else ""
