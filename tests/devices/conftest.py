"""A simulated scanner on a real pseudo-terminal, and serial scanners that are stopped after the test."""

from collections.abc import Iterator

import pytest

from officer_app.devices.framing import Framing
from officer_app.devices.serial_scanner import Line
from officer_app.devices.simulated_scanner import SimulatedScanner
from tests.devices.listening import Heard, Listen


@pytest.fixture
def simulated() -> Iterator[SimulatedScanner]:
    """A simulated scanner, plugged in."""
    with SimulatedScanner() as scanner:
        yield scanner


@pytest.fixture
def listen() -> Iterator[Listen]:
    """Start a serial scanner on a URL."""
    started: list[Heard] = []

    def start(url: str, framing: Framing | None = None, line: Line | None = None) -> Heard:
        heard = Heard(url, framing, line)
        started.append(heard)
        return heard

    yield start
    for heard in started:
        heard.scanner.stop()
