"""The list of what was done at a workstation today, in the words of the time line."""

from collections.abc import Sequence

from officer_app.core.acts import Act
from officer_app.core.buddhist import datetime_be
from officer_app.usecases.track import Event
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Line, Table


class TodayList:
    """`open` while it is shown. Moved by keys; what the line taken is about is looked up like a scan."""

    def __init__(self) -> None:
        self.open = False
        self._rows: tuple[tuple[Act, Event], ...] = ()
        self._selected = 0

    def show(self, rows: Sequence[tuple[Act, Event]]) -> None:
        """Show these acts as their events tell them, the first one selected."""
        self._rows, self._selected, self.open = tuple(rows), 0, True

    def close(self) -> None:
        """Show nothing of it."""
        self.open, self._rows = False, ()

    def move(self, steps: int) -> None:
        """Down or up."""
        self._selected = max(0, min(len(self._rows) - 1, self._selected + steps))

    @property
    def taken(self) -> str:
        """The number that the line selected is about; empty where there is none."""
        return self._rows[self._selected][0].subject.number if self._rows else ""

    def view(self, speech: Speech) -> Table | None:
        """What to show of it."""
        if not self.open:
            return None
        heads = tuple(speech.say(f"today_{head}") for head in ("time", "number", "by", "what"))
        lines = tuple(_line(act, event, speech) for act, event in self._rows)
        title = speech.say("today_title", n=str(len(lines)))
        return Table(title, heads, lines, self._selected, speech.say("today_empty"), grid=True)


def _line(act: Act, event: Event, speech: Speech) -> Line:
    said = event.said(speech.texts).say(speech.language)
    return Line((datetime_be(act.at), act.subject.number, speech.officer(act.officer), said))
