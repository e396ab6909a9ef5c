"""What only one program of a home does at a time: it holds a file, which the system lets go when that program dies."""

import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

TICK_S = 0.02

log = logging.getLogger(__name__)


class Taken(Exception):
    """Another program is at it."""


@contextmanager
def alone(file: Path, patience_s: float) -> Iterator[None]:
    """Hold `file` meanwhile. Raises Taken where another program holds it for longer than `patience_s` (seconds).

    Where the file cannot be made or held (a full disk, a file system without locks) it goes on all the same.
    """
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        log.info("%s cannot be held: %s", file.name, error.strerror)
        yield
        return
    try:
        _hold(descriptor, patience_s)
        yield
    finally:
        os.close(descriptor)


def _hold(descriptor: int, patience_s: float) -> None:
    until = time.monotonic() + patience_s
    while True:
        try:
            if sys.platform == "win32":
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError) as error:
            if time.monotonic() >= until:
                raise Taken from error
            time.sleep(TICK_S)
        except OSError as error:
            log.info("a file cannot be held: %s", error.strerror)
            return
        else:
            return
