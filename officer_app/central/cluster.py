"""Makes the files of an embedded PostgreSQL: data directory, superuser's password, the way in for another account."""

import os
import secrets
import shutil
import subprocess
import sys
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
    # Made under another name and renamed: a cluster that a kill left half made is never taken for a whole one. The
    # name is new each time: what a kill left running may still be writing under the old one.
    for old in folder.glob("data.*"):
        shutil.rmtree(old, ignore_errors=True)
    fresh = folder / f"data.{secrets.token_hex(4)}"
    fresh.mkdir(mode=0o700)
    password = secrets.token_urlsafe(24)
    _write_secret(folder / "password", password)
    if account is not None:
        os.chown(fresh, account.uid, account.gid)
    with _handed_over(password, account) as given:
        _initdb(fresh, binaries, account, given, [] if durable else ["--no-sync"])
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


@contextmanager
def _handed_over(password: str, account: Account | None) -> Iterator[Reachable]:
    """`password` as a file for a program of `account`; where the system can, one that no kill leaves behind."""
    if sys.platform == "linux":
        descriptor = os.memfd_create("password")
        try:
            os.write(descriptor, password.encode())
            yield Reachable(f"/proc/self/fd/{descriptor}", (descriptor,))
        finally:
            os.close(descriptor)
    else:
        descriptor, name = tempfile.mkstemp(prefix="officer-app-")
        try:
            os.write(descriptor, password.encode())
            if account is not None:
                os.chown(name, account.uid, account.gid)
            yield Reachable(name, ())
        finally:
            os.close(descriptor)
            Path(name).unlink()


def _initdb(fresh: Path, binaries: Path, account: Account | None, password: Reachable, options: list[str]) -> None:
    with reachable(fresh, account) as place:
        made = subprocess.run(
            [
                *(binaries / "initdb", "-D", place.name, "-U", SUPERUSER, "-A", "scram-sha-256"),
                *("-E", "UTF8", "--locale=C", "--pwfile", password.name, *options),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=ENVIRONMENT,
            pass_fds=(*place.descriptors, *password.descriptors),
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
