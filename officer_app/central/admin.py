"""What the centre's administration does: install, enrol and revoke workstations, load records, look after it."""

import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

import psycopg
from psycopg.rows import class_row

from officer_app.central import schema
from officer_app.central.address import Address, parse_address
from officer_app.central.faults import cannot_connect
from officer_app.central.roles import let_in, role_name, shut_out
from officer_app.core.records import Record

LOAD_BATCH = 2000
NO_CENTRE = ("42P01", "3F000")
"""SQLSTATE: no such table, no such schema."""


class AdminFailed(Exception):
    """The centre could not be reached for administration, or it said no; the message is its reason."""


@dataclass(frozen=True)
class Enrolment:
    """What a new workstation needs to reach its centre. The password is given out this once and kept nowhere."""

    role: str
    password: str = field(repr=False)
    url: str


@dataclass(frozen=True)
class Loaded:
    """What became of loaded records: fed to the workstations, there already, or older than what is there."""

    fed: int
    unchanged: int
    stale: int


@dataclass(frozen=True)
class StationStatus:
    """One enrolled workstation and the last act of it that the centre holds."""

    site: str
    station: str
    desk: str
    post: str
    active: bool
    acts: int
    last_received: datetime | None


@dataclass(frozen=True)
class SiteStatus:
    """How much the centre holds of one site, and what waits for people."""

    site: str
    feed_epoch: str
    acts: int
    records: int
    refused: int
    open_conflicts: int
    claims_without_act: int


@dataclass(frozen=True)
class CentralStatus:
    """The centre as its administration sees it; `step` is the number of its schema."""

    step: str
    server: str
    encrypted: bool
    sites: tuple[SiteStatus, ...]
    stations: tuple[StationStatus, ...]


@dataclass(frozen=True)
class StationKey:
    """The key a workstation was enrolled with (raw Ed25519, 32 bytes)."""

    site: str
    station: str
    public_key: bytes
    active: bool


@dataclass(frozen=True)
class StoredAct:
    """An act as the centre keeps it. `refused_code` is empty for an act that it took; a refused one has no `act_id`."""

    station: str
    station_seq: int
    act_id: str
    body: bytes
    hash: bytes
    signature: bytes
    refused_code: str


def init(admin_url: str) -> None:
    """Install the centre in the database of `admin_url`, which is created if need be. Harmless to repeat.

    Raises AdminFailed, BadCentralUrl and NotEncrypted, as all functions here do.
    """
    with _reasons():
        schema.install(parse_address(admin_url))


def enrol(admin_url: str, site: str, station: str, desk: str, post: str, public_key: bytes) -> Enrolment:
    """Give a workstation its database role and a new password; enrolled again, the old password ends.

    Raises AdminFailed also where the workstation has acts at the centre that another key signed.
    """
    address = parse_address(admin_url)
    role = role_name(address.database, site, station)
    password = secrets.token_urlsafe(24)
    with _administration(address) as connection, connection.transaction():
        connection.execute(
            "select admin_v1.enrol_station(%s, %s, %s, %s, %s, %s)", [site, station, role, public_key, desk, post]
        )
        let_in(connection, role, password)
    return Enrolment(role=role, password=password, url=address.url(role))


def revoke(admin_url: str, site: str, station: str) -> bool:
    """Shut a workstation out at once, its open connections too. False where there is none of that name."""
    with _administration(parse_address(admin_url)) as connection:
        row = connection.execute("select admin_v1.revoke_station(%s, %s)", [site, station]).fetchone()
        role = row[0] if row else None
        if role is None:
            return False
        shut_out(connection, role)
        return True


def set_authority(admin_url: str, site: str, post: str, kind: str, holder: str) -> int:
    """Make `holder` (kind: centre, workstation or post) the one that grants the releases of `post`; gives the epoch."""
    with _administration(parse_address(admin_url)) as connection:
        row = connection.execute("select admin_v1.set_authority(%s, %s, %s, %s)", [site, post, kind, holder]).fetchone()
        return int(row[0]) if row else 0


