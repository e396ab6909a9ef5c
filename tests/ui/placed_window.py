"""A program of its own: a window where it was left, then moved as its maker says, and left there.

    python -m tests.ui.placed_window FILE [--to X Y WIDTH HEIGHT] [--maximise]

Prints one JSON object: where it opened (x, y, width, height), whether over the whole screen, and what the screen has.
"""

import argparse
import json
import sys
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from officer_app.ui.window_place import WindowPlace

WAIT_MS = 20_000


def main() -> int:
    """Open, tell, move, keep."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--to", nargs=4, type=int)
    parser.add_argument("--maximise", action="store_true")
    args = parser.parse_args()
    application = QApplication(sys.argv[:1])
    place, window = WindowPlace(args.file), QWidget()
    place.take(window)
    window.show()
    assert QTest.qWaitForWindowExposed(window, WAIT_MS)
    room = QGuiApplication.primaryScreen().availableSize()
    at = (window.x(), window.y(), window.width(), window.height())
    said = {"at": at, "whole": window.isMaximized(), "room": (room.width(), room.height())}
    sys.stdout.write(json.dumps(said) + "\n")
    if args.to:
        wanted = QRect(*args.to)
        window.setGeometry(wanted)
        application.processEvents()
        assert window.geometry() == wanted
    if args.maximise:
        window.showMaximized()
    application.processEvents()
    place.keep(window)
    window.close()
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
