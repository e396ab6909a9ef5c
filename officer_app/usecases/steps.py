"""The smaller steps of a permit at the counter: begin an inspection, send to X-ray, hold, give free."""

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.assess import out_of_hand, too_long
from officer_app.core.canonical import clean_text, is_blank
from officer_app.core.export import PermitState, allowed_from
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES
from officer_app.usecases.counter import Counter
from officer_app.usecases.find_permit import find_permit

REASON_NEEDED = frozenset({ActKind.HOLD, ActKind.UNHOLD})
KINDS = frozenset({ActKind.INSPECT, ActKind.XRAY_SEND}) | REASON_NEEDED


def take_step(counter: Counter, officer: SignedIn, number: str, kind: ActKind, reason: str = "") -> Act | Refusal:
    """Record `kind` (one of KINDS) on the permit of `number`. A Refusal recorded nothing.

    Raises ValueError for any other kind: a stamp or a release has rules of its own.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind} is no small step")
    permit = find_permit(counter, number)
    if isinstance(permit, Refusal):
        return permit
    words = clean_text(reason)
    if kind in REASON_NEEDED and is_blank(words):
        return Refusal("reason_needed")
    if len(words) > counter.rules.longest_words:
        return too_long(words, counter.rules)
    roles = ACT_ROLES[kind]
    if not officer.person.roles & roles:
        return Refusal("role", {"role": "/".join(sorted(roles))})
    state = counter.journal.permit_state(permit.number)

    def guard(now: PermitState) -> Refusal | None:
        refusal = Refusal("blocked") if now.blocked else None
        if kind is not ActKind.UNHOLD:
            refusal = out_of_hand(permit, now)
        if refusal is not None:
            return refusal
        regular = now.state in allowed_from(kind) and now.round == state.round
        return None if regular else Refusal("not_now", {"state": now.state})

    subject = Subject("permit", permit.number, state.round)
    draft = counter.draft(kind, subject, officer, {"reason": words} if words else None)
    return counter.journal.record(draft, officer.signer, guard)
