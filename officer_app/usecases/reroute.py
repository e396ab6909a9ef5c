"""Change a permit's line, or the post a stamped cargo leaves by; with a reason, to Green with a second officer."""

from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.assess import line_of, out_of_hand
from officer_app.core.canonical import Value, clean_text
from officer_app.core.export import allowed_from
from officer_app.core.permit_state import PermitState, State
from officer_app.core.ports import SignedIn, Signer
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES
from officer_app.core.two_persons import with_second
from officer_app.usecases.allowed import good_reason, may_act, may_second
from officer_app.usecases.counter import Counter
from officer_app.usecases.find_permit import find_permit
from officer_app.usecases.withdrawal import ask_withdrawal

LINES = ("GREEN", "RED", "XRAY")


@dataclass(frozen=True)
class Redirected:
    """The recorded re-direction: the stamp now names another post, and has a code of its own."""

    act: Act
    token: str


def reroute(
    counter: Counter, officer: SignedIn, second: SignedIn | None, number: str, to: str, reason: str
) -> Act | Refusal:
    """Make the permit of `number` GREEN, RED or XRAY for what is to be done here; its record stays as it is.

    What the system or an officer ordered to be opened or X-rayed passes as Green only when two officers say so
    [inferred from design §6]. A Refusal recorded nothing. Raises ValueError for any other line.
    """
    if to not in LINES:
        raise ValueError(f"{to} is no line")
    permit = find_permit(counter, number)
    if isinstance(permit, Refusal):
        return permit
    words = clean_text(reason)
    refusal = good_reason(counter, words) or may_act(officer, ACT_ROLES[ActKind.REROUTE])
    if refusal is None and to == "GREEN":
        refusal = may_second(officer, second, ActKind.REROUTE)
    if refusal is not None:
        return refusal
    state = counter.journal.permit_state(permit.number)

    def guard(now: PermitState) -> Refusal | None:
        if refusal := out_of_hand(permit, now):
            return refusal
        regular = now.state in allowed_from(ActKind.REROUTE) and now.round == state.round
        return None if regular else Refusal("not_now", {"state": now.state})

    fields: dict[str, Value] = {"from": line_of(permit, state, counter.rules) or "UNKNOWN", "to": to, "reason": words}
    draft = counter.draft(ActKind.REROUTE, Subject("permit", permit.number, state.round), officer, fields)
    if to != "GREEN" or second is None:
        return counter.journal.record(draft, officer.signer, guard)
    draft = with_second(draft, second.person.name, second.signer.key_id)
    return counter.journal.record(draft, officer.signer, guard, second=second.signer)


def redirect(counter: Counter, officer: SignedIn, number: str, post: str, reason: str) -> Redirected | Refusal:
    """Let a stamped cargo leave by `post` instead; its old post loses the right to release it, by its authority's own
    grant. That may wait for the network: call it off the main thread. A Refusal recorded nothing.
    """
    permit = find_permit(counter, number)
    if isinstance(permit, Refusal):
        return permit
    words, post = clean_text(reason), clean_text(post)
    if refusal := good_reason(counter, words) or may_act(officer, ACT_ROLES[ActKind.REDIRECT]):
        return refusal
    state = counter.journal.permit_state(permit.number)
    stamp = state.stamp
    if refusal := out_of_hand(permit, state):
        return refusal
    if stamp is None or state.state is not State.STAMPED:
        return Refusal("not_stamped_yet")
    if post not in counter.rules.posts or post == stamp.release_post:
        return Refusal("unknown_post", {"post": post, "posts": ", ".join(counter.rules.posts)})
    granted = ask_withdrawal(counter, officer, permit.number, state)
    if isinstance(granted, Refusal):
        return granted
    kept: dict[str, Value] = {"outcome": stamp.outcome, "stamp_text": stamp.text, "findings": stamp.findings}
    if stamp.unverified:
        kept["unverified"] = True
    fields = {**granted.fields, **kept, "annuls": stamp.act_id, "release_post": post, "reason": words}
    subject = Subject("permit", permit.number, state.round)
    draft = counter.draft(ActKind.REDIRECT, subject, officer, fields, granted.claim.act_id)

    def guard(now: PermitState) -> Refusal | None:
        return out_of_hand(permit, now) or granted.stands(counter, now)

    made: list[str] = []

    def code(act: Act, signer: Signer) -> str:
        made.append("" if stamp.unverified else counter.issue_token(act, signer))
        return made[-1]

    act = counter.journal.record(draft, officer.signer, guard, code)
    if isinstance(act, Refusal):
        return act
    return Redirected(act, made[-1] if made else counter.journal.token_of(act.act_id))
