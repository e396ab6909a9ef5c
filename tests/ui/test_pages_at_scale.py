"""On every page text fits and controls are named: at 100, 150 and 200 %, in both languages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.viewmodels.world import ROOT


@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
def test_every_page_fits_and_is_named(tmp_path: Path, scale: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
    command = [sys.executable, "-m", "tests.ui.pages_at_scale", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    told = json.loads(done.stdout)
    assert told["ratio"] == float(scale)
    assert len(told["pages"]) >= 54 + 60
    assert {page: wrong for page, wrong in told["pages"].items() if wrong} == {}
