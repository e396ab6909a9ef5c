"""What became of the scans (scans.db): encrypted as the journal is, small whatever is scanned, forgotten in time."""

from datetime import date
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, Table, Text, bindparam, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from officer_app.core.acts import format_time, parse_time
from officer_app.core.scan_log import LISTED, Became, KeptScans, OddScan, ScanTally
from officer_app.store.encrypted_file import EncryptedFile

MOST_ODD = 5000
"""So many scans that led to nothing are listed; of older ones the number stays."""
_SPARE = 200

_tables = MetaData()
_tally = Table(
    "tally",
    _tables,
    Column("day", Text, primary_key=True),
    Column("shift", Text, primary_key=True),
    Column("officer", Text, primary_key=True),
    Column("became", Text, primary_key=True),
    Column("number", Integer),
)
_odd = Table(
    "odd",
    _tables,
    Column("id", Integer, primary_key=True),
    Column("at", Text),
    Column("day", Text),
    Column("shift", Text),
    Column("officer", Text),
    Column("became", Text),
    Column("why", Text),
    Column("text", Text),
)
STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE tally (day TEXT NOT NULL, shift TEXT NOT NULL, officer TEXT NOT NULL, became TEXT NOT NULL,
            number INTEGER NOT NULL, PRIMARY KEY (day, shift, officer, became)) STRICT, WITHOUT ROWID""",
        """CREATE TABLE odd (id INTEGER PRIMARY KEY, at TEXT NOT NULL, day TEXT NOT NULL, shift TEXT NOT NULL,
            officer TEXT NOT NULL, became TEXT NOT NULL, why TEXT NOT NULL, text TEXT NOT NULL) STRICT""",
        "CREATE INDEX odd_day ON odd (day)",
        "CREATE TABLE value (name TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT",
    ),
)
_ONE_MORE = (
    insert_or(_tally)
    .values(number=1)
    .on_conflict_do_update(
        index_elements=[_tally.c.day, _tally.c.shift, _tally.c.officer, _tally.c.became],
        set_={"number": _tally.c.number + 1},
    )
)
_TALLIES = select(_tally).where(_tally.c.day.between(bindparam("first"), bindparam("last")))
_ODD = select(_odd).where(_odd.c.day.between(bindparam("first"), bindparam("last"))).order_by(_odd.c.id.desc())


class SqliteScanLog(EncryptedFile):
    """The scans of one workstation. A power cut may cost the last of them, never an act."""

    def __init__(self, path: Path, key: bytes, station: str) -> None:
        super().__init__(path, key, "NORMAL", STEPS)
        self._station = station

    def note(self, scan: OddScan, day: date) -> None:
        """Count one scan on `day` (Thai), and list it where it is one of LISTED. Raises StoreError."""
        of = {"day": day.isoformat(), "shift": scan.shift, "officer": scan.officer, "became": str(scan.became)}
        with self.writing() as connection:
            connection.execute(_ONE_MORE, of)
            if scan.became in LISTED:
                row = {**of, "at": format_time(scan.at), "why": scan.why, "text": scan.text}
                place = connection.execute(insert(_odd), row).inserted_primary_key
                if place is not None and place[0] % _SPARE == 0:
                    connection.execute(delete(_odd).where(_odd.c.id <= place[0] - MOST_ODD))

    def kept(self, first: date, last: date) -> KeptScans:
        """Those of the Thai days from `first` to `last`. Raises StoreError."""
        days = {"first": first.isoformat(), "last": last.isoformat()}
        with self.reading() as connection:
            counted, listed = connection.execute(_TALLIES, days).all(), connection.execute(_ODD, days).all()
        return KeptScans(
            [
                ScanTally(date.fromisoformat(day), shift, officer, self._station, Became(became), number)
                for day, shift, officer, became, number in counted
            ],
            [
                OddScan(parse_time(row.at), row.shift, row.officer, Became(row.became), row.why, row.text)
                for row in listed
            ],
        )

    def forget(self, tallies_before: date, odd_before: date) -> None:
        """Forget counts and listed scans of days before these."""
        with self.writing() as connection:
            connection.execute(delete(_tally).where(_tally.c.day < tallies_before.isoformat()))
            connection.execute(delete(_odd).where(_odd.c.day < odd_before.isoformat()))
