"""Confirm the release at the checking post: once a round, granted by the one place that may (design §7)."""

from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.assess import may_release
from officer_app.core.buddhist import datetime_be
from officer_app.core.export import PermitState
from officer_app.core.ports import Central, Claim, Denied, SignedIn, Taken, Unreachable
from officer_app.core.records import Permit
from officer_app.core.refusals import Refusal
from officer_app.usecases.counter import Counter
from officer_app.usecases.find_permit import find_permit


@dataclass(frozen=True)
class Released:
    """The recorded release; `granted_by`: centre, or alone for a workstation without a centre."""

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
    act_id, granted_by = counter.new_id(), "alone"
    if counter.central is not None:
        # The same act asks again after a crash or a lost answer, so that a granted right is never lost.
        act_id = counter.journal.intend_claim(permit.number, state.round, act_id)
        answer = _claim(counter, counter.central, officer, permit, state, act_id)
        if isinstance(answer, Refusal):
            return answer
        granted_by = answer
    return _record(counter, officer, permit, state, act_id, granted_by)


def _claim(
    counter: Counter, central: Central, officer: SignedIn, permit: Permit, state: PermitState, act_id: str
) -> str | Refusal:
    """Who granted the right, or the refusal."""
    claim = Claim(
        permit=permit.number,
        round=state.round,
        act_id=act_id,
        post=state.stamp.release_post if state.stamp else "",
        officer=officer.person.name,
        unverified=bool(state.stamp and (state.stamp.unverified or state.stamp.signer_failed)),
    )
    try:
        answer = central.claim(claim, counter.rules.claim_deadline_s)
    except Unreachable as error:
        return Refusal("no_right", {"authority": "centre", "trouble": error.trouble})
    if isinstance(answer, Taken):
        who = {"officer": answer.officer, "station": answer.station, "at": datetime_be(answer.at)}
        return Refusal("already_released", who)
    if isinstance(answer, Denied):
        return _denied(answer, claim)
    return answer.granted_by


def _denied(answer: Denied, claim: Claim) -> Refusal:
    """The centre's objection as a refusal with every gap of its sentence filled."""
    if answer.code == "wrong_post":
        return Refusal("wrong_post", {"post": claim.post, "here": answer.detail})
    if answer.code == "already_released":
        # It has not heard that the release of the round before was annulled: nobody and no time to name.
        return Refusal("round_not_open", {"round": answer.detail})
    return Refusal(answer.code, {"reason": answer.detail, "by": "centre", "authority": answer.detail})


def _record(
    counter: Counter, officer: SignedIn, permit: Permit, state: PermitState, act_id: str, granted_by: str
) -> Released | Refusal:
    station = counter.journal.station
    draft = counter.draft(
        ActKind.RELEASE,
        Subject("permit", permit.number, state.round),
        officer,
        {
            "granted_by": granted_by,
            "stamp": state.stamp.act_id if state.stamp else "",
            "post": station.post,
        },
        act_id,
    )

    def guard(now: PermitState) -> Refusal | None:
        if refusal := may_release(permit, now, officer.person, station):
            return refusal
        # What was claimed is what is recorded: this round, under this stamp.
        same = (now.round, now.stamp) == (state.round, state.stamp)
        return None if same else Refusal("not_now", {"state": now.state})

    act = counter.journal.record(draft, officer.signer, guard)
    if isinstance(act, Refusal):
        return act
    return Released(act, counter.journal.permit_state(permit.number), granted_by)
