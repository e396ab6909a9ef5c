"""One thread for all scanners: several, one missing, one behind a pump; twenty thousand scans; hostile bytes."""

import queue
import sys
import threading

import pytest

from officer_app.core.scanner_setup import setup_of
from officer_app.devices.decoding import Text, decode
from officer_app.devices.device_thread import DeviceThread
from officer_app.devices.duplicates import Repeats
from officer_app.devices.framing import Dropped, DropReason, Frame, Framed, Framer, Framing
from officer_app.devices.ports import Port, Source
from officer_app.devices.scanner_states import Absent, Ready, Retry, State, Stopped
from officer_app.devices.serial_scanner import serial_source
from officer_app.devices.simulated_scanner import SimulatedScanner
from tests.devices.listening import WAIT_S, open_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
QUICK = Retry(0.005, 0.05)


class Desk:
    """Several scanners on one device thread, and what they call back."""

    def __init__(self, *urls: str, **options: object) -> None:
        self.framed: queue.SimpleQueue[tuple[str, Framed]] = queue.SimpleQueue()
        self.states: queue.SimpleQueue[State] = queue.SimpleQueue()
        self.threads: set[str] = set()
        self.thread = DeviceThread([self._source(url, options) for url in urls], QUICK)
        self.thread.start()

    def _source(self, url: str, options: dict[str, object]) -> Source:
        return serial_source(setup_of(url, options), lambda framed: self._hear(url, framed), self.states.put)

    def _hear(self, url: str, framed: Framed) -> None:
        self.threads.add(threading.current_thread().name)
        self.framed.put((url, framed))

    def next(self) -> tuple[str, Framed]:
        return self.framed.get(timeout=WAIT_S)

    def ready(self, number: int) -> set[str]:
        urls: set[str] = set()
        while len(urls) < number:
            state = self.states.get(timeout=WAIT_S)
            if isinstance(state, Ready):
                urls.add(state.url)
        return urls


def test_three_scanners_one_of_them_missing_share_one_thread() -> None:
    with SimulatedScanner() as first, SimulatedScanner() as second:
        desk = Desk(first.url, "/dev/no-such-port", second.url)
        try:
            assert desk.ready(2) == {first.url, second.url}
            for number in range(50):
                first.send(f"9911A{number:07}")
                second.send(f"9911B{number:07}")
            heard = [desk.next() for _ in range(100)]
        finally:
            desk.thread.stop()
    for scanner, letter in ((first, "A"), (second, "B")):
        wanted = [Frame(f"9911{letter}{number:07}".encode()) for number in range(50)]
        assert [framed for url, framed in heard if url == scanner.url] == wanted
    assert desk.threads == {"devices"}


def test_a_port_the_system_cannot_wait_on_has_a_pump_and_calls_back_on_the_device_thread() -> None:
    desk = Desk("loop://")
    try:
        assert desk.ready(1) == {"loop://"}
        pumps = [thread for thread in threading.enumerate() if thread.name == "pump loop://"]
        assert len(pumps) == 1
    finally:
        desk.thread.stop()
    # The pump ends by itself once the read it is in comes back.
    pumps[0].join(10.0)
    assert not pumps[0].is_alive()


class ScriptedPort:
    """A port without a descriptor that gives what a test puts in; None is the pulled cable."""

    waits_on: int | None = None

    def __init__(self) -> None:
        self.bytes: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def read(self) -> bytes:
        try:
            data = self.bytes.get(timeout=0.05)
        except queue.Empty:
            return b""
        if data is None:
            raise OSError("gone")
        return data

    def cancel(self) -> None: ...
    def close(self) -> None: ...


def test_what_a_pump_hands_in_is_cut_on_the_device_thread_and_a_pulled_cable_is_opened_again() -> None:
    opened: queue.SimpleQueue[ScriptedPort] = queue.SimpleQueue()
    framed: queue.SimpleQueue[Framed] = queue.SimpleQueue()
    states: queue.SimpleQueue[State] = queue.SimpleQueue()
    threads: set[str] = set()

    def open_port() -> Port:
        port = ScriptedPort()
        opened.put(port)
        return port

    def on_frame(one: Framed) -> None:
        threads.add(threading.current_thread().name)
        framed.put(one)

    device = DeviceThread([Source("pumped", open_port, lambda: Framer(Framing()), on_frame, states.put)], QUICK)
    device.start()
    try:
        port = opened.get(timeout=WAIT_S)
        port.bytes.put(b"9911A000")
        port.bytes.put(b"0001\r99")
        assert framed.get(timeout=WAIT_S) == Frame(b"9911A0000001")
        port.bytes.put(None)
        half = framed.get(timeout=WAIT_S)
        assert isinstance(half, Dropped)
        assert half.reason is DropReason.HALF
        opened.get(timeout=WAIT_S).bytes.put(b"9911A0000002\r")
        assert framed.get(timeout=WAIT_S) == Frame(b"9911A0000002")
    finally:
        device.stop()
    assert threads == {"devices"}
    assert isinstance(states.get(timeout=WAIT_S), Ready)


def test_whoever_watches_hears_the_bytes_before_they_are_cut() -> None:
    seen: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
    with SimulatedScanner() as scanner:
        desk = Desk(scanner.url)
        try:
            desk.ready(1)
            desk.thread.watch(lambda url, data, at: seen.put((url, data)))
            scanner.send_bytes(b"\x029911A0000001\x03")
            assert desk.next()[1] == Frame(b"9911A0000001")
            assert seen.get(timeout=WAIT_S) == (scanner.url, b"\x029911A0000001\x03")
        finally:
            desk.thread.stop()


