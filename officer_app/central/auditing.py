"""Looking after a centre: what it holds, and every act of it for the verifier."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from officer_app.central.address import parse_address
from officer_app.central.administration import administration


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
    open_cases: int
    claims_without_act: int
    mode: str
    recovering: bool
    place_kind: str
    place_holder: str


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


def status(admin_url: str) -> CentralStatus:
    """What the centre holds: sites, workstations, the number of its schema."""
    with administration(parse_address(admin_url)) as connection:
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
    with administration(parse_address(url)) as connection:
        cursor = connection.cursor(row_factory=class_row(StationKey))
        cursor.execute(
            "select site, station, public_key, active from core.station where site = %s order by station", [site]
        )
        return tuple(cursor)


def site_mode(url: str, site: str) -> str:
    """Whether `site` is of real work, of training or of samples; empty as long as nothing has fixed it."""
    with administration(parse_address(url)) as connection:
        row = connection.execute("select mode from core.site where site = %s", [site]).fetchone()
        return str(row[0] or "") if row else ""


def read_all(url: str, site: str) -> Iterator[StoredAct]:
    """Every act of `site`, refused ones too, by workstation and sequence: what the verifier checks. Streams."""
    with (
        administration(parse_address(url)) as connection,
        connection.transaction(),
        connection.cursor("acts", row_factory=class_row(StoredAct)) as cursor,
    ):
        cursor.execute(_ACTS, [site])
        yield from cursor


_ACTS = """
    select station, station_seq, coalesce(act_id, '') as act_id, body, hash, signature,
        coalesce(reason, '') as refused_code
    from core.chain where site = %s order by station, station_seq
"""
_SITES = """
    select s.site,
        (select e.epoch::text from core.feed_epoch e where e.site = s.site
            order by e.number desc limit 1) as feed_epoch,
        (select count(*) from core.chain a where a.site = s.site) as acts,
        (select count(*) from core.record_feed r where r.site = s.site
            and r.kind not in ('authority', 'decision', 'case')) as records,
        (select count(*) from core.chain a where a.site = s.site and a.reason is not null) as refused,
        (select count(*) from core.case_file c where c.site = s.site and c.closed_at is null
            and c.kind = 'double_release') as open_conflicts,
        (select count(*) from core.case_file c where c.site = s.site and c.closed_at is null) as open_cases,
        coalesce(s.mode, '') as mode, s.recovering, s.place_kind, s.place_holder,
        (select count(*) from core.decision d where d.site = s.site
            and not exists (select from core.act a where a.site = d.site and a.act_id = d.act_id)) as claims_without_act
    from core.site s order by s.site
"""
_STATIONS = """
    select s.site, s.station, s.desk, s.post, s.active, h.last_seq as acts,
        (select max(a.received) from core.chain a where a.site = s.site and a.station = s.station) as last_received
    from core.station s join core.head h using (site, station) order by s.site, s.station
"""
