"""Stamp a permit: the outcome, signed and durable, with the code that proves it."""

from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.assess import StampWish, may_stamp
from officer_app.core.canonical import Value, clean_text
from officer_app.core.export import PermitState
from officer_app.core.ports import SignedIn, Signer
from officer_app.core.records import Permit
from officer_app.core.refusals import Refusal
from officer_app.usecases.counter import Counter
from officer_app.usecases.find_permit import find_permit
from officer_app.usecases.note_refusal import noted


@dataclass(frozen=True)
class Stamped:
    """The recorded stamp. `token` is its machine-readable code; empty where none could be made."""

    act: Act
    state: PermitState
    token: str


@dataclass(frozen=True)
class _OtherRound:
    """Nothing was recorded: the permit is in this round."""

    round: int


def stamp(counter: Counter, officer: SignedIn, number: str, wish: StampWish) -> Stamped | Refusal:
    """Record `wish` on the permit of `number`. A Refusal recorded no stamp. Raises the journal's StoreError."""
    permit = find_permit(counter, number, mirrored=True)
    if isinstance(permit, Refusal):
        return permit
    findings = clean_text(wish.findings)
    cleaned = StampWish(wish.outcome, clean_text(wish.release_post), findings, clean_text(wish.reference))
    # Nearly always the first. Where it is another one the journal says so, and is asked once more: that costs less than
    # to look before each stamp. Rounds only grow, and only by annulments that people make meanwhile.
    done: Stamped | Refusal | _OtherRound = _OtherRound(1)
    while isinstance(done, _OtherRound):
        done = _in_round(counter, officer, permit, cleaned, done.round)
    return noted(counter, officer, permit.number, ActKind.STAMP, done) if isinstance(done, Refusal) else done


def _in_round(
    counter: Counter, officer: SignedIn, permit: Permit, wish: StampWish, round_: int
) -> Stamped | Refusal | _OtherRound:
    fields: dict[str, Value] = {
        "outcome": str(wish.outcome),
        "stamp_text": counter.rules.stamp_texts[wish.outcome],
        "release_post": wish.release_post,
        "findings": wish.findings,
        "line": permit.line,
        **({"xray_reference": wish.reference} if wish.reference else {}),
    }
    draft = counter.draft(ActKind.STAMP, Subject("permit", permit.number, round_), officer, fields)
    made: list[str] = []
    after: list[PermitState] = []
    other: list[_OtherRound] = []

    def code(act: Act, signer: Signer) -> str:
        made.append(counter.issue_token(act, signer))
        return made[-1]

    def guard(now: PermitState) -> Refusal | None:
        if refusal := may_stamp(permit, now, officer.person, wish, counter.rules):
            return refusal
        if now.round == round_:
            return None
        other.append(_OtherRound(now.round))
        return Refusal("not_now", {"state": now.state})

    act = counter.journal.record(draft, officer.signer, guard, code, stands=after.append)
    if isinstance(act, Refusal):
        return other[0] if other else act
    token = made[-1] if made else counter.journal.token_of(act.act_id)
    return Stamped(act, after[-1] if after else counter.journal.permit_state(permit.number), token)
