"""Scanners in "ALT mode": each character as Alt with its code on the number pad, as the pages of Windows number it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from officer_app.ui.physical_keys import MOST_ALT_DIGITS, PAD, alt_character

CHORDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
)


class AltMode:
    """The digits of the character that is just being sent. Whether they come at a scanner's pace others look at."""

    def __init__(self, platform: str) -> None:
        self._windows = platform == "windows"
        self._digits = ""
        self._echo = ""

    def forget(self) -> None:
        """What was pressed so far is no character: a person's, or another key came between."""
        self._digits = self._echo = ""

    @staticmethod
    def claims(event: QKeyEvent, code: int) -> bool:
        """Whether a key is a digit of the pad with Alt alone, NumLock or not."""
        return event.modifiers() & CHORDS == Qt.KeyboardModifier.AltModifier and PAD.get(code, "").isdigit()

    def takes(self, code: int) -> bool:
        """Take one more digit; False where no character has so many."""
        self._digits += PAD[code]
        return len(self._digits) <= MOST_ALT_DIGITS

    def released(self) -> str | None:
        """Alt was let go: the character, empty where the digits are none; None where there were no digits."""
        if not self._digits:
            return None
        written, self._digits = alt_character(self._digits), ""
        # Windows writes it, too, now that Alt is up: Qt gives it as a key without a number (qwindowskeymapper.cpp).
        self._echo = written if self._windows else ""
        return written

    def is_echo(self, event: QKeyEvent) -> bool:
        """Whether Windows only says what was read already."""
        return bool(self._echo) and event.key() == 0 and event.text() == self._echo
