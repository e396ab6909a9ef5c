"""The page of reconciliation on a real journal: both sides seen, two officers, a reason; else nothing is closed."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

import pytest

from officer_app.core.acts import Act, ActKind
from officer_app.core.cases import RECORD_KIND, Case, case_number
from officer_app.core.ports import Person, SignedIn
from officer_app.core.records import Record
from officer_app.texts import Both
from officer_app.viewmodels.cases_model import CasesModel
from officer_app.viewmodels.list_view import ListView
from officer_app.viewmodels.page_work import PageTools
from tests.fakes import Chain
from tests.viewmodels.world import CHECKER, INSPECTOR, NOW, ROAD, World, signed_in

SECOND = signed_in(Person("kanya", "กัญญา หัวหน้า", frozenset({"supervisor"})))
NAMES = {"somchai": "สมชาย ใจตรง", "kanya": "กัญญา หัวหน้า"}


@dataclass
class Page:
    world: World
    asked: list[tuple[Both, Callable[[SignedIn | None], None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        world = self.world
        tools = PageTools(world.texts, world.sounds, world.later.run, lambda: None, lambda: NAMES)
        self.model = CasesModel(world.counter, world.journal, self._ask, tools)
        self.model.sign_in(signed_in(INSPECTOR))

    def _ask(self, what: Both, first: SignedIn, kind: ActKind, done: Callable[[SignedIn | None], None]) -> None:
        self.asked.append((what, done))

    def second(self, officer: SignedIn | None) -> ListView:
        self.asked.pop()[1](officer)
        return self.settle()

    def enter(self, text: str = "") -> ListView:
        self.model.enter(text)
        return self.settle()

    def press(self, name: str) -> ListView:
        self.model.press(name)
        return self.settle()

    def settle(self) -> ListView:
        self.world.later.settle()
        return self.model.view("en")

    def closings(self) -> list[Act]:
        return self.world.journal.acts_of_kind(ActKind.CASE_CLOSED)


@pytest.fixture
def page(counter_world: World) -> Page:
    """A double release that both posts' acts are known of, and a case that was closed."""
    first, other = Chain("CP-1a"), Chain("CP-2a")
    winner = first.act(ActKind.RELEASE, {"granted_by": "alone"}, number=ROAD, officer="malee", after="")
    loser = other.act(ActKind.RELEASE, {"granted_by": "centre"}, number=ROAD, officer="wichai", after="")
    counter_world.journal.hear([winner, loser])
    cases = (
        Case(
            f"double_release:{ROAD}:1:{loser.act_id}",
            "double_release",
            ROAD,
            "2026-11-21T02:00:00.000000Z",
            {"winner": winner.act_id, "loser": loser.act_id},
        ),
        Case(
            "no_right:x",
            "no_right",
            "9911A0000001",
            "2026-11-20T02:00:00.000000Z",
            {"station": "CP-2a"},
            *("an act", "somchai", "kanya", "ตรวจแล้ว", "2026-11-20T05:00:00.000000Z"),
        ),
    )
    counter_world.mirror.load(
        [Record(RECORD_KIND, case_number(case.case_id), json.dumps(asdict(case)), "core", NOW) for case in cases]
    )
    made = Page(counter_world)
    made.model.refresh()
    made.settle()
    return made


def test_open_cases_are_listed_and_closed_ones_on_demand(page: Page) -> None:
    view = page.settle()
    assert view.title == "Reconciliation – 1 open cases"
    assert [line.cells[1:] for line in view.lines] == [("released twice", ROAD, "! open")]
    view = page.press("all")
    assert [line.cells[-1] for line in view.lines] == ["! open", "✓ closed by สมชาย ใจตรง + กัญญา หัวหน้า · ตรวจแล้ว"]


def test_both_sides_stand_side_by_side_with_who_where_and_when(page: Page) -> None:
    sides = page.enter().sides
    assert [side.title for side in sides] == ["The release that counts as the first", "The other release"]
    said = [{fact.label: fact.value for fact in side.facts} for side in sides]
    assert [each["By"] for each in said] == ["malee @ CP-1a", "wichai @ CP-2a"]
    assert all(each["When"].startswith("21-11-2569") for each in said)
    assert said[0]["Proof"] != said[1]["Proof"]
    assert "As far as this workstation knows" in sides[0].note


def test_it_is_closed_by_two_with_a_reason_after_its_evidence_was_looked_at(page: Page) -> None:
    page.press("close")
    assert page.settle().asking is None
    page.enter()
    assert page.press("close").asking is not None
    page.enter("ตรวจกล้องแล้ว ปล่อยครั้งเดียว")
    ((what, _),) = page.asked
    assert what.en == f"Close the case of {ROAD}"
    assert page.closings() == []
    view = page.second(SECOND)
    (act,) = page.closings()
    assert (act.officer, act.text("second"), act.text("reason")) == ("somchai", "kanya", "ตรวจกล้องแล้ว ปล่อยครั้งเดียว")
    assert "recorded" in view.message
    assert view.lines == ()
    assert page.press("all").lines[0].cells[-1] == "… closed here; the centre has not said so yet"


def test_without_the_second_officer_nothing_is_closed(page: Page) -> None:
    page.enter()
    page.press("close")
    page.enter("ตรวจกล้องแล้ว")
    view = page.second(None)
    assert view.message
    assert page.closings() == []
    assert not page.model.busy
    assert len(view.sides) == 2


def test_a_scan_or_nothing_is_no_reason(page: Page) -> None:
    page.enter()
    page.press("close")
    for text in ("", "   ", "9911A0000002"):
        asking = page.enter(text).asking
        assert asking is not None
        assert asking.wrong
    page.model.on_scan("9911A0000002")
    asking = page.settle().asking
    assert asking is not None
    assert asking.emptied
    assert page.world.sounds.last == "refuse"
    assert page.asked == []
    assert page.model.escape()
    assert page.settle().asking is None


def test_who_may_not_close_is_told_so_before_he_types(page: Page) -> None:
    page.model.sign_in(signed_in(CHECKER))
    page.enter()
    view = page.press("close")
    assert view.asking is None
    assert view.message
    assert page.world.sounds.last == "refuse"


def test_a_scan_leads_to_the_case_about_that_number(page: Page) -> None:
    page.press("all")
    page.model.on_scan("9911A0000001")
    view = page.settle()
    assert page.model.shown is not None
    assert page.model.shown.case.case_id == "no_right:x"
    assert [verb.enabled for verb in view.verbs if verb.name == "close"] == [False]
    page.model.on_scan("9911A0000044")
    assert "No case" in page.settle().message


def test_a_lock_leaves_nothing_and_a_late_second_officer_closes_nothing(page: Page) -> None:
    page.enter()
    page.press("close")
    page.enter("ตรวจกล้องแล้ว")
    page.model.lock()
    view = page.second(SECOND)
    assert (view.lines, view.sides, view.message, view.asking) == ((), (), "", None)
    assert page.closings() == []
