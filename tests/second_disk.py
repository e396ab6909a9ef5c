"""A folder on another disk than the tests', for what has to outlive the first one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest

SHARED_MEMORY = Path("/dev/shm")


@contextmanager
def second_disk(first: Path) -> Iterator[Path]:
    """A folder on another disk than that of `first`; the test is skipped where there is none."""
    if not SHARED_MEMORY.is_dir() or SHARED_MEMORY.stat().st_dev == first.stat().st_dev:
        pytest.skip("no second disk here: /dev/shm is missing or lies on the same one")
    folder = Path(mkdtemp(dir=SHARED_MEMORY))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
