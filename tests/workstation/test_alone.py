"""One program of a home at a time: who holds it, who waits, and what two exchanges at once would have done."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from officer_app.central.memory import MemoryCentre
from officer_app.core.cases import read_case
from officer_app.core.ports import Central, Unreachable
from officer_app.settings import Settings
from officer_app.usecases.seat import UNCONFIRMED, seat_name
from officer_app.workstation.alone import Taken, alone
from officer_app.workstation.exchanging import exchange
from officer_app.workstation.opening import create, now, open_workstation

ROUNDS = 8
HOLDER = """
import sys
from pathlib import Path
from officer_app.workstation.alone import alone
with alone(Path(sys.argv[1]), 0.0):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_one_is_turned_away_until_the_first_is_done(tmp_path: Path) -> None:
    with alone(tmp_path / "lock", 0.0), pytest.raises(Taken), alone(tmp_path / "lock", 0.0):
        raise AssertionError("both hold it")
    with alone(tmp_path / "lock", 0.0):
        pass


def test_who_waits_gets_it_when_the_one_before_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Taken), alone(tmp_path / "lock", 0.0):
            raise AssertionError("both hold it")
        holder.kill()
        with alone(tmp_path / "lock", 60.0):
            pass


def test_where_no_file_can_be_made_it_goes_on(tmp_path: Path) -> None:
    with alone(tmp_path / "no folder" / "lock", 0.0):
        pass


def test_an_error_inside_is_not_kept_and_lets_go(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone(tmp_path / "lock", 0.0):
        raise ZeroDivisionError
    with alone(tmp_path / "lock", 0.0):
        pass


def test_two_programs_of_one_home_exchange_in_turn_and_speak_from_one_seat(tmp_path: Path) -> None:
    create(tmp_path / "cp", Settings(site="CE", desk="checking_post", name="CP-1a", post="CP-1", mode="sample"))
    centre = MemoryCentre("CE", clock=now)
    line = centre.enrol("CP-1a", "CP-1")

    def program() -> int:
        opened = open_workstation(tmp_path / "cp")
        try:
            return sum(exchange(opened, line).pushed for _ in range(ROUNDS))
        finally:
            opened.close()

    with ThreadPoolExecutor(2) as programs:
        assert sum(each.result() for each in [programs.submit(program) for _ in range(2)]) == 1
    opened = open_workstation(tmp_path / "cp")
    try:
        assert opened.journal.value(UNCONFIRMED) == ""
        assert [seat.name for seat in centre.rights.seats["CP-1a"]] == [seat_name(opened.journal)]
        assert [read_case(each.doc).kind for each in opened.mirror.listed("case", 9)] == []
    finally:
        opened.close()


def test_who_finds_another_program_at_it_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("officer_app.workstation.exchanging.PATIENCE_S", 0.0)
    create(tmp_path / "cp", Settings(site="CE", desk="checking_post", name="CP-1a", post="CP-1", mode="sample"))
    line: Central = MemoryCentre("CE", clock=now).enrol("CP-1a", "CP-1")
    opened = open_workstation(tmp_path / "cp")
    try:
        with alone(opened.home.exchange, 0.0), pytest.raises(Unreachable) as found:
            exchange(opened, line)
        assert (found.value.trouble, found.value.kind) == ("here", "other_program")
        assert opened.texts.both(f"link.{found.value.kind}").th
        assert exchange(opened, line).pushed == 1
    finally:
        opened.close()
