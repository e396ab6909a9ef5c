"""Scanners that are read before the rest is open: what they sent is heard, once, in its order."""

import queue
from collections.abc import Iterator

import pytest

from officer_app.devices.framing import Frame, Framed
from officer_app.devices.scanner_states import Ready, State
from officer_app.devices.simulated_scanner import SimulatedScanner
from officer_app.settings import Settings
from officer_app.workstation.reading import Ears, Readers

PATIENCE_S = 20.0
Heard = queue.SimpleQueue[str]


@pytest.fixture
def scanner() -> Iterator[SimulatedScanner]:
    with SimulatedScanner() as made:
        yield made


@pytest.fixture
def readers(scanner: SimulatedScanner) -> Iterator[Readers]:
    made = Readers(Settings(site="CE", desk="inspection", name="CE-1", scanners=(scanner.url,)))
    made.start()
    yield made
    made.stop()


def ears(heard: Heard) -> Ears:
    def framed(what: Framed) -> None:
        heard.put(what.data.decode() if isinstance(what, Frame) else "dropped")

    def said(state: State) -> None:
        heard.put("ready" if isinstance(state, Ready) else "not ready")

    return Ears(framed, said, lambda text: heard.put(f"typed {text}"))


def test_what_was_scanned_before_anybody_listens_is_heard_in_its_order(
    scanner: SimulatedScanner, readers: Readers
) -> None:
    seen: Heard = queue.SimpleQueue()
    readers.watch(lambda url, data, at: seen.put(data.decode()))
    # The port is open once its first bytes are seen: what a scanner sends before that nobody can keep.
    while True:
        scanner.send("9911A0000000")
        try:
            seen.get(timeout=0.2)
        except queue.Empty:
            continue
        break
    readers.keyed("9911A0000001")
    scanner.send("9911A0000002")
    heard: Heard = queue.SimpleQueue()
    readers.listen(ears(heard))
    scanner.send("9911A0000003")
    told = [heard.get(timeout=PATIENCE_S)]
    while told[-1] != "9911A0000003":
        told.append(heard.get(timeout=PATIENCE_S))
    assert told[0] == "ready"
    wanted = ["typed 9911A0000001", "9911A0000002", "9911A0000003"]
    assert [each for each in told if each in wanted] == wanted


def test_a_key_scan_between_is_never_lost(readers: Readers) -> None:
    heard: Heard = queue.SimpleQueue()
    for place in range(50):
        readers.keyed(str(place))
    readers.listen(ears(heard))
    readers.keyed("50")
    told = []
    while "typed 50" not in told:
        told.append(heard.get(timeout=PATIENCE_S))
    assert [each for each in told if each.startswith("typed")] == [f"typed {place}" for place in range(51)]
