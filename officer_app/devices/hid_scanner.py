"""HID-POS scanners through hidapi: found by their usage, opened, read report by report."""

import errno
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Protocol

from officer_app.core.scanner_setup import HID, ScannerSetup
from officer_app.devices.framing import Framed
from officer_app.devices.hid_reports import (
    SCANNER_PAGE,
    SCANNER_USAGE,
    USUAL,
    BadDescriptor,
    Layout,
    ReportCutter,
    layout_of,
)
from officer_app.devices.ports import Source
from officer_app.devices.scanner_states import State

PATIENCE_MS = 100
_REPORT_BYTES = 4096


@dataclass(frozen=True)
class HidDevice:
    """A scanner as the system lists it. `url` names it for the settings."""

    path: bytes
    vendor: int
    product: int
    serial: str
    name: str

    @property
    def url(self) -> str:
        """Its address: `hid://0c2e:0901/SERIAL`."""
        return f"hid://{self.vendor:04x}:{self.product:04x}" + (f"/{self.serial}" if self.serial else "")


class OpenDevice(Protocol):
    """What is asked of an open HID device."""

    def read(self, max_length: int, timeout_ms: int) -> Sequence[int]:
        """One report, empty when none came in time. Raises OSError when the device is gone."""

    def get_report_descriptor(self, max_length: int = 4096) -> Sequence[int]: ...
    def close(self) -> None: ...


class Hid(Protocol):
    """The system's HID devices."""

    def scanners(self) -> list[HidDevice]: ...
    def open(self, device: HidDevice) -> OpenDevice:
        """Raises OSError."""


class HidApi:
    """Implements Hid over hidapi, which is loaded when first asked."""

    def scanners(self) -> list[HidDevice]:
        """All devices that say they are bar code scanners (usage 8C:02)."""
        return [
            HidDevice(
                row["path"],
                row["vendor_id"],
                row["product_id"],
                row["serial_number"] or "",
                row["product_string"] or "",
            )
            for row in _hidapi().enumerate()
            if (row["usage_page"], row["usage"]) == (SCANNER_PAGE, SCANNER_USAGE)
        ]

    def open(self, device: HidDevice) -> OpenDevice:
        """The device, opened. Raises OSError."""
        made = _hidapi().device()
        try:
            made.open_path(device.path)
        except OSError as fault:
            # hidapi gives no reason; a device that is listed and cannot be opened belongs to somebody else.
            raise PermissionError(errno.EACCES, str(fault)) from fault
        opened: OpenDevice = made
        return opened


def _hidapi() -> ModuleType:
    try:
        return import_module("hid")
    except ImportError as fault:
        raise OSError(errno.ENODEV, str(fault)) from fault


@dataclass
class _Known:
    """The layout of the device that was opened last: the cutter is made after the port."""

    layout: Layout = field(default=USUAL)


class HidPort:
    """Implements `ports.Port`: each `read` gives one report."""

    waits_on: int | None = None

    def __init__(self, device: OpenDevice) -> None:
        self._device = device

    def read(self) -> bytes:
        """See Port."""
        return bytes(self._device.read(_REPORT_BYTES, PATIENCE_MS))

    def cancel(self) -> None:
        """See Port: a read comes back by itself within PATIENCE_MS."""

    def close(self) -> None:
        """See Port."""
        self._device.close()


def hid_source(
    setup: ScannerSetup,
    on_frame: Callable[[Framed], None],
    on_state: Callable[[State], None],
    system: Hid | None = None,
) -> Source:
    """The scanner of `setup`, whose port begins with `hid://`."""
    devices = system or HidApi()
    known = _Known()

    def open_port() -> HidPort:
        opened = devices.open(_find(devices.scanners(), setup.port))
        known.layout = _layout(opened)
        return HidPort(opened)

    def cutter() -> ReportCutter:
        return ReportCutter(known.layout, setup.longest)

    return Source(setup.port, open_port, cutter, on_frame, on_state, slow=True)


def _find(present: Sequence[HidDevice], url: str) -> HidDevice:
    """The device that `url` names. Raises ValueError for an address that is none, OSError where it is not there."""
    named = HID.fullmatch(url)
    if named is None:
        raise ValueError(url)
    vendor, product, serial = named.groups()
    for device in present:
        model = (device.vendor, device.product)
        if vendor is not None and model != (int(vendor, 16), int(product, 16)):
            continue
        if serial in (None, device.serial):
            return device
    raise OSError(errno.ENODEV, "no such scanner")


def _layout(device: OpenDevice) -> Layout:
    try:
        return layout_of(bytes(device.get_report_descriptor()))
    except (BadDescriptor, OSError, ValueError):
        return USUAL
