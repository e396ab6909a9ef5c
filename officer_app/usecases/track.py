"""The time line of a number: what was done at counters, in e-Tracking's words where it has any."""

from collections.abc import Mapping
from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind, format_time
from officer_app.core.causal import in_order
from officer_app.core.refusals import Refusal
from officer_app.usecases.counter import Counter
from officer_app.usecases.find_permit import find_permit

# e-Tracking's own words where they fit (domain.md §3.6, ETP p13); the rest names the counter's own acts.
WORDS: Mapping[str, str] = {
    ActKind.PRESENT: "track.present",
    ActKind.INSPECT: "track.inspect",
    ActKind.XRAY_SEND: "track.xray_send",
    ActKind.STAMP: "track.stamp",
    ActKind.HOLD: "track.hold",
    ActKind.UNHOLD: "track.unhold",
    ActKind.ANNUL: "track.annul",
    ActKind.RELEASE: "track.release",
    ActKind.REFUSE: "track.refuse",
    ActKind.PRINT: "track.print",
}
# What became of a print at its printer is an act of its own.
_PRINTED: Mapping[str, str] = {
    "printed": "track.print_printed",
    "failed": "track.print_failed",
    "unknown": "track.print_unknown",
}


@dataclass(frozen=True)
class Event:
    """One line of the time line. `at` is UTC text; `words` names its sentence; `by` officer and workstation."""

    at: str
    status: str
    words: str
    by: str
    params: Mapping[str, str]


@dataclass(frozen=True)
class TimeLine:
    """All that was done with a permit, first things first."""

    number: str
    events: tuple[Event, ...]


def track(counter: Counter, number: str) -> TimeLine | Refusal:
    """The time line of the permit of `number`."""
    permit = find_permit(counter, number)
    if isinstance(permit, Refusal):
        return permit
    acts = in_order(counter.journal.acts_on("permit", permit.number), {})
    return TimeLine(permit.number, tuple(_event(act) for act in acts))


def _event(act: Act) -> Event:
    params = {name: act.text(name) for name in ("stamp_text", "outcome", "form", "reason", "granted_by")}
    return Event(
        at=format_time(act.at),
        status=act.kind,
        words=_PRINTED.get(act.text("status"), WORDS.get(act.kind, "track.unknown")),
        by=f"{act.officer} @ {act.station}",
        params=params,
    )
