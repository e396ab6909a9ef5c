"""How long what is kept: acts five years at least, the mirror's copies only as long as they are of use."""

from datetime import datetime, timedelta

from officer_app.core.permit_state import PermitState, State
from officer_app.core.records import CoreState
from officer_app.core.transit import Phase, TransitState

ACTS_YEARS = 5
"""Brief 003 §6: electronic data are kept at least five years from the date they were sent. Nothing in this program
deletes acts: their table refuses it, and an archive after that is the office's own decision.
"""
MIRROR_DAYS = 90
"""Design §5: a mirror holds what is open, or younger than this."""

_OVER = frozenset({State.LOADED, State.CANCELLED})
_CASE_OVER = frozenset({Phase.CLOSED, Phase.REFUSED})


def permit_may_go(core_state: str, as_of: datetime, state: PermitState, now: datetime) -> bool:
    """Whether the mirror may drop its copy of a permit: older than MIRROR_DAYS, over by the customs computer or by what
    was done at counters, and with nothing left to look at. What was done with it stays in the journal all the same.
    """
    over = core_state in (CoreState.LOADED, CoreState.CANCELLED) or state.state in _OVER
    waits = state.blocked or bool(state.irregularities) or (state.stamp is not None and state.stamp.unverified)
    return over and not waits and _old(as_of, now)


def transit_may_go(as_of: datetime, state: TransitState, now: datetime) -> bool:
    """The same of a transit declaration: only one whose case is closed or refused."""
    return state.phase in _CASE_OVER and not (state.blocked or state.irregularities) and _old(as_of, now)


def _old(as_of: datetime, now: datetime) -> bool:
    return now - as_of > timedelta(days=MIRROR_DAYS)
