"""Sounds are the ones our script makes, are told apart, and never hold up the desk or leave a program behind."""

import os
import runpy
import select
import sys
import threading
import wave
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from officer_app.devices.signals import RecordedSignals, Signal, Signals, SoundSignals
from officer_app.devices.sound import NO_PLAYER, PLAYER_FAILED, CommandPlayer, NoPlayer, find_player
from tests.devices.listening import WAIT_S, open_files

SOUNDS = Path(__file__).resolve().parents[2] / "resources" / "sounds"


@pytest.mark.parametrize("signal", list(Signal))
def test_the_committed_sound_is_the_one_the_script_makes(signal: Signal, tmp_path: Path) -> None:
    script = runpy.run_path(str(SOUNDS / "make_sounds.py"))

    made = script["write"](str(signal), tmp_path)

    assert made.read_bytes() == (SOUNDS / f"{signal}.wav").read_bytes()


@pytest.mark.parametrize("signal", list(Signal))
def test_a_sound_is_small_plain_and_short(signal: Signal) -> None:
    with wave.open(str(SOUNDS / f"{signal}.wav")) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        assert sound.getframerate() <= 22_050
        assert sound.getnframes() <= sound.getframerate()


def test_the_three_sounds_differ_in_length_and_pitch() -> None:
    heard = set()
    for signal in Signal:
        with wave.open(str(SOUNDS / f"{signal}.wav")) as sound:
            samples = memoryview(sound.readframes(sound.getnframes())).cast("h")
        crossings = sum(1 for before, after in pairwise(samples) if before < 0 <= after)
        heard.add((len(samples) // 1000, crossings // 20))

    assert len(heard) == len(Signal)


class Program:
    """A player that notes the file it is given and its process, and then does `ending` (shell)."""

    def __init__(self, folder: Path, ending: str) -> None:
        notes = folder / "notes"
        os.mkfifo(notes)
        self._reader = os.open(notes, os.O_RDWR)
        script = folder / "player"
        script.write_text(f'echo "$1 $$" > {notes}\n{ending}\n', encoding="utf-8")
        self.command = ("/bin/sh", str(script))

    def started(self) -> tuple[str, int]:
        """The name of the next sound that was begun, and the process that plays it."""
        ready, _, _ = select.select([self._reader], [], [], WAIT_S)
        assert ready, "no sound was begun"
        note = b""
        while not note.endswith(b"\n"):
            note += os.read(self._reader, 1)
        path, process = note.decode().split()
        return Path(path).stem, int(process)

    def close(self) -> None:
        os.close(self._reader)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Callable[[str], Program]]:
    made: list[Program] = []

    def make(ending: str) -> Program:
        made.append(Program(tmp_path, ending))
        return made[-1]

    yield make
    for each in made:
        each.close()


def is_gone(process: int) -> bool:
    """Whether the process has ended and was reaped; a zombie is not gone."""
    return not Path(f"/proc/{process}").exists()


def test_a_sound_is_played_and_its_program_reaped(program: Callable[[str], Program]) -> None:
    played = program("exit 0")
    player = CommandPlayer(played.command)

    player.play(SOUNDS / "good.wav")
    name, process = played.started()
    player.close()

    assert name == "good"
    assert is_gone(process)
    assert player.trouble is None


def test_a_new_sound_and_silence_cut_the_one_before(program: Callable[[str], Program]) -> None:
    played = program("exec sleep 60")
    signals = SoundSignals(lambda: SOUNDS, CommandPlayer(played.command, longest_s=WAIT_S))

    signals.good()
    first, first_process = played.started()
    signals.refuse()
    second, second_process = played.started()
    signals.silence()
    signals.attention()
    third, third_process = played.started()
    signals.close()

    assert (first, second, third) == ("good", "refuse", "attention")
    assert all(map(is_gone, (first_process, second_process, third_process)))
    assert signals.available


def test_a_program_that_hangs_is_killed_and_counts_as_failed(program: Callable[[str], Program]) -> None:
    played = program("trap '' TERM; while :; do sleep 0.01; done")
    ended = threading.Event()
    player = CommandPlayer(played.command, longest_s=0.2, on_end=ended.set)

    player.play(SOUNDS / "refuse.wav")
    _, process = played.started()
    assert ended.wait(WAIT_S)
    player.close()

    assert is_gone(process)
    assert player.trouble is PLAYER_FAILED


@pytest.mark.parametrize("command", [("/bin/false",), ("/no/such/program",)])
def test_a_player_that_fails_is_said_and_not_raised(command: tuple[str, ...]) -> None:
    failed = threading.Event()
    signals = SoundSignals(lambda: SOUNDS, CommandPlayer(command, on_end=failed.set))

    signals.good()
    assert failed.wait(WAIT_S)
    signals.close()

    assert not signals.available
    assert signals.trouble is PLAYER_FAILED


def test_a_hundred_signals_in_a_row_leave_no_thread_and_no_descriptor() -> None:
    threads, files = threading.active_count(), open_files()
    player = CommandPlayer(("/bin/true",))

    for _ in range(100):
        player.play(SOUNDS / "good.wav")
    player.close()
    player.play(SOUNDS / "good.wav")

    assert (threading.active_count(), open_files()) == (threads, files)


def test_a_player_that_never_played_is_closed_and_silenced_without_harm() -> None:
    player = CommandPlayer(("/bin/true",))

    player.silence()
    player.close()
    player.close()

    assert player.trouble is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays by itself")
def test_the_first_player_of_the_list_that_is_installed_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert isinstance(find_player(), NoPlayer)

    for name in ("aplay", "paplay"):
        (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    player = find_player()

    assert isinstance(player, CommandPlayer)
    assert player.command == (str(tmp_path / "paplay"),)


def test_without_any_player_the_status_bar_has_a_sentence() -> None:
    signals = SoundSignals(lambda: SOUNDS, NoPlayer())

    signals.refuse()
    signals.silence()
    signals.close()

    assert not signals.available
    assert signals.trouble is NO_PLAYER
    assert "aplay" in NO_PLAYER.params["players"]


def test_recorded_signals_remember_what_was_signalled() -> None:
    recorded = RecordedSignals()
    signals: Signals = recorded

    signals.good()
    signals.refuse()
    sounding = recorded.sounding
    signals.silence()
    signals.attention()
    signals.close()

    assert recorded.signalled == [Signal.GOOD, Signal.REFUSE, Signal.ATTENTION]
    assert sounding is Signal.REFUSE
    assert recorded.sounding is None
    assert recorded.closed
