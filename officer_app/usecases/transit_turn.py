"""The order of filing: who came first is served first (brief 004 §13), or the act says why not."""

from officer_app.core.acts import ActKind
from officer_app.core.buddhist import datetime_be
from officer_app.core.canonical import clean_text, is_blank
from officer_app.core.refusals import Refusal
from officer_app.core.transit import TransitState
from officer_app.usecases.transit_desk import TransitDesk

MOST = 10_000
"""Cases of one phase that are looked through; far more than a day brings."""


def out_of_turn(desk: TransitDesk, number: str, state: TransitState, why_now: str) -> Refusal | None:
    """That an earlier filing of this office waits in the same phase, unless `why_now` tells why this one goes first."""
    if not is_blank(clean_text(why_now)):
        return None
    filed = state.passed_at(ActKind.TRANSIT_RECEIVE)
    if filed is None:
        return None
    waiting = [
        (since, case)
        for case, other in desk.counter.journal.transit_cases([state.phase], "", MOST)
        if case != number and other.fact("office") == state.fact("office") and not other.held_by
        for since in [other.passed_at(ActKind.TRANSIT_RECEIVE)]
        if since is not None and (since, case) < (filed, number)
    ]
    if not waiting:
        return None
    since, case = min(waiting)
    return Refusal("transit_out_of_turn", {"case": case, "filed": datetime_be(since)})
