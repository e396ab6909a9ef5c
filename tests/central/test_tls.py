"""TLS 1.3 with a certificate for each workstation and a password besides, on a PostgreSQL that can do it."""

import os
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from officer_app.central import admin, schema
from officer_app.central.address import NotEncrypted, parse_address
from officer_app.central.binaries import server_account
from officer_app.central.certificates import Issued, NoAuthority, PilotAuthority
from officer_app.central.client import PgCentral
from officer_app.central.embedded import EmbeddedPostgres
from officer_app.core.ports import ChainFork, Granted, Unreachable
from tests.central.tls import NONE_HERE, RULES, SETTINGS, installed
from tests.central.writing import SITE, Journal, claim

DEADLINE_S = 10.0


@dataclass
class Secured:
    """A centre that lets nobody in without a certificate."""

    server: EmbeddedPostgres
    authority: PilotAuthority
    folder: Path
    stations: dict[str, admin.Enrolment] = field(default_factory=dict)

    def enrol(self, station: str) -> admin.Enrolment:
        """A workstation with a certificate of its own beside its password."""
        url = self.server.admin_url("central")
        made = admin.enrol(url, SITE, station, "checking_post", "", station.encode().ljust(32, b"."), "sample")
        self.keep(made.role, self.authority.station(made.role))
        self.stations[station] = made
        return made

    def keep(self, name: str, issued: Issued) -> None:
        """A certificate and its key as files."""
        (self.folder / f"{name}.crt").write_bytes(issued.certificate)
        (self.folder / f"{name}.key").write_bytes(issued.key)
        (self.folder / f"{name}.key").chmod(0o600)

    def url(self, station: str, certificate: str = "", **changes: str) -> str:
        """The address of a workstation, with the certificate of its role or of another; an empty change leaves out."""
        role = self.stations[station].role
        name = certificate or role
        files = {"sslcert": self.folder / f"{name}.crt", "sslkey": self.folder / f"{name}.key"}
        params = {"sslmode": "verify-full", "sslrootcert": str(self.folder / "ca.crt")}
        params |= {key: str(value) for key, value in files.items()}
        kept = {key: value for key, value in {**params, **changes}.items() if value}
        return f"postgresql://{role}@127.0.0.1:{self.server.port}/central?{urlencode(kept)}"

    def client(self, station: str, certificate: str = "", password: str = "", **changes: str) -> PgCentral:
        """The centre as that workstation sees it."""
        return PgCentral(self.url(station, certificate, **changes), password or self.stations[station].password)

    def read_conf(self) -> datetime:
        """When the server read its files last, as a new connection learns it."""
        with schema.connect(parse_address(self.server.admin_url("central"))) as connection:
            row = connection.execute("select pg_conf_load_time()").fetchone()
        assert row is not None
        return datetime.fromisoformat(str(row[0]))


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """One server for this module."""
    binaries = installed()
    if binaries is None:
        pytest.skip(NONE_HERE)
    folder = tmp_path_factory.mktemp("secured")
    authority = PilotAuthority.make(folder / "certificates")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PG_BINDIR", str(binaries))
        EmbeddedPostgres(folder / "postgres", durable=False).__enter__().stop()
        place = Secured(
            EmbeddedPostgres(folder / "postgres", durable=False, settings=SETTINGS), authority, folder / "certificates"
        )
        served = authority.server(["127.0.0.1", "localhost"])
        files = {"server.crt": served.certificate, "server.key": served.key, "pg_hba.conf": RULES.encode()}
        files |= {"ca.crt": authority.certificate, "ca.crl": authority.revoked([])}
        for name, content in files.items():
            put(place.server.data / name, content)
        with place.server:
            admin.init(place.server.admin_url("central"))
            place.enrol("CE-1")
            place.enrol("CE-2")
            yield place


def put(path: Path, content: bytes) -> None:
    """A file of the server, readable to it alone."""
    path.write_bytes(content)
    path.chmod(0o600)
    account = server_account()
    if account is not None:
        os.chown(path, account.uid, account.gid)


def refused(line: PgCentral) -> Unreachable:
    with closing(line), pytest.raises(Unreachable) as why:
        line.hello()
    return why.value


def test_with_certificate_and_password_everything_works_over_tls_1_3(secured: Secured) -> None:
    with closing(secured.client("CE-1")) as line:
        assert line.hello().encrypted
        journal = Journal("CE-1")
        journal.act()
        assert line.push(journal.acts)[0].outcome == "stored"
        assert line.claim(claim("9911A0000077", "r-tls"), DEADLINE_S) == Granted("centre")
    with psycopg.connect(parse_address(secured.url("CE-1"), secured.stations["CE-1"].password).conninfo("t")) as raw:
        said = raw.execute("select version, client_dn from pg_stat_ssl where pid = pg_backend_pid()").fetchone()
    assert said == ("TLSv1.3", f"/CN={secured.stations['CE-1'].role}")


def test_without_a_certificate_nobody_is_let_in(secured: Secured) -> None:
    assert "certificate" in str(refused(secured.client("CE-1", sslcert="", sslkey="")))


def test_the_certificate_of_another_workstation_is_not_enough(secured: Secured) -> None:
    error = refused(secured.client("CE-1", certificate=secured.stations["CE-2"].role))
    assert (error.trouble, error.kind) == ("here", "not_let_in")


def test_a_certificate_of_another_authority_is_not_believed(secured: Secured, tmp_path: Path) -> None:
    role = secured.stations["CE-1"].role
    secured.keep("foreign", PilotAuthority.make(tmp_path / "foreign").station(role))
    error = refused(secured.client("CE-1", certificate="foreign"))
    assert (error.trouble, error.kind) == ("here", "not_let_in")
    assert "does not accept this workstation's certificate" in str(error)


