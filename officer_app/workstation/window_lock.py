"""Whether a window is open on a home: the file of its lock stays behind when the program is killed."""

import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def is_held(lock: Path) -> bool:
    """Whether a program holds the file `lock`, which Qt's QLockFile made. Raises OSError where that cannot be seen."""
    if not lock.exists():
        return False
    if sys.platform == "win32":
        # What is held open there cannot be taken away.
        try:
            lock.unlink()
        except PermissionError:
            return True
        return False
    descriptor = os.open(lock, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
