"""Serial scanner: one port on one named thread; bytes → framing → one callback. Unplug and replug just goes on."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import serial

from officer_app.devices.framing import Dropped, Frame, Framed, Framer, Framing
from officer_app.devices.port_troubles import OPENING_FAULTS, PortTrouble, trouble_opening
from officer_app.texts import Both

STOP_WITHIN_S = 0.5
_READ_WAIT_S = 0.25
_READ_AT_MOST = 65536


@dataclass(frozen=True)
class Line:
    """How the bits run on the wire; the defaults are what nearly every scanner leaves the factory with."""

    baudrate: int = 9600
    bytesize: int = serial.EIGHTBITS
    parity: str = serial.PARITY_NONE
    stopbits: float = serial.STOPBITS_ONE
    xonxoff: bool = False
    rtscts: bool = False


@dataclass(frozen=True)
class Retry:
    """How long a missing port is left alone before it is tried again: seconds, doubling from `first_s` to `last_s`."""

    first_s: float = 0.1
    last_s: float = 2.0


@dataclass(frozen=True)
class Ready:
    """The port at `url` is open: scans will be read."""

    url: str


@dataclass(frozen=True)
class Absent:
    """The port at `url` cannot be used now, `reason` says why and what to do; it is tried again and again."""

    url: str
    trouble: PortTrouble
    reason: Both


@dataclass(frozen=True)
class Stopped:
    """The scanner at `url` was stopped."""

    url: str


State = Ready | Absent | Stopped


class SerialScanner:
    """Reads one scanner. `url`: a device path or any URL pyserial knows (`socket://`, `rfc2217://`, `loop://`).

    `on_frame` and `on_state` are called on the device's own thread, at once, and must be quick; `on_state` is
    called when the state changes, not at every try.
    """

    def __init__(
        self,
        url: str,
        on_frame: Callable[[Frame | Dropped], None],
        on_state: Callable[[State], None],
        framing: Framing | None = None,
        line: Line | None = None,
        retry: Retry | None = None,
    ) -> None:
        self._url = url
        self._on_frame = on_frame
        self._on_state = on_state
        self._framing = framing or Framing()
        self._line = line or Line()
        self._retry = retry or Retry()
        self._stopping = threading.Event()
        self._port: serial.Serial | None = None
        self._port_lock = threading.Lock()  # stop() must not cancel a read on a port that is being closed
        self._retry_s = self._retry.first_s
        self._state: State | None = None
        self._thread = threading.Thread(target=self._run, name=f"scanner {url}", daemon=True)

    def start(self) -> None:
        """Begin to read; a missing port is a state, not an error. Raises RuntimeError when started twice."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and close the port within half a second; harmless when repeated or never started.

        Only a network URL that is just being connected to may take longer; its thread then ends by itself.
        """
        self._stopping.set()
        with self._port_lock:
            if isinstance(self._port, serial.Serial):
                self._port.cancel_read()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(STOP_WITHIN_S)

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                port = self._open()
                if port is not None:
                    try:
                        self._read_from(port)
                    finally:
                        self._close(port)
                self._stopping.wait(self._retry_s)
                self._retry_s = min(2 * self._retry_s, self._retry.last_s)
        finally:
            self._announce(Stopped(self._url))

    def _open(self) -> serial.Serial | None:
        try:
            port = _open_port(self._url, self._line, self._read_wait_s())
        except OPENING_FAULTS as fault:
            self._absent(trouble_opening(self._url, fault))
            return None
        with self._port_lock:
            self._port = port
        return port

    def _close(self, port: serial.Serial) -> None:
        with self._port_lock:
            self._port = None
            port.close()

    def _read_wait_s(self) -> float:
        """How long a read waits at most: so long may a gap go unnoticed, and a stop where no read can be cancelled."""
        gap_ends_frame = self._framing.gap_ends_frame
        return min(_READ_WAIT_S, self._framing.gap_s / 2) if gap_ends_frame else _READ_WAIT_S

    def _read_from(self, port: serial.Serial) -> None:
        self._announce(Ready(self._url))
        framer = Framer(self._framing)
        vanished = False
        while not vanished and not self._stopping.is_set():
            try:
                data = _available(port)
            except OPENING_FAULTS:
                vanished = True
            else:
                self._retry_s = self._retry.first_s
                self._hand_over(framer.feed(data, time.monotonic()))
        self._hand_over(framer.flush(time.monotonic(), vanished=True))
        if vanished:
            self._absent(PortTrouble.VANISHED)

    def _hand_over(self, framed: list[Framed]) -> None:
        for one in framed:
            self._on_frame(one)

    def _absent(self, trouble: PortTrouble) -> None:
        self._announce(Absent(self._url, trouble, trouble.sentence(self._url)))

    def _announce(self, state: State) -> None:
        if state != self._state:
            self._state = state
            self._on_state(state)


class _UnflushedPort(serial.Serial):
    """A port that keeps what came before it was opened: pyserial would throw away a scan made a moment early."""

    def _reset_input_buffer(self) -> None:
        return


def _open_port(url: str, line: Line, read_wait_s: float) -> serial.Serial:
    """Open `url` for this program alone, where the platform can. Raises OPENING_FAULTS."""
    make = serial.serial_for_url if "://" in url else _UnflushedPort
    return make(
        url,
        baudrate=line.baudrate,
        bytesize=line.bytesize,
        parity=line.parity,
        stopbits=line.stopbits,
        xonxoff=line.xonxoff,
        rtscts=line.rtscts,
        timeout=read_wait_s,
        exclusive=True,
    )


def _available(port: serial.Serial) -> bytes:
    """All bytes there are, waiting for the first. Raises OPENING_FAULTS when the port is gone."""
    first: bytes = port.read(1)
    if not first:
        return first
    try:
        return first + port.read(min(port.in_waiting, _READ_AT_MOST))
    except OPENING_FAULTS:
        return first  # the next read raises again; this byte is counted with the half frame
