"""A serial scanner on a real pseudo-terminal: no scan lost, and no pulled cable that it does not survive."""

import socket
import sys
import threading
from pathlib import Path

import pytest

from officer_app.core.numbers import Kind, Reading, recognise
from officer_app.core.scanner_setup import ScannerSetup, Terminator
from officer_app.devices.decoding import Encoding, Text, decode
from officer_app.devices.framing import Dropped, DropReason, Frame, framing_of
from officer_app.devices.port_troubles import PortTrouble
from officer_app.devices.serial_scanner import Absent, Line, Ready, SerialScanner, Stopped
from officer_app.devices.simulated_scanner import SimulatedScanner
from officer_app.paths import resources
from officer_app.texts import Texts
from tests.devices.listening import Listen, open_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

PERMIT = Frame(b"9911A0000001")


def test_a_scan_arrives_on_the_device_thread(simulated: SimulatedScanner, listen: Listen) -> None:
    heard = listen(simulated.url)
    assert heard.state(Ready) == Ready(simulated.url)

    simulated.send("9911A0000001")

    assert heard.next() == PERMIT
    assert heard.threads == {"devices"}


def test_a_scan_made_before_the_port_was_open_is_not_lost(simulated: SimulatedScanner, listen: Listen) -> None:
    simulated.send("9911A0000001")

    assert listen(simulated.url).next() == PERMIT


@pytest.mark.parametrize("terminator", [b"\r", b"\n", b"\r\n", b"\t", b"\x03"])
def test_every_terminator_crosses_the_port_as_it_is(
    simulated: SimulatedScanner, listen: Listen, terminator: bytes
) -> None:
    heard = listen(simulated.url)

    for _ in range(3):
        simulated.send("9911A0000001", terminator=terminator)

    assert heard.several(3) == [PERMIT] * 3


def test_a_scan_in_single_paced_bytes_is_one_scan(simulated: SimulatedScanner, listen: Listen) -> None:
    heard = listen(simulated.url)

    simulated.send("9911A0000001", chunk=1, pace_s=0.002)

    assert heard.next() == PERMIT


def test_two_thousand_scans_arrive_whole_and_in_order(simulated: SimulatedScanner, listen: Listen) -> None:
    heard = listen(simulated.url)
    codes = [f"9911A{number:07}" for number in range(2000)]

    for code in codes:
        simulated.send(code, terminator=b"\r\n", chunk=5)

    assert heard.several(2000) == [Frame(code.encode()) for code in codes]


def test_bad_input_is_dropped_and_named_and_the_next_scan_is_read(simulated: SimulatedScanner, listen: Listen) -> None:
    heard = listen(simulated.url)
    heard.state(Ready)

    simulated.send_bytes(b"x" * 10_240 + b"\r")
    simulated.send("")
    simulated.send_bytes(b"\xff\xfe\x00\x1b\x80\r")
    simulated.send("9911A\x1b0000001")
    simulated.send_bytes("ตตๅๅฤจจจจจจๅ".encode("cp874") + b"\r")
    simulated.send("9911A0000001")

    overlong, empty, garbage, control, thai, good = heard.several(6)
    assert isinstance(overlong, Dropped)
    assert overlong.reason is DropReason.OVERLONG
    assert empty == Dropped(DropReason.EMPTY, 0, "")
    assert isinstance(garbage, Frame)
    assert decode(garbage.data) == Dropped(DropReason.NOT_TEXT, 5, "\\xff\\xfe\\x00\\x1b\\x80")
    assert isinstance(control, Frame)
    assert decode(control.data) == Dropped(DropReason.CONTROL_CHARACTER, 13, "9911A\\x1b0000001")
    assert isinstance(thai, Frame)
    text = decode(thai.data)
    assert isinstance(text, Text)
    assert text.encoding is Encoding.CP874
    reading = recognise(text.text)
    assert isinstance(reading, Reading)
    assert reading.kind is Kind.UNKNOWN
    assert good == PERMIT


def test_a_scanner_without_terminator_is_read_by_its_silence(simulated: SimulatedScanner, listen: Listen) -> None:
    heard = listen(simulated.url, framing_of(ScannerSetup(simulated.url, terminator=str(Terminator.NONE))))

    simulated.send("9911A0000001", terminator=b"")

    assert heard.next() == PERMIT


def test_a_cable_pulled_in_mid_scan_drops_the_half_and_reading_goes_on_at_replug(
    simulated: SimulatedScanner, listen: Listen
) -> None:
    heard = listen(simulated.url)
    simulated.send("9911A0000001")
    simulated.send("9911A00", terminator=b"")
    simulated.send_bytes(b"\x02")  # makes the half before it seen here, so that the next one is in the framer
    simulated.send("9911", terminator=b"")
    assert heard.several(2) == [PERMIT, Dropped(DropReason.HALF, 7, "9911A00")]

    simulated.unplug()

    vanished = heard.state(Absent)
    assert vanished.trouble is PortTrouble.VANISHED
    assert heard.state(Absent).trouble is PortTrouble.MISSING
    simulated.replug()
    heard.state(Ready)
    simulated.send("9911A0000002")
    last = heard.next()
    if isinstance(last, Dropped):  # the kernel may throw away what was not read when the cable was pulled
        assert (last.reason, last.excerpt) == (DropReason.HALF, "9911")
        last = heard.next()
    assert last == Frame(b"9911A0000002")


