"""A short chaos run with real parts; a long one: `python -m tests.chaos.real_parts --seconds 600 --seed 1`."""

import os
from pathlib import Path

from tests.chaos.real_parts import run

SECONDS = float(os.environ.get("OFFICER_APP_CHAOS_SECONDS", "40"))
SEED = int(os.environ.get("OFFICER_APP_CHAOS_SEED", "2569"))
NEEDED = frozenset({"stamp", "release", "no_right", "kill", "line", "transit_sign", "numbers_given"})


def test_nothing_is_lost_and_nothing_is_released_twice(tmp_path: Path) -> None:
    found, happened = run(tmp_path, SEED, SECONDS, NEEDED)
    assert found == [], f"--seconds {SECONDS} --seed {SEED}"
    assert set(happened) >= NEEDED, happened
