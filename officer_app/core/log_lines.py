"""Lines of the program's log: read, filtered, and with nothing in them that looks like a secret."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LEVELS = ("INFO", "WARNING", "ERROR")
"""From the least to the worst."""
LONGEST = 64 * 1024
"""Bytes of a line that are looked at; the rest of a longer one is left out."""
_SECRET = re.compile(
    r"""(?ix)
    (pass(?:word|wd|phrase|code) | \bpwd | secret | token | \bpin | api[_-]?key | รหัสผ่าน | \bbearer(?=\s))
    (["']? \s* [:=] \s* | \s+(?<=bearer\s))
    (?: "[^"]* | '[^']* | [^\s"',;&]+ )
    """
)
# Bounded: a line may be one long word, and would be tried from each of its letters. Up to the last @: a password may
# have one.
_IN_ADDRESS = re.compile(r"(?i)(\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@]{0,200}):[^\s]{0,300}@")
_KEY = re.compile(r"-----BEGIN [A-Z ]*KEY-----.*?(?:-----END [A-Z ]*KEY-----|$)", re.DOTALL)
_HIDDEN = "•••"


@dataclass(frozen=True)
class LogLine:
    """One line. `at` as it was written (UTC, ISO 8601); `reference` that a sentence on the screen named, or empty;
    a line that is none of the program's has its whole text and no more.
    """

    at: str
    level: str
    where: str
    text: str
    error: str = ""
    reference: str = ""


@dataclass(frozen=True)
class LogWanted:
    """`level`: this one or worse (empty: all); `words` in any part of the line; `most` lines; `before`: the number of
    lines that fit and are passed over, the newest first.
    """

    level: str = ""
    words: str = ""
    most: int = 200
    before: int = 0

    @property
    def needle(self) -> bytes:
        """What the bytes of a line that fits hold, in small letters; empty where only the line itself can tell."""
        plain = self.words.isascii() and self.words.isprintable() and not set(self.words) & {'"', "\\"}
        return self.words.lower().encode() if plain else b""

    def fits(self, line: LogLine) -> bool:
        """Whether the line is wanted. One without a level is as bad as any."""
        wrong = bool(self.level) and line.level in LEVELS and LEVELS.index(line.level) < LEVELS.index(self.level)
        words = self.words.casefold()
        parts = (line.text, line.error, line.where, line.level, line.at, line.reference)
        return not wrong and (not words or any(words in part.casefold() for part in parts))


def read_line(raw: bytes) -> LogLine | None:
    """The line in `raw`, masked; None for an empty one. Whatever stands there, it is a line."""
    text = raw[:LONGEST].decode("utf-8", "replace").strip()
    if not text:
        return None
    table = _table(text)
    if table is None:
        return LogLine("", "", "", masked(_plain(text)))
    said = masked(_plain(str(table.get("text", ""))))
    named = re.match(r"(?:unexpected error, )?reference ([0-9a-f]{6,8})\b", said)
    return LogLine(
        _plain(str(table.get("at", ""))),
        _plain(str(table.get("level", ""))),
        masked(_plain(str(table.get("where", "")))),
        said,
        masked(_plain(str(table.get("error", "")))),
        named[1] if named else "",
    )


def masked(text: str) -> str:
    """`text` without what looks like a password, a key or a token. The program writes none; others' lines might."""
    hidden = _KEY.sub(_HIDDEN, text)
    hidden = _IN_ADDRESS.sub(rf"\1:{_HIDDEN}@", hidden)
    return _SECRET.sub(rf"\1\2{_HIDDEN}", hidden)


def written(line: LogLine) -> str:
    """The line for a file that support reads."""
    parts = (line.at, line.level, line.where, line.text, line.error)
    return "  ".join(part for part in parts if part)


def _table(text: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _plain(text: str) -> str:
    """Without control characters: a log may hold anything."""
    return "".join(ch if ch.isprintable() else " " for ch in text)
