"""Cutting the power beneath the shipped driver: builds fault_vfs.c, loads it, and is its switch."""

import ctypes
import shutil
import subprocess
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

SOURCE = Path(__file__).with_name("fault_vfs.c")


class Power:
    """The power of a simulated machine. What is durable of the folder it runs in lies in another, the platter."""

    def __init__(self, library: Path) -> None:
        connection = sqlcipher.connect(":memory:")
        connection.enable_load_extension(True)
        connection.load_extension(str(library))
        connection.close()
        # The same library a second time: its switches beside its file system.
        self._switches = ctypes.CDLL(str(library))
        self._switches.power_on.argtypes = [
            ctypes.c_char_p,
            ctypes.c_char_p,
            ctypes.c_ulonglong,
            ctypes.c_int,
            ctypes.c_int,
        ]

    def on(self, machine: Path, platter: Path, seed: int, at: int = 0, *, lying: bool = False) -> None:
        """Run from now on; the power goes before step `at` (0: never). `lying`: the disk only says that it flushed."""
        self._switches.power_on(f"{machine}/".encode(), f"{platter}/".encode(), seed, at, int(lying))

    def goes_at(self, at: int) -> None:
        """The power goes before step `at`, counted from when it came."""
        self._switches.power_goes_at(at)

    @property
    def steps(self) -> int:
        """How many writes, truncations, flushes and deletions there were."""
        return int(self._switches.power_steps())

    @property
    def gone(self) -> bool:
        """Whether the power is gone."""
        return bool(self._switches.power_gone())

    def off(self) -> None:
        """Let the platter have what happened to reach it."""
        self._switches.power_off()

    def forget(self) -> None:
        """Give the driver its own file system back."""
        self._switches.power_forgotten()


def compiler() -> str:
    """The system's C compiler; empty where there is none."""
    return shutil.which("cc") or shutil.which("gcc") or ""


def build(folder: Path) -> Path:
    """The compiled file system."""
    library = folder / "fault_vfs.so"
    command = [compiler(), "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", str(library), str(SOURCE)]
    subprocess.run(command, check=True)
    return library
