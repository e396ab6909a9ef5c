"""Loads a mirror from a snapshot of many permits and tells each batch, so that it can be killed: FOLDER PERMITS."""

import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from officer_app.central.memory import MemoryCentral, MemoryCentre
from officer_app.core.digests import weight
from officer_app.core.ports import FeedRecord, Hello, Mark, SnapshotOffer
from officer_app.core.records import Provenance
from officer_app.core.snapshots import Manifest, compose_manifest, pack
from officer_app.security import file_key, station_keys
from officer_app.store.journal import SqliteJournal
from officer_app.store.mirror import SqliteMirror
from officer_app.workstation.first_load import FirstLoad
from tests.fakes import CE_1, NOW, SITE, permit, record

PART = 1000
SIGNER = station_keys.load(bytes(range(32)))


def permits(count: int) -> list[FeedRecord]:
    """So many records of a feed."""
    numbers = (f"9911A{place:07d}" for place in range(1, count + 1))
    made = (record(permit(number), NOW, Provenance.CORE) for number in numbers)
    return [FeedRecord(place, each) for place, each in enumerate(made, start=1)]


class Offering(MemoryCentral):
    """A centre that has a snapshot of `entries`, and nothing besides."""

    def __init__(self, entries: Sequence[FeedRecord]) -> None:
        centre = MemoryCentre(SITE, lambda: datetime.now(UTC), mode="sample")
        centre.let_in(CE_1.name)
        super().__init__(centre, CE_1.name)
        self._records = [entry.record for entry in entries]
        self._parts = [pack(entries[start : start + PART]) for start in range(0, len(entries), PART)]
        self._epoch = centre.rights.epoch

    def use_epoch(self, epoch: str) -> None:
        """The same feed as another program loads from."""
        self._epoch = epoch

    def hello(self) -> Hello:
        return Hello(datetime.now(UTC), self._epoch, 0, bytes(32), False, "sample")

    def digest(self, feed: str, up_to: int) -> Mark | None:
        return Mark(len(self._records), str(sum(map(weight, self._records)))) if feed == "records" else None

    def snapshot(self) -> SnapshotOffer | None:
        digests = tuple(sha256(part).hexdigest() for part in self._parts)
        count, key = len(self._records), SIGNER.public_key.hex()
        body = compose_manifest(Manifest(SITE, "snapshot", self._epoch, count, "", NOW, count, digests, key))
        return SnapshotOffer(body, SIGNER.sign(body))

    def snapshot_part(self, snapshot_id: str, part: int) -> bytes:
        return self._parts[part - 1]


def load(folder: Path, line: Offering, mirror: SqliteMirror) -> int:
    """Load `mirror` as an exchange does; gives how many records it brought."""
    with closing(SqliteJournal(folder / "journal.db", file_key.load(folder / "file.key"), CE_1)) as journal:
        first = FirstLoad(folder / "parts", journal, mirror, line, folder / "file.key")
        if mirror.feed_epoch() != line.hello().feed_epoch:
            mirror.restart_feed(line.hello().feed_epoch)
        brought = first(line.hello())
        assert first.refused == ""
        return brought


class Telling(SqliteMirror):
    """A mirror that tells each batch it has stored."""

    def apply(self, entries: Sequence[FeedRecord]) -> None:
        super().apply(entries)
        print(self.records_cursor(), flush=True)

    def begin_fresh(self, of: str = "") -> SqliteMirror:
        fresh = super().begin_fresh(of)
        fresh.__class__ = Telling
        return fresh


if __name__ == "__main__":
    home, many = Path(sys.argv[1]), int(sys.argv[2])
    offering = Offering(permits(many))
    offering.use_epoch("one and the same")
    with closing(Telling(home / "mirror.db", file_key.load(home / "file.key"))) as live:
        print("brought", load(home, offering, live), flush=True)
