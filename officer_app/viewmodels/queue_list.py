"""The list of what waits at the counter: one lane of it or all, perishables first, each with its age."""

from collections.abc import Sequence
from datetime import datetime

from officer_app.usecases.waiting_permits import LANES, Waits
from officer_app.viewmodels.permit_card import mark
from officer_app.viewmodels.speech import MINUTE_S, Speech, parse_moment
from officer_app.viewmodels.view import Line, Table, Tone

LONG_S = 60 * MINUTE_S
"""Who waits longer than this is marked [inferred]."""
_ALL = ("", *LANES)
_SIGNS = {"green": "●", "red": "◆", "xray": "▲", "held": "■"}


class QueueList:
    """`open` while it is shown. Moved by keys; the line that is taken is looked up like a scan."""

    def __init__(self) -> None:
        self.open = False
        self._waits: tuple[Waits, ...] = ()
        self._lane = ""
        self._selected = 0

    def show(self, waits: Sequence[Waits]) -> None:
        """Show these; the line that was selected stays selected, if it is still there."""
        before = self.taken
        self._waits, self.open = tuple(waits), True
        numbers = [each.permit.number for each in self._shown]
        self._selected = numbers.index(before) if before in numbers else 0

    def close(self) -> None:
        """Show nothing of it."""
        self.open, self._waits = False, ()

    @property
    def taken(self) -> str:
        """The number of the line that is selected; empty where there is none."""
        shown = self._shown
        return shown[self._selected].permit.number if shown else ""

    def move(self, steps: int) -> None:
        """Down or up."""
        self._selected = max(0, min(len(self._shown) - 1, self._selected + steps))

    def turn(self, steps: int) -> None:
        """To the next lane, or the one before."""
        self._lane = _ALL[(_ALL.index(self._lane) + steps) % len(_ALL)]
        self._selected = 0

    def view(self, speech: Speech, now: datetime) -> Table | None:
        """What to show of it."""
        if not self.open:
            return None
        counts = {lane: sum(each.lane == lane for each in self._waits) for lane in LANES}
        said = [f"{speech.say('queue_all')} {len(self._waits)}"]
        said += [f"{_word(lane, speech)} {counts[lane]}" for lane in LANES]
        said[_ALL.index(self._lane)] = f"[{said[_ALL.index(self._lane)]}]"
        heads = tuple(speech.say(f"queue_{head}") for head in ("lane", "number", "age", "goods", "flight", "inspector"))
        lines = tuple(_line(each, speech, now) for each in self._shown)
        return Table(" · ".join(said), heads, lines, self._selected, speech.say("queue_empty"), grid=True)

    @property
    def _shown(self) -> tuple[Waits, ...]:
        return tuple(each for each in self._waits if self._lane in ("", each.lane))


def _line(waits: Waits, speech: Speech, now: datetime) -> Line:
    age_s = (now - waits.since).total_seconds()
    permit = waits.permit
    departure = parse_moment(permit.departure_at)
    left_s = None if departure is None else (departure - now).total_seconds()
    goods = speech.say("queue_perishable") if waits.perishable else permit.hs_codes
    long = ((2, Tone.ATTENTION),) if age_s > LONG_S else ()
    marked = ((3, Tone.ATTENTION),) if waits.perishable else ()
    gone = ((4, Tone.ATTENTION),) if left_s is not None and left_s <= 0 else ()
    return Line(
        (
            f"{_SIGNS[waits.lane]} {_word(waits.lane, speech)}",
            permit.number,
            speech.duration(age_s),
            goods,
            " · ".join(part for part in (permit.flight, _left(left_s, speech)) if part),
            speech.officer(waits.inspector) if waits.inspector else "–",
        ),
        tones=(*long, *marked, *gone),
    )


def _left(left_s: float | None, speech: Speech) -> str:
    """How long until the flight goes (seconds), or since it went."""
    if left_s is None:
        return ""
    return speech.duration(left_s) if left_s > 0 else speech.say("flight_gone", age=speech.duration(-left_s))


def _word(lane: str, speech: Speech) -> str:
    return speech.say("queue_held") if lane == "held" else mark(lane, speech).word
