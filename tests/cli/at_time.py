"""A machine whose clock is turned: the program as a process of its own, at another time than that of the tests."""

import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from importlib import import_module

AHEAD = "TESTS_CLOCK_AHEAD_S"
"""In the environment: by how many seconds the clock is ahead; behind where negative."""
PROGRAM = (sys.executable, "-m", "tests.cli.at_time")


def shown(when: datetime) -> dict[str, str]:
    """The environment of a process that begins at `when`."""
    return {AHEAD: str((when - datetime.now(UTC)).total_seconds())}


def turn(environment: Mapping[str, str]) -> None:
    """Turn the clock of this process, where the environment says so; it runs on from there."""
    ahead = timedelta(seconds=float(environment.get(AHEAD, "0")))

    class Turned(datetime):
        """The machine's clock as `workstation.opening.now` reads it."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Turned":
            there = datetime.now(tz) + ahead
            return cls.fromtimestamp(there.timestamp(), tz)

    if ahead:
        vars(import_module("officer_app.workstation.opening"))["datetime"] = Turned


if __name__ == "__main__":
    turn(os.environ)
    sys.exit(import_module("officer_app.__main__").main())
