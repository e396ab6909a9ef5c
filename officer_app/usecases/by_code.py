"""What the code of a stamp proves by itself, where its permit's record or the stamp has not come yet (design §7)."""

from dataclasses import replace

from officer_app.core.export import BEFORE_STAMP, PermitState, Stamp, State
from officer_app.core.ports import TokenSays
from officer_app.core.records import CoreState, Permit, Record, permit_from_doc
from officer_app.core.refusals import Refusal
from officer_app.usecases.counter import Counter

BY_CODE = "code"
"""Provenance of a permit that is known from its stamp's code alone."""


def proven_state(counter: Counter, says: TokenSays) -> PermitState | Refusal:
    """Where the permit stands with the stamp that the code proves; a Refusal where that stamp stands no more.

    A stamp that is known here counts as it is known here. Only one that never came is taken from its code: its act has
    to be named, so that the authority of the release can look whether it was taken back; its key must not be revoked
    since, as a thief writes any time he likes.
    """
    known = counter.journal.permit_state(says.permit)
    if any(act.hash.hex() == says.act_hash for act in counter.journal.acts_on("permit", says.permit)):
        stands = known.stamp is not None and known.stamp.act_id == says.act_id
        gone = says.act_id and not stands and known.release is None
        return Refusal("stamp_withdrawn_here") if gone else known
    return with_code(known, says)


def with_code(known: PermitState, says: TokenSays) -> PermitState | Refusal:
    """`known` with the stamp of a code that never came here as an act."""
    if known.release is not None or known.blocked or known.state not in BEFORE_STAMP:
        # What is known here stands against the code, and says so itself: released, held, stamped otherwise.
        return known
    if says.revoked:
        return Refusal("code_key_revoked", {"officer": says.officer, "at": says.revoked})
    if not says.act_id:
        # The first codes name no act: they lead to their permit, and prove nothing by themselves.
        return known
    if says.round != known.round:
        return Refusal("code_other_round", {"round": str(says.round)})
    stamp = Stamp(
        act_id=says.act_id,
        outcome=says.outcome,
        text=says.stamp_text,
        release_post=says.release_post,
        officer=says.officer,
        station="",
        at=says.at,
    )
    return replace(known, state=State.STAMPED, stamp=stamp)


def permit_by_code(counter: Counter, says: TokenSays) -> Permit | Refusal:
    """The permit's record; or, where none has come, what its stamp's code says of it, which is its number."""
    for record in counter.mirror.find(says.permit):
        if is_permit(record, says.permit):
            return permit_of(record)
    if not says.act_id:
        return Refusal("unknown_number", {"number": says.permit})
    return Permit(number=says.permit, line="", state=str(CoreState.ISSUED), declarations=())


def is_permit(record: Record, number: str) -> bool:
    """Whether a record is the permit of this very number."""
    return record.kind == "permit" and record.number == number


def permit_of(record: Record) -> Permit | Refusal:
    """The permit a record holds, or that the record cannot be read: nothing is done on half of one."""
    try:
        permit = permit_from_doc(record.doc)
    except ValueError:
        return Refusal("record_unreadable", {"number": record.number})
    return permit if permit.number == record.number else Refusal("record_unreadable", {"number": record.number})
