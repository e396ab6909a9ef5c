"""Confirm the release at the checking post: once a round, granted by the one place that may (design §7)."""

from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.assess import may_release
from officer_app.core.export import PermitState
from officer_app.core.ports import Claim, SignedIn
from officer_app.core.records import Permit
from officer_app.core.refusals import Refusal
from officer_app.usecases.counter import Counter
from officer_app.usecases.find_permit import find_permit
from officer_app.usecases.release_right import Right, ask_right, still_right


@dataclass(frozen=True)
class Released:
    """The recorded release; `granted_by`: centre, post, workstation, or alone for one without a centre."""

    act: Act
    state: PermitState
    granted_by: str


def confirm_release(counter: Counter, officer: SignedIn, number: str) -> Released | Refusal:
    """Release the permit of `number`, or say which rule or which unreachable authority stands against it."""
    permit = find_permit(counter, number)
    if isinstance(permit, Refusal):
        return permit
    state = counter.journal.permit_state(permit.number)
    station = counter.journal.station
    if refusal := may_release(permit, state, officer.person, station):
        return refusal
    act_id = counter.new_id()
    if counter.central is not None:
        # The same act asks again after a crash or a lost answer, so that a granted right is never lost.
        act_id = counter.journal.intend_claim(permit.number, state.round, act_id)
    claim = Claim(
        permit=permit.number,
        round=state.round,
        act_id=act_id,
        post=state.stamp.release_post if state.stamp else "",
        officer=officer.person.name,
        unverified=bool(state.stamp and (state.stamp.unverified or state.stamp.signer_failed)),
        stamp=state.stamp.act_id if state.stamp else "",
    )
    right = ask_right(counter, claim)
    return right if isinstance(right, Refusal) else _record(counter, officer, state, claim, right, permit)


def _record(
    counter: Counter, officer: SignedIn, state: PermitState, claim: Claim, right: Right, permit: Permit
) -> Released | Refusal:
    station = counter.journal.station
    draft = counter.draft(
        ActKind.RELEASE,
        Subject("permit", claim.permit, claim.round),
        officer,
        {
            "granted_by": right.granted_by,
            **({"authority_epoch": right.authority.epoch} if right.authority.epoch else {}),
            "stamp": claim.stamp,
            "post": claim.post,
        },
        claim.act_id,
    )

    def guard(now: PermitState) -> Refusal | None:
        if refusal := may_release(permit, now, officer.person, station):
            return refusal
        # What was claimed is what is recorded: this round, under this stamp, by a right that still holds.
        same = (now.round, now.stamp) == (state.round, state.stamp)
        return still_right(counter, right, claim) if same else Refusal("not_now", {"state": now.state})

    act = counter.journal.record(draft, officer.signer, guard)
    if isinstance(act, Refusal):
        return act
    return Released(act, counter.journal.permit_state(claim.permit), right.granted_by)
