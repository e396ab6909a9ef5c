"""One serial scanner on a device thread of its own; and a serial scanner as a source beside others."""

from collections.abc import Callable

from officer_app.core.scanner_setup import ScannerSetup
from officer_app.devices.device_thread import STOP_WITHIN_S, DeviceThread
from officer_app.devices.framing import Framed, Framer, Framing, framing_of
from officer_app.devices.ports import Source
from officer_app.devices.scanner_states import Absent, Ready, Retry, State, Stopped
from officer_app.devices.serial_port import Line, SerialPort, line_of

__all__ = [
    "STOP_WITHIN_S",
    "Absent",
    "Line",
    "Ready",
    "Retry",
    "SerialScanner",
    "State",
    "Stopped",
    "serial_source",
]


def serial_source(setup: ScannerSetup, on_frame: Callable[[Framed], None], on_state: Callable[[State], None]) -> Source:
    """The scanner of `setup`: a device path or any URL pyserial knows (`socket://`, `rfc2217://`, `loop://`)."""
    return _source(setup.port, framing_of(setup), line_of(setup), on_frame, on_state)


class SerialScanner:
    """Reads one scanner. `on_frame` and `on_state` are called on the device thread, at once, and must be quick;
    `on_state` is called when the state changes, not at every try.
    """

    def __init__(
        self,
        url: str,
        on_frame: Callable[[Framed], None],
        on_state: Callable[[State], None],
        framing: Framing | None = None,
        line: Line | None = None,
        retry: Retry | None = None,
    ) -> None:
        source = _source(url, framing or Framing(), line or Line(), on_frame, on_state)
        self._thread = DeviceThread([source], retry)

    def start(self) -> None:
        """Begin to read; a missing port is a state, not an error. Raises RuntimeError when started twice."""
        self._thread.start()

    def stop(self) -> None:
        """See DeviceThread.stop."""
        self._thread.stop()


def _source(
    url: str,
    framing: Framing,
    line: Line,
    on_frame: Callable[[Framed], None],
    on_state: Callable[[State], None],
) -> Source:
    return Source(
        url=url,
        open=lambda: SerialPort(url, line),
        cutter=lambda: Framer(framing),
        on_frame=on_frame,
        on_state=on_state,
        slow="://" in url,
    )