def test_the_server_s_own_certificate_opens_nothing(secured: Secured) -> None:
    secured.keep("as-server", secured.authority.server([secured.stations["CE-1"].role]))
    error = refused(secured.client("CE-1", certificate="as-server"))
    assert (error.trouble, error.kind) == ("here", "not_let_in")
    assert "certificate" in str(error)


def test_the_right_certificate_with_a_wrong_password_is_refused(secured: Secured) -> None:
    error = refused(secured.client("CE-1", password="wrong"))
    assert error.trouble == "here"
    assert secured.stations["CE-1"].password not in str(error)


def test_without_tls_the_server_lets_nobody_in(secured: Secured) -> None:
    error = refused(secured.client("CE-1", sslmode="disable", sslcert="", sslkey="", sslrootcert=""))
    assert (error.trouble, error.kind) == ("here", "not_let_in")
    assert "no encryption" in str(error)


def test_beyond_this_machine_nothing_is_tried_without_a_proven_server() -> None:
    for mode in ("disable", "prefer", "require", "verify-ca"):
        with pytest.raises(NotEncrypted):
            PgCentral(f"postgresql://u@db.example/central?sslmode={mode}")


def test_a_server_that_cannot_prove_its_name_is_not_talked_to(secured: Secured) -> None:
    url = secured.url("CE-1").replace("@127.0.0.1:", "@db.example:") + "&hostaddr=127.0.0.1"
    with closing(PgCentral(url, secured.stations["CE-1"].password)) as line:
        error = refused(line)
    assert error.kind == "not_proven"
    assert "does not match" in str(error)


def test_a_server_of_another_authority_is_not_talked_to(secured: Secured, tmp_path: Path) -> None:
    PilotAuthority.make(tmp_path / "foreign")
    error = refused(secured.client("CE-1", sslrootcert=str(tmp_path / "foreign" / "ca.crt")))
    assert error.kind == "not_proven"
    assert "SSL error" in str(error)


def test_older_tls_is_not_spoken(secured: Secured) -> None:
    address = parse_address(secured.url("CE-1"), secured.stations["CE-1"].password)
    old = address.conninfo("t").replace("ssl_min_protocol_version=TLSv1.3", "ssl_max_protocol_version=TLSv1.2")
    assert "ssl_max_protocol_version" in old
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(old)


def test_a_revoked_workstation_is_out_at_once_and_its_certificate_for_good(secured: Secured) -> None:
    made = secured.enrol("CE-9")
    with closing(secured.client("CE-9")) as line:
        line.hello()
        assert admin.revoke(secured.server.admin_url("central"), SITE, "CE-9")
        with pytest.raises(Unreachable):
            line.hello()
    admin.enrol(
        secured.server.admin_url("central"), SITE, "CE-9", "checking_post", "", b"CE-9".ljust(32, b"."), "sample"
    )
    gone = (secured.folder / f"{made.role}.crt").read_bytes()
    put(secured.server.data / "ca.crl", secured.authority.revoked([gone]))
    loaded = secured.read_conf()
    with schema.connect(parse_address(secured.server.admin_url("central"))) as connection:
        connection.execute("select pg_reload_conf()")
    while secured.read_conf() == loaded:
        threading.Event().wait(0.02)
    error = refused(secured.client("CE-9"))
    assert (error.trouble, error.kind) == ("here", "not_let_in")
    assert "revoked" in str(error)


def test_direct_table_access_and_the_administration_s_functions_are_refused(secured: Secured) -> None:
    address = parse_address(secured.url("CE-2"), secured.stations["CE-2"].password)
    with schema.connect(address) as connection:
        for statement in (
            "select * from core.act",
            "insert into core.decision default values",
            "select admin_v1.restored('CE')",
            "select admin_v1.set_authority('CE', 'CP-1', 'workstation', 'CE-2')",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())


def test_forged_sequence_hash_and_replay_change_nothing(secured: Secured) -> None:
    with closing(secured.client("CE-2")) as line:
        journal, forged = Journal("CE-2"), Journal("CE-2")
        journal.act()
        journal.act()
        line.push(journal.acts)
        before = (line.hello().head_seq, line.pull_acts(0, 1000))
        assert [outcome.outcome for outcome in line.push(journal.acts)] == ["duplicate", "duplicate"], "a replay"
        forged.act(fields={"findings": "another"})
        with pytest.raises(ChainFork):
            line.push(forged.acts)
        with pytest.raises(ChainFork):
            line.push([replace(journal.acts[1], signature=b"another")])
        other = Journal("CE-1")
        other.act()
        assert [outcome.outcome for outcome in line.push([])] == []
        with pytest.raises(ChainFork):
            line.push([replace(other.acts[0], station_seq=3)])
        assert (line.hello().head_seq, line.pull_acts(0, 1000)) == before
    address = parse_address(secured.url("CE-2"), secured.stations["CE-2"].password)
    with schema.connect(address) as connection, pytest.raises(psycopg.Error, match="not what its hash says"):
        connection.execute("select * from api_v1.push('{3}', %s, %s, %s)", [[b"{}"], [b"h" * 32], [b"s"]])


def test_the_pilot_authority_keeps_its_key_to_itself_and_is_made_once(tmp_path: Path) -> None:
    made = PilotAuthority.make(tmp_path / "ca")
    assert (tmp_path / "ca" / "ca.key").stat().st_mode & 0o777 == 0o600
    assert PilotAuthority.make(tmp_path / "ca").certificate == made.certificate
    with pytest.raises(NoAuthority):
        PilotAuthority(tmp_path / "nowhere")
