"""The service clocks of a case: they run in open hours, never back, and stop where a step is done."""

import itertools
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.acts import ActKind
from officer_app.core.service_hours import open_time
from officer_app.core.transit import Passed, Phase, TransitState
from officer_app.core.transit_rule_table import transit_rules
from officer_app.core.transit_service import service_clocks
from tests.fakes import NOW

RULES = transit_rules(tomllib.loads(Path("resources/transit/rules.toml").read_text("utf-8")))
ROAD = (
    (ActKind.TRANSIT_RECEIVE, Phase.RECEIVED),
    (ActKind.TRANSIT_CHECK, Phase.DOCUMENTS_COMPLETE),
    (ActKind.TRANSIT_CONSIDER, Phase.CONSIDERED),
    (ActKind.TRANSIT_SIGN, Phase.SIGNED),
)
SPANS = st.timedeltas(timedelta(0), timedelta(days=3))


def after(gaps: list[timedelta]) -> TransitState:
    """A case that took as many steps as there are gaps, each so long after the one before."""
    path: list[Passed] = []
    at, phase = NOW, Phase.NEW
    for gap, (kind, reached) in zip(gaps, ROAD, strict=False):
        at += gap
        path.append(Passed(f"act-{len(path)}", str(kind), at, "prasit", "MS-1", phase))
        phase = reached
    return TransitState(phase=phase, path=tuple(path))


@given(st.lists(SPANS, min_size=1, max_size=4), SPANS, SPANS)
def test_no_clock_runs_back_and_a_done_one_stands(gaps: list[timedelta], wait: timedelta, more: timedelta) -> None:
    state = after(gaps)
    last: datetime = state.path[-1].at
    soon, later = (service_clocks(RULES, state, last + span) for span in (wait, wait + more))

    assert [each.step for each in soon] == [each.step for each in later]
    for one, other in zip(soon, later, strict=True):
        assert timedelta(0) <= one.used <= other.used
        assert one.due == other.due
        assert not one.late or other.late
        assert one.ended is None or one.used == other.used == open_time(RULES.hours, one.since, one.ended)


@given(st.lists(SPANS, min_size=1, max_size=4), SPANS)
def test_the_clocks_follow_one_another_and_the_last_alone_runs(gaps: list[timedelta], wait: timedelta) -> None:
    state = after(gaps)
    clocks = service_clocks(RULES, state, state.path[-1].at + wait)

    assert [each.since for each in clocks] == [step.at for step in state.path][:3]
    assert [each.ended is None for each in clocks] == [place == len(gaps) for place in range(1, len(clocks) + 1)]
    for one, next_one in itertools.pairwise(clocks):
        assert one.ended == next_one.since
