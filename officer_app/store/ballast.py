"""Room kept for acts: a file that only takes up space, and is given up when the disk fills."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

MB = 2**20
LITTLE_BYTES = 2 * 2**30
"""Less free space than this wants a look (stack-data.md §3)."""
AMPLE_BYTES = 20 * 2**30
"""More free space than this needs no ballast yet."""
_PIECE = bytes(MB)


class Space(StrEnum):
    """How much room there is: enough, so little that somebody should look, or only what the ballast had kept."""

    PLENTY = "plenty"
    LITTLE = "little"
    SPENT = "spent"


@dataclass(frozen=True)
class Room:
    """How much room the disk under the journal has: bytes that are free, and what that means."""

    space: Space
    free_bytes: int


class Ballast:
    """The file at `path`, `size` bytes long where the disk has room for it (0: never). No method raises.

    While the disk is nearly empty no file is made; it is laid down when the disk has begun to fill, given up when a
    quarter of its size is all that is left, and laid down again when there is room.
    """

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._size = size

    @property
    def there(self) -> bool:
        """Whether the file is there to be given up."""
        return self._path.is_file()

    @property
    def runs_out(self) -> bool:
        """Whether so little is left that only acts may be written."""
        return free_bytes(self._path) < self._size // 4

    def look(self) -> Room:
        """How much room there is; the file is laid down or given up accordingly."""
        if self.runs_out:
            self.give_up()
        free = free_bytes(self._path)
        if self._size and not self.there and 4 * self._size <= free < AMPLE_BYTES:
            self._lay_down()
            free = free_bytes(self._path)
        if not self.there and free < 4 * self._size:
            return Room(Space.SPENT, free)
        return Room(Space.LITTLE if free < LITTLE_BYTES else Space.PLENTY, free)

    def give_up(self) -> bool:
        """Give the room back to the disk; whether there was any to give."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True

    def _lay_down(self) -> None:
        """Take the room, so that it is really taken: a file with holes would keep none."""
        fresh = self._path.with_name(f".{self._path.name}.new")
        try:
            with fresh.open("wb") as stream:
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(stream.fileno(), 0, self._size)
                else:
                    for _ in range(-(-self._size // len(_PIECE))):
                        stream.write(_PIECE)
            fresh.replace(self._path)
        except OSError:
            with suppress(OSError):
                fresh.unlink()


def free_bytes(path: Path) -> int:
    """How much the disk under `path` still takes; a large number where the system does not say."""
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return AMPLE_BYTES
