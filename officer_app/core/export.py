"""The life-cycle of a cargo permit: a table of steps, and the fold of any set of acts into one state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from officer_app.core.acts import Act, ActKind
from officer_app.core.causal import in_order


class State(StrEnum):
    """Where a permit stands by what was done at counters (domain.md §7.1)."""

    ISSUED = "issued"
    PRESENTED = "presented"
    INSPECTING = "inspecting"
    XRAY_PENDING = "xray_pending"
    HELD = "held"
    STAMPED = "stamped"
    RELEASED = "released"


class Outcome(StrEnum):
    """What the officer did; not to be mixed up with the permit's line."""

    GREEN = "green"
    RED = "red"
    XRAY = "xray"


BEFORE_STAMP = frozenset({State.ISSUED, State.PRESENTED, State.INSPECTING, State.XRAY_PENDING})

# (act, states it may start from, state it leads to). None: the state is worked out by `_step`.
# Source: brief 002 §4-5 and domain.md §7.1; the hold is the counter's own.
STEPS: tuple[tuple[ActKind, frozenset[State], State | None], ...] = (
    (ActKind.PRESENT, frozenset({State.ISSUED}), State.PRESENTED),
    (ActKind.INSPECT, frozenset({State.ISSUED, State.PRESENTED, State.XRAY_PENDING}), State.INSPECTING),
    (ActKind.XRAY_SEND, frozenset({State.ISSUED, State.PRESENTED, State.INSPECTING}), State.XRAY_PENDING),
    (ActKind.STAMP, BEFORE_STAMP, State.STAMPED),
    (ActKind.RELEASE, frozenset({State.STAMPED}), State.RELEASED),
    (ActKind.HOLD, BEFORE_STAMP | {State.STAMPED}, State.HELD),
    (ActKind.UNHOLD, frozenset({State.HELD}), None),
    (ActKind.ANNUL, frozenset({State.STAMPED, State.RELEASED}), None),
)
NO_STEP = frozenset({ActKind.PRINT, ActKind.REFUSE})
"""Acts that are part of the record but change no state."""
ANY_ROUND = frozenset({ActKind.RELEASE, ActKind.HOLD, ActKind.ANNUL})
"""What counts whichever round it names: cargo that left, a hold, and an annulment, which names its act."""


@dataclass(frozen=True)
class Stamp:
    """A stamp as it stands: its text is the counter's, never the customs computer's status."""

    act_id: str
    outcome: str
    text: str
    release_post: str
    officer: str
    station: str
    at: datetime
    findings: str = ""
    unverified: bool = False
    signer_failed: bool = False


@dataclass(frozen=True)
class Release:
    """The release of a round: who, where, when, and which place granted it."""

    act_id: str
    officer: str
    station: str
    at: datetime
    granted_by: str


@dataclass(frozen=True)
class Irregularity:
    """Something people must look at; nothing is dropped or resolved by itself."""

    kind: str
    act_id: str


@dataclass(frozen=True)
class PermitState:
    """What the acts on one permit add up to. `last_act` is the act a new one names as `after`.

    `release` is the first release that stands, `more_releases` those after it (promise 2: kept, flagged).
    """

    state: State = State.ISSUED
    round: int = 1
    stamp: Stamp | None = None
    release: Release | None = None
    more_releases: tuple[Release, ...] = ()
    hold_reason: str = ""
    before_hold: State = State.ISSUED
    before_release: State = State.ISSUED
    last_act: str = ""
    blocked: bool = False
    irregularities: tuple[Irregularity, ...] = ()


def fold(acts: Iterable[Act], feed: Mapping[str, int] | None = None) -> PermitState:
    """The state that any set of acts on one permit gives: total, free of order and of duplicates.

    `feed` maps act ids to their place in the centre's feed, where known; between acts that do not know of each
    other it decides before the time of day does.
    """
    state = PermitState()
    for act in in_order(acts, feed or {}):
        state = replace(_step(state, act), last_act=act.act_id)
    return state


