"""The time line of a number: what was done at counters, in e-Tracking's words where it has any."""

from collections.abc import Mapping
from dataclasses import dataclass

from officer_app.core import export, transit
from officer_app.core.acts import Act, ActKind, Subject, format_time
from officer_app.core.records import Permit
from officer_app.core.refusals import Refusal
from officer_app.core.scanned_text import normalise
from officer_app.core.two_persons import is_undo
from officer_app.texts import Both, Texts
from officer_app.usecases.counter import Counter, PaperTitle
from officer_app.usecases.find_permit import find_permit
from officer_app.usecases.note_refusal import FACTS
from officer_app.usecases.search import Matches, search

KINDS: frozenset[ActKind] = (
    frozenset(step.act for step in export.STEPS)
    | frozenset(step.act for step in transit.STEPS)
    | export.NO_STEP
    | transit.BESIDE
    | {ActKind.TRANSIT_ENQUIRE, ActKind.TRANSIT_ANSWER}
)
"""What a permit or a transit case may have in its time line: each has its words under `track.`, e-Tracking's own where
they fit (domain.md §3.6, ETP p13).
"""
# What became of a print at its printer is an act of its own.
_PRINTED: Mapping[str, str] = {
    "printed": "track.print_printed",
    "failed": "track.print_failed",
    "unknown": "track.print_unknown",
}
NO_PAPER = Both("", "")
_PARTLY = frozenset({"unknown_number", "data_missing", "bad_format", "ambiguous", "several"})


@dataclass(frozen=True)
class Event:
    """One line of the time line. `at` is UTC text; `words` names its sentence; `by` officer and workstation."""

    at: str
    status: str
    words: str
    by: str
    params: Mapping[str, str]
    paper: Both = NO_PAPER
    """The title of the paper it tells of."""

    def said(self, texts: Texts) -> Both:
        """Its sentence, a paper by its title."""
        th, en = ({**self.params, "form": title} for title in (self.paper.th, self.paper.en))
        return Both(texts.both(self.words, **th).th, texts.both(self.words, **en).en)


@dataclass(frozen=True)
class TimeLine:
    """All that was done with a permit or a transit case, in the order for people: the centre's feed, then the time."""

    number: str
    events: tuple[Event, ...]
    kind: str = "permit"
    """Of the subject: permit or transit."""
    acts: tuple[Act, ...] = ()
    """Behind each event the act it tells of."""


def track(counter: Counter, number: str) -> TimeLine | Matches | Refusal:
    """The time line of a number, or of the one record that a part of it finds; Matches where it finds several."""
    permit = find_permit(counter, number)
    if isinstance(permit, Permit):
        return _line(counter, Subject("permit", permit.number))
    if permit.code == "unreadable":
        return permit
    for case in (number.strip(), normalise(number)):
        if counter.journal.acts_on("transit", case):
            return _line(counter, Subject("transit", case))
    if permit.code == "not_a_permit":
        return _line(counter, Subject("transit", permit.params["number"]))
    found = search(counter, number) if permit.code in _PARTLY else permit
    if isinstance(found, Refusal) or not found.matches:
        return permit
    if len(found.matches) > 1:
        return found
    return _line(counter, Subject(found.matches[0].kind, found.matches[0].number))


def _line(counter: Counter, subject: Subject) -> TimeLine:
    acts = counter.journal.time_line(subject.kind, subject.number)
    return TimeLine(
        subject.number, tuple(event_of(act, counter.paper_title) for act in acts), subject.kind, tuple(acts)
    )


def event_of(act: Act, paper_title: PaperTitle) -> Event:
    """The line of the time line that tells of `act`; a paper is called by its title."""
    words = f"track.{act.kind}" if act.kind in KINDS else "track.unknown"
    if act.kind == ActKind.REFUSE and act.text("tried"):
        words = f"track.refuse_{act.text('code')}" if act.text("code") in FACTS else "track.refuse"
    if is_undo(act):
        words = "track.undo"
    return Event(
        at=format_time(act.at),
        status=act.kind,
        words=_PRINTED.get(act.text("status"), words) if act.kind == ActKind.PRINT else words,
        by=f"{act.officer} @ {act.station}",
        params={name: value for name, value in act.fields.items() if isinstance(value, str)},
        paper=paper_title(form) if (form := act.text("form")) else NO_PAPER,
    )
