"""Texts of declared data as a signed act takes them: a form lets an address have several lines, an act has one."""

import re
from typing import Any

_BREAKS = re.compile(r"[ \t]*(?:\r\n|\r|\n|\u2028|\u2029)[ \t]*")


def one_line(value: Any) -> Any:
    """`value`, a table from JSON, with every line break in its texts a blank; nothing else of it changes."""
    if isinstance(value, str):
        return _BREAKS.sub(" ", value)
    if isinstance(value, list):
        return [one_line(each) for each in value]
    if isinstance(value, dict):
        return {name: one_line(each) for name, each in value.items()}
    return value
