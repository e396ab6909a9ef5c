"""A workstation's scanners, read from the program's first moment: what they send is kept until somebody listens."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from officer_app.devices.device_thread import DeviceThread
from officer_app.devices.framing import Framed
from officer_app.devices.ports import OnBytes
from officer_app.devices.scanner_states import State
from officer_app.settings import Settings
from officer_app.workstation.scanner_check import source_of


@dataclass(frozen=True)
class Ears:
    """Who hears what scanners send, how they stand, and what one of them typed; any thread."""

    framed: Callable[[Framed], None]
    said: Callable[[State], None]
    keyed: Callable[[str], None]


class Readers:
    """The scanners of `settings` on their thread."""

    def __init__(self, settings: Settings) -> None:
        self._lock = Lock()
        self._ears: Ears | None = None
        self._kept: list[Callable[[Ears], None]] = []
        self._started = False
        setups = settings.scanner_setups
        self._devices = DeviceThread([source_of(setup, self._framed, self._said) for setup in setups])

    def start(self) -> None:
        """Begin to read; harmless when repeated."""
        if not self._started:
            self._started = True
            self._devices.start()

    def listen(self, ears: Ears) -> None:
        """From now on `ears` hear everything, what was kept first and in its order."""
        with self._lock:
            kept, self._kept = self._kept, []
            for each in kept:
                each(ears)
            self._ears = ears

    def keyed(self, text: str) -> None:
        """A scan that a scanner typed as a keyboard."""
        self._heard(lambda ears: ears.keyed(text))

    def watch(self, on_bytes: OnBytes | None) -> None:
        """Let `on_bytes` hear all that is read, on the device thread, or nobody any more."""
        self._devices.watch(on_bytes)

    def stop(self) -> None:
        """Close every port; harmless when repeated or never started."""
        self._devices.stop()

    def _framed(self, framed: Framed) -> None:
        self._heard(lambda ears: ears.framed(framed))

    def _said(self, state: State) -> None:
        self._heard(lambda ears: ears.said(state))

    def _heard(self, tell: Callable[[Ears], None]) -> None:
        with self._lock:
            ears = self._ears
            if ears is None:
                self._kept.append(tell)
                return
        tell(ears)
