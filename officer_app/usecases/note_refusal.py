"""Keep a refusal at the counter as an act where it is a fact about the permit: released before, held, other post."""

import logging

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.canonical import Value
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import NotRecorded, Refusal
from officer_app.usecases.counter import Counter

FACTS = frozenset(
    {
        *("already_released", "already_loaded", "cancelled", "cancelled_here", "held", "seized", "mismatch"),
        *("wrong_post", "record_differs", "stamp_withdrawn"),
    }
)
"""Refusals that somebody may ask about later. What a rule says of the officer, the words or the network is none."""

log = logging.getLogger(__name__)


def noted(counter: Counter, officer: SignedIn, number: str, tried: ActKind, refusal: Refusal) -> Refusal:
    """`refusal` as it is, recorded first where it is one of FACTS. Never in the way: what cannot be recorded is logged.

    The same one again, with nothing between, is not recorded again.
    """
    if refusal.code not in FACTS:
        return refusal
    fields: dict[str, Value] = {"reason": refusal.code, "code": refusal.code, "tried": str(tried)}
    if counter.journal.station.post:
        fields["post"] = counter.journal.station.post
    try:
        line = counter.journal.time_line("permit", number)
        if not (line and _same(line[-1], officer, fields)):
            state = counter.journal.permit_state(number)
            draft = counter.draft(ActKind.REFUSE, Subject("permit", number, state.round), officer, fields)
            counter.journal.record(draft, officer.signer)
    except NotRecorded:
        log.warning("a refusal (%s) could not be recorded", refusal.code)
    return refusal


def _same(last: Act, officer: SignedIn, fields: dict[str, Value]) -> bool:
    told = all(last.fields.get(name) == value for name, value in fields.items())
    return last.kind == ActKind.REFUSE and last.officer == officer.person.name and told
