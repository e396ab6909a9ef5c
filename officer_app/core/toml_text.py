"""Plain values written as TOML, which the standard library only reads."""

import json
import re
from collections.abc import Mapping


def toml_file(table: Mapping[str, object], first: str) -> str:
    """`table` as the text of a file that begins with the comment `first`; tables in it come last."""
    lines, tables = [f"# {first}\n"], []
    for key, value in table.items():
        if isinstance(value, Mapping):
            tables += _tables(key, value)
        else:
            lines.append(f"{key} = {toml_value(value)}\n")
    return "".join(lines + tables)


def toml_value(value: object) -> str:
    """A value on one line; a table as an inline one."""
    if isinstance(value, tuple | list):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(name)} = {toml_value(item)}" for name, item in value.items()) + "}"
    # A JSON string, number or list is valid TOML, except that TOML wants DEL escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _tables(key: str, table: Mapping[str, object]) -> list[str]:
    """`table` as a table of TOML, and each table in it as one of its own."""
    rows = [f"{_key(name)} = {toml_value(value)}\n" for name, value in table.items() if not isinstance(value, Mapping)]
    made = [f"\n[{key}]\n{''.join(rows)}"] if rows else []
    for name, value in table.items():
        if isinstance(value, Mapping):
            made += _tables(f"{key}.{_key(name)}", value)
    return made


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml_value(name)
