"""Reads files that somebody names: never more than agreed, whatever is behind the name."""

from pathlib import Path

from officer_app.messages.faults import NotThisFile

MOST_BYTES = 512 * 2**20
"""Larger files are refused: they come through the centre as a snapshot, not over a counter's disk."""


def read_file(path: Path, most_bytes: int) -> bytes:
    """The bytes of `path`. Raises OSError, and NotThisFile for more than `most_bytes`: a device never ends."""
    with path.open("rb") as stream:
        data = stream.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise NotThisFile(f"larger than {most_bytes // 2**20} MB")
    return data
