"""The simulation's mirror: it does as the shipped one (store/mirror.py) does, on sheets in memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from officer_app.core.digests import weight
from officer_app.core.ports import FeedRecord
from officer_app.core.records import Match, Provenance, Record
from tests.chaos.simulated_journal import Commit


@dataclass
class Sheets:
    """What a mirror holds."""

    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    fed: dict[tuple[str, str], int] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    contact: datetime | None = None

    def copy(self) -> "Sheets":
        """A copy that can be written in."""
        return Sheets(dict(self.records), dict(self.fed), dict(self.values), self.contact)


class MemoryMirror:
    """Implements core.ports.Mirror on sheets in memory."""

    def __init__(self, sheets: Sheets, commit: Commit) -> None:
        self.sheets = sheets
        self._commit = commit

    def find(self, number: str) -> list[Record]:
        """See core.ports.Mirror.find."""
        return [each for each in self._live() if number == each.number or number in each.keys]

    def is_gone(self, kind: str, number: str) -> bool:
        """Nothing is let go in the simulation."""
        return False

    def search(self, part: str, limit: int) -> list[Match]:
        """Nobody searches in the simulation."""
        raise NotImplementedError

    def listed(self, kind: str, limit: int) -> list[Record]:
        """The first records of `kind` by number."""
        return sorted((each for each in self._live() if each.kind == kind), key=lambda each: each.number)[:limit]

    def count(self, kind: str) -> int:
        """How many records of `kind`."""
        return sum(1 for each in self._live() if each.kind == kind)

    def apply(self, entries: Sequence[FeedRecord]) -> None:
        """Store records of the feed and move the cursor."""
        with self._writing() as sheets:
            for entry in entries:
                record, key = entry.record, (entry.record.number, entry.record.kind)
                sheets.fed[key] = weight(record)
                known = sheets.records.get(key)
                core = record.provenance == Provenance.CORE
                if known is None or known.as_of <= record.as_of or (core and known.provenance != Provenance.CORE):
                    sheets.records[key] = record
            if entries:
                sheets.values["cursor"] = str(entries[-1].feed_seq)

    def records_digest(self, *, full: bool = False) -> str:
        """See core.ports.Mirror.records_digest."""
        return str(sum(self.sheets.fed.values()))

    def load(self, records: Sequence[Record]) -> int:
        """Files are not imported in the simulation."""
        raise NotImplementedError

    def records_cursor(self) -> int:
        """The last place of the feed of records stored here."""
        return int(self.sheets.values.get("cursor") or 0)

    def feed_epoch(self) -> str:
        """See core.ports.Mirror.feed_epoch."""
        return self.sheets.values.get("feed_epoch", "")

    def restart_feed(self, epoch: str) -> None:
        """See core.ports.Mirror.restart_feed."""
        with self._writing() as sheets:
            sheets.fed = {}
            sheets.records = {key: each for key, each in sheets.records.items() if key[1] == "permit"}
            sheets.values |= {"cursor": "0", "feed_epoch": epoch}

    def contacted(self, at: datetime) -> None:
        """All that the centre had at `at` is here."""
        with self._writing() as sheets:
            sheets.contact = at

    def last_contact(self) -> datetime | None:
        """When the mirror was last complete."""
        return self.sheets.contact

    def _live(self) -> list[Record]:
        return [each for each in self.sheets.records.values() if not each.deleted]

    @contextmanager
    def _writing(self) -> Iterator[Sheets]:
        self._commit("before")
        sheets = self.sheets.copy()
        yield sheets
        self.sheets = sheets
        self._commit("after")
