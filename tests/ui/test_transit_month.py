"""A busy month at the transit desk: every list, register and case is shown, and nothing holds the window up."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from officer_app.core.transit import Phase
from officer_app.usecases.transit_lists import Listing
from officer_app.workstation.opening import now
from tests.ui.month_of_cases import ROUND, STEPS, case_number, month_of_cases
from tests.ui.transit_at import AtTransit
from tests.ui.watchdog import Watchdog, watched
from tests.workstation.transit_station import make_transit_base

CASES = int(os.environ.get("OFFICER_APP_WATCHED_CASES", "200"))
"""2000 where somebody has a minute more for it."""


@pytest.fixture
def at(tmp_path: Path, dressed: QApplication) -> Iterator[AtTransit]:
    """A signer at a desk whose office had a busy month."""
    base = make_transit_base(tmp_path / "base")
    opened = base.copy(tmp_path / "home")
    month_of_cases(opened, CASES, now())
    desk = AtTransit(base, opened)
    yield desk
    desk.close()


def test_every_list_register_and_case_of_a_busy_month_is_shown_and_nothing_holds_the_window_up(at: AtTransit) -> None:
    with watched() as dog:
        at.sign_in("wanida")
        shown = {which: lines(at, dog, place) for place, which in enumerate(Listing, start=1)}
        for phase, case in {Phase.CLOSED: ROUND - 1, Phase.EXITED: 8, Phase.EN_ROUTE: 6, Phase.RECEIVED: 0}.items():
            step(dog, f"case {phase}")
            at.scan(case_number(case))
            state = at.opened.journal.transit_state(case_number(case))
            assert (state.phase, state.irregularities) == (phase, ())
            at.press("F6", "Escape", "F7", "Escape", "Escape")
        for place in ("1", "2", "3"):
            step(dog, f"register {place}")
            at.press("F9", place, "Down", "F7", "2", "Escape")
        dog.stop()
    each = CASES // ROUND
    assert (shown[Listing.WAITING], shown[Listing.CLOSED]) == (each, CASES - each * (len(STEPS) - 1))
    assert [str(blocked) for blocked in dog.found] == []


def lines(at: AtTransit, dog: Watchdog, place: int) -> int:
    """The lines of a list, some of which are looked at."""
    step(dog, f"list {place}")
    at.type_in(str(place))
    at.press("Down", "PageDown", "Up")
    page = at.window.desk_page
    page.do(at.model.tick)
    at.settle()
    table = at.view.table
    assert table is not None
    return len(table.lines)


def step(dog: Watchdog, name: str) -> None:
    """What comes next is of this step, and done at the machine's pace of now."""
    dog.look_at_pace()
    dog.step = name
