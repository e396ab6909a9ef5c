"""Who looked at which record (looks.db): encrypted as the journal is, and, unlike it, forgotten after its time."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, Table, Text, bindparam, delete, or_, select

from officer_app.core.acts import format_time, parse_time
from officer_app.core.scanned_text import unreadable
from officer_app.store.direct import run
from officer_app.store.encrypted_file import EncryptedFile

_tables = MetaData()
_look = Table(
    "look",
    _tables,
    Column("id", Integer, primary_key=True),
    Column("at", Text),
    Column("officer", Text),
    Column("kind", Text),
    Column("number", Text),
)
STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE look (id INTEGER PRIMARY KEY, at TEXT NOT NULL, officer TEXT NOT NULL, kind TEXT NOT NULL,
            number TEXT NOT NULL) STRICT""",
        "CREATE INDEX look_at ON look (at)",
        "CREATE INDEX look_number ON look (number, at)",
        "CREATE TABLE value (name TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT",
    ),
)
_ONE = "INSERT INTO look (at, officer, kind, number) VALUES (?, ?, ?, ?)"
_WANTED = (
    select(_look)
    .where(
        or_(bindparam("number") == "", _look.c.number == bindparam("number")),
        or_(bindparam("officer") == "", _look.c.officer == bindparam("officer")),
    )
    .order_by(_look.c.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True)
class Look:
    """One look: when (UTC), by whom (empty: at the command line, where reading needs nobody), at what."""

    at: datetime
    officer: str
    kind: str
    number: str


class LookLog(EncryptedFile):
    """The looks of one workstation. A power cut may cost the last of them, never an act."""

    def __init__(self, path: Path, key: bytes) -> None:
        super().__init__(path, key, "NORMAL", STEPS)

    def note(self, look: Look) -> None:
        """Write one look down."""
        with self.recording() as file:
            run(file, _ONE, (format_time(look.at), look.officer, look.kind, look.number))

    def found(self, number: str = "", officer: str = "", most: int = 1000) -> list[Look]:
        """The newest looks at `number`, by `officer`; empty: at anything, by anybody."""
        if any(text and unreadable(text) for text in (number, officer)):
            # Nobody can have looked at what is no text, and nobody has such a name.
            return []
        with self.reading() as connection:
            rows = connection.execute(_WANTED, {"number": number, "officer": officer, "most": most}).all()
        return [Look(parse_time(row.at), row.officer, row.kind, row.number) for row in rows]

    def forget_before(self, moment: datetime) -> int:
        """Forget the looks before `moment` (UTC); gives how many."""
        with self.writing() as connection:
            return connection.execute(delete(_look).where(_look.c.at < format_time(moment))).rowcount
