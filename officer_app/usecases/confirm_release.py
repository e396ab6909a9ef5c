"""Confirm the release at the checking post: once a round, granted by the one place that may (design §7)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.assess import may_release
from officer_app.core.canonical import Value
from officer_app.core.covers import covered_by
from officer_app.core.export import PermitState
from officer_app.core.numbers import Kind, Unreadable, recognise
from officer_app.core.ports import Claim, SignedIn, TokenSays
from officer_app.core.records import Permit
from officer_app.core.refusals import Refusal
from officer_app.usecases.by_code import permit_by_code, proven_state, with_code
from officer_app.usecases.counter import Counter
from officer_app.usecases.find_permit import find_permit
from officer_app.usecases.note_refusal import noted
from officer_app.usecases.release_right import Right, claim_right, still_right

COPY_KEPT, COMPARED = "copy_kept", "compared"


@dataclass(frozen=True)
class Released:
    """The recorded release; `granted_by`: centre, post, workstation, or alone for one without a centre."""

    act: Act
    state: PermitState
    granted_by: str


@dataclass(frozen=True)
class Basis:
    """What a stamp is known by: the acts that came here, or besides them its code and what that says."""

    code: str = ""
    says: TokenSays | None = None

    def state(self, counter: Counter, known: PermitState) -> PermitState | Refusal:
        """Where the permit stands."""
        return known if self.says is None else proven_state(counter, self.says)

    def with_stamp(self, known: PermitState) -> PermitState | Refusal:
        """The same inside the journal's transaction."""
        return known if self.says is None else with_code(known, self.says)


@dataclass(frozen=True)
class _Asked:
    """What the right was asked for: the permit, where it stood as far as acts say, what proves its stamp; and what the
    officer saw to.
    """

    permit: Permit
    known: PermitState
    basis: Basis
    beside: Mapping[str, Value]


def confirm_release(
    counter: Counter, officer: SignedIn, number: str, said: Mapping[str, Value] | None = None
) -> Released | Refusal:
    """Release the permit of `number`, or say which rule or which unreachable authority stands against it.

    `number` may be the code of its stamp, which then proves a stamp that has not come here (design §7). The right is
    asked for as always. `said`: what was seen to: `copy_kept` (of the permit, brief 002 §5.5), `compared` (fields
    that were held against the cargo).
    """
    beside = dict(said or {})
    if counter.rules.copy_needed and beside.get(COPY_KEPT) is not True:
        return Refusal("copy_needed")
    reading = recognise(number)
    if not isinstance(reading, Unreadable) and reading.kind is Kind.TOKEN:
        return _by_code(counter, officer, reading.number, beside)
    permit = find_permit(counter, number)
    if isinstance(permit, Refusal):
        return permit
    done = _ask(counter, officer, permit, Basis(), beside)
    return noted(counter, officer, permit.number, ActKind.RELEASE, done) if isinstance(done, Refusal) else done


def _by_code(counter: Counter, officer: SignedIn, code: str, beside: Mapping[str, Value]) -> Released | Refusal:
    says = counter.read_token(code)
    if isinstance(says, Refusal):
        return says
    permit = permit_by_code(counter, says)
    if isinstance(permit, Refusal):
        return permit
    done = _ask(counter, officer, permit, Basis(code, says), beside)
    return noted(counter, officer, permit.number, ActKind.RELEASE, done) if isinstance(done, Refusal) else done


def _ask(
    counter: Counter, officer: SignedIn, permit: Permit, basis: Basis, beside: Mapping[str, Value]
) -> Released | Refusal:
    known = counter.journal.permit_state(permit.number)
    state = basis.state(counter, known)
    if isinstance(state, Refusal):
        return state
    station = counter.journal.station
    if refusal := may_release(permit, state, officer.person, station):
        return refusal
    if refusal := _waits_for_record(counter, state):
        return refusal
    if counter.central is None and _waits_for_signature(counter, state):
        # No centre that could consent: its officer's collective act, or a supervisor's consent, has to come first.
        return Refusal("unverified")
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
    claim, right = claim_right(counter, permit.number, claim)
    if isinstance(right, Refusal):
        return right
    by_code = known.stamp is None and state.stamp is not None
    return _record(counter, officer, claim, right, _Asked(permit, known, basis if by_code else Basis(), beside))


def _waits_for_record(counter: Counter, state: PermitState) -> Refusal | None:
    """A stamp from paper leaves with the centre's consent, or a supervisor's; where the record that came differs from
    the sheet, with a supervisor's only (design §6-7).
    """
    stamp = state.stamp
    if stamp is None or not stamp.unverified or state.consent == stamp.act_id:
        return None
    if state.matched == "differs":
        return Refusal("record_differs", {"what": state.differs})
    return Refusal("unverified") if counter.central is None else None


def _waits_for_signature(counter: Counter, state: PermitState) -> bool:
    """Whether the stamp's officer could not sign it, nor has since, nor did a supervisor agree (design §7, §10)."""
    stamp = state.stamp
    if stamp is None or not stamp.signer_failed or state.consent == stamp.act_id:
        return False
    covers = counter.journal.acts_of_kind(ActKind.COLLECTIVE)
    return not any(stamp.act_id == one for cover in covers for one in covered_by(cover))


def _record(counter: Counter, officer: SignedIn, claim: Claim, right: Right, asked: _Asked) -> Released | Refusal:
    station = counter.journal.station
    draft = counter.draft(
        ActKind.RELEASE,
        Subject("permit", claim.permit, claim.round),
        officer,
        {
            **asked.beside,
            "granted_by": right.granted_by,
            **({"authority_epoch": right.authority.epoch} if right.authority.epoch else {}),
            "stamp": claim.stamp,
            "post": claim.post,
            **({"code": asked.basis.code} if asked.basis.code else {}),
        },
        claim.act_id,
    )
    if asked.basis.code:
        # The stamp is what this release follows, whenever its act comes.
        draft = replace(draft, after=claim.stamp)

    def guard(now: PermitState) -> Refusal | None:
        state = asked.basis.with_stamp(now)
        if isinstance(state, Refusal):
            return state
        if refusal := may_release(asked.permit, state, officer.person, station):
            return refusal
        # What was claimed is what is recorded: this round, under this stamp, by a right that still holds.
        same = (now.round, now.stamp) == (asked.known.round, asked.known.stamp)
        return still_right(counter, right, claim) if same else Refusal("not_now", {"state": now.state})

    act = counter.journal.record(draft, officer.signer, guard)
    if isinstance(act, Refusal):
        return act
    return Released(act, counter.journal.permit_state(claim.permit), right.granted_by)
