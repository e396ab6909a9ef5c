"""The simulated scanner that ships: real bytes on a real port, and one clear sentence where it cannot."""

import os
import sys
import threading
from pathlib import Path

import pytest

from officer_app.devices.simulated_scanner import SimulatedScanner, SimulationFailed
from tests.devices.listening import open_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def test_its_url_stays_the_same_over_a_replug(simulated: SimulatedScanner) -> None:
    url = simulated.url
    simulated.unplug()
    gone = not Path(url).exists()

    simulated.replug()

    assert gone
    assert simulated.url == url
    assert Path(url).is_char_device()


def test_an_unplugged_scanner_says_so(simulated: SimulatedScanner) -> None:
    simulated.unplug()

    with pytest.raises(SimulationFailed) as failed:
        simulated.send("9911A0000001")

    assert failed.value.code == "unplugged"


def test_a_scanner_nobody_reads_says_so_and_does_not_hang() -> None:
    with SimulatedScanner(write_within_s=0.05) as simulated, pytest.raises(SimulationFailed) as failed:
        simulated.send_bytes(b"9" * 1_000_000)

    assert failed.value.code == "nobody_reads"


def test_the_bytes_on_the_port_are_the_bytes_sent(simulated: SimulatedScanner) -> None:
    everything = bytes(range(256))
    reader = os.open(simulated.url, os.O_RDWR | os.O_NOCTTY)
    try:
        simulated.send_bytes(everything)
        received = b""
        while len(received) < len(everything):
            received += os.read(reader, 4096)
    finally:
        os.close(reader)

    assert received == everything


def test_it_leaves_nothing_behind() -> None:
    files, threads = open_files(), threading.active_count()
    simulated = SimulatedScanner()
    folder = Path(simulated.url).parent

    simulated.close()
    simulated.close()

    assert not folder.exists()
    assert (open_files(), threading.active_count()) == (files, threads)
