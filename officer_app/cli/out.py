"""Where answers go: a stream that may be closed, full, or unable to take Thai letters."""

import contextlib
import io
import os
import sys
from typing import TextIO


class OutputLost(Exception):
    """Nobody takes the answers any more. `quiet`: who read them has gone, on purpose (a pipe to `head`)."""

    def __init__(self, error: OSError | ValueError) -> None:
        super().__init__(getattr(error, "strerror", None) or type(error).__name__)
        self.quiet = isinstance(error, BrokenPipeError)


class Out:
    """Text to a stream, out at once."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """Write all of `text`. Raises OutputLost."""
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError) as error:
            raise OutputLost(error) from error

    def flush(self) -> None:
        """Nothing is kept back; for those who expect a file."""


def prepare_streams() -> None:
    """Make standard output and error streams that exist and take any text.

    A program reads UTF-8 whatever the locale; a terminal gets its own encoding, with ? for what it cannot show.
    A lone surrogate (an argument that was not text) comes out as its JSON escape.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = io.FileIO(os.open(os.devnull, os.O_WRONLY), "w")
            setattr(sys, name, io.TextIOWrapper(nowhere, encoding="utf-8", errors="backslashreplace"))
        elif isinstance(stream, io.TextIOWrapper) and stream.isatty():
            stream.reconfigure(errors="replace")
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def give_up_stream(stream: TextIO) -> None:
    """Let what `stream` still holds go nowhere: the interpreter would complain about it at its end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
