"""Reads files that somebody names: never more than agreed, whatever is behind the name."""

from pathlib import Path

from officer_app.messages.faults import NotThisFile
from officer_app.workstation.trouble import Trouble

MOST_BYTES = 512 * 2**20
"""Larger files are refused: they come through the centre as a snapshot, not over a counter's disk."""
_MOST_TRAVELLED = 4 * 2**20


def read_file(path: Path, most_bytes: int) -> bytes:
    """The bytes of `path`. Raises OSError, and NotThisFile for more than `most_bytes`: a device never ends."""
    with path.open("rb") as stream:
        data = stream.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise NotThisFile(f"larger than {most_bytes // 2**20} MB")
    return data


def read_travelled(file: Path) -> bytes:
    """A small file that came from elsewhere: what lies beyond 4 MB is left out, and does not verify. Raises Trouble."""
    try:
        with file.open("rb") as stream:
            return stream.read(_MOST_TRAVELLED)
    except OSError as error:
        raise Trouble("file_unreadable", path=file.name, detail=error.strerror or "") from error
