"""Keys that are held back until it is clear whose they are: given back as they came, or dropped."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QKeyEvent, QWindow
from shiboken6 import isValid


@dataclass(frozen=True)
class _Held:
    """An event, and where it was going."""

    event: QKeyEvent
    window: QWindow
    code: int


class HeldKeys:
    """In the order in which they came. `going_back`: they are being given back just now, and are nobody's to hold."""

    def __init__(self) -> None:
        self.going_back = False
        self._held: list[_Held] = []

    def __len__(self) -> int:
        return len(self._held)

    @property
    def codes(self) -> set[int]:
        """The keys of which something is held."""
        return {each.code for each in self._held}

    @property
    def down(self) -> set[int]:
        """Those of them that were not let go yet."""
        released = {each.code for each in self._held if each.event.type() is QEvent.Type.KeyRelease}
        return self.codes - released

    def hold(self, event: QKeyEvent, window: QWindow, code: int) -> None:
        """Keep it back. The event itself belongs to Qt and is gone after this call."""
        kept = QKeyEvent(
            event.type(),
            event.key(),
            event.modifiers(),
            event.nativeScanCode(),
            event.nativeVirtualKey(),
            event.nativeModifiers(),
            event.text(),
            False,
            event.count(),
        )
        kept.setTimestamp(event.timestamp())
        self._held.append(_Held(kept, window, code))

    def drop(self) -> None:
        """They were a scanner's."""
        self._held.clear()

    def give_back(self) -> None:
        """They were a person's: every key goes where it was going, in order."""
        held = list(self._held)
        self.drop()
        self.going_back = True
        try:
            for each in held:
                if isValid(each.window):
                    QCoreApplication.sendEvent(each.window, each.event)
        finally:
            self.going_back = False
