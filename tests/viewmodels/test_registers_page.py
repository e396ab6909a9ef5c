"""The page of registers on a real journal: periods, groupings, lists, files; stopped, locked, and told in words."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.acts import ActKind
from officer_app.core.assess import StampWish
from officer_app.core.export import Outcome
from officer_app.core.figures import Figures
from officer_app.core.permit_state import State
from officer_app.core.refusals import Refusal
from officer_app.core.register import By, Only, Waiting
from officer_app.core.scan_log import Became, KeptScans, OddScan, ScanTally
from officer_app.core.scans import ScanCount
from officer_app.core.shifts import SHIFTS
from officer_app.texts import Texts
from officer_app.usecases.progress import Progress
from officer_app.usecases.read_register import Register, Wanted, days, read_register
from officer_app.usecases.stamp import stamp
from officer_app.usecases.steps import take_step
from officer_app.viewmodels.list_view import ListView, Rows
from officer_app.viewmodels.page_work import PageTools
from officer_app.viewmodels.periods import Period, Shows, moved, period_of
from officer_app.viewmodels.register_charts import AGES, register_charts
from officer_app.viewmodels.register_ports import TakenOut
from officer_app.viewmodels.registers_model import RegistersModel
from officer_app.viewmodels.speech import DAY_S, Voices
from officer_app.viewmodels.view import Line
from tests.viewmodels.world import GREEN, INSPECTOR, NOW, RED, ROOT, World, signed_in

DAY = date(2026, 11, 21)

ENGLISH = Voices(Texts.load(ROOT / "resources" / "texts"), {}).speech("en")


@dataclass
class Registers:
    """Registers of a world's own journal; what is taken out is remembered."""

    world: World
    taken: list[str]
    shifts = SHIFTS
    fault: Exception | None = None
    log_lost: bool = False

    def kept(self, first: date, last: date) -> KeptScans | None:
        """One scan was understood; one, at noon of the 21st, was unknown."""
        tallies = [
            ScanTally(DAY, "2026-11-21 A", "somchai", "CE-1", became, 1)
            for became in (Became.UNDERSTOOD, Became.UNKNOWN)
        ]
        odd = [OddScan(NOW, "2026-11-21 A", "somchai", Became.UNKNOWN, "unknown_number", "9911A0000099")]
        there = first <= DAY <= last
        return None if self.log_lost else KeptScans(tallies, odd) if there else KeptScans((), ())

    def read(self, wanted: Wanted, progress: Progress) -> Register:
        if self.fault is not None:
            raise self.fault
        return read_register(self.world.counter, self.world.journal, wanted, SHIFTS, progress, self)

    def take_out(self, officer: str, register: Register, kind: str) -> TakenOut | Refusal:
        if kind == "pdf" and register.wanted.span != days(date(2026, 11, 21), date(2026, 11, 21)):
            return Refusal("day_to_come", {"day": "2026-11-22"})
        self.taken.append(f"{officer} {kind}")
        return TakenOut(f"register.{kind}", register.total.acts)


@dataclass
class Page:
    world: World
    desk: Registers
    model: RegistersModel

    def press(self, name: str) -> ListView:
        self.model.press(name)
        return self.settle()

    def enter(self, text: str) -> ListView:
        self.model.enter(text)
        return self.settle()

    def settle(self) -> ListView:
        self.world.later.settle()
        return self.view

    @property
    def view(self) -> ListView:
        return self.model.view("en")

    @property
    def keys(self) -> list[str]:
        assert self.model.register is not None
        return [line.key for line in self.model.register.lines]


@pytest.fixture
def page(counter_world: World) -> Page:
    """One stamped, one presented; the register of the day is read."""
    officer = signed_in(INSPECTOR)
    assert not isinstance(stamp(counter_world.counter, officer, GREEN, StampWish(Outcome.GREEN, "CP-1")), Refusal)
    assert not isinstance(take_step(counter_world.counter, officer, RED, ActKind.INSPECT), Refusal)
    counter_world.now += timedelta(hours=5)
    desk = Registers(counter_world, [])
    world = counter_world
    tools = PageTools(world.texts, world.sounds, world.later.run, lambda: None, lambda: {"somchai": "สมชาย ใจตรง"})
    model = RegistersModel(desk, lambda: world.now, lambda: ScanCount(understood=3, refused=1), tools)
    model.sign_in(officer)
    model.refresh()
    made = Page(world, desk, model)
    made.settle()
    return made


