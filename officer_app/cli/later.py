"""What the contract (design §14) has and this version has not: said so before anything else is looked at."""

from collections.abc import Sequence
from pathlib import PurePath

COMMANDS: tuple[str, ...] = (
    "fee",
    "petition",
    "licence",
)
ACTIONS: frozenset[tuple[str, str]] = frozenset()
OPTIONS: frozenset[tuple[str, str]] = frozenset()


def not_yet(words: Sequence[str]) -> str:
    """What of the command line `words` a later version brings, whatever else stands there; empty where nothing."""
    name, action, *_ = [*(word for word in words if not word.startswith("-")), "", ""]
    if name in COMMANDS:
        return name
    if (name, action) in ACTIONS:
        return f"{name} {action}"
    for word in words:
        option = word.partition("=")[0]
        if (name, option) in OPTIONS:
            return f"{name} {option}"
        if name in ("import", "central") and PurePath(word).suffix.lower() == ".xml":
            return f"{name} XML"
    return ""
