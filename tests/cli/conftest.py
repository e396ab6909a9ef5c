"""A workstation made once by the command line and copied for each test; one PostgreSQL for those that need a centre."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from officer_app.central.embedded import EmbeddedPostgres
from officer_app.messages.sample_permits import sample_permits
from officer_app.workstation.opening import now
from tests.cli.running import PASSWORD, run
from tests.permits_file import write_permits

WITH_PASSWORD = {"OFFICER_APP_PASSWORD": PASSWORD}


@pytest.fixture(scope="session")
def permits_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample permits as a file."""
    file = tmp_path_factory.mktemp("files") / "permits.csv"
    file.write_bytes(write_permits(sample_permits(now())))
    return file


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory, permits_csv: Path) -> Path:
    """A workstation with two officers (somchai stamps, malee releases) and the sample permits; not to be changed."""
    home = tmp_path_factory.mktemp("made") / "home"
    at = ("--home", home)
    made = run("station", "init", "--site", "CE", "--desk", "inspection", "--name", "CE-1", *at)
    assert made.status == 0
    somchai = run("officers", "add", "somchai", "--roles", "inspection,supervisor", *at, env=WITH_PASSWORD)
    malee = run("officers", "add", "malee", "--roles", "checking_post", *at, env=WITH_PASSWORD)
    brought = run("import", permits_csv, *at)
    assert [each.status for each in (somchai, malee, brought)] == [0, 0, 0], brought.err
    return home


@pytest.fixture
def home(made_home: Path, tmp_path: Path) -> Path:
    """A copy of the workstation for one test."""
    return Path(shutil.copytree(made_home, tmp_path / "home"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL on loopback."""
    with EmbeddedPostgres(tmp_path_factory.mktemp("postgres") / "server", durable=False) as server:
        yield server
