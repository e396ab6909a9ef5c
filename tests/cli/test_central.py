"""A workstation and its centre by the command line: a real PostgreSQL, a line that can be cut, addresses kept quiet."""

import json
import os
import secrets
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from officer_app.central.embedded import EmbeddedPostgres
from officer_app.paths import Home
from officer_app.sync.fault_proxy import FaultProxy, Mode
from tests.cli.running import PASSWORD, PROGRAM, Said, run, run_all

SYNC_KEYS = {"pushed", "pulled", "queue", "quarantined", "conflicts", "data_age_s", "digest_equal", "trouble"}
ADMIN = "OFFICER_APP_ADMIN_URL"
ACTING = {"OFFICER_APP_PASSWORD": PASSWORD}


@pytest.fixture
def database(server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a database that does not exist yet; its administration's URL is in the environment."""
    name = f"db_{secrets.token_hex(4)}"
    monkeypatch.setenv(ADMIN, server.admin_url(name))
    yield name
    with psycopg.connect(server.admin_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def sync(home: Path) -> Said:
    return run("sync", "--once", "--home", home, "--json")


def test_installed_enrolled_loaded_cut_restored_verified_revoked(
    home: Path, server: EmbeddedPostgres, database: str, permits_csv: Path
) -> None:
    at = ("--home", home, "--json")
    spoken = []
    load = ("load", "--site", "CE", "--provenance", "sample", permits_csv)
    for words in (("init", "--json"), ("init", "--json"), ("enrol", *at), (*load, "--json")):
        said = run("central", *words)
        assert said.status == 0, said.out
        spoken.append(said)
    assert spoken[3].body["fed"] > 40
    with closing(FaultProxy(server.port)) as proxy:
        settings = Home(home).settings
        settings.write_text(settings.read_text("utf-8").replace(f":{server.port}/", f":{proxy.port}/"), "utf-8")
        first = sync(home)
        assert first.status == 0, first.out
        assert first.body.keys() >= SYNC_KEYS
        assert (first.body["trouble"], first.body["queue"], first.body["digest_equal"]) == ("none", 0, True)
        assert (first.body["pushed"], first.body["data_age_s"]) == (3, 0)
        assert first.body["encrypted"] is False

        proxy.set_mode(Mode.RESET)
        stamped = run("stamp", "A0021991100001", "--outcome", "green", "--officer", "somchai", *at, env=ACTING)
        assert stamped.status == 0
        released = run("release", "A0021991100001", "--officer", "malee", *at, env=ACTING)
        assert (released.status, released.code) == (1, "no_right")
        away = sync(home)
        assert (away.status, away.code, away.body["trouble"]) == (3, "centre_unreachable", "here")
        assert away.body["queue"] == 1

        proxy.restore()
        back = sync(home)
        assert (back.status, back.body["pushed"], back.body["queue"]) == (0, 1, 0)
        granted = run("release", "A0021991100001", "--officer", "malee", *at, env=ACTING)
        assert (granted.status, granted.body["granted_by"]) == (0, "centre")
        assert sync(home).body["pushed"] == 1

        assert watched_once(home) == 0
        status, verdict, own = run_all(("central", "status", *at), ("verify", "--central", "--json"), ("verify", *at))
        assert status.body.keys() >= SYNC_KEYS
        assert (status.body["trouble"], status.body["queue"], status.body["conflicts"]) == ("none", 0, 0)
        assert (verdict.body["ok"], verdict.body["acts"], verdict.body["stations"]) == (True, 5, ["CE-1"])
        assert own.body["ok"] is True

        revoked = run("central", "revoke", "CE-1", "--site", "CE")
        assert (revoked.status, revoked.out.splitlines()) == (
            0,
            [
                "เพิกถอนเครื่อง CE-1 ของ CE แล้ว ศูนย์กลางไม่รับการติดต่อจากเครื่องนี้อีก ข้อมูลที่ส่งมาแล้วอยู่ครบ",
                "CE-1 of CE is revoked: the centre takes nothing more from it. What it sent before is kept.",
            ],
        )
        shut = sync(home)
        assert (shut.status, shut.code, shut.body["trouble"]) == (3, "centre_unreachable", "here")
        unknown = run("central", "revoke", "CE-9", "--site", "CE", "--json")
        assert (unknown.status, unknown.code) == (1, "unknown_station")
    secret = server.admin_url().split(":")[2].split("@")[0]
    for said in [*spoken, first, away, back, status, verdict, shut]:
        assert secret not in said.out + said.err
    for file in home.rglob("*"):
        assert not file.is_file() or secret.encode() not in file.read_bytes()


def test_a_centre_that_is_none_is_one_sentence(server: EmbeddedPostgres, home: Path) -> None:
    refusing = "postgresql://postgres:secret-7@127.0.0.1:1/central"
    cases = (
        ("garbage", "bad_url", "here"),
        ("http://127.0.0.1:5432/central", "bad_url", "here"),
        ("postgresql://user:secret-7@192.0.2.1/central", "bad_url", "here"),
        ("postgresql://user:secret-7@centre.invalid/central?sslmode=verify-full", "centre_not_ready", "here"),
        (refusing, "centre_not_ready", "centre"),
        (server.admin_url("never_made"), "centre_not_ready", "here"),
        (server.admin_url().replace("postgres:", "postgres:wrong", 1), "centre_not_ready", "here"),
    )
    for url, code, side in cases:
        said = run("central", "status", "--json", env={ADMIN: url})
        assert (said.status, said.code, said.body["trouble"]) == (3, code, side), url
        assert "secret-7" not in said.out
        assert "\n" not in said.body["error"]["en"]
    for words in (("central", "init"), ("verify", "--central"), ("central", "enrol", "--home", str(home))):
        said = run(*words, "--json", env={ADMIN: refusing})
        assert (said.status, said.code) == (3, "centre_not_ready")
    missing = run("central", "init", "--json", env={ADMIN: ""})
    assert (missing.status, missing.code) == (3, "no_admin_url")
    assert run("station", "show", "--home", home, "--json").body["central"] == ""


def test_something_else_behind_the_port_is_no_centre(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        said = run("central", "status", "--json", env={ADMIN: f"postgresql://u:p@127.0.0.1:{port}/central"})
    assert (said.status, said.code, said.body["trouble"]) == (3, "centre_not_ready", "here")


def test_a_database_that_is_somebody_else_s_is_left_as_it_is(server: EmbeddedPostgres, database: str) -> None:
    with psycopg.connect(server.admin_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(database)))
    url = os.environ[ADMIN]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table payroll (name text)")
        before = catalogue(connection)
        for words in (("central", "status"), ("verify", "--central"), ("central", "init")):
            said = run(*words, "--json")
            assert (said.status, said.code) == (3, "centre_not_ready"), words
            assert catalogue(connection) == before, words


def test_a_centre_of_a_newer_version_is_left_as_it_is(database: str) -> None:
    assert run("central", "init").status == 0
    with psycopg.connect(os.environ[ADMIN], autocommit=True) as connection:
        connection.execute("update core.alembic_version set version_num = '9999'")
    said = run("central", "init", "--json")
    assert (said.status, said.code) == (3, "centre_not_ready")
    assert "newer version" in said.body["trouble"]["en"]


def watched_once(home: Path) -> int:
    """`sync --watch` until it has said its first line, then asked to stop; its exit status."""
    words = [*PROGRAM, "sync", "--watch", "--home", str(home), "--json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["trouble"] == "none"
        process.send_signal(signal.SIGTERM)
        for line in process.stdout:
            assert json.loads(line).keys() >= SYNC_KEYS
    return process.returncode


def catalogue(connection: psycopg.Connection) -> list[object]:
    """Everything that a careless installation would change in a database: schemas, tables, and who may connect."""
    found: list[object] = []
    for query in (
        "select nspname from pg_namespace order by 1",
        "select relname from pg_class where relnamespace = 'public'::regnamespace order by 1",
        "select datacl::text from pg_database where datname = current_database()",
    ):
        found += connection.execute(query.encode()).fetchall()
    return found
