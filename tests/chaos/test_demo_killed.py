"""The demonstration killed at any moment: no act that was announced as recorded is missing, and the round goes on.

A kill of the process tests order and recovery, not the disk. OFFICER_APP_CHAOS_ROUNDS plays more rounds than the one of
every day, OFFICER_APP_CHAOS_SEED begins elsewhere; each prints its seed.
"""

import os
import random
import signal
from pathlib import Path
from threading import Event

import pytest

from officer_app.workstation.opening import open_workstation
from tests.cli.running import run
from tests.demo.playing import children_of, playing, wait_until_gone

ROUNDS = int(os.environ.get("OFFICER_APP_CHAOS_ROUNDS", "1"))
SEED = int(os.environ.get("OFFICER_APP_CHAOS_SEED", "2569"))
KILLS = 3
STATIONS = ("ce-1", "cp-1")


@pytest.mark.parametrize("seed", range(SEED, SEED + ROUNDS))
def test_no_act_that_was_announced_is_ever_lost(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    announced: set[str] = set()
    for kill in range(KILLS):
        announced |= killed(tmp_path, chance, early=kill == 0)
    with playing(tmp_path, "--keep") as play:
        family = children_of(play.process.pid)
        status = play.end()
    assert status == 0, play.lines[-1]
    assert wait_until_gone(family, tmp_path) == set()
    assert play.lines[-1]["verify"]["ok"] is True
    kept = acts_in(tmp_path / "work")
    assert announced | set(play.recorded) <= kept
    for name in (*STATIONS, "ms-1"):
        verdict = run("verify", "--home", tmp_path / "work" / name, "--json")
        assert (verdict.status, verdict.body["ok"], verdict.body["defects"]) == (0, True, [])


def killed(out: Path, chance: random.Random, *, early: bool) -> set[str]:
    """Play until a moment that chance chooses, then kill -9; the acts that were announced until then."""
    with playing(out, "--keep") as play:
        if early:
            # While the centre and the homes are being made: nothing has been said yet.
            Event().wait(chance.uniform(0.5, 4.0))
        else:
            play.read(chance.randint(2, 70))
            Event().wait(chance.uniform(0.0, 0.15))
        family = children_of(play.process.pid)
        play.process.send_signal(signal.SIGKILL)
        play.read()
        announced = set(play.recorded)
    # Its PostgreSQL follows by itself: nobody is left to end it.
    assert wait_until_gone(family, out) == set()
    kept = acts_in(out / "work") if announced else set()
    assert announced <= kept
    return announced


def acts_in(work: Path) -> set[str]:
    """Every act that the workstations have made; Mae Sot's is made when the round comes to it."""
    found: set[str] = set()
    for settings in work.glob("*/settings.toml"):
        opened = open_workstation(settings.parent)
        try:
            found |= {act.act_id for act in opened.journal.own_acts(0, 1_000_000)}
        finally:
            opened.close()
    return found
