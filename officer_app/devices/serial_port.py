"""Serial ports and everything pyserial can pass off as one, opened so that no early scan is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from io import UnsupportedOperation

import serial
from serial.urlhandler import protocol_socket

from officer_app.core.scanner_setup import ScannerSetup
from officer_app.devices.port_troubles import OPENING_FAULTS
from officer_app.devices.ports import READ_AT_MOST

PATIENCE_S = 0.25
"""How long a read waits where the system cannot wait for us."""

_PARITIES = {
    "none": serial.PARITY_NONE,
    "even": serial.PARITY_EVEN,
    "odd": serial.PARITY_ODD,
    "mark": serial.PARITY_MARK,
    "space": serial.PARITY_SPACE,
}


@dataclass(frozen=True)
class Line:
    """How the bits run on the wire; the defaults are what nearly every scanner leaves the factory with."""

    baudrate: int = 9600
    bytesize: int = serial.EIGHTBITS
    parity: str = serial.PARITY_NONE
    stopbits: float = serial.STOPBITS_ONE
    xonxoff: bool = False
    rtscts: bool = False


def line_of(setup: ScannerSetup) -> Line:
    """The line of a scanner set up so."""
    return Line(
        baudrate=setup.speed,
        bytesize=setup.bits,
        parity=_PARITIES[setup.parity],
        stopbits=setup.stop_bits,
        xonxoff=setup.flow == "xonxoff",
        rtscts=setup.flow == "rtscts",
    )


class SerialPort:
    """Implements `ports.Port` over pyserial."""

    def __init__(self, url: str, line: Line) -> None:
        """Open `url` for this program alone, where the platform can. Raises OPENING_FAULTS."""
        self._port = _open(url, line)
        self.waits_on = _descriptor(self._port)
        self._port.timeout = PATIENCE_S if self.waits_on is None else 0

    def read(self) -> bytes:
        """See Port."""
        try:
            if self.waits_on is not None:
                at_once: bytes = self._port.read(READ_AT_MOST)
                return at_once
            first: bytes = self._port.read(1)
        except TypeError as fault:
            # What pyserial says of a port that another thread closed meanwhile.
            raise OSError("closed") from fault
        if not first:
            return first
        try:
            return first + self._port.read(min(self._port.in_waiting, READ_AT_MOST))
        except OPENING_FAULTS:
            return first  # the next read raises again; this byte is counted with the half frame

    def cancel(self) -> None:
        """See Port. URLs that cannot cancel come back by themselves within PATIENCE_S."""
        if isinstance(self._port, serial.Serial):
            self._port.cancel_read()

    def close(self) -> None:
        """See Port."""
        self._port.close()


AnyPort = serial.Serial | protocol_socket.Serial


class _UnflushedPort(serial.Serial):
    """A port that keeps what came before it was opened: pyserial would throw away a scan made a moment early."""

    def _reset_input_buffer(self) -> None:
        return


class _UnflushedSocket(protocol_socket.Serial):
    """The same for a network port, whose converter sends at once what it has."""

    def reset_input_buffer(self) -> None:
        """Keep it."""


def _open(url: str, line: Line) -> AnyPort:
    make: Callable[..., AnyPort] = serial.serial_for_url
    if "://" not in url:
        make = _UnflushedPort
    elif url.startswith("socket://"):
        make = _UnflushedSocket
    return make(
        url,
        baudrate=line.baudrate,
        bytesize=line.bytesize,
        parity=line.parity,
        stopbits=line.stopbits,
        xonxoff=line.xonxoff,
        rtscts=line.rtscts,
        timeout=PATIENCE_S,
        exclusive=True,
    )


def _descriptor(port: AnyPort) -> int | None:
    try:
        number: int = port.fileno()
    except (AttributeError, UnsupportedOperation):
        return None  # Windows, loop://, rfc2217://
    return number
