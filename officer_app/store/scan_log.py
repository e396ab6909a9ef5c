"""What became of the scans (scans.db): encrypted as the journal is, small whatever is scanned, forgotten in time."""

from datetime import date
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, Table, Text, bindparam, delete, select

from officer_app.core.acts import format_time, parse_time
from officer_app.core.scan_log import LISTED, Became, KeptScans, OddScan, ScanTally
from officer_app.store.direct import first_of, run
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
_ONE_MORE = """INSERT INTO tally (day, shift, officer, became, number) VALUES (?, ?, ?, ?, 1)
    ON CONFLICT (day, shift, officer, became) DO UPDATE SET number = number + 1"""
_ONE_ODD = """INSERT INTO odd (day, shift, officer, became, at, why, text) VALUES (?, ?, ?, ?, ?, ?, ?)
    RETURNING id"""
_FORGET_ODD = "DELETE FROM odd WHERE id <= ?"
_TALLIES = select(_tally).where(_tally.c.day.between(bindparam("first"), bindparam("last")))
_ODD = select(_odd).where(_odd.c.day.between(bindparam("first"), bindparam("last"))).order_by(_odd.c.id.desc())


class SqliteScanLog(EncryptedFile):
    """The scans of one workstation. A power cut may cost the last of them, never an act."""

    def __init__(self, path: Path, key: bytes, station: str) -> None:
        super().__init__(path, key, "NORMAL", STEPS)
        self._station = station

    def note(self, scan: OddScan, day: date) -> None:
        """Count one scan on `day` (Thai), and list it where it is one of LISTED. Raises StoreError."""
        of = (day.isoformat(), scan.shift, scan.officer, str(scan.became))
        with self.recording() as file:
            run(file, _ONE_MORE, of)
            if scan.became in LISTED:
                place = first_of(file, _ONE_ODD, (*of, format_time(scan.at), scan.why, scan.text))
                if place is not None and place[0] % _SPARE == 0:
                    run(file, _FORGET_ODD, (place[0] - MOST_ODD,))

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
