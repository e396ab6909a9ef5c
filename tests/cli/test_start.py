"""The start of the program: what is not loaded before the first paint, and what ends it."""

import json
import os
import re
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
    "officer_app.app.preparing",
    "officer_app.app.typing_scanner",
    "officer_app.ui.bare_window",
    "concurrent.futures",
    "getpass",
    "json",
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
FAULT = """
import sys
from officer_app.cli import main
from officer_app.__main__ import open_desktop
from officer_app.ui.main_window import MainWindow

def fail(window):
    raise RuntimeError("a fault of ours")

MainWindow._make_beside = fail
sys.exit(main.run(["--home", sys.argv[1]], open_desktop))
"""


def run_script(script: str, home: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", script, str(home)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False)


def test_nothing_heavy_is_loaded_before_the_first_paint(home: Path) -> None:
    done = run_script(FIRST_PAINT, home)
    assert (done.returncode, done.stdout.splitlines()) == (0, ["[]", "True None"]), done.stderr


def test_a_home_that_cannot_be_opened_says_why_after_the_window_was_there(home: Path) -> None:
    Home(home).journal.write_bytes(b"no database at all" * 200)
    said = run("--home", home, env={"QT_QPA_PLATFORM": "offscreen"})
    assert (said.status, said.out) == (3, "")
    assert said.err.strip()
    assert not Home(home).lock.exists()


def test_a_fault_of_ours_while_the_desk_is_made_is_one_sentence_and_a_reference_that_the_log_has(home: Path) -> None:
    done = run_script(FAULT, home)
    assert done.returncode == 3
    # Once in each language, and nothing else.
    (reference, again) = re.findall(r"\b[0-9a-f]{8}\b", done.stderr)
    assert (done.stdout, len(done.stderr.splitlines()), reference) == ("", 2, again)
    said = [json.loads(line) for line in Home(home).log.read_text("utf-8").splitlines()]
    assert [each["level"] for each in said if reference in each["text"]] == ["ERROR"]
    assert not Home(home).lock.exists()
