"""How far a long work is: its thread tells, any other reads, and may ask it to stop."""

from dataclasses import dataclass


class Stopped(Exception):
    """Somebody asked the work to stop; it left nothing behind."""


@dataclass
class Progress:
    """`done` of `all` parts (all 0: not known yet). Each field is written by one side only and read by the other."""

    done: int = 0
    all: int = 0
    stopped: bool = False

    @property
    def percent(self) -> int:
        """0 to 100."""
        return min(100, self.done * 100 // self.all) if self.all else 0

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self.stopped = True

    def step(self, parts: int = 0) -> None:
        """So many parts more are done. Raises Stopped."""
        if self.stopped:
            raise Stopped
        self.done += parts
