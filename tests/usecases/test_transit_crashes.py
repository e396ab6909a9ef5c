"""A crash between two acts of one step: nothing is lost, the same command again carries on, nothing is done twice."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from officer_app.core.transit import Phase
from officer_app.usecases.guarantee_register import guarantee_state
from officer_app.usecases.transit_desk import Done, TransitDesk
from officer_app.usecases.transit_journey import close, hand_over, key
from officer_app.usecases.transit_numbers import fetch_numbers
from officer_app.usecases.transit_sign import sign
from tests.fakes import desk
from tests.usecases.transit_cases import (
    CLERK,
    DUTY,
    ELSEWHERE,
    MS_1,
    SIGNER,
    at_desk,
    considered,
    done,
    gone,
    put_guarantees,
    signed,
)

OVERRIDE = "ด่านได้รับหนังสือกรมศุลกากรให้ผ่านได้"
WHY = "คู่ฉบับส่งกลับครบถ้วน"
Step = Callable[[TransitDesk, str], object]


class Crash(Exception):
    """The program is gone."""


class Dying:
    """A journal after whose first recorded act the program crashes."""

    def __init__(self, journal: Any) -> None:
        self._journal = journal

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)

    def record(self, *given: Any, **named: Any) -> Any:
        self._journal.record(*given, **named)
        raise Crash

    def record_transit(self, *given: Any, **named: Any) -> Any:
        self._journal.record_transit(*given, **named)
        raise Crash


def keyed(made: TransitDesk) -> str:
    case = signed(made)
    done(key(made, CLERK, case, f"A01229911{case[-5:]}"))
    return case


def numbered(made: TransitDesk) -> str:
    fetch_numbers(made, CLERK)
    return considered(made, "2.4", **ELSEWHERE)


def left(made: TransitDesk) -> str:
    return gone(made, code="2.4", override=OVERRIDE, **ELSEWHERE)


def hand(made: TransitDesk, case: str) -> object:
    return hand_over(made, CLERK, case, "นายสมมติ", ("MST-1",), "70-1234")


STEPS: tuple[tuple[Callable[[TransitDesk], str], Step, Phase, int], ...] = (
    (keyed, hand, Phase.EN_ROUTE, 0),
    (numbered, lambda made, case: sign(made, SIGNER, case, OVERRIDE), Phase.SIGNED, DUTY),
    (left, lambda made, case: close(made, CLERK, case, WHY), Phase.CLOSED, 0),
)


@pytest.mark.parametrize(("before", "step", "after", "drawn"), STEPS, ids=["hand-over", "sign", "close"])
def test_a_step_cut_short_is_carried_on_by_the_same_words(
    tmp_path: Path, before: Callable[[TransitDesk], str], step: Step, after: Phase, drawn: int
) -> None:
    with desk(tmp_path, MS_1) as opened:
        made = at_desk(opened)
        put_guarantees(made)
        case = before(made)
        dying = replace(made, counter=replace(made.counter, journal=Dying(made.counter.journal)))
        with pytest.raises(Crash):
            step(dying, case)
    with desk(tmp_path, MS_1) as opened:
        made = at_desk(opened)
        answer = step(made, case)
        state = opened.journal.transit_state(case)
        assert state.phase is after, answer
        assert state.irregularities == ()
        assert guarantee_state(made, "CASH-1").drawn == ({case: drawn} if drawn else {})
        kinds = [each.kind for each in state.path]
        assert len(kinds) == len(set(kinds))
        assert isinstance(answer, Done) or after is Phase.CLOSED
