"""Files that are either old or new, never half."""

import contextlib
import errno
import os
from pathlib import Path

from officer_app.store.copying import flush
from officer_app.workstation.trouble import Trouble


def write_whole(file: Path, data: bytes) -> None:
    """Write `data` so that `file` is either old or new, never half. Raises Trouble."""
    fresh = file.with_name(f".{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # Not through a link that somebody laid there: a folder that was named may be anybody's.
        fresh.unlink(missing_ok=True)
        with fresh.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        put_in_place(fresh, file)
        # Its name has to outlive a power cut as well, where the disk can promise that.
        with contextlib.suppress(OSError):
            flush(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise Trouble("file_unwritable", path=file.name, detail=error.strerror or "") from error


def put_in_place(fresh: Path, file: Path) -> None:
    """Give `fresh` the name `file`, or remove it. Raises OSError, also where that is a device or a pipe (`--out
    /dev/stdout`): an administrator's account may replace one, and then nobody has it any more.
    """
    try:
        if file.exists() and not file.is_file():
            raise FileExistsError(errno.EEXIST, "it is no file", str(file))
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
