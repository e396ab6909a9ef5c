"""A program of its own for the keyboard wedge's tests: a text field and a wedge; says what arrives, line by line.

    python -m tests.ui.typing_window '{"gap_ms": 120, "prefix": "", "suffix": "any"}'

Prints JSON lines: {"ready": window id}, {"scan": text}, and {"field": text} whenever Enter reached the field.
"""

import json
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from officer_app.ui.wedge import Wedge, WedgeSetup


def say(**what: object) -> None:
    """One line, at once."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main(setup: WedgeSetup) -> int:
    """Until the window is closed or standard input ends."""
    application = QApplication(sys.argv[:1])
    field = QPlainTextEdit()

    def heard(text: str) -> None:
        say(scan=text)

    def changed() -> None:
        if field.toPlainText().endswith("\n"):
            say(field=field.toPlainText())

    wedge = Wedge(setup, heard)
    application.installEventFilter(wedge)
    field.textChanged.connect(changed)
    field.resize(400, 300)
    field.show()
    field.setFocus()
    QTimer.singleShot(0, lambda: say(ready=int(field.winId())))
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(WedgeSetup(**json.loads(sys.argv[1]))))
