"""The page "track": any number or part of one, its time line in e-Tracking's words, its documents, its papers."""

from officer_app.core.acts import Act, ActKind
from officer_app.core.ports import Person
from officer_app.core.refusals import Refusal
from officer_app.core.scanned_text import normalise, unwrap
from officer_app.core.transit import TransitState
from officer_app.usecases.counter import Counter
from officer_app.usecases.look_up import look_up
from officer_app.usecases.search import Matches
from officer_app.usecases.track import TimeLine, track
from officer_app.viewmodels.list_view import ListModel, ListView
from officer_app.viewmodels.page_work import PageTools
from officer_app.viewmodels.track_state import Place, Tracked
from officer_app.viewmodels.track_view import document_lines, fields_of, track_view


class TrackModel(ListModel):
    """State of the page. What is looked at is noted under the officer's name."""

    def __init__(self, counter: Counter, tools: PageTools) -> None:
        super().__init__(tools)
        self.counter = counter
        self.place = Place.START
        self.matches: Matches | None = None
        self.tracked: Tracked | None = None
        self.papers_only = False
        self._line_at = 0

    def refresh(self) -> None:
        """What lies open is read anew: something may have been done meanwhile."""
        if self.tracked is not None and not self.busy:
            self._look(self.tracked.line.number)

    def _forget(self) -> None:
        self.place, self.matches, self.tracked, self.papers_only, self._line_at = Place.START, None, None, False, 0

    # --- what is wanted

    def on_scan(self, text: str) -> None:
        """A scan: straight to its time line."""
        self.enter(unwrap(text))

    def enter(self, text: str) -> None:
        """A number or part of one; with nothing typed, the line that is selected."""
        if self.officer is None or self.busy:
            self._signals.refuse()
        elif text.strip():
            self._look(text)
        elif self.place is Place.MATCHES and self.matches is not None:
            self._look(self.matches.matches[self.selected].number)
        elif self.place is Place.LINE and self._length():
            self.place, self._line_at = Place.ACT, self.selected
            self.selected = 0
        else:
            self._signals.attention()

    def escape(self) -> bool:
        """From an act to its line, from a line to the matches, from there out."""
        if self.place is Place.ACT:
            self.place, self.selected = Place.LINE, self._line_at
        elif self.place in (Place.LINE, Place.DOCUMENTS) and self.matches is not None:
            self.place, self.selected, self.tracked = Place.MATCHES, 0, None
        elif self.place is Place.START:
            return False
        else:
            self._forget()
            self.selected = 0
        self.message = None
        return True

    def press(self, name: str) -> None:
        """line, papers, documents: what the list holds; look and back as Enter and Esc."""
        if name == "look":
            self.enter("")
        elif name == "back":
            self.escape()
        elif self.tracked is None:
            self._signals.attention()
        else:
            self.place = Place.DOCUMENTS if name == "documents" else Place.LINE
            self.papers_only, self.selected = name == "papers", 0

    # --- what is there

    def listed(self) -> list[int]:
        """Which events of the time line are shown: all, or those of papers."""
        if self.tracked is None:
            return []
        acts = enumerate(self.tracked.line.acts)
        return [place for place, act in acts if not self.papers_only or act.kind == ActKind.PRINT]

    def act(self) -> Act | None:
        """The act that is looked at."""
        listed = self.listed()
        if self.tracked is None or self.place is not Place.ACT or self._line_at >= len(listed):
            return None
        return self.tracked.line.acts[listed[self._line_at]]

    def view(self, language: str) -> ListView:
        """See `ListModel`."""
        return track_view(self, language, *self._said(language))

    def _length(self) -> int:
        match self.place:
            case Place.MATCHES:
                return len(self.matches.matches) if self.matches is not None else 0
            case Place.LINE:
                return len(self.listed())
            case Place.DOCUMENTS:
                return len(document_lines(self.tracked.answer)) if self.tracked is not None else 0
            case Place.ACT:
                act = self.act()
                return len(fields_of(act)) if act is not None else 0
        return 0

    def _look(self, text: str) -> None:
        officer = self.officer
        if officer is None:
            return
        person = officer.person
        self._work(lambda: _read(self.counter, person, text), self._show)

    def _show(self, found: Tracked | Matches | Refusal) -> None:
        if isinstance(found, Refusal):
            self._refused(found)
        elif isinstance(found, Matches):
            self.place, self.matches, self.tracked, self.selected = Place.MATCHES, found, None, 0
            self._signals.attention()
        else:
            self.place, self.tracked, self.papers_only = Place.LINE, found, False
            self.selected = max(0, len(found.line.acts) - 1)
            if self.matches is not None and found.line.number not in {match.number for match in self.matches.matches}:
                self.matches = None
            self._signals.good()


def _read(counter: Counter, person: Person, text: str) -> Tracked | Matches | Refusal:
    line = track(counter, text)
    if not isinstance(line, TimeLine):
        return line
    counter.note_look(person.name, line.kind, line.number)
    case = counter.journal.transit_state(line.number) if line.kind == "transit" else TransitState()
    return Tracked(line, look_up(counter, normalise(line.number), person), case)