def load(admin_url: str, site: str, records: Iterable[Record]) -> Loaded:
    """Feed reference records to the workstations of `site`; a batch is a transaction, again is harmless."""
    fed = unchanged = stale = 0
    rest = iter(records)
    with _administration(parse_address(admin_url)) as connection:
        while batch := list(islice(rest, LOAD_BATCH)):
            if any(record.as_of.tzinfo is None for record in batch):
                raise AdminFailed("a record says when it was true, but not in which zone")
            row = connection.execute(
                "select * from admin_v1.load_records(%s, %s::text[], %s::text[], %s::text[], %s::text[],"
                " %s::timestamptz[], %s::boolean[], %s::jsonb[])",
                [site, *_columns(batch)],
            ).fetchone()
            if row:
                fed, unchanged, stale = fed + row[0], unchanged + row[1], stale + row[2]
    return Loaded(fed, unchanged, stale)


def status(admin_url: str) -> CentralStatus:
    """What the centre holds: sites, workstations, the number of its schema."""
    with _administration(parse_address(admin_url)) as connection:
        step = connection.execute("select version_num from core.alembic_version").fetchone()
        return CentralStatus(
            step=step[0] if step else "",
            server=str(connection.info.server_version),
            encrypted=connection.pgconn.ssl_in_use,
            sites=tuple(connection.cursor(row_factory=class_row(SiteStatus)).execute(_SITES)),
            stations=tuple(connection.cursor(row_factory=class_row(StationStatus)).execute(_STATIONS)),
        )


def station_keys(url: str, site: str) -> tuple[StationKey, ...]:
    """The keys that the workstations of `site` were enrolled with. `url`: the administration's or an auditor's."""
    with _administration(parse_address(url)) as connection:
        cursor = connection.cursor(row_factory=class_row(StationKey))
        cursor.execute(
            "select site, station, public_key, active from core.station where site = %s order by station", [site]
        )
        return tuple(cursor)


def read_all(url: str, site: str) -> Iterator[StoredAct]:
    """Every act of `site`, refused ones too, by workstation and sequence: what the verifier checks. Streams."""
    with (
        _administration(parse_address(url)) as connection,
        connection.transaction(),
        connection.cursor("acts", row_factory=class_row(StoredAct)) as cursor,
    ):
        cursor.execute(_ACTS, [site])
        yield from cursor


_ACTS = """
    select station, station_seq, coalesce(act_id, '') as act_id, body, hash, signature,
        coalesce(refused_code, '') as refused_code
    from core.act where site = %s order by station, station_seq
"""
_SITES = """
    select s.site,
        (select e.epoch::text from core.feed_epoch e where e.site = s.site
            order by e.number desc limit 1) as feed_epoch,
        (select count(*) from core.act a where a.site = s.site) as acts,
        (select count(*) from core.record_feed r where r.site = s.site) as records,
        (select count(*) from core.act a where a.site = s.site and a.refused_code is not null) as refused,
        (select count(*) from core.conflict c where c.site = s.site and c.closed_at is null) as open_conflicts,
        (select count(*) from core.decision d where d.site = s.site
            and not exists (select from core.act a where a.site = d.site and a.act_id = d.act_id)) as claims_without_act
    from core.site s order by s.site
"""
_STATIONS = """
    select s.site, s.station, s.desk, s.post, s.active, h.last_seq as acts,
        (select max(a.received) from core.act a where a.site = s.site and a.station = s.station) as last_received
    from core.station s join core.head h using (site, station) order by s.site, s.station
"""


def _columns(batch: Sequence[Record]) -> list[list[object]]:
    return [
        [record.kind for record in batch],
        [record.number for record in batch],
        [record.doc for record in batch],
        [str(record.provenance) for record in batch],
        [record.as_of for record in batch],
        [record.deleted for record in batch],
        [json.dumps(dict(record.keys), ensure_ascii=False) for record in batch],
    ]


@contextmanager
def _administration(address: Address) -> Iterator[psycopg.Connection]:
    with _reasons(), schema.connect(address) as connection:
        yield connection


@contextmanager
def _reasons() -> Iterator[None]:
    try:
        yield
    except schema.NotOurs as error:
        raise AdminFailed(str(error)) from error
    except psycopg.Error as error:
        raise AdminFailed(_reason(error)) from error


def _reason(error: psycopg.Error) -> str:
    """One line, without a secret."""
    if error.sqlstate is None:
        return str(cannot_connect(error))
    if error.sqlstate in NO_CENTRE:
        return "there is no central store in this database; central init installs one"
    return str(error.diag.message_primary or type(error).__name__)
