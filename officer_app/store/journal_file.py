"""journal.db as a file, and how far the exchange with the centre has come, which is kept in it."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select, update

from officer_app.store import schema
from officer_app.store.ballast import Ballast
from officer_app.store.encrypted_file import EncryptedFile

_PUSHED, _EVER_PUSHED = "pushed_seq", "ever_pushed_seq"


class JournalFile(EncryptedFile):
    """An encrypted SQLite file committed with synchronous=FULL. Raises StoreError where file, key or disk fail."""

    def __init__(self, path: Path, key: bytes, ballast: Ballast | None = None) -> None:
        super().__init__(path, key, "FULL", schema.JOURNAL_STEPS, ballast)

    def pushed_seq(self) -> int:
        """The last own sequence the centre has acknowledged."""
        return int(self.value(_PUSHED) or 0)

    def mark_pushed(self, station_seq: int) -> None:
        """The centre holds our acts up to `station_seq`; lower than before after it lost its tail."""
        with self.writing() as connection:
            known = (int(self._read(connection, name) or 0) for name in (_PUSHED, _EVER_PUSHED))
            self._write(connection, _EVER_PUSHED, str(max(station_seq, *known)))
            self._write(connection, _PUSHED, str(station_seq))

    def ever_pushed_seq(self) -> int:
        """The last own sequence that the centre ever acknowledged, also where it lost its tail since."""
        return max(int(self.value(name) or 0) for name in (_PUSHED, _EVER_PUSHED))

    def acts_cursor(self) -> int:
        """The last place of the feed of acts stored here."""
        return int(self.value("acts_cursor") or 0)

    def feed_hashes(self, after: int, up_to: int) -> Iterator[tuple[int, bytes]]:
        """See `core.ports.Journal.feed_hashes`. The file is read while the caller takes them."""
        columns = (schema.act.c.feed_seq, schema.act.c.hash)
        wanted = select(*columns).where(schema.act.c.feed_seq > after, schema.act.c.feed_seq <= up_to)
        with self.reading() as connection:
            rows = connection.execution_options(yield_per=1000).execute(wanted.order_by(schema.act.c.feed_seq))
            for row in rows:
                yield row.feed_seq, row.hash

    def feed_epoch(self) -> str:
        """The epoch of the centre's feed the cursors belong to; empty before first contact."""
        return self.value("feed_epoch")

    def new_feed_epoch(self, epoch: str) -> None:
        """See `core.ports.Journal.new_feed_epoch`: places in the old feed mean nothing any more."""
        with self.writing() as connection:
            connection.execute(update(schema.act).values(feed_seq=None))
            self._write(connection, "acts_cursor", "0")
            self._write(connection, "feed_epoch", epoch)
