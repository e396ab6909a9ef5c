"""A signal lamp on a serial line: five verbs, each a few bytes; a lamp that is away never holds up the desk."""

import queue
import threading
from collections.abc import Mapping
from types import MappingProxyType

import serial

from officer_app.devices.port_troubles import OPENING_FAULTS, PortTrouble, trouble_opening
from officer_app.devices.unheard import Unheard

CODES: Mapping[str, str] = MappingProxyType(
    {"good": "G\\n", "refuse": "R\\n", "attention": "Y\\n", "alarm": "A\\n", "silence": "0\\n"}
)
"""What is sent for each verb where the settings say nothing; `\\n`, `\\r` and `\\xA0` stand for bytes."""

WITHIN_S = 0.5
_MOST_WAITING = 8


class BadCode(ValueError):
    """A code that stands for no bytes; the message says which."""


def code_bytes(text: str) -> bytes:
    """The bytes of a code of the settings: ASCII, with `\\n`, `\\r`, `\\t` and `\\xHH`. Raises BadCode."""
    try:
        return text.encode("ascii").decode("unicode_escape").encode("latin-1")
    except UnicodeError as error:
        raise BadCode(f"{text!r} stands for no bytes") from error


class SerialLamp:
    """Implements `signals.Signals` on the lamp at `port`. One thread writes; a missing lamp is tried at each signal."""

    def __init__(self, port: str, codes: Mapping[str, str], baudrate: int = 9600) -> None:
        """Raises BadCode."""
        self._port_name = port
        self._baudrate = baudrate
        self._codes = {verb: code_bytes(text) for verb, text in {**CODES, **codes}.items()}
        self._wanted: queue.Queue[bytes | None] = queue.Queue(_MOST_WAITING)
        self._port: serial.Serial | None = None
        self._trouble: Unheard | None = None
        self._thread = threading.Thread(target=self._run, name="lamp", daemon=True)
        self._thread.start()
        self.silence()

    @property
    def available(self) -> bool:
        """Whether the last signal reached the lamp."""
        return self._trouble is None

    @property
    def trouble(self) -> Unheard | None:
        """Why it did not, or None."""
        return self._trouble

    def good(self) -> None:
        """Show good."""
        self._want("good")

    def refuse(self) -> None:
        """Show a refusal."""
        self._want("refuse")

    def attention(self) -> None:
        """Ask for attention."""
        self._want("attention")

    def alarm(self) -> None:
        """Show an alarm."""
        self._want("alarm")

    def silence(self) -> None:
        """Go dark."""
        self._want("silence")

    def close(self) -> None:
        """Go dark, let go of the port, end the thread."""
        self.silence()
        self._put(None)
        self._thread.join(4 * WITHIN_S)

    def _want(self, verb: str) -> None:
        self._put(self._codes[verb])

    def _put(self, code: bytes | None) -> None:
        while True:
            try:
                self._wanted.put_nowait(code)
            except queue.Full:
                # What a slow lamp has not shown yet is out of date.
                self._drop_oldest()
            else:
                return

    def _drop_oldest(self) -> None:
        try:
            self._wanted.get_nowait()
        except queue.Empty:
            return

    def _run(self) -> None:
        while (code := self._wanted.get()) is not None:
            try:
                self._send(code)
            except OPENING_FAULTS as fault:
                forbidden = trouble_opening(self._port_name, fault) is PortTrouble.FORBIDDEN
                self._trouble = Unheard("lamp_forbidden" if forbidden else "lamp_away", {"port": self._port_name})
                self._close_port()
            else:
                self._trouble = None
        self._close_port()

    def _send(self, code: bytes) -> None:
        if self._port is None:
            self._port = serial.serial_for_url(
                self._port_name, baudrate=self._baudrate, timeout=WITHIN_S, write_timeout=WITHIN_S
            )
        self._port.write(code)

    def _close_port(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.close()
