"""Makes the files of an embedded PostgreSQL: data directory, superuser's password, the way in for another account."""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from officer_app.central.binaries import ENVIRONMENT, Account, EmbeddedFailed, major_version, run_as

SUPERUSER = "postgres"


@dataclass(frozen=True)
class Reachable:
    """A folder by a name that works in a program we start: `name`, and the descriptors that program must inherit."""

    name: str
    descriptors: tuple[int, ...]


@contextmanager
def reachable(folder: Path, account: Account | None) -> Iterator[Reachable]:
    """`folder` for a program that runs as `account`, also where that account may not pass the folders above it.

    An open descriptor needs no way there, so nobody's modes have to be loosened (a root's home is closed to others).
    """
    if account is None:
        yield Reachable(str(folder), ())
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield Reachable(f"/proc/self/fd/{descriptor}", (descriptor,))
    finally:
        os.close(descriptor)


def make_cluster(folder: Path, binaries: Path, account: Account | None, durable: bool) -> None:
    """Make `folder`/data and `folder`/password (mode 0600). Raises OSError and EmbeddedFailed."""
    # Made under another name and renamed: a cluster that a kill left half made is never taken for a whole one.
    fresh = folder / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    password = secrets.token_urlsafe(24)
    _write_secret(folder / "password", password)
    descriptor, given = tempfile.mkstemp(prefix="officer-app-")
    try:
        os.write(descriptor, password.encode())
        if account is not None:
            os.chown(fresh, account.uid, account.gid)
            os.chown(given, account.uid, account.gid)
        _initdb(fresh, binaries, account, ["--pwfile", given, *([] if durable else ["--no-sync"])])
    finally:
        os.close(descriptor)
        Path(given).unlink()
    fresh.rename(folder / "data")


def check_cluster(folder: Path, binaries: Path) -> str:
    """The superuser's password of the cluster in `folder`. Raises EmbeddedFailed where these binaries cannot run it."""
    made_by = (folder / "data" / "PG_VERSION").read_text(encoding="utf-8").strip()
    found = major_version(binaries)
    if made_by != found:
        raise EmbeddedFailed(f"{folder} was made by PostgreSQL {made_by}; here is PostgreSQL {found}")
    try:
        return (folder / "password").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise EmbeddedFailed(f"{folder} holds a database, but its password file is gone") from None


def _initdb(fresh: Path, binaries: Path, account: Account | None, options: list[str]) -> None:
    with reachable(fresh, account) as place:
        made = subprocess.run(
            [
                *(binaries / "initdb", "-D", place.name, "-U", SUPERUSER, "-A", "scram-sha-256"),
                *("-E", "UTF8", "--locale=C", *options),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=ENVIRONMENT,
            pass_fds=place.descriptors,
            **run_as(account),
        )
    if made.returncode != 0:
        raise EmbeddedFailed(f"PostgreSQL could not make its files in {fresh.parent}: {made.stderr.strip()[-300:]}")


def _write_secret(path: Path, secret: str) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, secret.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
