"""What the contract (design §14) has and this version has not: said so before anything else is looked at."""

from collections.abc import Sequence
from pathlib import PurePath

COMMANDS: tuple[str, ...] = (
    "fee",
    "petition",
    "licence",
)


def not_yet(words: Sequence[str]) -> str:
    """What of the command line `words` a later version brings, whatever else stands there; empty where nothing."""
    name = next((word for word in words if not word.startswith("-")), "")
    if name in COMMANDS:
        return name
    if name in ("import", "central") and any(PurePath(word).suffix.lower() == ".xml" for word in words):
        return f"{name} XML"
    return ""
