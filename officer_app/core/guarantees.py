"""The register of bonds, cash and bank guarantees: what each covers, what open cases draw on it, what is free."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from officer_app.core.acts import Act
from officer_app.core.buddhist import iso_day
from officer_app.core.kinds import ActKind
from officer_app.core.life_cycle import Standing, fold_acts, fold_one, irregular


class GuaranteeType(StrEnum):
    """Type codes of the declaration message (M132 field 54), and the general bond of brief 004 §12 1.2."""

    CASH = "C"
    BANK_LETTER = "B"
    ELECTRONIC = "E"
    OFFICIAL_LETTER = "M"
    BOND = "bond"


class FreedAt(StrEnum):
    """When a case gives back what it drew. No source says (brief 004 is silent): [inferred], the office's table."""

    CLOSING = "closing"
    """When its return copy was matched (domain.md §7.2, from transit abroad)."""
    EXIT = "exit"
    """When the exit office says that its goods are out."""


UNLIMITED = frozenset({GuaranteeType.BOND})
"""A general bond covers every trip while its holder is a carrier (brief 004 §12 1.2): nothing is drawn from a sum."""


@dataclass(frozen=True)
class GuaranteeState(Standing):
    """What the acts on one guarantee add up to. Money in satang.

    `expiry` is its own last day, `licence_expiry` the last day of the transport licence it hangs on; None where none.
    """

    type: str = ""
    holder: str = ""
    satang: int = 0
    expiry: date | None = None
    licence: str = ""
    licence_expiry: date | None = None
    trip: str = ""
    closed: str = ""
    drawn: Mapping[str, int] = field(default_factory=dict)

    @property
    def registered(self) -> bool:
        """Whether the register knows it at all."""
        return bool(self.type)

    @property
    def limited(self) -> bool:
        """Whether cases use up its sum."""
        return self.type not in UNLIMITED

    @property
    def free(self) -> int:
        """What is not drawn, in satang; negative where two workstations drew at once."""
        return self.satang - sum(self.drawn.values())


def fold_guarantee(acts: Iterable[Act], feed: Mapping[str, int] | None = None) -> GuaranteeState:
    """The state that any set of acts on one guarantee gives; see `life_cycle.fold_acts`."""
    return fold_acts(GuaranteeState(), _take, acts, feed or {})


def fold_next(state: GuaranteeState, act: Act) -> GuaranteeState:
    """`state` with one act more, where that one comes behind all it is folded from."""
    return fold_one(state, _take, act)


def objection(state: GuaranteeState, case: str, satang: int, day: date) -> str:
    """Why `case` may not draw `satang` on `day`: the code of a refusal; empty where it may.

    A licence that has ended ends its bond (brief 004 §12 1.2); a letter past its day is no guarantee [TRN].
    """
    if not state.registered:
        return "guarantee_unknown"
    if state.closed:
        return "guarantee_closed"
    if state.licence_expiry is not None and day > state.licence_expiry:
        return "licence_expired"
    if state.expiry is not None and day > state.expiry:
        return "guarantee_expired"
    if state.trip and state.trip != case:
        return "guarantee_of_other_trip"
    if state.limited and satang > state.free + state.drawn.get(case, 0):
        return "guarantee_exhausted"
    return ""


@dataclass(frozen=True)
class Clash:
    """Two acts on a guarantee that were not to stand together, as the later one tells: `kind` as the fold names it.

    `first`: what the later one came upon; None where that is not known here. `over`: satang that are not covered.
    """

    kind: str
    first: Act | None
    later: Act
    over: int
    cases: tuple[str, ...]


def clashes(acts: Sequence[Act]) -> list[Clash]:
    """Every act among `acts` (all on one guarantee, in their order) that draws more than there is, or draws on a
    guarantee that was closed. Both happen where workstations were cut off from each other.
    """
    state, found = GuaranteeState(), list[Clash]()
    for place, act in enumerate(acts):
        after = fold_next(state, act)
        fresh = {each.kind for each in after.irregularities if each.act_id == act.act_id}
        for kind in sorted(fresh & CLASHING):
            first = next((each for each in reversed(acts[:place]) if _came_upon(kind, state, act, each)), None)
            found.append(Clash(kind, first, act, max(-after.free, 0), tuple(sorted(after.drawn))))
        state = after
    return found


CLASHING = frozenset({"guarantee_exhausted", "guarantee_closed"})
"""Irregularities of a guarantee that two officers have to look at."""


def _came_upon(kind: str, before: GuaranteeState, later: Act, act: Act) -> bool:
    """Whether `later` clashes with `act`: another case's drawing that stood, or the closing."""
    if kind == "guarantee_closed":
        return act.kind == ActKind.GUARANTEE_CLOSED
    case = act.text("case")
    return act.kind == ActKind.GUARANTEE_DRAWN and case in before.drawn and case != later.text("case")


def _take(state: GuaranteeState, kind: ActKind, act: Act) -> GuaranteeState:
    match kind:
        case ActKind.GUARANTEE_REGISTERED:
            return _registered(state, act)
        case ActKind.GUARANTEE_DRAWN:
            after = replace(state, drawn={**state.drawn, act.text("case"): _satang(act)})
            wrong = _over(state, after)
            return irregular(after, wrong, act) if wrong else after
        case ActKind.GUARANTEE_FREED:
            case = act.text("case")
            after = replace(state, drawn={name: sum_ for name, sum_ in state.drawn.items() if name != case})
            return after if case in state.drawn else irregular(state, "guarantee_freed_undrawn", act)
        case ActKind.GUARANTEE_CLOSED:
            return replace(state, closed=act.text("reason") or act.act_id)
    return state if kind is ActKind.PRINT else irregular(state, f"{kind}_out_of_order", act)


def _registered(state: GuaranteeState, act: Act) -> GuaranteeState:
    """The latest entry counts (a renewed letter); another holder's under the same number is for people to look at."""
    after = replace(
        state,
        type=act.text("guarantee_type"),
        holder=act.text("holder"),
        satang=_satang(act),
        expiry=iso_day(act.text("expiry")),
        licence=act.text("licence"),
        licence_expiry=iso_day(act.text("licence_expiry")),
        trip=act.text("trip"),
    )
    if state.registered and state.holder != after.holder:
        return irregular(state, "guarantee_of_another", act)
    # A letter that is renewed for less than open cases draw on it.
    lessened = state.registered and after.limited and state.free >= 0 > after.free
    return irregular(after, "guarantee_exhausted", act) if lessened else after


def _over(before: GuaranteeState, after: GuaranteeState) -> str:
    if not before.registered:
        return "guarantee_unknown"
    if before.closed:
        return "guarantee_closed"
    return "guarantee_exhausted" if after.limited and after.free < 0 else ""


def _satang(act: Act) -> int:
    value = act.fields.get("satang")
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
