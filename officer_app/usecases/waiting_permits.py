"""What waits at the counter: permits that were begun and not stamped, by lane, with their age and their inspector."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from officer_app.core.acts import Act, ActKind
from officer_app.core.assess import line_of
from officer_app.core.permit_state import PermitState, State
from officer_app.core.records import Permit
from officer_app.core.rules import Rules
from officer_app.usecases.by_code import permit_of
from officer_app.usecases.counter import Counter

LANES = ("green", "red", "xray", "held")
"""Where a permit waits: for its stamp, for its inspection, for its X-ray, for the end of a hold."""
MOST = 300
_WAITING = frozenset({State.PRESENTED, State.INSPECTING, State.XRAY_PENDING, State.HELD, State.MISMATCH})
_BEGINS = frozenset({ActKind.PRESENT, ActKind.INSPECT, ActKind.XRAY_SEND, ActKind.HOLD, ActKind.MISMATCH})


@dataclass(frozen=True)
class Waits:
    """One permit that waits since `since` (UTC) in `lane`. `inspector`: account, empty where nobody was named."""

    permit: Permit
    lane: str
    since: datetime
    perishable: bool
    inspector: str


def waiting_permits(counter: Counter, most: int = MOST) -> list[Waits]:
    """Up to `most` of them: perishables first, then who waits longest. Reads for each: not on the main thread."""
    found = []
    for number, state in counter.journal.permits_in(sorted(_WAITING), most):
        permit = next(
            (made for each in counter.mirror.find(number) if isinstance(made := permit_of(each), Permit)), None
        )
        # Known by the act of a stamp from paper alone, or by nothing but its acts: the number is what there is.
        known = permit or Permit(number, "", "", ())
        acts = [act for act in counter.journal.acts_on("permit", number) if act.subject.round == state.round]
        begun = [act.at for act in acts if act.kind in _BEGINS]
        if begun:
            lane = _lane(known, state, counter.rules)
            perishable = is_perishable(known, counter.rules)
            found.append(Waits(known, lane, min(begun), perishable, inspector_of(acts)))
    return sorted(found, key=lambda each: (not each.perishable, each.since, each.permit.number))


def is_perishable(permit: Permit, rules: Rules) -> bool:
    """Whether its goods, as far as they are known, are of a chapter that waits least."""
    return not permit.chapters.isdisjoint(rules.perishable_chapters)


def inspector_of(acts: Iterable[Act]) -> str:
    """The account of who inspects: named when it was assigned, else who began. Empty where nobody did."""
    begun = sorted((act for act in acts if act.kind == ActKind.INSPECT), key=lambda act: (act.at, act.act_id))
    return (begun[-1].text("inspector") or begun[-1].officer) if begun else ""


def _lane(permit: Permit, state: PermitState, rules: Rules) -> str:
    if state.state in (State.HELD, State.MISMATCH):
        return "held"
    if state.state is State.XRAY_PENDING:
        return "xray"
    if state.state is State.INSPECTING:
        return "red"
    return {"XRAY": "xray", "RED": "red"}.get(line_of(permit, state, rules), "green")
