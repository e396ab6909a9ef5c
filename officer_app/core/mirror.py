"""What the use cases need from the workstation's copy of reference records."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from officer_app.core.exchange import FeedRecord
from officer_app.core.records import Match, Record


class Mirror(Protocol):
    """The workstation's copy of reference records (mirror.db)."""

    def find(self, number: str) -> list[Record]:
        """Records whose own number, or one of whose other numbers, is `number`; tombstones left out."""
        ...

    def is_gone(self, kind: str, number: str) -> bool:
        """Whether a record of this number was here and went: let go because it was over, or withdrawn at its source."""
        ...

    def search(self, part: str, limit: int) -> list[Match]:
        """Up to `limit` records one of whose numbers has `part` in it (3 characters at least); see `find`."""
        ...

    def listed(self, kind: str, limit: int) -> list[Record]: ...
    def count(self, kind: str) -> int: ...
    def apply(self, entries: Sequence[FeedRecord]) -> None: ...
    def load(self, records: Sequence[Record]) -> int:
        """Store records that did not come through a feed (a file imported at the counter); gives how many were taken:
        what the customs computer said, and what is younger, stays.
        """
        ...

    def records_cursor(self) -> int: ...
    def records_digest(self, *, full: bool = False) -> str:
        """What the records that came through the feed come to (core.digests; decimal). `full`: counted anew from what
        is stored, else as it was kept while they came.
        """
        ...

    def feed_epoch(self) -> str:
        """The epoch of the centre's feed that the records here came by. It need not be the journal's: a power cut may
        take what was written here last, and nothing of the journal.
        """
        ...

    def restart_feed(self, epoch: str) -> None:
        """Pull the whole feed again, under `epoch`; what the centre made itself is forgotten."""
        ...

    def contacted(self, at: datetime) -> None: ...
    def last_contact(self) -> datetime | None: ...
