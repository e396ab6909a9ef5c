"""The start of the program: what is not loaded before the first paint, and what ends it."""

import os
import subprocess
import sys
from pathlib import Path

from officer_app.paths import Home
from tests.cli.running import PATIENCE_S, run

HEAVY = (
    "sqlalchemy",
    "sqlcipher3",
    "psycopg",
    "cryptography",
    "argon2",
    "reportlab",
    "uharfbuzz",
    "segno",
    "barcode",
    "xlsxwriter",
    "pypdfium2",
    "serial",
    "icu4py",
    "officer_app.store.journal",
    "officer_app.workstation.opening",
    "officer_app.ui.main_window",
    "officer_app.settings",
)
FIRST_PAINT = f"""
import sys
from pathlib import Path
from officer_app.app.start import Start
from officer_app.cli import main
from officer_app.__main__ import open_desktop
from PySide6.QtCore import QCoreApplication

def painted(start):
    print(sorted(each for each in {HEAVY!r} if each in sys.modules))
    print(start.front.isVisible(), start.stage)
    QCoreApplication.quit()

Start._painted = painted
sys.exit(main.run(["--home", sys.argv[1]], open_desktop))
"""


def test_nothing_heavy_is_loaded_before_the_first_paint(home: Path) -> None:
    command = [sys.executable, "-c", FIRST_PAINT, str(home)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert (done.returncode, done.stdout.splitlines()) == (0, ["[]", "True None"]), done.stderr


def test_a_home_that_cannot_be_opened_says_why_after_the_window_was_there(home: Path) -> None:
    Home(home).journal.write_bytes(b"no database at all" * 200)
    said = run("--home", home, env={"QT_QPA_PLATFORM": "offscreen"})
    assert (said.status, said.out) == (3, "")
    assert said.err.strip()
    assert not Home(home).lock.exists()
