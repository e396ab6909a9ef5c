"""The steps of a permit that one officer takes alone: from its presentation to its loading, and what goes wrong."""

from collections.abc import Mapping

from officer_app.core.acts import Act, ActKind, Draft, Subject
from officer_app.core.assess import out_of_hand, too_long
from officer_app.core.canonical import Value, clean_text
from officer_app.core.export import NO_STEP, ROUND_FREE, objection
from officer_app.core.kinds import KINDS as TABLE
from officer_app.core.kinds import Need, faults
from officer_app.core.permit_state import PermitState
from officer_app.core.ports import SignedIn
from officer_app.core.records import Permit
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES, name_key
from officer_app.usecases.allowed import good_reason, may_act
from officer_app.usecases.counter import Counter
from officer_app.usecases.find_permit import find_permit

AT_COUNTER = frozenset({ActKind.PRESENT, ActKind.INSPECT, ActKind.XRAY_SEND, ActKind.HOLD, ActKind.MISMATCH})
"""Steps that nothing may stand against; the others are about a permit whatever became of it."""
KINDS = AT_COUNTER | {
    *(ActKind.CUT_OFF, ActKind.CORRECT, ActKind.UNHOLD, ActKind.SEIZE, ActKind.CONSENT, ActKind.RECEIVE, ActKind.LOAD),
    *(ActKind.CANCEL_EXPORT, ActKind.RETURN_GOODS, ActKind.SHORT_PACKING, ActKind.FLIGHT_CHANGE),
    *(ActKind.CONTINGENCY, ActKind.LICENCE),
}


def take_step(
    counter: Counter,
    officer: SignedIn,
    number: str,
    kind: ActKind,
    reason: str = "",
    fields: Mapping[str, Value] | None = None,
) -> Act | Refusal:
    """Record `kind` (one of KINDS) on the permit of `number`. A Refusal recorded nothing.

    `fields` are the kind's own (`core.kinds.KINDS`), without the reason. Raises ValueError for any other kind: a
    stamp, a release or what needs two officers has rules of its own.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind} is no small step")
    permit = find_permit(counter, number)
    if isinstance(permit, Refusal):
        return permit
    words = clean_text(reason)
    said = {name: clean_text(value) if isinstance(value, str) else value for name, value in (fields or {}).items()}
    said |= {"reason": words} if words else {}
    if refusal := _wrong_words(counter, kind, words, said) or may_act(officer, ACT_ROLES[kind]):
        return refusal
    state = counter.journal.permit_state(permit.number)
    if kind is ActKind.CONSENT and state.stamp is not None:
        if name_key(state.stamp.officer) == name_key(officer.person.name):
            return Refusal("same_officer", {"officer": state.stamp.officer})
        said |= {"stamp": state.stamp.act_id}
    if missing := faults(kind, "permit", said):
        return Refusal("fields_needed", {"fields": ", ".join(missing)})
    draft = counter.draft(kind, Subject("permit", permit.number, state.round), officer, said)
    return counter.journal.record(draft, officer.signer, lambda now: _against(permit, now, draft))


def _wrong_words(counter: Counter, kind: ActKind, words: str, said: Mapping[str, Value]) -> Refusal | None:
    if TABLE[kind].fields.get("reason") is Need.TEXT and (refusal := good_reason(counter, words)):
        return refusal
    longest = counter.rules.longest_words
    long = next((text for text in said.values() if isinstance(text, str) and len(text) > longest), None)
    return too_long(long, counter.rules) if long is not None else None


def _against(permit: Permit, now: PermitState, draft: Draft) -> Refusal | None:
    """What stands against the step on the permit as it is now."""
    if now.blocked:
        return Refusal("blocked")
    if draft.kind in AT_COUNTER and (refusal := out_of_hand(permit, now)):
        return refusal
    same_round = now.round == draft.subject.round or draft.kind in NO_STEP | ROUND_FREE
    return None if same_round and not objection(now, draft.kind, draft) else Refusal("not_now", {"state": now.state})
