"""Find records by a part of any of their numbers, for who has half a number or the last digits of one."""

from dataclasses import dataclass

from officer_app.core.records import Match
from officer_app.core.refusals import Refusal
from officer_app.core.scanned_text import normalise
from officer_app.usecases.counter import Counter

MOST = 20
SHORTEST = 3
LONGEST = 40


@dataclass(frozen=True)
class Matches:
    """What a part of a number finds, what it begins first; `more`: there are others beyond these."""

    part: str
    matches: tuple[Match, ...]
    more: bool


def search(counter: Counter, text: str, most: int = MOST) -> Matches | Refusal:
    """Up to `most` records one of whose numbers has `text` in it, blanks and dashes left aside."""
    part = normalise(text)
    if len(part) < SHORTEST:
        return Refusal("part_too_short", {"min": str(SHORTEST)})
    if len(part) > LONGEST:
        return Matches(part[:LONGEST], (), more=False)
    found = counter.mirror.search(part, most + 1)
    return Matches(part, tuple(found[:most]), more=len(found) > most)
