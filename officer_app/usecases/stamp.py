"""Stamp a permit: the outcome, signed and durable, with the code that proves it."""

from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.assess import StampWish, may_stamp
from officer_app.core.canonical import clean_text
from officer_app.core.export import PermitState
from officer_app.core.ports import SignedIn, Signer
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


def stamp(counter: Counter, officer: SignedIn, number: str, wish: StampWish) -> Stamped | Refusal:
    """Record `wish` on the permit of `number`. A Refusal recorded no stamp. Raises the journal's StoreError."""
    permit = find_permit(counter, number, mirrored=True)
    if isinstance(permit, Refusal):
        return permit
    findings = clean_text(wish.findings)
    cleaned = StampWish(wish.outcome, clean_text(wish.release_post), findings, clean_text(wish.reference))
    state = counter.journal.permit_state(permit.number)
    draft = counter.draft(
        ActKind.STAMP,
        Subject("permit", permit.number, state.round),
        officer,
        {
            "outcome": str(wish.outcome),
            "stamp_text": counter.rules.stamp_texts[wish.outcome],
            "release_post": cleaned.release_post,
            "findings": findings,
            "line": permit.line,
            **({"xray_reference": cleaned.reference} if cleaned.reference else {}),
        },
    )
    made: list[str] = []

    def code(act: Act, signer: Signer) -> str:
        made.append(counter.issue_token(act, signer))
        return made[-1]

    def guard(now: PermitState) -> Refusal | None:
        if refusal := may_stamp(permit, now, officer.person, cleaned, counter.rules):
            return refusal
        return None if now.round == state.round else Refusal("not_now", {"state": now.state})

    after: list[PermitState] = []
    act = counter.journal.record(draft, officer.signer, guard, code, stands=after.append)
    if isinstance(act, Refusal):
        return noted(counter, officer, permit.number, ActKind.STAMP, act)
    token = made[-1] if made else counter.journal.token_of(act.act_id)
    return Stamped(act, after[-1] if after else counter.journal.permit_state(permit.number), token)
