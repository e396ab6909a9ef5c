"""HID-POS scanners on the device thread, with a simulated device instead of hidapi: found, read, pulled, plugged."""

import errno
import queue
import threading
from collections.abc import Sequence

import pytest

from officer_app.core.scanner_setup import setup_of
from officer_app.devices.device_thread import DeviceThread
from officer_app.devices.framing import Dropped, Frame
from officer_app.devices.hid_scanner import HidApi, HidDevice, OpenDevice, hid_source
from officer_app.devices.port_troubles import PortTrouble
from officer_app.devices.scanner_states import Absent, Ready, Retry, State
from tests.devices.listening import WAIT_S
from tests.devices.test_hid_reports import DESCRIPTOR, report

SCANNER = HidDevice(b"/dev/hidraw7", 0x0C2E, 0x0901, "SN1", "Xenon")
OTHER = HidDevice(b"/dev/hidraw8", 0x05E0, 0x1300, "SN2", "DS")


class FakeDevice:
    """A device whose reports a test puts in; None pulls the cable."""

    def __init__(self) -> None:
        self.reports: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self.closed = threading.Event()

    def read(self, max_length: int, timeout_ms: int) -> Sequence[int]:
        try:
            data = self.reports.get(timeout=timeout_ms / 1000)
        except queue.Empty:
            return []
        if data is None:
            raise OSError(errno.ENODEV, "read error")
        return list(data)

    def get_report_descriptor(self, max_length: int = 4096) -> Sequence[int]:
        return list(DESCRIPTOR)

    def close(self) -> None:
        self.closed.set()


class FakeSystem:
    """HID devices that are plugged in."""

    def __init__(self) -> None:
        self.present: list[HidDevice] = []
        self.opened: queue.SimpleQueue[tuple[HidDevice, FakeDevice]] = queue.SimpleQueue()
        self.forbidden = False

    def scanners(self) -> list[HidDevice]:
        return list(self.present)

    def open(self, device: HidDevice) -> OpenDevice:
        if self.forbidden:
            raise PermissionError(errno.EACCES, "open failed")
        made = FakeDevice()
        self.opened.put((device, made))
        return made


class Heard:
    def __init__(self, url: str, system: FakeSystem) -> None:
        self.framed: queue.SimpleQueue[Frame | Dropped] = queue.SimpleQueue()
        self.states: queue.SimpleQueue[State] = queue.SimpleQueue()
        source = hid_source(setup_of(url, {}), self.framed.put, self.states.put, system)
        self.thread = DeviceThread([source], Retry(0.005, 0.02))
        self.thread.start()


def test_a_scanner_is_found_read_pulled_and_read_again() -> None:
    system = FakeSystem()
    heard = Heard("hid://0c2e:0901", system)
    try:
        away = heard.states.get(timeout=WAIT_S)
        assert isinstance(away, Absent)
        assert away.trouble is PortTrouble.MISSING
        system.present = [OTHER, SCANNER]
        assert heard.states.get(timeout=WAIT_S) == Ready("hid://0c2e:0901")
        device, opened = system.opened.get(timeout=WAIT_S)
        assert device == SCANNER
        opened.reports.put(report(b"9911A0000001"))
        assert heard.framed.get(timeout=WAIT_S) == Frame(b"]C09911A0000001")

        opened.reports.put(None)

        gone = heard.states.get(timeout=WAIT_S)
        assert isinstance(gone, Absent)
        assert gone.trouble is PortTrouble.VANISHED
        assert opened.closed.wait(WAIT_S)
        _, again = system.opened.get(timeout=WAIT_S)
        again.reports.put(report(b"9911A0000002"))
        assert heard.framed.get(timeout=WAIT_S) == Frame(b"]C09911A0000002")
    finally:
        heard.thread.stop()
    assert again.closed.wait(WAIT_S)


@pytest.mark.parametrize(
    ("url", "found"),
    [("hid://", OTHER), ("hid://05e0:1300", OTHER), ("hid://0C2E:0901/SN1", SCANNER)],
)
def test_an_address_names_any_a_model_or_one(url: str, found: HidDevice) -> None:
    system = FakeSystem()
    system.present = [OTHER, SCANNER]
    heard = Heard(url, system)
    try:
        assert system.opened.get(timeout=WAIT_S)[0] == found
    finally:
        heard.thread.stop()
    assert found.url.startswith("hid://")


@pytest.mark.parametrize(
    ("url", "trouble"),
    [("hid://nonsense", PortTrouble.BAD_ADDRESS), ("hid://0c2e:0901/OTHER", PortTrouble.MISSING)],
)
def test_an_address_that_names_nothing_is_said(url: str, trouble: PortTrouble) -> None:
    system = FakeSystem()
    system.present = [SCANNER]
    heard = Heard(url, system)
    try:
        state = heard.states.get(timeout=WAIT_S)
        assert isinstance(state, Absent)
        assert state.trouble is trouble
    finally:
        heard.thread.stop()


def test_a_scanner_that_may_not_be_opened_says_so() -> None:
    system = FakeSystem()
    system.present, system.forbidden = [SCANNER], True
    heard = Heard("hid://", system)
    try:
        state = heard.states.get(timeout=WAIT_S)
        assert isinstance(state, Absent)
        assert state.trouble is PortTrouble.HID_FORBIDDEN
    finally:
        heard.thread.stop()


def test_the_systems_own_devices_can_be_listed() -> None:
    assert all(isinstance(device, HidDevice) for device in HidApi().scanners())
