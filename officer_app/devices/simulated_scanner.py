"""Simulated scanner: a pseudo-terminal that sends real frames to whoever reads it (training, demo, tests)."""

import os
import select
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

if sys.platform != "win32":
    import fcntl
    import termios
    import tty

WRITE_WITHIN_S = 5.0
_PACED_BYTES = 16
_BITS_A_BYTE = 10
_LOOK_S = 0.02
_EMPTY_LOOKS = 5


class SimulationFailed(Exception):
    """The simulated scanner cannot do what was asked; `code` says why, in words `detail.<code>`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SimulatedScanner:
    """A scanner without a scanner. `url` stays the same when it is unplugged and plugged in again.

    `write_within_s`: seconds that a scan may wait for a reader. Raises SimulationFailed where the system has no
    pseudo-terminals (Windows).
    """

    def __init__(self, write_within_s: float = WRITE_WITHIN_S) -> None:
        if sys.platform == "win32":
            raise SimulationFailed("no_pseudo_terminals")
        self._folder = tempfile.TemporaryDirectory(prefix="scanner-")
        self._link = Path(self._folder.name) / "simulated-scanner"
        self._ends: tuple[int, int] | None = None
        self._write_within_s = write_within_s
        self._pause = threading.Event()
        self.replug()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def url(self) -> str:
        """The device path a SerialScanner opens."""
        return str(self._link)

    def send(self, number: str, *, terminator: bytes = b"\r", chunk: int = 0, pace_s: float = 0.0) -> None:
        """Scan `number`: its UTF-8 bytes and the terminator, in pieces of `chunk` bytes (0: at once).

        `pace_s` seconds pass between pieces. Raises SimulationFailed when unplugged or when nobody reads.
        """
        self.send_bytes(number.encode() + terminator, chunk=chunk, pace_s=pace_s)

    def send_bytes(self, data: bytes, *, chunk: int = 0, pace_s: float = 0.0) -> None:
        """Send `data` as it is; otherwise like `send`."""
        size = chunk or max(len(data), 1)
        for begin in range(0, len(data), size):
            if begin and pace_s:
                self._pause.wait(pace_s)
            self._write(data[begin : begin + size])

    def send_paced(self, data: bytes, baudrate: int) -> None:
        """Send `data` no faster than a line of `baudrate` carries it (8N1: ten bits a byte)."""
        begun = time.monotonic()
        for begin in range(0, len(data), _PACED_BYTES):
            due = begun + begin * _BITS_A_BYTE / baudrate
            if (early := due - time.monotonic()) > 0:
                self._pause.wait(early)
            self._write(data[begin : begin + _PACED_BYTES])

    def all_read(self, within_s: float) -> bool:
        """Wait until whoever reads has taken every byte; False when the time ran out or the cable is out."""
        deadline = time.monotonic() + within_s
        empty = 0
        while self._ends is not None and sys.platform != "win32":
            waiting = fcntl.ioctl(self._ends[1], termios.FIONREAD, bytes(4))
            # The kernel carries bytes from end to end by and by: one look at an empty end proves nothing.
            empty = 0 if int.from_bytes(waiting, sys.byteorder) else empty + 1
            if empty >= _EMPTY_LOOKS:
                return True
            if time.monotonic() > deadline:
                return False
            self._pause.wait(_LOOK_S)
        return False

    def unplug(self) -> None:
        """Pull the cable: whoever reads loses the port at once. Harmless when it is out."""
        self._link.unlink(missing_ok=True)
        ends, self._ends = self._ends, None
        for end in ends or ():
            os.close(end)

    def replug(self) -> None:
        """Plug the cable in again, at the same `url`. Harmless when it is in."""
        if self._ends is not None:
            return
        outer, inner = os.openpty()
        # Our own hold on the inner end keeps its raw mode and what was sent before anyone opened it.
        tty.setraw(outer)
        tty.setraw(inner)
        os.set_blocking(outer, False)
        self._ends = (outer, inner)
        self._link.symlink_to(os.ttyname(inner))

    def close(self) -> None:
        """Unplug and leave nothing behind."""
        self.unplug()
        self._folder.cleanup()

    def _write(self, data: bytes) -> None:
        if self._ends is None:
            raise SimulationFailed("unplugged")
        outer = self._ends[0]
        while data:
            _, writable, _ = select.select([], [outer], [], self._write_within_s)
            if not writable:
                raise SimulationFailed("nobody_reads")
            data = data[os.write(outer, data) :]
