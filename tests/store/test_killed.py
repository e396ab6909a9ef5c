"""kill -9 at any moment: what was said to be recorded is there, the chain is whole, work goes on.

Orders and recovery are tested so, not the disk: what the system had taken over survives a killed program.
"""

import signal
from pathlib import Path

import pytest

from tests.store.conftest import Opener, let_go, prove_whole, put, start_recorder


@pytest.mark.parametrize("moments", [(1, 3, 2), (25, 7, 40)])
def test_every_act_said_to_be_recorded_survives_kill_9_again_and_again(
    tmp_path: Path, opening: Opener, moments: tuple[int, ...]
) -> None:
    path = tmp_path / "journal.db"
    printed: list[str] = []
    for place, moment in enumerate(moments):
        running = start_recorder(path, f"run{place}", 0)
        let_go(running)
        assert running.stdout is not None
        printed += [running.stdout.readline().strip() for _ in range(moment)]
        running.send_signal(signal.SIGKILL)
        # What it had still said before it died counts as well; the last line may be cut off.
        rest = running.communicate(timeout=60)[0]
        printed += rest.split("\n")[:-1]
        assert running.returncode == -signal.SIGKILL
    journal = opening()
    acts = journal.own_acts(0, 100_000)
    prove_whole(acts)
    kept = {act.act_id for act in acts}
    assert len(printed) >= sum(moments)
    assert set(printed) <= kept
    # At most the act under way in each run is there without having been said.
    assert len(kept) <= len(printed) + len(moments)
    assert {act.act_id for act in journal.acts_on("permit", "P1")} == {
        act.act_id for act in acts if act.subject.number == "P1"
    }
    states = {f"P{turn}": journal.permit_state(f"P{turn}") for turn in range(7)}
    journal.rebuild()
    assert states == {f"P{turn}": journal.permit_state(f"P{turn}") for turn in range(7)}
    assert put(journal, "on it goes").station_seq == len(acts) + 1