@pytest.mark.parametrize(
    ("terminator", "sent", "frames"),
    [
        ("cr", b"A1\nB2\rC3\r", [b"A1\nB2", b"C3"]),
        ("lf", b"A1\rB2\nC3\n", [b"A1\rB2", b"C3"]),
        ("tab", b"A1\rB2\tC3\t", [b"A1\rB2", b"C3"]),
        ("etx", b"\x02A1\rB2\x03\x02C3\x03", [b"A1\rB2", b"C3"]),
        ("crlf", b"A1\r\nB2\nC3\r\n", [b"A1", b"B2", b"C3"]),
    ],
)
def test_a_set_terminator_is_the_only_one(terminator: str, sent: bytes, frames: list[bytes]) -> None:
    with SimulatedScanner() as scanner:
        desk = Desk(scanner.url, terminator=terminator)
        try:
            scanner.send_bytes(sent)
            assert [desk.next()[1] for _ in frames] == [Frame(frame) for frame in frames]
        finally:
            desk.thread.stop()


def test_a_scanner_without_terminator_is_read_by_its_silence() -> None:
    with SimulatedScanner() as scanner:
        desk = Desk(scanner.url, terminator="none", gap_ms=40)
        try:
            scanner.send("9911A0000001", terminator=b"")
            assert desk.next()[1] == Frame(b"9911A0000001")
        finally:
            desk.thread.stop()


def test_stopping_at_any_moment_closes_every_port_and_says_stopped(simulated: SimulatedScanner) -> None:
    files = open_files()
    for _ in range(20):
        desk = Desk(simulated.url, "socket://127.0.0.1:1", "loop://")
        desk.thread.stop()
        said: set[str] = set()
        while len(said) < 3:
            state = desk.states.get(timeout=WAIT_S)
            if isinstance(state, Stopped):
                said.add(state.url)
    assert open_files() <= files + 1  # an address that is just being connected to closes by itself


def test_a_device_thread_that_was_never_started_leaves_nothing() -> None:
    files = open_files()
    DeviceThread([]).stop()
    assert open_files() == files


def test_twenty_thousand_scans_at_full_speed_none_lost_none_wrongly_merged() -> None:
    scans: list[str] = []
    wanted: list[str] = []
    for number in range(20_000):
        code = f"9911A{number:07}"
        scans.append(code)
        wanted.append(code)
        if number % 50 == 0:
            scans.append(code)  # held on one code: a repeat
        if number % 1000 == 999:
            scans += ["9911B0000000", code]  # another code in between: a scan of its own
            wanted += ["9911B0000000", code]
    # What a scanner at 115,200 baud can do at most, in one stream without a pause.
    stream = b"".join(code.encode() + b"\r" for code in scans)
    heard: list[str] = []
    repeats = Repeats(gap_s=5.0)
    done = threading.Event()
    merged = 0

    def on_frame(framed: Framed) -> None:
        nonlocal merged
        text = decode(framed.data) if isinstance(framed, Frame) else framed
        assert isinstance(text, Text)
        if repeats.is_repeat(text.text, 0.0):
            merged += 1
        else:
            heard.append(text.text)
        if len(heard) + merged == len(scans):
            done.set()

    with SimulatedScanner() as scanner:
        device = DeviceThread([serial_source(setup_of(scanner.url, {"speed": 115_200}), on_frame, lambda state: None)])
        device.start()
        try:
            scanner.send_paced(stream, 115_200)
            assert done.wait(WAIT_S)
        finally:
            device.stop()
    assert heard == wanted
    assert merged == len(scans) - len(wanted)


@pytest.mark.parametrize(
    "hostile",
    [
        bytes(range(256)) * 64,
        b"\xff" * 100_000,
        b"9" * 1_000_000,
        b"\x02" * 5000,
        b"\x1b[2J\x00" * 5000,
        b"\r\n\t\x03" * 5000,
    ],
    ids=["every byte", "no text", "a megabyte without end", "only STX", "escapes and NUL", "only ends"],
)
def test_hostile_bytes_are_dropped_counted_and_the_next_scan_is_read(hostile: bytes) -> None:
    with SimulatedScanner() as scanner:
        desk = Desk(scanner.url)
        try:
            desk.ready(1)
            scanner.send_bytes(hostile + b"\r")
            scanner.send("9911A0000001")
            dropped = 0
            while True:
                _, framed = desk.next()
                text = decode(framed.data) if isinstance(framed, Frame) else framed
                if text == decode(b"9911A0000001"):
                    break
                if isinstance(text, Dropped):
                    dropped += 1
                    assert len(text.excerpt) <= 200
                else:
                    assert len(text.text) <= 4096
            assert dropped
        finally:
            desk.thread.stop()


def test_a_missing_scanner_is_tried_less_and_less_often() -> None:
    tries: list[float] = []
    enough = threading.Event()

    def open_port() -> Port:
        tries.append(0.0)
        if len(tries) == 5:
            enough.set()
        raise FileNotFoundError(2, "none")

    states: queue.SimpleQueue[State] = queue.SimpleQueue()
    source = Source("/dev/none", open_port, lambda: Framer(Framing()), lambda framed: None, states.put)
    device = DeviceThread([source], Retry(0.001, 0.01))
    device.start()
    assert enough.wait(WAIT_S)
    device.stop()

    assert isinstance(states.get(timeout=WAIT_S), Absent)
    assert isinstance(states.get(timeout=WAIT_S), Stopped)
