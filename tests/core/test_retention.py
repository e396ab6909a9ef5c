"""Retention: the mirror drops only what is old and over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from officer_app.core.life_cycle import Irregularity
from officer_app.core.permit_state import PermitState, State
from officer_app.core.retention import permit_may_go, transit_may_go
from officer_app.core.transit import Phase, TransitState
from tests.fakes import NOW

OLD = NOW - timedelta(days=90, seconds=1)
LOADED = PermitState(state=State.LOADED)
FLAGGED = (Irregularity("double_release", "x"),)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("core", ["", "issued", "held", "cancelled", "loaded"])
def test_only_a_permit_that_is_over_leaves_the_mirror_and_only_after_ninety_days(core: str, state: State) -> None:
    over = core in ("cancelled", "loaded") or state in (State.LOADED, State.CANCELLED)
    assert permit_may_go(core, OLD, PermitState(state=state), NOW) == over
    assert not permit_may_go(core, NOW - timedelta(days=90), PermitState(state=state), NOW)


def test_what_somebody_has_to_look_at_stays() -> None:
    assert permit_may_go("loaded", OLD, LOADED, NOW)
    assert not permit_may_go("loaded", OLD, replace(LOADED, irregularities=FLAGGED), NOW)
    assert not permit_may_go("loaded", OLD, replace(LOADED, blocked=True), NOW)


@pytest.mark.parametrize("phase", list(Phase))
def test_only_a_transit_declaration_whose_case_is_closed_or_refused_leaves_the_mirror(phase: Phase) -> None:
    assert transit_may_go(OLD, TransitState(phase=phase), NOW) == (phase in (Phase.CLOSED, Phase.REFUSED))
    assert not transit_may_go(NOW, TransitState(phase=phase), NOW)
    assert not transit_may_go(OLD, TransitState(phase=phase, irregularities=FLAGGED), NOW)
