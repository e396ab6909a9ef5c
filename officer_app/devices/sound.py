"""Sound: plays one short file at a time without ever holding up the desk. The newest wish cuts the one before."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from officer_app.devices.unheard import Unheard

if sys.platform == "win32":
    import winsound

PLAYERS = ("pw-play", "paplay", "aplay")
"""Programs that play a WAV file on Linux: PipeWire's, PulseAudio's, ALSA's. The first one found is used."""

# Our sounds take less than a second; a program that goes on longer hangs.
LONGEST_S = 2.0

NO_PLAYER = Unheard("no_player", {"players": ", ".join(PLAYERS)})
PLAYER_FAILED = Unheard("player_failed")


class SoundPlayer(Protocol):
    """Plays WAV files. No method blocks and none raises."""

    @property
    def trouble(self) -> Unheard | None:
        """Why nothing can be heard, as far as is known; None when all is well."""

    def play(self, sound: Path) -> None:
        """Begin `sound` now, in place of any other."""

    def silence(self) -> None:
        """Stop the sound."""

    def close(self) -> None:
        """Stop the sound and let go of everything."""


class NoPlayer:
    """Plays nothing and says why."""

    trouble: Unheard | None = NO_PLAYER

    def play(self, sound: Path) -> None:
        """Nothing is heard."""

    def silence(self) -> None:
        """It is silent already."""

    def close(self) -> None:
        """There is nothing to let go of."""


class CommandPlayer:
    """Plays with a program, given the file as its last argument. One thread starts it and waits for its end.

    A program that is not done in `longest_s` seconds is killed. `on_end` is called on that thread after each sound.
    """

    def __init__(
        self,
        command: tuple[str, ...],
        longest_s: float = LONGEST_S,
        on_end: Callable[[], None] | None = None,
    ) -> None:
        self.command = command
        self._longest_s = longest_s
        self._on_end = on_end
        self._changed = threading.Condition()
        self._wanted: Path | None = None
        self._wishes = 0  # how often something else, or silence, was wanted
        self._playing: subprocess.Popen[bytes] | None = None
        self._closing = False
        self._trouble: Unheard | None = None
        self._thread: threading.Thread | None = None

    @property
    def trouble(self) -> Unheard | None:
        """PLAYER_FAILED after a program that failed, until one succeeds."""
        return self._trouble

    def play(self, sound: Path) -> None:
        """Begin `sound` now, in place of any other; nothing after close()."""
        with self._changed:
            if self._closing:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
                self._thread.start()
            self._want(sound)

    def silence(self) -> None:
        """Stop the sound."""
        with self._changed:
            self._want(None)

    def close(self) -> None:
        """Stop the sound, wait for the program's end, end the thread."""
        with self._changed:
            self._closing = True
            self._want(None)
        if self._thread is not None:
            self._thread.join()

    def _want(self, sound: Path | None) -> None:
        self._wanted = sound
        self._wishes += 1
        if self._playing is not None:
            self._playing.terminate()
        self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted is not None or self._closing)
                if self._wanted is None:
                    return
                sound, self._wanted = self._wanted, None
                wishes = self._wishes
            self._play_to_end(sound, wishes)
            if self._on_end is not None:
                self._on_end()

    def _play_to_end(self, sound: Path, wishes: int) -> None:
        """Run the program until it ends or until more was wished for than `wishes`."""
        silent = subprocess.DEVNULL
        try:
            program = subprocess.Popen([*self.command, str(sound)], stdin=silent, stdout=silent, stderr=silent)
        except OSError:
            self._trouble = PLAYER_FAILED
            return
        with program:
            with self._changed:
                self._playing = program
                if self._wishes != wishes:
                    program.terminate()
            failed = _status_of(program, self._longest_s) != 0
        with self._changed:
            self._playing = None
            if self._wishes == wishes:  # a sound that was cut short proves nothing
                self._trouble = PLAYER_FAILED if failed else None


def _status_of(program: subprocess.Popen[bytes], longest_s: float) -> int:
    """Wait for the program's end, and kill one that hangs; a hung one counts as failed."""
    try:
        return program.wait(longest_s)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
        return 1


if sys.platform == "win32":

    class WindowsPlayer:
        """Plays with Windows' own PlaySound, which runs beside the program by itself."""

        def __init__(self) -> None:
            self.trouble: Unheard | None = None

        def play(self, sound: Path) -> None:
            """Begin `sound` now, in place of any other."""
            self._ask(str(sound), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)

        def silence(self) -> None:
            """Stop the sound."""
            self._ask(None, winsound.SND_PURGE)

        def close(self) -> None:
            """Stop the sound."""
            self.silence()

        def _ask(self, sound: str | None, flags: int) -> None:
            try:
                winsound.PlaySound(sound, flags)
            except RuntimeError:
                self.trouble = PLAYER_FAILED
            else:
                self.trouble = None


def find_player() -> SoundPlayer:
    """The player of this machine; one that plays nothing and says so where there is none."""
    if sys.platform == "win32":
        return WindowsPlayer()
    found = next(filter(None, map(shutil.which, PLAYERS)), None)
    return CommandPlayer((found,)) if found else NoPlayer()
