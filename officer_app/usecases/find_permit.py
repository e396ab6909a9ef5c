"""The one permit that a number means, for use cases that act on it."""

from officer_app.core.numbers import Unreadable, recognise
from officer_app.core.records import Permit, Provenance
from officer_app.core.refusals import Refusal
from officer_app.usecases.by_code import BY_CODE, permit_of
from officer_app.usecases.counter import Counter
from officer_app.usecases.look_up import (
    Ambiguous,
    Found,
    NotRead,
    Several,
    Unknown,
    ambiguous,
    look_up,
    unreadable,
)


def find_permit(counter: Counter, text: str, *, mirrored: bool = False) -> Permit | Refusal:
    """The permit of a number (its own, or one by which only one permit is found), or why there is none.

    `mirrored`: one that only an earlier stamp from paper tells of is none.
    """
    reading = recognise(text)
    if isinstance(reading, Unreadable):
        return unreadable(reading)
    # The common case first: an act names its permit by the permit's own number.
    for record in counter.mirror.find(reading.number):
        if record.kind == "permit" and record.number == reading.number:
            return permit_of(record)
    answer = look_up(counter, text)
    if isinstance(answer, Found):
        if mirrored and answer.permit.number == reading.number and answer.provenance == Provenance.PAPER:
            # Its own number was not in the mirror a moment ago.
            return Refusal("only_on_paper", {"number": answer.permit.number})
        known = answer.provenance != BY_CODE
        return answer.permit if known else Refusal("unknown_number", {"number": answer.permit.number})
    if isinstance(answer, Unknown | NotRead):
        return answer.refusal
    if isinstance(answer, Ambiguous):
        return ambiguous(answer)
    if isinstance(answer, Several):
        return Refusal("several", {"numbers": ", ".join(answer.numbers)})
    return Refusal("not_a_permit", {"number": answer.record.number})
