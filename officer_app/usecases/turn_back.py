"""Turn a cargo back at the checking post: recorded with its reason, and nothing else changes (domain.md §7.1)."""

from collections.abc import Sequence

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.canonical import clean_text
from officer_app.core.export import PermitState, State
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES
from officer_app.usecases.allowed import good_reason, may_act
from officer_app.usecases.counter import Counter
from officer_app.usecases.find_permit import find_permit

_DECIDED_ANEW = frozenset({ActKind.STAMP, ActKind.RELEASE, ActKind.ANNUL})


def turned_back(acts: Sequence[Act]) -> Act | None:
    """The refusal at a post that nothing decided since: no stamp, no release. `acts`: a permit's, in order of time."""
    for act in reversed(acts):
        if act.kind == ActKind.REFUSE:
            return act
        if act.kind in _DECIDED_ANEW:
            return None
    return None


def turn_back(counter: Counter, officer: SignedIn, number: str, reason: str) -> Act | Refusal:
    """Record that the cargo of `number` was not let through, and why. A Refusal recorded nothing."""
    permit = find_permit(counter, number)
    if isinstance(permit, Refusal):
        return permit
    words = clean_text(reason)
    if refusal := good_reason(counter, words) or may_act(officer, ACT_ROLES[ActKind.REFUSE]):
        return refusal
    state = counter.journal.permit_state(permit.number)

    def guard(now: PermitState) -> Refusal | None:
        if now.blocked:
            return Refusal("blocked")
        return Refusal("not_now", {"state": now.state}) if now.state is State.RELEASED else None

    subject = Subject("permit", permit.number, state.round)
    draft = counter.draft(ActKind.REFUSE, subject, officer, {"reason": words, "post": counter.journal.station.post})
    return counter.journal.record(draft, officer.signer, guard)