def test_the_day_is_shown_by_shift_with_its_sums(page: Page) -> None:
    view = page.view
    assert view.title == "Register of 21 Nov 2569"
    assert [line.cells[:3] for line in view.lines] == [("21 Nov 2569 A", "2", "1 (1+0+0)")]
    facts = {fact.label: fact.value for fact in view.facts}
    assert facts["Done"].startswith("1 stamped · 0 released · 0 refused · 2 acts in all")
    assert facts["Waiting"] == "1 · oldest 5 h 0 min · not 0309 after 4 h: 1"
    assert facts["Scans"].startswith("2 read here · 1 unknown · 0 refused")
    assert view.lines[0].cells[-3] == "2 (1)"
    assert [chart.title for chart in view.charts] == ["Stamps by lane", "Time to clear (h:min)", "Age of what waits"]
    assert "21/11 A: Green 1, Red 0, X-Ray 0" in view.charts[0].said


def test_thai_says_the_same_in_thai(page: Page) -> None:
    view = page.model.view("th")
    assert view.title == "ทะเบียน 21 พ.ย. 2569"
    assert view.lines[0].cells[0] == "21 พ.ย. 2569 A"


def test_each_grouping_has_its_key_and_all_count_the_same(page: Page) -> None:
    seen = {}
    for _ in By:
        view = page.press("by")
        seen[page.model.by] = page.keys
        assert sum(int(line.cells[1]) for line in view.lines) == 2
    assert seen[By.OFFICER] == ["somchai"]
    assert seen[By.LANE] == ["", "green"]
    assert seen[By.COUNTER] == ["CE-1"]
    assert seen[By.DAY] == ["2026-11-21"]


def test_enter_narrows_to_a_line_and_escape_widens_again(page: Page) -> None:
    page.press("by")
    view = page.enter("")
    assert page.model.only == Only(officer="somchai")
    assert view.title == "Register of 21 Nov 2569 · สมชาย ใจตรง"
    assert page.model.escape()
    page.settle()
    assert page.model.only == Only()
    assert page.model.escape() is False


def test_what_waits_and_what_the_core_has_not_confirmed_are_lists_of_their_own(page: Page) -> None:
    waiting = page.press("shows")
    assert [line.cells[0] for line in waiting.lines] == [RED]
    unconfirmed = page.press("shows")
    assert [(line.cells[0], line.cells[-1]) for line in unconfirmed.lines] == [(GREEN, "not known")]
    odd = page.press("shows")
    assert [line.cells[1:] for line in odd.lines] == [("สมชาย ใจตรง", "9911A0000099", "No such number here")]
    assert odd.charts == ()
    assert page.press("shows").charts


@given(st.lists(st.integers(0, 30 * 3600), max_size=40))
def test_ages_are_counted_as_if_each_were_looked_at(waited: list[int]) -> None:
    waiting = tuple(
        Waiting(f"9911C{place:07d}", State.XRAY_PENDING, NOW - timedelta(seconds=seconds), "xray")
        for place, seconds in enumerate(sorted(waited, reverse=True))
    )
    day = Figures(DAY.isoformat())
    register = Register(Wanted(days(DAY, DAY), By.DAY), NOW, NOW, day, (day,), waiting, (), 4)
    chart = register_charts(register, ENGLISH)[-1]
    edges = (0, *AGES, 31 * DAY_S)
    counted = [sum(low <= seconds < high for seconds in waited) for low, high in pairwise(edges)]
    assert [bar.values for bar in chart.bars] == [(count,) for count in counted]


def test_of_many_lines_only_those_that_are_looked_at_are_made() -> None:
    made: list[int] = []

    def make(row: int) -> Line:
        made.append(row)
        return Line((str(row),))

    many = tuple(range(100_000))
    rows = Rows(many, "en", make)
    assert (len(rows), rows[7].cells, [line.cells for line in rows[2:4]]) == (100_000, ("7",), [("2",), ("3",)])
    assert made == [7, 2, 3]
    assert rows == Rows(many, "en", make)
    assert rows != Rows(many, "th", make)
    assert rows != Rows(tuple(range(3)), "en", make)
    assert made == [7, 2, 3]


def test_a_log_of_scans_that_cannot_be_read_says_so_and_tells_what_the_window_knows(page: Page) -> None:
    page.desk.log_lost = True
    view = page.press("later")
    view = page.press("earlier")
    facts = {fact.label: fact.value for fact in view.facts}
    assert facts["Scans"].startswith("the log of scans cannot be read; since this window was opened 4 read · 1 unknown")
    assert [page.press("shows").lines for _ in range(3)][-1] == ()


