"""Take back what was recorded: a stamp, a release, a seizure, a cancellation. Two officers, with a reason."""

from officer_app.core.acts import Act, ActKind, Draft, Subject
from officer_app.core.canonical import Value, clean_text
from officer_app.core.permit_state import PermitState, State
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.two_persons import with_second
from officer_app.usecases.allowed import two_may
from officer_app.usecases.counter import Counter
from officer_app.usecases.find_permit import find_permit
from officer_app.usecases.withdrawal import Withdrawal, ask_withdrawal


def annul(
    counter: Counter, officer: SignedIn, second: SignedIn | None, number: str, reason: str, act_id: str = ""
) -> Act | Refusal:
    """Annul what stands last on the permit of `number`, or the act `act_id`. A Refusal recorded nothing.

    A stamp is taken back only by grant of its post's authority: that may wait for the network, call it off the main
    thread. An annulled release opens the next round; no authority grants that one before it knows of the annulment
    (docs/decisions/0010), so nobody has to be asked.
    """
    permit = find_permit(counter, number)
    if isinstance(permit, Refusal):
        return permit
    words = clean_text(reason)
    refusal = two_may(counter, officer, second, words, ActKind.ANNUL)
    if refusal is not None or second is None:
        return refusal or Refusal("second_needed")
    state = counter.journal.permit_state(permit.number)
    what = standing(state, act_id)
    if isinstance(what, Refusal):
        return what
    granted = ask_withdrawal(counter, officer, permit.number, state) if state.state is State.STAMPED else None
    if isinstance(granted, Refusal):
        return granted
    draft = _draft(counter, officer, Subject("permit", permit.number, state.round), what, words, granted)

    def guard(now: PermitState) -> Refusal | None:
        if granted is not None:
            changed = Refusal("not_now", {"state": now.state}) if now.state is not State.STAMPED else None
            return changed or granted.stands(counter, now)
        still = standing(now, what)
        return still if isinstance(still, Refusal) else None

    draft = with_second(draft, second.person.name, second.signer.key_id)
    return counter.journal.record(draft, officer.signer, guard, second=second.signer)


def standing(state: PermitState, act_id: str = "") -> str | Refusal:
    """The act that an annulment would take back now: `act_id`, or the one that stands last; else why none can be."""
    if state.blocked:
        return Refusal("blocked")
    found: tuple[str, ...] = ()
    if state.state is State.STAMPED and state.stamp is not None:
        found = (state.stamp.act_id,)
    elif state.state is State.RELEASED and state.release is not None:
        found = tuple(release.act_id for release in (state.release, *state.more_releases))
    elif state.state in (State.SEIZED, State.CANCELLED):
        found = (state.ended_by,)
    if not found or (act_id and act_id not in found):
        return Refusal("nothing_to_annul", {"state": state.state})
    if not act_id and len(found) > 1:
        return Refusal("several_releases", {"acts": ", ".join(found)})
    return act_id or found[0]


def _draft(
    counter: Counter, officer: SignedIn, subject: Subject, what: str, words: str, granted: Withdrawal | None
) -> Draft:
    fields: dict[str, Value] = {"annuls": what, "reason": words}
    if granted is None:
        return counter.draft(ActKind.ANNUL, subject, officer, fields)
    return counter.draft(ActKind.ANNUL, subject, officer, {**fields, **granted.fields}, granted.claim.act_id)
