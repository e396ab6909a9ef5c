"""The life-cycle of a transit declaration: a table of steps, and the fold of any set of acts into one state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from officer_app.core import life_cycle
from officer_app.core.acts import Act
from officer_app.core.buddhist import bangkok_day, iso_day
from officer_app.core.kinds import ActKind
from officer_app.core.life_cycle import Said, Standing, Step, fold_acts, irregular


class Phase(StrEnum):
    """Where a transit declaration stands by what was done at counters (domain.md §7.2)."""

    NEW = "new"
    RECEIVED = "received"
    DOCUMENTS_COMPLETE = "documents_complete"
    CONSIDERED = "considered"
    SIGNED = "signed"
    KEYED = "keyed"
    HANDED_OVER = "handed_over"
    EN_ROUTE = "en_route"
    ARRIVED = "arrived"
    EXITED = "exited"
    CLOSED = "closed"
    REFUSED = "refused"
    OVERDUE = "overdue"
    LEFTOVER = "leftover"
    STATE_PROPERTY = "state_property"
    CONVERTED = "converted"


@dataclass(frozen=True)
class Passed:
    """A step that was taken: which act, by whom, when (UTC), and where the case stood before it."""

    act_id: str
    kind: str
    at: datetime
    officer: str
    station: str
    before: Phase


@dataclass(frozen=True)
class Fact:
    """What an act said of the case, under the name of its field."""

    name: str
    value: str
    act_id: str


@dataclass(frozen=True)
class TransitState(Standing):
    """What the acts on one transit case add up to. `path` holds the steps that stand, first things first.

    `held_by` and `enquiry` are the acts that hold it and that asked the exit office; empty where none stands.
    """

    phase: Phase = Phase.NEW
    path: tuple[Passed, ...] = ()
    facts: tuple[Fact, ...] = ()
    held_by: str = ""
    hold_reason: str = ""
    enquiry: str = ""

    def fact(self, name: str) -> str:
        """The last that was said under `name` (one of KEPT) and stands; empty where nothing was."""
        return next((fact.value for fact in reversed(self.facts) if fact.name == name), "")

    def passed_at(self, kind: ActKind) -> datetime | None:
        """When the last standing step of `kind` was taken, UTC; None where none stands."""
        return next((step.at for step in reversed(self.path) if step.kind == kind), None)

    @property
    def limit(self) -> date | None:
        """The last day on which the goods may leave; None where none was set."""
        return iso_day(self.fact("limit_date"))


KEPT = (
    *("applicant", "applicant_class", "office", "exit_office", "entry_date", "limit_date", "sequence_no"),
    *("declaration_no", "handed_to", "seals", "vehicle", "guarantee", "import_declaration"),
)
"""Fields whose last standing value the state tells; dates are Gregorian, YYYY-MM-DD."""


def _agrees(state: TransitState, said: Said) -> str:
    """What was declared agrees with invoice and bill of lading, or the differences were resolved (brief 004 §12)."""
    return "" if said.fields.get("agrees") is True else "transit_not_agreed"


def _within(state: TransitState, said: Said) -> str:
    """On the last day or before it; nothing speaks against what has no last day."""
    return "transit_after_limit" if state.limit is not None and _today(said.at) > state.limit else ""


def _beyond(state: TransitState, said: Said) -> str:
    """After the last day, as the case knows it or as the act itself says."""
    limit = state.limit or iso_day(said.fields.get("limit_date"))
    return "" if limit is not None and _today(said.at) > limit else "transit_before_limit"


_INSIDE = frozenset({Phase.SIGNED, Phase.KEYED, Phase.HANDED_OVER, Phase.EN_ROUTE, Phase.ARRIVED})
_UNSIGNED = frozenset({Phase.RECEIVED, Phase.DOCUMENTS_COMPLETE, Phase.CONSIDERED})
_ENDS = frozenset({Phase.EXITED, Phase.CONVERTED, Phase.LEFTOVER, Phase.STATE_PROPERTY})

# (act, states it may start from, state it leads to, what may speak against it). Source: domain.md §7.2, brief 004
# §12-13; departure, arrival, closing and enquiry are inferred there from transit abroad (TAD/TIR).
STEPS: tuple[Step[Phase, TransitState], ...] = (
    Step(ActKind.TRANSIT_RECEIVE, frozenset({Phase.NEW, Phase.REFUSED}), Phase.RECEIVED),
    Step(ActKind.TRANSIT_CHECK, frozenset({Phase.RECEIVED}), Phase.DOCUMENTS_COMPLETE),
    Step(ActKind.TRANSIT_CONSIDER, frozenset({Phase.DOCUMENTS_COMPLETE}), Phase.CONSIDERED, _agrees),
    Step(ActKind.TRANSIT_SIGN, frozenset({Phase.CONSIDERED}), Phase.SIGNED),
    Step(ActKind.TRANSIT_KEY, frozenset({Phase.SIGNED}), Phase.KEYED),
    Step(ActKind.TRANSIT_HAND_OVER, frozenset({Phase.KEYED}), Phase.HANDED_OVER),
    Step(ActKind.TRANSIT_DEPART, frozenset({Phase.HANDED_OVER}), Phase.EN_ROUTE),
    Step(ActKind.TRANSIT_ARRIVE, frozenset({Phase.EN_ROUTE}), Phase.ARRIVED),
    Step(ActKind.TRANSIT_EXIT, frozenset({Phase.ARRIVED}), Phase.EXITED, _within),
    Step(ActKind.TRANSIT_CLOSE, _ENDS, Phase.CLOSED),
    Step(ActKind.TRANSIT_REFUSE, _UNSIGNED, Phase.REFUSED),
    Step(ActKind.TRANSIT_OVERDUE, _INSIDE | _UNSIGNED, Phase.OVERDUE, _beyond),
    Step(ActKind.TRANSIT_LEFTOVER, frozenset({Phase.OVERDUE}), Phase.LEFTOVER),
    Step(ActKind.TRANSIT_STATE_PROPERTY, frozenset({Phase.OVERDUE}), Phase.STATE_PROPERTY),
    Step(ActKind.TRANSIT_CONVERT, _INSIDE | _UNSIGNED, Phase.CONVERTED, _within),
)
JOURNEY = (ActKind.TRANSIT_DEPART, ActKind.TRANSIT_ARRIVE, ActKind.TRANSIT_EXIT)
"""Facts about goods that moved: they count out of turn and too late as well, and are flagged then."""
BESIDE = frozenset(
    {
        *(ActKind.TRANSIT_EXTEND, ActKind.TRANSIT_OPEN_GOODS, ActKind.TRANSIT_NOTE),
        *(ActKind.PRINT, ActKind.REFUSE, ActKind.FEE_CHARGED, ActKind.FEE_PAID),
        *(ActKind.PETITION_FILED, ActKind.PETITION_DECIDED),
    }
)
"""Acts that are part of the record, may say something of the case, and change no state."""

_ON_THE_ROAD = frozenset(step.act for step in STEPS[:10])
_ROAD = tuple(Phase)[: tuple(Phase).index(Phase.CLOSED) + 1]


def fold(acts: Iterable[Act], feed: Mapping[str, int] | None = None) -> TransitState:
    """The state that any set of acts on one transit case gives; see `life_cycle.fold_acts`."""
    return fold_acts(TransitState(), _take, acts, feed or {})


def allowed_from(kind: ActKind) -> frozenset[Phase]:
    """The states from which `kind` is a regular step; all for what is no step."""
    return next((step.start for step in STEPS if step.act is kind), frozenset(Phase))


def next_steps(phase: Phase) -> tuple[ActKind, ...]:
    """The regular steps from `phase`: the one on the road to the exit first, then the other ends."""
    kinds = [step.act for step in STEPS if phase in step.start]
    return tuple(sorted(kinds, key=lambda kind: kind not in _ON_THE_ROAD))


def objection(state: TransitState, kind: ActKind, said: Said) -> str:
    """What speaks against the step `kind`; see `life_cycle.objection`."""
    return life_cycle.objection(STEPS, state.phase, state, kind, said)


def _take(state: TransitState, kind: ActKind, act: Act) -> TransitState:
    if kind in BESIDE:
        return _told(state, act)
    match kind:
        case ActKind.HOLD:
            held = replace(state, held_by=act.act_id, hold_reason=act.text("reason"))
            return irregular(state, "hold_out_of_order", act) if state.held_by else held
        case ActKind.UNHOLD:
            free = replace(state, held_by="", hold_reason="")
            return free if state.held_by else irregular(state, "unhold_out_of_order", act)
        case ActKind.TRANSIT_ENQUIRE:
            return replace(state, enquiry=act.act_id)
        case ActKind.TRANSIT_ANSWER:
            answered = replace(state, enquiry="")
            return answered if state.enquiry else irregular(state, "transit_answer_out_of_order", act)
        case ActKind.ANNUL:
            return _annul(state, act)
    return _step(state, kind, act)


def _step(state: TransitState, kind: ActKind, act: Act) -> TransitState:
    wrong = objection(state, kind, act)
    step = next((step for step in STEPS if step.act is kind), None)
    if step is None or step.to is None:
        return irregular(state, wrong, act)
    if wrong and not (kind in JOURNEY and _still_before(state.phase, step.to)):
        return irregular(state, wrong, act)
    passed = Passed(act.act_id, act.kind, act.at, act.officer, act.station, state.phase)
    enquiry = "" if kind in JOURNEY else state.enquiry
    after = _told(replace(state, phase=step.to, path=(*state.path, passed), enquiry=enquiry), act)
    return irregular(after, wrong, act) if wrong else after


def _still_before(phase: Phase, reached: Phase) -> bool:
    """Whether goods that stand at `phase` have not been where `reached` says; what ended otherwise had not left."""
    return phase not in _ROAD or _ROAD.index(phase) < _ROAD.index(reached)


def _annul(state: TransitState, act: Act) -> TransitState:
    """The latest step, or something that was said beside the steps, is taken back with what it said."""
    annulled = act.text("annuls")
    left = tuple(fact for fact in state.facts if fact.act_id != annulled)
    if state.path and state.path[-1].act_id == annulled:
        return replace(state, phase=state.path[-1].before, path=state.path[:-1], facts=left)
    in_path = any(step.act_id == annulled for step in state.path)
    if in_path or len(left) == len(state.facts):
        return irregular(state, "annul_of_nothing", act)
    return replace(state, facts=left)


def _told(state: TransitState, act: Act) -> TransitState:
    told = tuple(Fact(name, act.text(name), act.act_id) for name in KEPT if act.text(name))
    return replace(state, facts=(*state.facts, *told))


def _today(at: datetime) -> date:
    """The day of a moment on a Bangkok calendar; at the calendar's end its own."""
    try:
        return bangkok_day(at)
    except ValueError:
        return at.date()
