"""The life-cycle of a cargo permit: a table of steps, and the fold of any set of acts into one state."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from officer_app.core import life_cycle
from officer_app.core.acts import Act, ActKind
from officer_app.core.life_cycle import Irregularity, Said, Step, fold_acts, irregular
from officer_app.core.permit_state import Outcome, PermitState, Release, Stamp, State, read_release, read_stamp
from officer_app.core.taking_back import annul, redirect, withdraw

__all__ = [
    "BEFORE_STAMP",
    "STEPS",
    "Irregularity",
    "Outcome",
    "PermitState",
    "Release",
    "Stamp",
    "State",
    "allowed_from",
    "fold",
    "fold_next",
    "objection",
]

BEFORE_STAMP = frozenset({State.ISSUED, State.PRESENTED, State.INSPECTING, State.XRAY_PENDING})
_AT_COUNTER = BEFORE_STAMP | {State.STAMPED, State.MISMATCH}
_GONE = frozenset({State.RELEASED, State.RECEIVED})
_OPEN = _AT_COUNTER | _GONE | {State.HELD}


def _names_stamp(state: PermitState, said: Said) -> str:
    """What is agreed to is the stamp that stands."""
    stands = state.stamp is not None and said.fields.get("stamp") == state.stamp.act_id
    return "" if stands else "consent_of_nothing"


def _replaces_stamp(state: PermitState, said: Said) -> str:
    """What is re-directed is the stamp that stands."""
    stands = state.stamp is not None and said.fields.get("annuls") == state.stamp.act_id
    return "" if stands else "redirect_of_nothing"


def _assigns(state: PermitState, said: Said) -> str:
    """An inspection that is under way begins again only under another inspector."""
    again = state.state is State.INSPECTING and not said.fields.get("inspector")
    return f"{ActKind.INSPECT}_out_of_order" if again else ""


def _once(state: PermitState, said: Said) -> str:
    """A permit is cut off once; a second time is kept and flagged, the clocks run from the first."""
    return "cut_off_again" if state.cut_off_at else ""


# (act, states it may start from, state it leads to, what may speak against it). State None: it stays where it is, or
# the state is worked out by `_step`. Source: brief 002 §4-5, §7 and domain.md §7.1; hold and consent are the counter's.
STEPS: tuple[Step[State, PermitState], ...] = (
    Step(ActKind.PRESENT, frozenset({State.ISSUED}), State.PRESENTED),
    Step(ActKind.CUT_OFF, _OPEN, None, _once),
    Step(ActKind.INSPECT, BEFORE_STAMP, State.INSPECTING, _assigns),
    Step(ActKind.XRAY_SEND, frozenset({State.ISSUED, State.PRESENTED, State.INSPECTING}), State.XRAY_PENDING),
    Step(ActKind.REROUTE, BEFORE_STAMP, None),
    Step(ActKind.MISMATCH, BEFORE_STAMP | {State.STAMPED}, State.MISMATCH),
    Step(ActKind.CORRECT, frozenset({State.MISMATCH}), None),
    Step(ActKind.STAMP, BEFORE_STAMP, State.STAMPED),
    Step(ActKind.REDIRECT, frozenset({State.STAMPED}), State.STAMPED, _replaces_stamp),
    Step(ActKind.CONSENT, frozenset({State.STAMPED}), None, _names_stamp),
    Step(ActKind.RELEASE, frozenset({State.STAMPED}), State.RELEASED),
    Step(ActKind.RECEIVE, frozenset({State.RELEASED}), State.RECEIVED),
    Step(ActKind.LOAD, _GONE, State.LOADED),
    Step(ActKind.SHORT_PACKING, frozenset({State.STAMPED}) | _GONE, None),
    Step(ActKind.FLIGHT_CHANGE, frozenset({State.STAMPED}) | _GONE, None),
    Step(ActKind.HOLD, _AT_COUNTER, State.HELD),
    Step(ActKind.UNHOLD, frozenset({State.HELD}), None),
    Step(ActKind.SEIZE, _OPEN, State.SEIZED),
    Step(ActKind.CANCEL_EXPORT, _OPEN, State.CANCELLED),
    Step(ActKind.RETURN_GOODS, _OPEN, None),
    Step(ActKind.ANNUL, frozenset({State.STAMPED, State.RELEASED, State.SEIZED, State.CANCELLED}), None),
)
NO_STEP = frozenset(
    {
        *(ActKind.PRINT, ActKind.REFUSE, ActKind.CONTINGENCY, ActKind.LICENCE, ActKind.MATCH),
        *(ActKind.FEE_CHARGED, ActKind.FEE_PAID, ActKind.PETITION_FILED, ActKind.PETITION_DECIDED),
    }
)
"""Acts that are part of the record whatever the state and the round; only a match with the record says more."""
ROUND_FREE = frozenset({ActKind.CUT_OFF, ActKind.SHORT_PACKING, ActKind.FLIGHT_CHANGE})
"""What is about the permit and not about one of its rounds."""
ANY_ROUND = frozenset(
    {
        *(ActKind.RELEASE, ActKind.HOLD, ActKind.ANNUL, ActKind.MISMATCH, ActKind.SEIZE),
        *(ActKind.CANCEL_EXPORT, ActKind.RETURN_GOODS),
    }
)
"""What counts whichever round it names, and is flagged then: cargo that left, was held, seized or taken back, and an
annulment, which names its act."""


def fold(acts: Iterable[Act], feed: Mapping[str, int] | None = None) -> PermitState:
    """The state that any set of acts on one permit gives; see `life_cycle.fold_acts`."""
    return fold_acts(PermitState(), _take, acts, feed or {})


def fold_next(state: PermitState, act: Act) -> PermitState:
    """The state with one act more, which comes behind all of its acts (`causal.comes_last`)."""
    return life_cycle.fold_one(state, _take, act)


def allowed_from(kind: ActKind) -> frozenset[State]:
    """The states from which `kind` is a regular step."""
    return next((step.start for step in STEPS if step.act is kind), frozenset(State))


def objection(state: PermitState, kind: ActKind, said: Said) -> str:
    """What speaks against the step `kind`, the round left aside; see `life_cycle.objection`."""
    return "" if kind in NO_STEP else life_cycle.objection(STEPS, state.state, state, kind, said)


def _take(state: PermitState, kind: ActKind, act: Act) -> PermitState:
    if kind in NO_STEP:
        return _match(state, act) if kind is ActKind.MATCH else state
    if act.subject.round != state.round and kind not in ROUND_FREE:
        state = irregular(state, "other_round", act)
        if kind not in ANY_ROUND:
            return state
    if kind is ActKind.RELEASE:
        return _release(state, act)
    if kind is ActKind.HOLD and state.state is State.RELEASED:
        # Too late for this round; should the release be annulled, the hold is there.
        held = replace(state, before_release=State.HELD, before_hold=_unheld(state), hold_reason=act.text("reason"))
        return irregular(held, "hold_out_of_order", act)
    if wrong := objection(state, kind, act):
        return irregular(withdraw(state, kind, act), wrong, act)
    to = next(step.to for step in STEPS if step.act is kind)
    return _step(state, kind, act, to or state.state)


def _step(state: PermitState, kind: ActKind, act: Act, to: State) -> PermitState:
    """A regular step from where the permit stands."""
    match kind:
        case ActKind.STAMP:
            return replace(state, state=to, stamp=read_stamp(act), consent="", matched="", differs="")
        case ActKind.REDIRECT:
            return redirect(state, act)
        case ActKind.HOLD:
            return replace(state, state=to, before_hold=state.state, hold_reason=act.text("reason"))
        case ActKind.UNHOLD:
            return replace(state, state=state.before_hold, hold_reason="")
        case ActKind.MISMATCH:
            return replace(state, state=to, before_mismatch=state.state, mismatch=act.text("what"))
        case ActKind.CORRECT:
            return replace(state, state=state.before_mismatch, mismatch="")
        case ActKind.SEIZE | ActKind.CANCEL_EXPORT | ActKind.RETURN_GOODS:
            return _end(state, act, State.CANCELLED if kind is ActKind.RETURN_GOODS else to)
        case ActKind.ANNUL:
            return annul(state, act)
    return _told(state, kind, act, to)


def _told(state: PermitState, kind: ActKind, act: Act, to: State) -> PermitState:
    """What an act says of the permit beside where it stands."""
    match kind:
        case ActKind.REROUTE:
            return _reroute(state, act.text("to"))
        case ActKind.CUT_OFF:
            return replace(state, cut_off_at=act.text("cut_off_at"))
        case ActKind.CONSENT:
            return replace(state, consent=act.text("stamp"))
    return replace(state, state=to)


def _end(state: PermitState, act: Act, end: State) -> PermitState:
    """Seized, cancelled, or all goods taken back; where only a part was, the rest goes on."""
    if act.kind == ActKind.RETURN_GOODS and act.fields.get("whole") is not True:
        return state
    return replace(state, state=end, before_end=state.state, ended_by=act.act_id)


def _reroute(state: PermitState, line: str) -> PermitState:
    """What was begun for the other line is over; a permit that is to be X-rayed or opened waits for that."""
    begun = state.state in (State.INSPECTING, State.XRAY_PENDING)
    return replace(state, line=line, state=State.PRESENTED if begun else state.state)


def _release(state: PermitState, act: Act) -> PermitState:
    # A release is a fact about cargo that may have left: whatever the state was, the permit counts as released,
    # and a second one is kept and flagged (design §2, promise 2).
    released = read_release(act)
    if state.release is not None:
        return irregular(replace(state, more_releases=(*state.more_releases, released)), "double_release", act)
    after = replace(state, state=State.RELEASED, release=released, before_release=state.state)
    # The code of a stamp that has not come yet proves it; the stamp is this act's cause and takes its place before it.
    proven = state.state in BEFORE_STAMP and bool(act.text("code"))
    return after if state.state is State.STAMPED or proven else irregular(after, "release_out_of_order", act)


def _match(state: PermitState, act: Act) -> PermitState:
    """The record came: a stamp from paper that agrees with it is like any other; one that does not is flagged."""
    if state.stamp is None or act.text("stamp") != state.stamp.act_id:
        return irregular(state, "match_of_nothing", act)
    if act.fields.get("agrees") is not True:
        return irregular(replace(state, matched="differs", differs=act.text("differences")), "record_differs", act)
    return replace(state, matched="agrees", differs="", stamp=replace(state.stamp, unverified=False))


def _unheld(state: PermitState) -> State:
    """Where a released permit stood before its release, a hold left aside."""
    return state.before_hold if state.before_release is State.HELD else state.before_release
