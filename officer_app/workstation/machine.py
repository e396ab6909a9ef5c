"""Which machine this is, and which file on it: what a copy of the file, or of the whole disk, has otherwise."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import winreg

MACHINE = Path("/etc/machine-id")
BOARD = Path("/sys/class/dmi/id/product_uuid")
START = Path("/proc/sys/kernel/random/boot_id")
DISKS = Path("/dev/disk/by-uuid")


def place_of(file: Path) -> Mapping[str, str]:
    """What is known of where `file` lies: machine, board, disk, and the file's own number there. What cannot be read is
    left out: the board's number is often root's alone to read.
    """
    parts = {"machine": _machine(), "board": _line(BOARD), "disk": _disk(file), "file": str(file.stat().st_ino)}
    return {name: part for name, part in parts.items() if part}


def elsewhere(known: Mapping[str, str], here: Mapping[str, str]) -> bool:
    """Whether these are two places, by what is known of both."""
    return any(known[name] != here[name] for name in known.keys() & here.keys())


def start_of_machine() -> str:
    """What names the time since this machine was started; empty where the system does not say."""
    return _line(START)


def _machine() -> str:
    if sys.platform == "win32":
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        return ""
    return _line(MACHINE)


def _disk(file: Path) -> str:
    """The name of the file system (a copy of its bytes bears the same); on Windows the number of the volume."""
    device = file.stat().st_dev
    if os.name == "nt":
        return str(device)
    with suppress(OSError):
        for name in sorted(DISKS.iterdir()):
            with suppress(OSError):
                if name.stat().st_rdev == device:
                    return name.name
    return ""


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
