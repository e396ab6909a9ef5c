"""The tables of journal.db and mirror.db, and the numbered steps that build them. A released step never changes."""

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

journal_tables = MetaData()
mirror_tables = MetaData()


def _folded(name: str) -> Table:
    """A table of what acts come to, by the number of what they are about."""
    columns = (Column("number", Text, primary_key=True), Column("state", Text), Column("doc", Text))
    return Table(name, journal_tables, *columns)


act = Table(
    "act",
    journal_tables,
    Column("station", Text, primary_key=True),
    Column("station_seq", Integer, primary_key=True),
    Column("act_id", Text),
    Column("kind", Text),
    Column("subject_kind", Text),
    Column("subject_number", Text),
    Column("hash", LargeBinary),
    Column("body", LargeBinary),
    Column("signature", LargeBinary),
    Column("feed_seq", Integer),
)
act_elsewhere = Table(
    "act_elsewhere",
    journal_tables,
    Column("site", Text, primary_key=True),
    Column("station", Text, primary_key=True),
    Column("station_seq", Integer, primary_key=True),
    Column("act_id", Text),
    Column("kind", Text),
    Column("subject_kind", Text),
    Column("subject_number", Text),
    Column("body", LargeBinary),
    Column("signature", LargeBinary),
)
permit_state = _folded("permit_state")
transit_state = _folded("transit_state")
transit_named = Table(
    "transit_named",
    journal_tables,
    Column("declaration", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("keyed", Integer, primary_key=True),
    Column("at", Text),
)
guarantee_state = _folded("guarantee_state")
transit_number = Table(
    "transit_number",
    journal_tables,
    Column("series", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("act_id", Text, primary_key=True),
    Column("case_no", Text),
    Column("station", Text),
    Column("annulled", Integer),
)
quarantine = Table(
    "quarantine",
    journal_tables,
    Column("act_id", Text, primary_key=True),
    Column("code", Text),
    Column("reason", Text),
)
claim = Table(
    "claim",
    journal_tables,
    Column("number", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("act_id", Text),
)
token = Table("token", journal_tables, Column("act_id", Text, primary_key=True), Column("content", Text))
officer = Table(
    "officer",
    journal_tables,
    Column("name", Text, primary_key=True),
    Column("doc", Text),
)

record = Table(
    "record",
    mirror_tables,
    Column("number", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("doc", Text),
    Column("provenance", Text),
    Column("as_of_us", Integer),
    Column("deleted", Integer),
    Column("fed_turn", Integer),
    Column("fed_weight", Integer),
    Column("shows_fed", Integer),
)
search_key = Table(
    "search_key",
    mirror_tables,
    Column("value", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("what", Text),
)

JOURNAL_STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE act (
            station TEXT NOT NULL, station_seq INTEGER NOT NULL, act_id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL, subject_kind TEXT NOT NULL, subject_number TEXT NOT NULL,
            hash BLOB NOT NULL, body BLOB NOT NULL, signature BLOB NOT NULL, feed_seq INTEGER UNIQUE,
            PRIMARY KEY (station, station_seq)) STRICT""",
        "CREATE INDEX act_subject ON act (subject_kind, subject_number)",
        """CREATE TRIGGER act_is_kept BEFORE DELETE ON act
            BEGIN SELECT RAISE(ABORT, 'acts are never deleted'); END""",
        """CREATE TRIGGER act_is_final BEFORE UPDATE OF station, station_seq, act_id, kind, subject_kind,
            subject_number, hash, body, signature ON act
            BEGIN SELECT RAISE(ABORT, 'acts are never changed'); END""",
        "CREATE TABLE permit_state (number TEXT PRIMARY KEY, state TEXT NOT NULL, doc TEXT NOT NULL) STRICT",
        "CREATE TABLE quarantine (act_id TEXT PRIMARY KEY, code TEXT NOT NULL, reason TEXT NOT NULL) STRICT",
        """CREATE TABLE claim (number TEXT NOT NULL, round INTEGER NOT NULL, act_id TEXT NOT NULL,
            PRIMARY KEY (number, round)) STRICT""",
        "CREATE TABLE token (act_id TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT",
        "CREATE TABLE officer (name TEXT PRIMARY KEY, doc TEXT NOT NULL) STRICT",
        "CREATE TABLE value (name TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT",
    ),
    (
        "CREATE TABLE transit_state (number TEXT PRIMARY KEY, state TEXT NOT NULL, doc TEXT NOT NULL) STRICT",
        "CREATE INDEX transit_phase ON transit_state (state, number)",
        # Acts are asked for by kind at each stamp's code (keys registered) and by cases and registers.
        "CREATE INDEX act_kind ON act (kind, station, station_seq)",
    ),
    (
        # What waits at a counter is asked for by where it stands, among all that ever passed.
        "CREATE INDEX permit_standing ON permit_state (state, number)",
    ),
    (
        # Acts of other sites on transit cases that are this site's business too; names of workstations repeat there.
        """CREATE TABLE act_elsewhere (
            site TEXT NOT NULL, station TEXT NOT NULL, station_seq INTEGER NOT NULL, act_id TEXT NOT NULL,
            kind TEXT NOT NULL, subject_kind TEXT NOT NULL, subject_number TEXT NOT NULL,
            body BLOB NOT NULL, signature BLOB NOT NULL, PRIMARY KEY (site, station, station_seq)) STRICT""",
        "CREATE INDEX act_elsewhere_subject ON act_elsewhere (subject_kind, subject_number)",
        "CREATE INDEX act_elsewhere_kind ON act_elsewhere (kind)",
        """CREATE TRIGGER act_elsewhere_is_kept BEFORE DELETE ON act_elsewhere
            BEGIN SELECT RAISE(ABORT, 'acts are never deleted'); END""",
        """CREATE TRIGGER act_elsewhere_is_final BEFORE UPDATE ON act_elsewhere
            BEGIN SELECT RAISE(ABORT, 'acts are never changed'); END""",
    ),
    (
        # Under which declaration a case was keyed, or arrived by its paper's code: each scan of a paper asks for it.
        """CREATE TABLE transit_named (
            declaration TEXT NOT NULL, number TEXT NOT NULL, keyed INTEGER NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (declaration, number, keyed)) STRICT, WITHOUT ROWID""",
    ),
    (
        # What is drawn on a guarantee is asked for several times at each signature, and all cases draw on a few.
        "CREATE TABLE guarantee_state (number TEXT PRIMARY KEY, state TEXT NOT NULL, doc TEXT NOT NULL) STRICT",
        # Which sequence numbers were written: each signature asks for the next one of its series.
        """CREATE TABLE transit_number (
            series TEXT NOT NULL, number INTEGER NOT NULL, act_id TEXT NOT NULL, case_no TEXT NOT NULL,
            station TEXT NOT NULL, annulled INTEGER NOT NULL,
            PRIMARY KEY (series, number, act_id)) STRICT, WITHOUT ROWID""",
    ),
    (
        # A stamp writes into both: without a number for each row there is one page less to encrypt for either.
        "DROP TABLE permit_state",
        """CREATE TABLE permit_state (
            number TEXT PRIMARY KEY, state TEXT NOT NULL, doc TEXT NOT NULL) STRICT, WITHOUT ROWID""",
        "CREATE INDEX permit_standing ON permit_state (state, number)",
        # The table was folded from acts, and is again as soon as this is empty.
        "DELETE FROM value WHERE name = 'projections'",
        "ALTER TABLE token RENAME TO token_before",
        "CREATE TABLE token (act_id TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID",
        "INSERT INTO token (act_id, content) SELECT act_id, content FROM token_before",
        "DROP TABLE token_before",
    ),
)

MIRROR_STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE record (
            number TEXT NOT NULL, kind TEXT NOT NULL, doc TEXT NOT NULL, provenance TEXT NOT NULL,
            as_of_us INTEGER NOT NULL, deleted INTEGER NOT NULL,
            PRIMARY KEY (number, kind)) STRICT, WITHOUT ROWID""",
        "CREATE INDEX record_kind ON record (kind, number)",
        """CREATE TABLE search_key (
            value TEXT NOT NULL, number TEXT NOT NULL, kind TEXT NOT NULL, what TEXT NOT NULL,
            PRIMARY KEY (value, number, kind)) STRICT, WITHOUT ROWID""",
        "CREATE TABLE value (name TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT",
    ),
    (
        # Which records came through the feed, and what they weigh in its digest; all are fed once more to learn it.
        "ALTER TABLE record ADD COLUMN fed_turn INTEGER",
        "ALTER TABLE record ADD COLUMN fed_weight INTEGER",
        "ALTER TABLE record ADD COLUMN shows_fed INTEGER NOT NULL DEFAULT 0",
        "CREATE INDEX search_key_of ON search_key (number, kind)",
        "DELETE FROM value WHERE name = 'records_cursor'",
    ),
    (
        # Search by a part of a number: what waits to be indexed, every number once with its reverse, its trigrams.
        "CREATE TABLE search_new (id INTEGER PRIMARY KEY, value TEXT NOT NULL) STRICT",
        """CREATE TABLE search_value (
            id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE, reversed TEXT NOT NULL) STRICT""",
        "CREATE INDEX search_reversed ON search_value (reversed)",
        """CREATE VIRTUAL TABLE search_part USING fts5
            (value, content = '', tokenize = 'trigram case_sensitive 1', detail = 'none')""",
        "INSERT INTO search_new (value) SELECT number FROM record UNION SELECT value FROM search_key",
    ),
)