def test_a_port_that_is_missing_at_the_start_is_a_state_and_is_read_when_it_appears(
    simulated: SimulatedScanner, listen: Listen
) -> None:
    simulated.unplug()
    heard = listen(simulated.url)

    absent = heard.state(Absent)
    assert (absent.trouble, absent.url) == (PortTrouble.MISSING, simulated.url)
    simulated.replug()
    simulated.send("9911A0000001")

    assert heard.next() == PERMIT


def test_two_hundred_replugs_lose_no_scan_no_thread_and_no_descriptor(
    simulated: SimulatedScanner, listen: Listen
) -> None:
    heard = listen(simulated.url)
    heard.state(Ready)
    threads, files = threading.active_count(), open_files()

    for number in range(200):
        simulated.send(f"9911A{number:07}")
        assert heard.next() == Frame(f"9911A{number:07}".encode())
        simulated.unplug()
        heard.state(Absent)
        simulated.replug()
        heard.state(Ready)

    assert (threading.active_count(), open_files()) == (threads, files)
    heard.scanner.stop()
    heard.state(Stopped)
    assert threading.active_count() == threads - 1


def test_a_second_program_finds_the_port_taken_and_reads_when_it_is_free(
    simulated: SimulatedScanner, listen: Listen
) -> None:
    first = listen(simulated.url)
    first.state(Ready)
    second = listen(simulated.url)

    assert second.state(Absent).trouble is PortTrouble.TAKEN
    first.scanner.stop()
    second.state(Ready)
    simulated.send("9911A0000001")

    assert second.next() == PERMIT


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("", PortTrouble.BAD_ADDRESS),
        ("nope://scanner", PortTrouble.BAD_ADDRESS),
        ("/dev/a\0b", PortTrouble.BAD_ADDRESS),
        ("loop://?colour=red", PortTrouble.BAD_ADDRESS),
        ("/dev/no-such-port", PortTrouble.MISSING),
        ("COM99", PortTrouble.MISSING),
        ("/dev/null", PortTrouble.NOT_A_PORT),
        ("/", PortTrouble.NOT_A_PORT),
        ("socket://127.0.0.1:1", PortTrouble.UNREACHABLE),
        ("socket://127.0.0.1", PortTrouble.UNREACHABLE),
    ],
)
def test_an_address_that_cannot_be_read_is_one_sentence(url: str, trouble: PortTrouble, listen: Listen) -> None:
    absent = listen(url).state(Absent)

    assert absent.trouble is trouble


def test_impossible_line_settings_are_one_sentence(simulated: SimulatedScanner, listen: Listen) -> None:
    absent = listen(simulated.url, line=Line(baudrate=-1)).state(Absent)

    assert absent.trouble is PortTrouble.BAD_SETTINGS


def test_every_trouble_has_a_sentence_in_thai_and_english() -> None:
    texts = Texts.load(resources() / "texts")
    for trouble in PortTrouble:
        sentence = texts.both(f"port.{trouble}", port="/dev/ttyACM0")
        assert any("\u0e00" <= letter <= "\u0e7f" for letter in sentence.th)
        assert "/dev/ttyACM0" in sentence.en


def test_a_scanner_behind_a_socket_is_read_like_one_on_a_cable(listen: Listen) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        heard = listen(f"socket://127.0.0.1:{server.getsockname()[1]}")
        with server.accept()[0] as line:
            heard.state(Ready)
            line.sendall(b"9911A0000001\r\n")
            assert heard.next() == PERMIT
        assert heard.state(Absent).trouble is PortTrouble.VANISHED


def test_stopping_twice_or_without_a_start_is_harmless(simulated: SimulatedScanner, listen: Listen) -> None:
    SerialScanner(simulated.url, print, print).stop()
    heard = listen(simulated.url)

    heard.scanner.stop()
    heard.scanner.stop()

    assert heard.state(Stopped) == Stopped(simulated.url)


def test_stopping_in_mid_scan_counts_the_half_scan(simulated: SimulatedScanner, listen: Listen) -> None:
    heard = listen(simulated.url)
    simulated.send("9911A0000001")
    simulated.send("99", terminator=b"")
    assert heard.next() == PERMIT
    heard.scanner.stop()

    # The last bytes may still be on their way when the scanner is stopped; then nothing was held.
    heard.state(Stopped)
    assert heard.framed.empty() or heard.next() == Dropped(DropReason.HALF, 2, "99")


def test_a_missing_scanner_is_tried_without_end_and_stopped_at_once(tmp_path: Path, listen: Listen) -> None:
    heard = listen(str(tmp_path / "nothing"))
    heard.state(Absent)

    heard.scanner.stop()

    assert heard.state(Stopped) == Stopped(str(tmp_path / "nothing"))
    assert heard.states.empty()
