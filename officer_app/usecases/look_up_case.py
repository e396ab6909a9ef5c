"""What a scanned transit case is and what may be done with it now: by its number, declaration or code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from officer_app.core import transit
from officer_app.core.acts import ActKind
from officer_app.core.buddhist import bangkok_day
from officer_app.core.canonical import Value
from officer_app.core.numbers import Kind, Reading, Unreadable, recognise
from officer_app.core.ports import Person
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES, CASE_ROLES
from officer_app.core.transit import Phase, TransitState
from officer_app.core.transit_codes import TransitCodeSays
from officer_app.core.transit_days import days_left
from officer_app.usecases.counter import Counter
from officer_app.usecases.look_up import data_age_s
from officer_app.usecases.transit_arrival import NOT_OUT
from officer_app.usecases.transit_desk import last_fact_day, not_now, of_other_site, out_of_phase
from officer_app.usecases.transit_scanned import case_of

_STEPS = tuple(step.act for step in transit.STEPS)
_BESIDE = (ActKind.TRANSIT_EXTEND, ActKind.TRANSIT_OPEN_GOODS, ActKind.TRANSIT_ENQUIRE, ActKind.HOLD, ActKind.UNHOLD)


@dataclass(frozen=True)
class FoundCase:
    """A transit case: where it stands, its last day, and for each verb why it may not be done now (None: it may).

    `code`: what the code on the paper says, where one was scanned; a case that is known by it alone stands at NEW.
    """

    reading: Reading
    number: str
    state: TransitState
    limit: date | None
    left: int | None
    verbs: Mapping[str, Refusal | None]
    data_age_s: int | None
    code: TransitCodeSays | None = None

    @property
    def may(self) -> list[str]:
        """The verbs that may be done now."""
        return [verb for verb, refusal in self.verbs.items() if refusal is None]


@dataclass(frozen=True)
class _Now:
    """A step as it would be said now, nothing standing against what it says."""

    at: datetime
    fields: Mapping[str, Value] = field(default_factory=lambda: {"agrees": True})


def look_up_case(counter: Counter, text: str, person: Person) -> FoundCase | Refusal | None:
    """The case that `text` means; a Refusal for a code that is not believed; None where it is no case known here."""
    reading = recognise(text)
    if isinstance(reading, Unreadable):
        return None
    code = counter.read_transit(reading.number) if reading.kind is Kind.TRANSIT_CODE else None
    if isinstance(code, Refusal):
        return code
    number = code.case if code is not None else case_of(counter, text)
    if isinstance(number, Refusal):
        return None
    state = counter.journal.transit_state(number)
    if state.phase is Phase.NEW and code is None:
        return None
    limit = state.limit or last_fact_day(counter, number, "code_limit") or (code.limit if code is not None else None)
    left = None if limit is None else days_left(limit, bangkok_day(counter.clock()))
    verbs = {verb_of(kind): _against(counter, number, state, person, kind) for kind in (*_STEPS, *_BESIDE)}
    if code is not None and state.phase in NOT_OUT and not state.held_by:
        verbs["arrive"] = _no_role(person, ActKind.TRANSIT_ARRIVE)
    return FoundCase(reading, number, state, limit, left, verbs, data_age_s(counter), code)


def verb_of(kind: ActKind) -> str:
    """What a step is called: `hand_over`, `arrive`, `hold`."""
    return str(kind).removeprefix("transit_")


def _against(counter: Counter, number: str, state: TransitState, person: Person, kind: ActKind) -> Refusal | None:
    refusal = _no_role(person, kind) or of_other_site(counter, number, kind)
    if refusal := refusal or out_of_phase(state, kind):
        return refusal
    if kind is ActKind.UNHOLD:
        return None if state.held_by else Refusal("transit_not_held")
    if state.phase in (Phase.NEW, Phase.CLOSED):
        return not_now(state.phase, kind)
    wrong = transit.objection(state, kind, _Now(counter.clock())) if kind in _STEPS else ""
    return Refusal(wrong) if wrong else None


def _no_role(person: Person, kind: ActKind) -> Refusal | None:
    roles = CASE_ROLES.get(kind, ACT_ROLES[kind])
    return None if person.roles & roles else Refusal("role", {"role": "/".join(sorted(roles))})
