"""What kind of disk a folder lies on, as Linux tells: its file system, and whether it is encrypted."""

import sys
from pathlib import Path


def mounted(folder: Path) -> tuple[str, str]:
    """Device and file system that hold `folder`; empty where the system does not say (Windows)."""
    if sys.platform != "linux":
        return "", ""
    best = ("", "", "")
    resolved = str(folder.resolve())
    for line in _lines(Path("/proc/mounts")):
        device, point, kind, *_ = line.split(" ")
        inside = resolved == point or resolved.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best[1]):
            best = (device, point, kind)
    return best[0], best[2]


def encrypted(device: str) -> bool:
    """Whether Linux keeps `device` through dm-crypt, itself or anything beneath it."""
    if not device.startswith("/dev/"):
        return False
    return _through_crypt(Path(device).resolve().name, Path("/sys/class/block"), 0)


def _through_crypt(name: str, blocks: Path, depth: int) -> bool:
    if any(line.startswith("CRYPT-") for line in _lines(blocks / name / "dm" / "uuid")):
        return True
    beneath = blocks / name / "slaves"
    known = beneath.iterdir() if depth < _DEEPEST and beneath.is_dir() else iter(())
    return any(_through_crypt(each.name, blocks, depth + 1) for each in known)


_DEEPEST = 8


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
