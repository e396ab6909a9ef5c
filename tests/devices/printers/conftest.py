"""One real CUPS for all tests of printers; a test that cannot have it says why."""

from collections.abc import Iterator

import pytest

from tests.devices.printers.cups_server import CupsServer, why_not


@pytest.fixture(scope="session")
def running_cups() -> Iterator[CupsServer]:
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with CupsServer() as server:
        yield server


@pytest.fixture
def cups(running_cups: CupsServer) -> Iterator[CupsServer]:
    running_cups.mend()
    yield running_cups
    running_cups.mend()
