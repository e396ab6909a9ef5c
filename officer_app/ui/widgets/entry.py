"""A line to type into that leaves the desk's keys to the page: Enter, Esc, F-keys, PgUp and PgDn, Space when asked."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from officer_app.ui.theme import sized

_KEY = Qt.Key
_PAGE_KEYS = frozenset(
    {_KEY.Key_Return, _KEY.Key_Enter, _KEY.Key_Escape, _KEY.Key_PageUp, _KEY.Key_PageDown}
    | {_KEY(_KEY.Key_F1 + place) for place in range(12)}
)
LONGEST = 4200
"""Characters: a little more than the longest text that is looked at, so that too long is said and not cut unseen."""


class Entry(QLineEdit):
    """`gives_space`: Space too belongs to the page (a refusal waits to be acknowledged); `gives_sides`: so do the
    arrows to the sides while nothing is typed; with Ctrl they always do then.
    """

    def __init__(self, points: int) -> None:
        super().__init__()
        self.gives_space = False
        self.gives_sides = False
        self.setFont(sized(points))
        self.setMaxLength(LONGEST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def clear(self) -> None:
        """Take away what was typed, for good: Qt's own leaves it to be brought back with Ctrl+Z."""
        self.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, or leave the key to the page."""
        key = event.key()
        asked = self.gives_sides or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        sides = asked and not self.text() and key in (_KEY.Key_Left, _KEY.Key_Right)
        if key in _PAGE_KEYS or sides or (key == _KEY.Key_Space and self.gives_space):
            event.ignore()
        else:
            super().keyPressEvent(event)
