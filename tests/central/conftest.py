"""One PostgreSQL a session, a database of its own for each test, and the two makers of a centre side by side."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

import psycopg
import pytest
from psycopg import sql

from officer_app.central import admin, schema
from officer_app.central.address import parse_address
from officer_app.central.client import PgCentral
from officer_app.central.embedded import EmbeddedPostgres
from officer_app.central.memory import MemoryCentre
from officer_app.core.acts import Mode
from officer_app.core.ports import Central
from officer_app.core.records import Record
from tests.central.writing import SITE

PATIENCE_S = 2.0


class Centre(Protocol):
    """What a test of the contract does to a centre, whichever it is."""

    site: str

    def enrol(self, station: str, post: str = "") -> Central: ...
    def load(self, records: Iterable[Record]) -> None: ...
    def set_authority(self, post: str, kind: str, holder: str) -> int: ...
    def restored(self) -> str: ...


@dataclass
class PgCentre:
    """A centre in a PostgreSQL."""

    url: str
    site: str = SITE
    clients: ExitStack = field(default_factory=ExitStack)

    def enrol(self, station: str, post: str = "", site: str = "") -> PgCentral:
        """A client of this workstation, closed with the test."""
        return self.client(self.enrolment(station, post, site))

    def enrolment(self, station: str, post: str = "", site: str = "") -> admin.Enrolment:
        """Name, password and address of a workstation."""
        return admin.enrol(
            self.url, site or self.site, station, "checking_post", post, station.encode().ljust(32, b"."), Mode.SAMPLE
        )

    def client(self, enrolment: admin.Enrolment, port: int | None = None) -> PgCentral:
        """A client with that enrolment; `port`: that of a proxy."""
        url = enrolment.url
        if port is not None:
            url = url.replace(f":{parse_address(url).params['port']}/", f":{port}/")
        return self.clients.enter_context(closing(PgCentral(url, enrolment.password, patience_s=PATIENCE_S)))

    def load(self, records: Iterable[Record]) -> None:
        """Feed records to the workstations of the site."""
        admin.load(self.url, self.site, records)

    def set_authority(self, post: str, kind: str, holder: str) -> int:
        """Who grants the releases of a post."""
        return admin.set_authority(self.url, self.site, post, kind, holder)

    def set_office(self, site: str, office: str) -> None:
        """Which site a customs office is of."""
        admin.set_office(self.url, site, office)

    def restored(self) -> str:
        """The centre came back from a backup."""
        return admin.restored(self.url, self.site)

    def connect(self) -> psycopg.Connection:
        """The superuser, closed with the test."""
        return self.clients.enter_context(schema.connect(parse_address(self.url)))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """The session's PostgreSQL, with an installed centre named `template` in it."""
    with EmbeddedPostgres(tmp_path_factory.mktemp("postgres"), durable=False) as running:
        admin.init(running.admin_url("template"))
        yield running


@pytest.fixture
def pg(server: EmbeddedPostgres) -> Iterator[PgCentre]:
    """A centre in a fresh database, dropped after the test."""
    name = f"centre_{secrets.token_hex(6)}"
    address = parse_address(server.admin_url("postgres"))
    with schema.connect(address) as connection:
        connection.execute(sql.SQL("create database {} template template").format(sql.Identifier(name)))
    with schema.connect(address.to_database(name)) as connection:
        # Rights on a database are not copied with it.
        schema.close_to_strangers(connection)
    centre = PgCentre(server.admin_url(name))
    with centre.clients:
        yield centre
    with schema.connect(address) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def shared_url(server: EmbeddedPostgres) -> str:
    """A database for tests that keep to a site of their own: a database for each costs more than the tests do."""
    admin.init(server.admin_url("shared"))
    return server.admin_url("shared")


@pytest.fixture(params=["memory", "postgres"])
def centre(request: pytest.FixtureRequest) -> Iterator[Centre]:
    """Each maker in turn, with a site of its own."""
    site = f"site-{secrets.token_hex(6)}"
    if request.param == "memory":
        yield MemoryCentre(site, clock=lambda: datetime.now(UTC))
        return
    found = PgCentre(request.getfixturevalue("shared_url"), site)
    with found.clients:
        yield found
