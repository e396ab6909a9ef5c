"""The program's window that says, line by line, what it shows: for tests that press real keys and wait for answers.

    python -m tests.ui.telling_office --home DIR

Prints a JSON line whenever what is shown has changed and stands still (`Teller.told`). All else is the program itself.
"""

import json
import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from officer_app.__main__ import open_desktop
from officer_app.cli.main import program
from officer_app.ui.main_window import MainWindow
from tests.ui.fitting import clipped

if TYPE_CHECKING:
    from officer_app.cli.stage import Desktop

TICK_MS, STILL = 15, 3
"""What looks the same for so many ticks stands still; a wedge gives a person's key back within two."""
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr)


class Teller(QObject):
    """Looks at the window and says what it shows."""

    def __init__(self) -> None:
        super().__init__()
        self._keys = 0
        self._last: dict[str, Any] = {}
        self._still = 0
        self._window: MainWindow | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(TICK_MS)

    @property
    def window(self) -> MainWindow:
        """The window that is told of."""
        assert self._window is not None
        return self._window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count the keys that came from outside."""
        if isinstance(watched, QWindow) and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            self._keys += event.spontaneous() and event.key() not in _MODIFIERS
        return False

    def told(self) -> dict[str, Any]:
        """`keys` pressed and `arrived` scans so far; who is at the desk; what is asked and shown, said in words."""
        page, second = self.window.desk_page, self.window.second.door
        view = page.view
        table = view.table
        return {
            "keys": self._keys,
            "arrived": page.model.arrived,
            "officer": self.window.officer.person.name if self.window.officer else "",
            "second": second is not None,
            "busy": view.busy or self.window._background.under_way > 0 or page.model.view("en").busy,
            "held": view.must_acknowledge,
            "headline": view.headline,
            "sentence": view.sentence,
            "asks": view.asking.what if view.asking else "",
            "hint": (view.asking.wrong or view.asking.hint) if view.asking else "",
            "rows": len(table.lines) if table else 0,
            "row": list(table.lines[table.selected].cells) if table and table.lines else [],
            "case": view.card.number if view.card else "",
            "due": view.card.due if view.card else "",
            "wanted": [verb.key for verb in view.verbs if verb.wanted and verb.enabled],
            "printing": view.printing,
            "active": self._front.isActiveWindow(),
            "focus": self._focus(),
        }

    def _look(self) -> None:
        if self._window is None:
            shown = [each for each in QApplication.allWidgets() if isinstance(each, MainWindow) and each.isVisible()]
            if not shown:
                return
            (self._window,) = shown
        if (application := QCoreApplication.instance()) is not None:
            # Installed last, it sees a key before the reader of scanners that type does.
            application.installEventFilter(self)
        told = self.told()
        self._still = self._still + 1 if told == self._last else 0
        self._last = told
        if self._still == STILL:
            say({**told, "clipped": clipped(self)})

    @property
    def _front(self) -> QWidget:
        """The window, or the dialog over it."""
        return QApplication.activeModalWidget() or self.window

    def _focus(self) -> str:
        """What the next key goes to, as far as it can be seen."""
        focus = QApplication.focusWidget()
        return type(focus).__name__ if focus is not None and focus.isVisible() else ""


def say(told: dict[str, Any]) -> None:
    """One line, at once."""
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def main(words: list[str]) -> int:
    """The program, with somebody who tells."""
    tellers = []

    def telling() -> "Desktop":
        desktop = open_desktop()
        tellers.append(Teller())
        return desktop

    return program(words, telling)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
