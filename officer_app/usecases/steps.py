"""The smaller steps of a permit at the counter: begin an inspection, send to X-ray, hold, give free."""

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.assess import out_of_hand
from officer_app.core.canonical import clean_text
from officer_app.core.export import PermitState, State, allowed_from
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES
from officer_app.usecases.counter import Counter
from officer_app.usecases.find_permit import find_permit

REASON_NEEDED = frozenset({ActKind.HOLD, ActKind.UNHOLD})


def take_step(counter: Counter, officer: SignedIn, number: str, kind: ActKind, reason: str = "") -> Act | Refusal:
    """Record `kind` (INSPECT, XRAY_SEND, HOLD or UNHOLD) on the permit of `number`. A Refusal recorded nothing."""
    permit = find_permit(counter, number)
    if isinstance(permit, Refusal):
        return permit
    words = clean_text(reason)
    if kind in REASON_NEEDED and not words:
        return Refusal("reason_needed")
    roles = ACT_ROLES[kind]
    if not officer.person.roles & roles:
        return Refusal("role", {"role": "/".join(sorted(roles))})

    def guard(now: PermitState) -> Refusal | None:
        if kind is ActKind.UNHOLD:
            return None if now.state is State.HELD else Refusal("not_now", {"state": now.state})
        if refusal := out_of_hand(permit, now):
            return refusal
        return None if now.state in allowed_from(kind) else Refusal("not_now", {"state": now.state})

    state = counter.journal.permit_state(permit.number)
    subject = Subject("permit", permit.number, state.round)
    draft = counter.draft(kind, subject, officer, {"reason": words} if words else None)
    return counter.journal.record(draft, officer.signer, guard)
