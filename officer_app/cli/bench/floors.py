"""The floors: the same bytes kept as safely, with nothing around it. Every ratio of the bench is over one of these.

A floor that keeps less than the work has to keep would flatter nobody: it would ask for the impossible. One that keeps
more would flatter us. So each has the payload, the flushes and the line of what it is compared with, prepared
statements and all, in the fewest tables that could hold it; it leaves out what the program adds: proof, state, rules.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path

import psycopg

import sqlcipher3.dbapi2 as sqlcipher
from officer_app.core.acts import Act
from officer_app.print.pen import BLACK, Fonts, Pen
from officer_app.print.render import compose_pages
from officer_app.print.thai import Typeface, load_typeface, sarabun_folder

A4 = (210.0, 297.0)
_ROWS_A_PAGE = 55


def bare_commit(path: Path, key: bytes) -> Callable[[Act, str], None]:
    """One encrypted FULL commit of what cannot be worked out again (an act's body, its signature, its code), in one row
    by the driver alone: no chain, no signing, no state, and no index to find anything by.
    """
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE act (seq INTEGER PRIMARY KEY, body BLOB, signature BLOB, code TEXT) STRICT")

    def commit(act: Act, code: str) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO act (body, signature, code) VALUES (?, ?, ?)", (act.body, act.signature, code))
        connection.execute("COMMIT")

    return commit


def bare_page() -> Callable[[Sequence[str]], bytes]:
    """The same strings shaped and drawn in rows on one sheet: no template, no boxes, no fitting."""
    typeface: Typeface = load_typeface(sarabun_folder())

    def draw(strings: Sequence[str]) -> bytes:
        fonts = Fonts(typeface)
        pen = Pen(A4[1], fonts)
        for place, text in enumerate(strings):
            column, line = divmod(place, _ROWS_A_PAGE)
            face = typeface.weight(place % 5 == 0)
            pen.text(face.shape(text), face, 8.0, (10.0 + column * 48.0, 12.0 + line * 5.0), BLACK)
        return compose_pages(A4, [pen.operators], fonts, "floor")

    return draw


def strings_of(schema: Mapping[str, object], data: Mapping[str, object]) -> list[str]:
    """The strings that a form's sheet draws: its labels in both languages and its data."""
    properties = schema["properties"]
    found: list[str] = []
    if isinstance(properties, dict):
        for key, about in properties.items():
            found += [str(about["title"]), str(about["description"])]
            value = data.get(key, "")
            if isinstance(value, list):
                found += [text for entry in value for text in strings_of(about["items"], entry)]
            elif value != "":
                found.append(str(value))
    return [text for text in found if text]


def bare_push(url: str, password: str) -> Callable[[Sequence[Act]], None]:
    """The centre's own function, called on an open connection, and nothing done with the answer."""
    connection = psycopg.connect(url, password=password, autocommit=True)

    def push(acts: Sequence[Act]) -> None:
        connection.execute(
            "select * from api_v1.push(%s::bigint[], %s::bytea[], %s::bytea[], %s::bytea[])",
            [
                [act.station_seq for act in acts],
                [act.body for act in acts],
                [act.hash for act in acts],
                [act.signature for act in acts],
            ],
        ).fetchall()

    return push


def bare_insert(admin_url: str) -> Callable[[], None]:
    """A decision's values into one table with one key, given back with its time, and a durable COMMIT, over an open
    connection: nobody asked who it is, nothing looked up, nothing locked, no other index.
    """
    connection = psycopg.connect(admin_url, autocommit=True)
    connection.execute(_BARE)
    numbers = count()

    def insert() -> None:
        number = next(numbers)
        values = ["BENCH", f"9911D{number:07d}", 1, f"bench-{number}", "CLAIMS", "bench", "centre", "CP-1", 0]
        connection.execute(_INSERT, values, binary=True).fetchall()

    return insert


_BARE = """create table public.bare (site text, permit text, round integer, act_id text, station text, officer text,
    granted_by text, post text, epoch integer, at timestamptz not null default clock_timestamp(),
    primary key (site, permit, round))"""
_INSERT = """insert into public.bare (site, permit, round, act_id, station, officer, granted_by, post, epoch)
    values (%s::text, %s::text, %s::integer, %s::text, %s::text, %s::text, %s::text, %s::text, %s::integer)
    returning act_id, station, officer, at, granted_by"""


def bare_pull(url: str, password: str, mirror: Path, key: bytes, batch: int) -> None:
    """A cursor over the centre's own function and executemany into the mirror's tables, indexes and all: no look at
    what is there already, no digest, no cursor of its own, nothing made of the rows.
    """
    file = sqlcipher.connect(str(mirror), isolation_level=None)
    file.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    file.execute("PRAGMA journal_mode = WAL")
    file.execute("PRAGMA synchronous = NORMAL")
    with psycopg.connect(url, password=password, autocommit=True) as connection:
        last = 0
        while rows := connection.execute(_PULL, [last, batch], binary=True).fetchall():
            file.execute("BEGIN IMMEDIATE")
            file.executemany(
                "INSERT INTO record (number, kind, doc, provenance, as_of_us, deleted) VALUES (?, ?, ?, ?, ?, ?)",
                [(row[2], row[1], row[3], row[4], int(row[5].timestamp() * 1e6), int(row[6])) for row in rows],
            )
            file.executemany(
                "INSERT INTO search_key (value, number, kind, what) VALUES (?, ?, ?, ?)",
                [(value, row[2], row[1], what) for row in rows for value, what in row[7].items()],
            )
            file.executemany(
                "INSERT INTO search_new (value) VALUES (?)", [(value,) for row in rows for value in (row[2], *row[7])]
            )
            file.execute("COMMIT")
            last = rows[-1][0]
    file.close()


_PULL = "select * from api_v1.pull_records(%s::bigint, %s::integer)"
