"""A disk dies after its backup: what the centre and the second medium had comes back, by the command line alone."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from officer_app.central.embedded import EmbeddedPostgres
from officer_app.messages.sample_permits import sample_permits
from officer_app.paths import Home
from officer_app.sync.fault_proxy import FaultProxy, Mode
from officer_app.workstation.opening import now, open_workstation
from tests.cli.running import PASSWORD, Said, run
from tests.cli.test_backup import key_of
from tests.second_disk import second_disk

ACTING = {"OFFICER_APP_PASSWORD": PASSWORD}
GREEN = [one.number for one in sample_permits(now()) if (one.line, one.state) == ("GREEN", "issued")]
FIRST, SECOND, THIRD, FOURTH, FIFTH = GREEN[:5]


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A folder on another disk than the tests'."""
    with second_disk(tmp_path) as folder:
        yield folder


@pytest.fixture
def line(
    server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch, home: Path, permits_csv: Path, stick: Path
) -> Iterator[FaultProxy]:
    """`home` is enrolled at a centre of its own, over a line that can be cut; its lost acts have a second medium."""
    name = f"db_{secrets.token_hex(4)}"
    monkeypatch.setenv("OFFICER_APP_ADMIN_URL", server.admin_url(name))
    load = ("load", "--site", "CE", "--provenance", "sample", permits_csv)
    for words in (("init",), ("enrol", "--home", home), load):
        assert run("central", *words).status == 0
    with closing(FaultProxy(server.port)) as proxy:
        file = Home(home).settings
        text = file.read_text("utf-8").replace(f":{server.port}/", f":{proxy.port}/")
        file.write_text(text.replace('unsent_copy = ""', f'unsent_copy = "{stick}"'), "utf-8")
        yield proxy
    with psycopg.connect(server.admin_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def at(home: Path, *words: str | Path) -> Said:
    return run(*words, "--home", home, "--json", env=ACTING)


def stamp(home: Path, number: str) -> Said:
    return at(home, "stamp", number, "--outcome", "green", "--officer", "somchai")


def sync(home: Path) -> Said:
    return at(home, "sync", "--once")


def chain(home: Path) -> list[bytes]:
    """The acts of this workstation, byte for byte."""
    opened = open_workstation(home)
    try:
        return [act.body for act in opened.journal.own_acts(0, 1000)]
    finally:
        opened.close()


def test_nothing_is_lost_and_nothing_granted_before_contact(
    home: Path, line: FaultProxy, stick: Path, tmp_path: Path
) -> None:
    assert stamp(home, FIRST).status == 0
    assert sync(home).status == 0
    assert at(home, "backup", "--with-mirror", "--out", tmp_path / "backup.oab").status == 0
    assert stamp(home, SECOND).status == 0
    assert at(home, "release", FIRST, "--officer", "malee").body["granted_by"] == "centre"
    assert sync(home).status == 0, "these the centre has"
    line.set_mode(Mode.RESET)
    assert stamp(home, THIRD).status == 0
    assert stamp(home, FOURTH).status == 0, "these only the second medium has"
    had, key = chain(home), key_of(home, tmp_path)
    shutil.rmtree(home)

    back = tmp_path / "another machine"
    done = at(back, "restore", tmp_path / "backup.oab", "--key", key, "--unsent", stick)
    assert done.status == 0, done.out
    assert (done.body["needs_centre"], done.body["unsent_acts"]["waiting"]) == (True, 2)
    assert stamp(back, FIFTH).code == "journal_restored"
    assert at(back, "release", FIRST, "--officer", "malee").code == "no_right"
    assert sync(back).status == 3

    line.restore()
    met = sync(back)
    assert (met.status, met.body["trouble"], met.body["digest_equal"]) == (0, "none", True)
    assert chain(back) == had
    sent = sync(back)
    assert (sent.body["pushed"], sent.body["queue"]) == (2, 0)
    again = at(back, "release", FIRST, "--officer", "malee")
    assert (again.status, again.code) == (1, "already_released")
    assert at(back, "release", THIRD, "--officer", "malee").body["granted_by"] == "centre"
    assert stamp(back, FIFTH).status == 0
    assert sync(back).body["queue"] == 0
    verdicts = at(back, "verify"), run("verify", "--central", "--json")
    assert [verdict.body["ok"] for verdict in verdicts] == [True, True]
    asked = [case["kind"] for case in at(back, "cases", "list").body["cases"]]
    assert asked == ["second_seat"], "two officers say that the old machine is out of use"
    assert [file for file in stick.rglob("*") if file.is_file()] == [], "what the centre has is not kept twice"
