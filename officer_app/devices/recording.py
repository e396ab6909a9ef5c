"""Recorded bytes of a scanner: what came and when, as a text file that can be read, kept as a test and replayed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from officer_app.core.scanner_guess import Chunk

MOST_BYTES = 16 * 2**20


class BadRecording(ValueError):
    """A file that is no recording; the message names the line."""


@dataclass(frozen=True)
class Step:
    """Send `data`, `after_s` seconds after the step before."""

    after_s: float
    data: bytes


def written(chunks: Iterable[Chunk]) -> str:
    """The chunks as JSON lines: `{"at": seconds since the first, "hex": "39393131", "text": "9911"}`."""
    lines, first = [], None
    for chunk in chunks:
        first = chunk.at if first is None else first
        shown = chunk.data.decode("ascii", "backslashreplace")
        lines.append(json.dumps({"at": round(chunk.at - first, 4), "hex": chunk.data.hex(), "text": shown}))
    return "".join(f"{line}\n" for line in lines)


def steps_of(content: bytes) -> list[Step]:
    """The steps of a recording; a file that is none is sent as it is, in one piece. Raises BadRecording."""
    if not content.lstrip().startswith(b'{"at"'):
        return [Step(0.0, content)] if content else []
    steps, before = [], 0.0
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            table = json.loads(line)
            at, data = float(table["at"]), bytes.fromhex(table["hex"])
        except (ValueError, KeyError, TypeError) as error:
            raise BadRecording(f"line {number}: {error}") from error
        if not 0 <= at - before < _LONGEST_PAUSE_S:
            raise BadRecording(f"line {number}: its time is before the line above, or an hour after it")
        steps.append(Step(at - before, data))
        before = at
    return steps


_LONGEST_PAUSE_S = 3600.0


def steps_for(numbers: Sequence[str], terminator: bytes, every_s: float) -> list[Step]:
    """One scan for each number."""
    return [Step(every_s if place else 0.0, number.encode() + terminator) for place, number in enumerate(numbers)]
