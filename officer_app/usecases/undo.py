"""Take back the stamp just made: same officer, same workstation, within the window, nothing released (design §6)."""

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.export import PermitState, State
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES, name_key
from officer_app.core.two_persons import UNDO
from officer_app.usecases.counter import Counter
from officer_app.usecases.find_permit import find_permit
from officer_app.usecases.withdrawal import ask_withdrawal

REASON = "undo"
"""What the annulment gives as its reason; people read it in their language."""


def undo_stamp(counter: Counter, officer: SignedIn, number: str) -> Act | Refusal:
    """Annul the stamp that `officer` just made here on the permit of `number`. A Refusal recorded nothing.

    With a centre the authority of the stamp's post has to grant it: somebody may be releasing at this moment. That
    may wait for the network: call it off the main thread.
    """
    permit = find_permit(counter, number)
    if isinstance(permit, Refusal):
        return permit
    state = counter.journal.permit_state(permit.number)
    # The window is looked at before the right is asked for and not again: a right that was granted has to be used.
    if refusal := may_undo(counter, officer, state):
        return refusal
    granted = ask_withdrawal(counter, officer, permit.number, state)
    if isinstance(granted, Refusal):
        return granted

    def guard(now: PermitState) -> Refusal | None:
        if now.state is not State.STAMPED:
            return Refusal("blocked") if now.blocked else Refusal("nothing_to_undo")
        return granted.stands(counter, now)

    subject = Subject("permit", permit.number, state.round)
    fields = {"annuls": granted.claim.stamp, "reason": REASON, UNDO: True, **granted.fields}
    draft = counter.draft(ActKind.ANNUL, subject, officer, fields, granted.claim.act_id)
    return counter.journal.record(draft, officer.signer, guard)


def may_undo(counter: Counter, officer: SignedIn, state: PermitState) -> Refusal | None:
    """None if `officer` may take back the stamp of `state` now, without a second person; else the first rule against
    it.
    """
    roles = ACT_ROLES[ActKind.ANNUL]
    if not officer.person.roles & roles:
        return Refusal("role", {"role": "/".join(sorted(roles))})
    if state.blocked:
        return Refusal("blocked")
    stamp = state.stamp
    if state.state is not State.STAMPED or stamp is None:
        return Refusal("nothing_to_undo")
    here = stamp.station == counter.journal.station.name
    if not here or name_key(stamp.officer) != name_key(officer.person.name):
        return Refusal("undo_not_yours", {"officer": stamp.officer, "station": stamp.station})
    age = (counter.clock() - stamp.at).total_seconds()
    if not 0 <= age <= counter.rules.undo_window_s:
        return Refusal("undo_late", {"seconds": str(counter.rules.undo_window_s)})
    return None
