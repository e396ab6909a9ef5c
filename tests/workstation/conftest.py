"""A workstation for the tests of papers: made once, copied for each test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workstation.paper_station import Base, PaperStation, make_base


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """The workstation that is copied."""
    return make_base(tmp_path_factory.mktemp("base") / "home")


@pytest.fixture
def station(base: Base, tmp_path: Path) -> Iterator[PaperStation]:
    """A workstation of the test's own."""
    made = base.copy(tmp_path / "home")
    yield made
    made.opened.close()
