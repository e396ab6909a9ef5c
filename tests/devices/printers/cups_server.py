"""A real CUPS on a socket of its own, with one printer whose troubles are files in a folder."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

PRINTER = "SIM"
_BACKEND = Path(__file__).with_name("sim_backend.sh")
_FILES = """\
SystemGroup root
ServerRoot {root}/etc
RequestRoot {root}/spool
CacheDir {root}/cache
StateDir {root}/state
ServerBin {root}/bin
TempDir {root}/tmp
AccessLog {root}/logs/access
ErrorLog {root}/logs/error
PageLog {root}/logs/page
User lp
Group lp
"""
_DAEMON = """\
LogLevel warn
Listen {root}/cups.sock
Browsing Off
DefaultAuthType None
WebInterface No
PreserveJobHistory Yes
ErrorPolicy stop-printer
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order allow,deny
Allow all
</Limit>
</Policy>
"""


def why_not() -> str:
    """Why a CUPS cannot be started here, or an empty text."""
    if os.name != "posix" or os.geteuid() != 0:
        return "a CUPS of its own needs root"
    missing = [name for name in ("cupsd", "lp", "lpstat", "lpadmin", "cancel", "cupsenable") if not _which(name)]
    return f"not installed: {', '.join(missing)}" if missing else ""


class CupsServer:
    """Started on entry, stopped on exit; `device` is the printer's folder."""

    def __init__(self) -> None:
        # Not in pytest's folder: the printer runs as another user and has to get there.
        self.root = Path(tempfile.mkdtemp(prefix="officer-cups-", dir="/tmp"))
        self.socket = str(self.root / "cups.sock")
        self.device = self.root / "device"
        self._daemon: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.root.chmod(0o755)
        for name in ("etc", "spool", "cache", "state", "tmp", "logs", "bin/backend", "device"):
            (self.root / name).mkdir(parents=True)
        self.device.chmod(0o777)
        for part in Path("/usr/lib/cups").iterdir():
            if part.name != "backend":
                (self.root / "bin" / part.name).symlink_to(part)
        backend = self.root / "bin" / "backend" / "sim"
        shutil.copy(_BACKEND, backend)
        backend.chmod(0o700)
        files, daemon = self.root / "etc" / "cups-files.conf", self.root / "etc" / "cupsd.conf"
        files.write_text(_FILES.format(root=self.root))
        daemon.write_text(_DAEMON.format(root=self.root))
        self._daemon = subprocess.Popen(
            [_which("cupsd"), "-f", "-c", daemon, "-s", files], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until(lambda: Path(self.socket).exists() and self.run("lpstat", "-r").returncode == 0)
        made = self.run("lpadmin", "-p", PRINTER, "-E", "-v", f"sim:{self.device}", "-m", "raw")
        if made.returncode != 0:
            raise RuntimeError(made.stderr)
        return self

    def __exit__(self, *_: object) -> None:
        if self._daemon is not None:
            self._daemon.terminate()
            self._daemon.wait(10)
        shutil.rmtree(self.root, ignore_errors=True)

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """One of CUPS' own commands."""
        setting = {**os.environ, "CUPS_SERVER": self.socket, "LC_ALL": "C"}
        program = _which(command[0])
        return subprocess.run([program, *command[1:]], env=setting, capture_output=True, text=True, check=False)

    def trouble(self, name: str, *, on: bool) -> None:
        """Switch paper-out, unplugged or refuses."""
        file = self.device / name
        if on:
            file.touch()
        else:
            file.unlink(missing_ok=True)

    def mend(self) -> None:
        """Take every trouble away and start the queue again."""
        for name in ("paper-out", "unplugged", "refuses"):
            self.trouble(name, on=False)
        self.run("cancel", "-a", PRINTER)
        self.run("cupsenable", PRINTER)
        self.run("cupsaccept", PRINTER)


def until(done: Callable[[], bool], patience_s: float = 20.0) -> None:
    """Wait until `done()` holds. Raises TimeoutError."""
    end = time.monotonic() + patience_s
    while not done():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)


def _which(name: str) -> str:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin") or ""