def test_a_scan_finds_the_list_that_its_permit_is_on(page: Page) -> None:
    seen = []
    for number in (GREEN, RED):
        page.model.on_scan(number)
        seen.append(page.model.shows)
    assert seen == [Shows.UNCONFIRMED, Shows.WAITING]
    page.model.on_scan("9911A0000099")
    assert "neither waits" in page.view.message
    assert page.world.sounds.last == "refuse"


def test_a_typed_day_is_gone_to_in_both_calendars(page: Page) -> None:
    for text in ("20-11-2569", "2026-11-20", "๒๐/๑๑/๒๕๖๙"):
        page.model.press("later")
        page.settle()
        view = page.enter(text)
        assert view.title == "Register of 20 Nov 2569"
        assert view.empty == "Nothing was recorded in this period."
    assert page.enter("9999-01-01").title == "Register of 20 Nov 2569"


def test_periods_grow_and_turn(page: Page) -> None:
    titles = [page.press("period").title for _ in range(3)]
    assert titles == [
        "Register of 16 Nov 2569 – 22 Nov 2569",
        "Register of 1 Nov 2569 – 30 Nov 2569",
        "Register of 1 Jan 2569 – 31 Dec 2569",
    ]
    assert page.press("earlier").title == "Register of 1 Jan 2568 – 31 Dec 2568"
    assert page.press("later").title == titles[-1]


@given(st.dates(date(1950, 1, 1), date(2800, 1, 1)), st.sampled_from(Period))
def test_periods_meet_without_a_gap_and_hold_their_day(day: date, period: Period) -> None:
    first, last = period_of(day, period)
    assert first <= day <= last
    assert period_of(moved(day, period, 1), period)[0] == last + timedelta(days=1)
    assert period_of(moved(day, period, -1), period)[1] == first - timedelta(days=1)


def test_reading_can_be_stopped_and_what_was_read_stays(page: Page) -> None:
    before = page.model.register
    page.model.press("earlier")
    assert page.model.busy
    assert page.view.done == 0
    assert page.model.escape()
    assert "Stopped" in page.view.message
    page.settle()
    assert page.model.register is before
    assert not page.model.busy


def test_while_another_grouping_is_read_the_lines_are_said_as_what_they_are(page: Page) -> None:
    for _ in By:
        before = page.view
        page.model.press("by")
        assert (page.view.heads, page.view.lines, page.view.charts) == (before.heads, before.lines, before.charts)
        page.settle()
    page.press("by")
    page.press("by")
    assert page.model.by is By.LANE
    page.model.press("by")
    assert page.view.heads[0] == "Lane"
    assert page.view.lines[-1].cells[0] == "Green"


def test_a_reading_that_was_stopped_leaves_the_title_and_the_narrowing_of_what_is_shown(page: Page) -> None:
    title = page.view.title
    for name in ("earlier", "period", "by"):
        page.model.press(name)
        assert page.model.escape()
        page.settle()
        assert (page.view.title, page.model.by, page.view.heads[0]) == (title, By.SHIFT, "Shift")
    assert page.enter("").title == "Register of 21 Nov 2569 · shift A"


def test_another_wish_gives_up_the_one_before(page: Page) -> None:
    page.model.press("earlier")
    page.model.press("later")
    page.settle()
    assert page.view.title == "Register of 21 Nov 2569"
    assert page.keys == ["2026-11-21 A"]


def test_a_file_is_asked_for_and_written_once(page: Page) -> None:
    page.model.press("out")
    asking = page.view.asking
    assert asking is not None
    assert page.enter("7").asking is not None
    assert page.desk.taken == []
    view = page.enter("2")
    assert page.desk.taken == ["somchai xlsx"]
    assert view.message == "2 rows written: register.xlsx"
    page.press("period")
    page.model.press("out")
    assert "still to come" in page.enter("1").message
    assert page.desk.taken == ["somchai xlsx"]


def test_a_lock_leaves_nothing_and_lets_nothing_come_back(page: Page) -> None:
    page.model.press("earlier")
    page.model.lock()
    view = page.settle()
    assert (view.lines, view.facts, view.charts, view.message) == ((), (), (), "")
    page.model.enter("20-11-2569")
    page.model.on_scan(GREEN)
    assert page.settle().lines == ()


def test_a_fault_of_the_world_is_one_sentence_and_the_page_goes_on(page: Page) -> None:
    page.desk.fault = RuntimeError("the disk is gone")
    assert page.press("earlier").message == "the disk is gone"
    page.desk.fault = None
    assert page.press("later").lines
