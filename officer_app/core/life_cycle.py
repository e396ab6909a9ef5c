"""What both life-cycles share: a table of steps, and a fold that takes any acts in their one order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

from officer_app.core.acts import Act
from officer_app.core.canonical import Value
from officer_app.core.causal import in_order
from officer_app.core.kinds import ActKind, faults, known


@dataclass(frozen=True)
class Irregularity:
    """Something people must look at; nothing is dropped or resolved by itself."""

    kind: str
    act_id: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What every folded state tells. `last_act` is the act a new one names as `after`."""

    last_act: str = ""
    blocked: bool = False
    irregularities: tuple[Irregularity, ...] = ()


class Said(Protocol):
    """What a guard looks at: an act, or a draft of one."""

    @property
    def fields(self) -> Mapping[str, Value]: ...
    @property
    def at(self) -> datetime: ...


Where = TypeVar("Where")
Folded = TypeVar("Folded", bound=Standing)


class Step(NamedTuple, Generic[Where, Folded]):
    """One row of a life-cycle: `act` leads from any state of `start` to `to` (None: worked out by the fold), unless
    `guard` names what speaks against it.
    """

    act: ActKind
    start: frozenset[Where]
    to: Where | None
    guard: Callable[[Folded, Said], str] | None = None


def fold_acts(
    initial: Folded, take: Callable[[Folded, ActKind, Act], Folded], acts: Iterable[Act], feed: Mapping[str, int]
) -> Folded:
    """The state that any set of acts on one subject gives: total, free of order and of duplicates.

    `feed` maps act ids to their place in the centre's feed, where known; between acts that do not know of each
    other it decides before the time of day does. `take` is what one act of a known kind does.
    """
    state = initial
    for act in in_order(acts, feed):
        state = fold_one(state, take, act)
    return state


def fold_one(state: Folded, take: Callable[[Folded, ActKind, Act], Folded], act: Act) -> Folded:
    """The state that one act more gives, where it comes behind all that `state` is folded from."""
    kind = known(act.kind)
    if kind is None:
        state = irregular(replace(state, blocked=True), "unknown_kind", act)
    else:
        state = take(state, kind, act)
        if faults(kind, act.subject.kind, act.fields):
            state = irregular(state, "fields_missing", act)
    return replace(state, last_act=act.act_id)


def objection(steps: Iterable[Step[Where, Folded]], where: Where, state: Folded, kind: ActKind, said: Said) -> str:
    """What speaks against the step `kind` from `where`: the name of the irregularity it would be; or nothing.

    `said` is an act or a draft of one.
    """
    step = next((step for step in steps if step.act is kind), None)
    if step is None or where not in step.start:
        return f"{kind}_out_of_order"
    return step.guard(state, said) if step.guard is not None else ""


def irregular(state: Folded, kind: str, act: Act) -> Folded:
    """`state` with one thing more that people must look at."""
    return replace(state, irregularities=(*state.irregularities, Irregularity(kind, act.act_id)))
