"""Take back the stamp just made: same officer, same workstation, within the window, nothing released (design §6)."""

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.export import PermitState, State
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES, name_key
from officer_app.usecases.counter import Counter
from officer_app.usecases.find_permit import find_permit

REASON = "undo"
"""What the annulment gives as its reason; people read it in their language."""


def undo_stamp(counter: Counter, officer: SignedIn, number: str) -> Act | Refusal:
    """Annul the stamp that `officer` just made here on the permit of `number`. A Refusal recorded nothing.

    With a centre it is refused: there another post may be releasing at this moment (docs/decisions/0006).
    """
    if counter.central is not None:
        return Refusal("undo_with_centre")
    permit = find_permit(counter, number)
    if isinstance(permit, Refusal):
        return permit
    roles = ACT_ROLES[ActKind.ANNUL]
    if not officer.person.roles & roles:
        return Refusal("role", {"role": "/".join(sorted(roles))})
    state = counter.journal.permit_state(permit.number)

    def guard(now: PermitState) -> Refusal | None:
        if now.blocked:
            return Refusal("blocked")
        stamp = now.stamp
        if now.state is not State.STAMPED or stamp is None or state.stamp is None or stamp.act_id != state.stamp.act_id:
            return Refusal("nothing_to_undo")
        here = stamp.station == counter.journal.station.name
        if not here or name_key(stamp.officer) != name_key(officer.person.name):
            return Refusal("undo_not_yours", {"officer": stamp.officer, "station": stamp.station})
        age = (counter.clock() - stamp.at).total_seconds()
        if not 0 <= age <= counter.rules.undo_window_s:
            return Refusal("undo_late", {"seconds": str(counter.rules.undo_window_s)})
        return None

    stamped = state.stamp.act_id if state.stamp is not None else ""
    subject = Subject("permit", permit.number, state.round)
    draft = counter.draft(ActKind.ANNUL, subject, officer, {"annuls": stamped, "reason": REASON})
    return counter.journal.record(draft, officer.signer, guard)
