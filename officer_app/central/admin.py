"""What the centre's administration does: install, enrol and revoke workstations, load records, look after it."""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from psycopg.rows import class_row

from officer_app.central import schema
from officer_app.central.address import parse_address
from officer_app.central.administration import AdminFailed, administration, reasons
from officer_app.central.roles import let_connect, let_in, role_name, shut_out
from officer_app.core.records import Record

LOAD_BATCH = 2000


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
class PostAuthority:
    """Who grants the releases of a post now. `handed_back`: it ended its epoch and grants no more."""

    post: str
    epoch: int
    kind: str
    holder: str
    since: datetime
    handed_back: bool
    forced: str


def init(admin_url: str) -> None:
    """Install the centre in the database of `admin_url`, which is created if need be. Harmless to repeat.

    Raises AdminFailed, BadCentralUrl and NotEncrypted, as all functions here do.
    """
    with reasons():
        schema.install(parse_address(admin_url))


def prepare_site(admin_url: str, site: str, mode: str = "", post: str = "") -> None:
    """Open `site` here, for ever of `mode` (real, training, sample) where one is given. `post`: this database is that
    post's own server, not the centre. Raises NotMoved where it is something else already.
    """
    with administration(parse_address(admin_url)) as connection:
        connection.execute("select admin_v1.prepare_site(%s, %s, %s)", [site, mode, post])


def restored(admin_url: str, site: str) -> str:
    """Say that this centre came back from a backup: a new epoch of the feeds, and nobody grants until every active
    workstation has sent what it has. Gives the epoch. A dump of one database leaves out who may connect to it: that is
    given again to the workstations whose roles are on this server.
    """
    with administration(parse_address(admin_url)) as connection, connection.transaction():
        active = connection.execute("select role_name from core.station where site = %s and active", [site])
        for (role,) in active.fetchall():
            let_connect(connection, role)
        row = connection.execute("select admin_v1.restored(%s)::text", [site]).fetchone()
        return str(row[0]) if row else ""


def enrol(
    admin_url: str, site: str, station: str, desk: str, post: str, public_key: bytes, mode: str = "real"
) -> Enrolment:
    """Give a workstation its database role and a new password; enrolled again, the old password ends.

    The first enrolment fixes the site's mode. Raises NotMoved where the site is of another mode, and where the
    workstation has acts at the centre that another key signed.
    """
    address = parse_address(admin_url)
    role = role_name(address.database, site, station)
    password = secrets.token_urlsafe(24)
    with administration(address) as connection, connection.transaction():
        connection.execute(
            "select admin_v1.enrol_station(%s, %s, %s, %s, %s, %s, %s)",
            [site, station, role, public_key, desk, post, mode],
        )
        let_in(connection, role, password)
    return Enrolment(role=role, password=password, url=address.url(role))


def revoke(admin_url: str, site: str, station: str) -> bool:
    """Shut a workstation out at once, its open connections too. False where there is none of that name."""
    with administration(parse_address(admin_url)) as connection:
        row = connection.execute("select admin_v1.revoke_station(%s, %s)", [site, station]).fetchone()
        role = row[0] if row else None
        if role is None:
            return False
        shut_out(connection, role)
        return True


def set_authority(admin_url: str, site: str, post: str, kind: str, holder: str) -> int:
    """Make `holder` (kind: centre, workstation or post) the one that grants the releases of `post`; gives the epoch.

    Raises NotMoved where the present one has not handed back, or there is no such holder.
    """
    with administration(parse_address(admin_url)) as connection:
        row = connection.execute("select admin_v1.set_authority(%s, %s, %s, %s)", [site, post, kind, holder]).fetchone()
        return int(row[0]) if row else 0


def authorities(admin_url: str, site: str) -> tuple[PostAuthority, ...]:
    """Who grants the releases of each post for which that was ever said; for all others the centre does."""
    with administration(parse_address(admin_url)) as connection:
        cursor = connection.cursor(row_factory=class_row(PostAuthority))
        return tuple(cursor.execute("select * from admin_v1.authorities(%s)", [site]))


def set_office(admin_url: str, site: str, office: str) -> None:
    """The customs office `office` (four digits) is of `site` from now on (docs/decisions/0025)."""
    with administration(parse_address(admin_url)) as connection:
        connection.execute("select admin_v1.set_office(%s, %s)", [site, office])


def offices(admin_url: str) -> dict[str, str]:
    """The site of each customs office that was named."""
    with administration(parse_address(admin_url)) as connection:
        return dict(connection.execute("select office, site from admin_v1.offices()").fetchall())


def load(admin_url: str, site: str, records: Iterable[Record]) -> Loaded:
    """Feed reference records to the workstations of `site`; a batch is a transaction, again is harmless."""
    fed = unchanged = stale = 0
    rest = iter(records)
    with administration(parse_address(admin_url)) as connection:
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
