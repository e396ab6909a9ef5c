"""The start's figures: a process of our own to its first paint and to the open desk, beside a bare window's process."""

import json
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from threading import Event

from officer_app.cli.bench.rows import Row, row
from officer_app.paths import Home
from officer_app.workstation.trouble import Trouble

TIMES = 9
PATIENCE_S = 60.0
_LOOK_S = 0.02


def cold_start(folder: Path) -> list[Row]:
    """Both rows for the home in `folder`, which no program has open; none where the program is one frozen file."""
    if getattr(sys, "frozen", False):
        return []
    environment = _installed(folder)
    _start_ms(folder, environment)
    _bare_ms(environment)
    painted, ready, floor = [], [], []
    for _ in range(TIMES):
        first, open_desk = _start_ms(folder, environment)
        painted.append(first)
        ready.append(open_desk)
        floor.append(_bare_ms(environment))
    return [
        row("cold_start", painted, floor, "ms", "to first paint <= 1.3x"),
        row("cold_start_ready", ready, floor, "ms", "to the open desk <= 2.5x"),
    ]


def _installed(folder: Path) -> dict[str, str]:
    """The environment of an installed program, whose byte code is kept: a copy that is worked on may have none."""
    kept = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder.parent / "bytecode")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept


def _start_ms(folder: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Milliseconds from the start of the process to its first paint and to the open desk, as its log says."""
    log = Home(folder).log
    said_before = log.stat().st_size if log.exists() else 0
    begun, tick = time.time(), Event()
    program = subprocess.Popen(
        [sys.executable, "-m", "officer_app", "--home", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    try:
        while "ready" not in (said := _said(log, said_before)):
            if time.time() - begun > PATIENCE_S or program.poll() is not None:
                raise Trouble("damaged", detail="start")
            tick.wait(_LOOK_S)
        program.terminate()
        program.wait(PATIENCE_S)
    finally:
        program.kill()
        program.wait()
    return (said["first paint"] - begun) * 1000, (said["ready"] - begun) * 1000


def _said(log: Path, after: int) -> dict[str, float]:
    """What the log said behind its first `after` bytes, and when (s)."""
    if not log.exists():
        return {}
    lines = log.read_bytes()[after:].decode("utf-8").split("\n")[:-1]
    return {each["text"]: datetime.fromisoformat(each["at"]).timestamp() for each in map(json.loads, lines)}


def _bare_ms(environment: dict[str, str]) -> float:
    begun = time.time()
    bare = [sys.executable, "-m", "officer_app.ui.bare_window"]
    said = subprocess.run(bare, capture_output=True, timeout=PATIENCE_S, check=True, text=True, env=environment)
    return (float(said.stdout.split()[0]) - begun) * 1000