def allowed_from(kind: ActKind) -> frozenset[State]:
    """The states from which `kind` is a regular step."""
    for step_kind, start, _ in STEPS:
        if step_kind is kind:
            return start
    return frozenset(State)


def _step(state: PermitState, act: Act) -> PermitState:
    if act.kind not in {str(kind) for kind in ActKind}:
        return _irregular(replace(state, blocked=True), "unknown_kind", act)
    kind = ActKind(act.kind)
    if kind in NO_STEP:
        return state
    if act.subject.round != state.round:
        state = _irregular(state, "other_round", act)
        if kind not in ANY_ROUND:
            return state
    if kind is ActKind.RELEASE:
        return _release(state, act)
    if kind is ActKind.HOLD and state.state is State.RELEASED:
        # Too late for this round; should the release be annulled, the hold is there.
        held = replace(state, before_release=State.HELD, before_hold=_unheld(state), hold_reason=act.text("reason"))
        return _irregular(held, "hold_out_of_order", act)
    regular = next(((start, to) for step, start, to in STEPS if step is kind), None)
    if regular is None or state.state not in regular[0]:
        return _irregular(state, f"{kind}_out_of_order", act)
    if kind is ActKind.STAMP:
        return replace(state, state=State.STAMPED, stamp=_read_stamp(act))
    if kind is ActKind.HOLD:
        return replace(state, state=State.HELD, before_hold=state.state, hold_reason=act.text("reason"))
    if kind is ActKind.UNHOLD:
        return replace(state, state=state.before_hold, hold_reason="")
    if kind is ActKind.ANNUL:
        return _annul(state, act)
    return replace(state, state=regular[1] or state.state)


def _release(state: PermitState, act: Act) -> PermitState:
    # A release is a fact about cargo that may have left: whatever the state was, the permit counts as released,
    # and a second one is kept and flagged (design §2, promise 2).
    released = _read_release(act)
    if state.release is not None:
        return _irregular(replace(state, more_releases=(*state.more_releases, released)), "double_release", act)
    after = replace(state, state=State.RELEASED, release=released, before_release=state.state)
    return after if state.state is State.STAMPED else _irregular(after, "release_out_of_order", act)


def _annul(state: PermitState, act: Act) -> PermitState:
    annulled = act.text("annuls")
    standing = () if state.release is None else (state.release, *state.more_releases)
    left = tuple(release for release in standing if release.act_id != annulled)
    if len(left) < len(standing) and left:
        return replace(state, release=left[0], more_releases=left[1:])
    if len(left) < len(standing):
        # The last release that stood is gone: the next round begins.
        return replace(state, state=state.before_release, release=None, round=state.round + 1)
    if state.release is None and state.stamp is not None and annulled == state.stamp.act_id:
        return replace(state, state=State.ISSUED, stamp=None)
    return _irregular(state, "annul_of_nothing", act)


def _unheld(state: PermitState) -> State:
    """Where a released permit stood before its release, a hold left aside."""
    return state.before_hold if state.before_release is State.HELD else state.before_release


def _irregular(state: PermitState, kind: str, act: Act) -> PermitState:
    return replace(state, irregularities=(*state.irregularities, Irregularity(kind, act.act_id)))


def _read_stamp(act: Act) -> Stamp:
    return Stamp(
        act_id=act.act_id,
        outcome=act.text("outcome"),
        text=act.text("stamp_text"),
        release_post=act.text("release_post"),
        officer=act.officer,
        station=act.station,
        at=act.at,
        findings=act.text("findings"),
        unverified=act.fields.get("unverified") is True,
        signer_failed=act.fields.get("signer_failed") is True,
    )


def _read_release(act: Act) -> Release:
    return Release(act.act_id, act.officer, act.station, act.at, act.text("granted_by"))
