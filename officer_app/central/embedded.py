"""A PostgreSQL of our own in one folder, for demonstration, training and tests; it goes when its parent goes."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Self

import psycopg

from officer_app.central.binaries import ENVIRONMENT, Account, EmbeddedFailed, find_binaries, server_account
from officer_app.central.cluster import SUPERUSER, check_cluster, make_cluster, reachable
from officer_app.central.leftovers import FolderLock, end_leftovers

__all__ = ["EmbeddedFailed", "EmbeddedPostgres"]

START_S = 60.0
STOP_S = 40.0
TICK_S = 0.03
TAKEN = "Address already in use"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "32MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m %p %u ",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """One server; its data, log and password are in `folder`. Works as root, too, and changes nobody else's modes.
    The wheel's PostgreSQL has no TLS; `settings` (of postgresql.conf) may ask it of another one (PG_BINDIR).

    `durable=False` is for tests of logic: commits are then not written through to the disk. `port=0` takes a free port
    and keeps to it. One process at a time uses the folder; a server that a killed process left in it is ended first.
    """

    def __init__(
        self, folder: Path, *, durable: bool = True, port: int = 0, settings: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder.absolute()
        self.port = port
        self._durable = durable
        self._settings = dict(settings or {})
        self._wanted_port = port
        self._password = ""
        self._account: Account | None = None
        self._lock = FolderLock(folder / "lock")
        self._guard: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"EmbeddedPostgres({str(self.folder)!r}, port={self.port})"

    @property
    def tls(self) -> bool:
        """Whether it was asked to speak TLS; the wheel's PostgreSQL cannot, and the screen says so."""
        return self._settings.get("ssl") == "on"

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server said."""
        return self.folder / "postgres.log"

    @property
    def running(self) -> bool:
        """Whether the server that `start` started still runs."""
        return self._guard is not None and self._guard.poll() is None

    @property
    def process(self) -> int | None:
        """The number of the server's main process, while it runs."""
        try:
            return int((self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def admin_url(self, database: str = "postgres") -> str:
        """The superuser's URL of `database`, with the password in it: not for logs."""
        return f"postgresql://{SUPERUSER}:{self._password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Make the cluster if there is none, run it and wait until it answers. Raises EmbeddedFailed, one sentence."""
        if self.running:
            return
        self._end_guard()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.take()
            self._account = server_account()
            binaries = find_binaries(self._account)
            end_leftovers(self.data)
            if not self.data.exists():
                make_cluster(self.folder, binaries, self._account, self._durable)
            self._password = check_cluster(self.folder, binaries)
            self._run(binaries)
        except OSError as error:
            self.stop()
            raise EmbeddedFailed(f"the folder {self.folder} cannot be used: {error.strerror or error}") from error
        except EmbeddedFailed:
            self.stop()
            raise

    def crash(self) -> None:
        """Kill the server where it stands, as a failing machine would, and wait until it is gone; `start` mends it."""
        process, guard = self.process, self._guard
        if process is not None and guard is not None and self.running:
            os.kill(process, signal.SIGKILL)
            guard.wait(STOP_S)

    def stop(self) -> None:
        """End the server and wait for it; what it acknowledged is on the disk. Harmless to repeat."""
        self._end_guard()
        self._lock.release()

    def _end_guard(self) -> None:
        guard, self._guard = self._guard, None
        if guard is not None:
            if guard.stdin is not None:
                guard.stdin.close()
            guard.wait(STOP_S)

    def _run(self, binaries: Path) -> None:
        for port in self._ports():
            self.port = port or _free_port()
            if self._answers(self._launch(binaries)):
                (self.folder / "port").write_text(str(self.port), encoding="utf-8")
                return
            self._end_guard()
            said = self.log.read_text(encoding="utf-8", errors="replace")
            if TAKEN not in said:
                raise EmbeddedFailed(f"PostgreSQL did not start; it said: {_last_words(said)}")
        raise EmbeddedFailed(f"port {self.port} is taken by another program")

    def _ports(self) -> tuple[int, ...]:
        """The ports to try, 0 for a free one: the wanted one only, or the last one, which workstations may know."""
        if self._wanted_port:
            return (self._wanted_port,)
        # A free port may be taken by another program between the asking and the using: then another one is asked for.
        with suppress(OSError, ValueError):
            return (int((self.folder / "port").read_text(encoding="utf-8")), 0, 0)
        return (0, 0, 0)

    def _launch(self, binaries: Path) -> subprocess.Popen[bytes]:
        settings = SETTINGS | {"port": str(self.port)} | ({} if self._durable else NOT_DURABLE) | self._settings
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with reachable(self.data, self._account) as place:
                plan: dict[str, object] = {"argv": [str(binaries / "postgres"), "-D", place.name, *options]}
                plan["fds"] = place.descriptors
                if self._account is not None:
                    plan |= {"user": self._account.uid, "group": self._account.gid}
                self._guard = subprocess.Popen(
                    [sys.executable, "-I", "-S", Path(__file__).with_name("guard.py"), json.dumps(plan)],
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                    cwd="/",
                    env=ENVIRONMENT,
                    pass_fds=place.descriptors,
                    start_new_session=True,
                )
        finally:
            os.close(log)
        return self._guard

    def _answers(self, guard: subprocess.Popen[bytes]) -> bool:
        tick = Event()
        for _ in range(int(START_S / TICK_S)):
            if guard.poll() is not None:
                return False
            try:
                psycopg.connect(self.admin_url(), connect_timeout=2).close()
            except psycopg.OperationalError:
                tick.wait(TICK_S)
            else:
                return True
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _last_words(said: str) -> str:
    return " / ".join(line.strip() for line in said.strip().splitlines()[-4:])[-600:]
