"""Keyboard wedge: tells a scanner's keys from a person's by their pace, anywhere in the program, and by key position.

An event filter on the application. Keys are held back until it is clear who pressed them: what ends with Enter or Tab
after a burst is a scan and reaches no field; everything else is given back unchanged, at most one gap later.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from officer_app.ui.alt_mode import CHORDS, MODIFIERS, AltMode
from officer_app.ui.held_keys import HeldKeys
from officer_app.ui.physical_keys import alt_ends, character, code_of, ends

MOST_HELD = 4096
"""Characters; a longer burst is no scan and is given back."""
SHORTEST_WITHOUT_END = 8
"""Keys that a burst needs where no key ends a scan."""
PREFIXED_GAP_MS = 250
"""After a configured prefix it is clear who types; a slow scanner may take its time."""


@dataclass(frozen=True)
class WedgeSetup:
    """How a scanner types. `suffix`: the key that ends a scan: any (Enter or Tab), enter, tab, none.

    `prefix`: characters in front of each scan, taken off; empty: told by pace alone. `gap_ms`: the longest pause
    within a scan. `shortest`: characters a scan has at least.
    """

    prefix: str = ""
    suffix: str = "any"
    gap_ms: int = 35
    shortest: int = 4


class Wedge(QObject):
    """`heard` is called with each scan, on the main thread. Install it on the application."""

    def __init__(
        self,
        setup: WedgeSetup,
        heard: Callable[[str], None],
        mine: Callable[[QWindow], bool] = lambda window: True,
        platform: str = "",
    ) -> None:
        """`mine` says which windows' keys are looked at; `platform` is Qt's own name where none is given."""
        super().__init__()
        self._mine = mine
        self._setup = setup
        self._heard = heard
        self._platform = platform or QGuiApplication.platformName()
        self._alt = AltMode(self._platform)
        self._held = HeldKeys()
        self._text = ""
        self._swallowed: set[int] = set()
        self._last_ms = 0
        self._told = False
        self._second_chance = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._paused)

    def set_up(self, setup: WedgeSetup) -> None:
        """The scanner types so from now on."""
        self._give_back()
        self._setup = setup

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take keys on their way into a window; widgets see only what is let through."""
        if self._held.going_back or not isinstance(event, QKeyEvent) or not isinstance(watched, QWindow):
            return False
        if not self._mine(watched):
            return False
        if self._told:
            # On a busy machine the system's keys come in one go, before the scan that was told between them is shown:
            # a key pressed after a scan is never for what lay on the card before it.
            self._told = False
            QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)
        if event.type() is QEvent.Type.KeyPress:
            return self._pressed(event, watched)
        if event.type() is QEvent.Type.KeyRelease:
            return self._released(event, watched)
        return False

    # --- keys

    def _pressed(self, event: QKeyEvent, window: QWindow) -> bool:
        code = code_of(event.nativeScanCode(), self._platform)
        if self._alt.is_echo(event):
            return True
        if event.key() in MODIFIERS:
            self._alt.forget()
            return False
        # A key that is held down repeats long after its own gap. "Repeats" within a burst are a scanner's double
        # digits: X11 takes them for repeats when both fall into one millisecond.
        repeats = event.isAutoRepeat() and not self._held
        if self._alt.claims(event, code):
            return self._alt_pressed(event, window, code)
        if event.modifiers() & CHORDS or repeats or not code:
            self._give_back()
            return False
        self._look_at_pace(event)
        if end := ends(code):
            return self._ended(end, code)
        written = self._character(event, code)
        if not written or len(self._text) >= MOST_HELD:
            self._give_back()
            return False
        self._held.hold(event, window, code)
        self._wrote(written)
        return True

    def _look_at_pace(self, event: QKeyEvent) -> None:
        if self._held and event.timestamp() - self._last_ms > self._gap_ms:
            # The timer has not come to it yet: the main thread was busy. The keys themselves know when they were.
            self._give_back()
        self._last_ms = event.timestamp()

    def _wrote(self, written: str) -> None:
        self._text += written
        self._second_chance = False
        self._timer.start(self._gap_ms)

    # --- Alt and the number pad

    def _alt_pressed(self, event: QKeyEvent, window: QWindow, code: int) -> bool:
        self._look_at_pace(event)
        if not self._alt.takes(code) or len(self._text) >= MOST_HELD:
            self._give_back()
            return False
        self._held.hold(event, window, code)
        self._wrote("")
        return True

    def _alt_released(self) -> None:
        written = self._alt.released()
        if written is None:
            return
        if not written:
            self._give_back()
        elif (end := alt_ends(written)) and not self._text:
            # LF behind CR: nothing is left to end.
            self._drop()
        elif end:
            self._ended(end, 0)
        else:
            self._wrote(written)

    # --- the end of a burst

    def _released(self, event: QKeyEvent, window: QWindow) -> bool:
        if event.key() == Qt.Key.Key_Alt:
            self._alt_released()
            return False
        if self._alt.is_echo(event):
            self._alt.forget()
            return True
        code = code_of(event.nativeScanCode(), self._platform)
        if code in self._swallowed:
            self._swallowed.discard(code)
            return True
        if code in self._held.codes:
            self._held.hold(event, window, code)
            return True
        return False

    def _ended(self, end: str, code: int) -> bool:
        """Enter or Tab: the end of a scan, or just a key."""
        if self._setup.suffix in ("any", end) and self._is_scan(self._setup.shortest):
            self._scanned(code)
            return True
        self._give_back()
        return False

    def _paused(self) -> None:
        if not self._second_chance:
            # Keys that came meanwhile stand in the queue already: let them be looked at first.
            self._second_chance = True
            self._timer.start(0)
            return
        if self._setup.suffix == "none" and self._is_scan(max(self._setup.shortest, self._shortest_alone)):
            self._scanned(0)
        else:
            self._give_back()

    # --- what was held

    def _is_scan(self, shortest: int) -> bool:
        prefix = self._setup.prefix
        return self._text.startswith(prefix) and len(self._text) - len(prefix) >= shortest

    @property
    def _shortest_alone(self) -> int:
        return 1 if self._setup.prefix else SHORTEST_WITHOUT_END

    @property
    def _gap_ms(self) -> int:
        prefix = self._setup.prefix
        return PREFIXED_GAP_MS if prefix and self._text.startswith(prefix) else self._setup.gap_ms

    def _scanned(self, code: int) -> None:
        text = self._text.removeprefix(self._setup.prefix)
        self._swallowed |= self._held.down | ({code} if code else set())
        self._drop()
        self._told = True
        self._heard(text)

    def _give_back(self) -> None:
        """It was a person: every key goes where it was going, in order."""
        self._alt.forget()
        self._forget()
        self._held.give_back()

    def _drop(self) -> None:
        self._forget()
        self._held.drop()

    def _forget(self) -> None:
        self._text = ""
        self._timer.stop()
        self._second_chance = False

    @staticmethod
    def _character(event: QKeyEvent, code: int) -> str:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return character(code, shift=shift, pad_writes=bool(event.text()))
