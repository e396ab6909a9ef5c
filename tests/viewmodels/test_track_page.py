"""The page "track" on a real journal: from any number to what was done with it, and to each act as it was signed."""

from dataclasses import dataclass, field, replace

import pytest

from officer_app.core.acts import ActKind, Draft, Subject
from officer_app.core.assess import StampWish
from officer_app.core.export import Outcome
from officer_app.core.refusals import Refusal
from officer_app.usecases.record_print import Paper, record_print
from officer_app.usecases.stamp import stamp
from officer_app.usecases.undo import undo_stamp
from officer_app.viewmodels.list_view import ListView
from officer_app.viewmodels.on_card import OnCard
from officer_app.viewmodels.page_work import PageTools
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.track_model import TrackModel
from officer_app.viewmodels.track_state import Place
from tests.viewmodels.world import GREEN, INSPECTOR, RED, TRANSIT, World, signed_in


@dataclass
class Page:
    world: World
    looks: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        world = self.world
        counter = replace(world.counter, note_look=lambda *look: self.looks.append(look))
        tools = PageTools(world.texts, world.sounds, world.later.run, lambda: None, lambda: {"somchai": "สมชาย ใจตรง"})
        self.officer = signed_in(INSPECTOR)
        self.model = TrackModel(counter, tools)
        self.model.sign_in(self.officer)

    def enter(self, text: str) -> ListView:
        self.model.enter(text)
        return self.settle()

    def scan(self, text: str) -> ListView:
        self.model.on_scan(text)
        return self.settle()

    def press(self, name: str) -> ListView:
        self.model.press(name)
        return self.settle()

    def settle(self) -> ListView:
        self.world.later.settle()
        return self.model.view("en")


@pytest.fixture
def page(counter_world: World) -> Page:
    """The Green permit was stamped and its slip made."""
    made = Page(counter_world)
    done = stamp(counter_world.counter, made.officer, GREEN, StampWish(Outcome.GREEN, "CP-1"))
    assert not isinstance(done, Refusal)
    paper = Paper("stamp-slip", "0.1", "00" * 32, 1, False)
    assert not isinstance(record_print(counter_world.counter, made.officer, Subject("permit", GREEN), paper), Refusal)
    return made


def test_a_scan_leads_to_the_time_line_in_the_words_of_e_tracking(page: Page) -> None:
    view = page.scan(GREEN)
    assert view.title == f"Time line of {GREEN}"
    assert [line.cells[1:] for line in view.lines] == [
        ("สมชาย ใจตรง", "CE-1", "stamped Status 0309 at the counter"),
        ("สมชาย ใจตรง", "CE-1", "paper made: “Counter stamp slip”"),
    ]
    assert page.world.sounds.last == "good"
    facts = {fact.label: fact.value for fact in view.facts}
    assert facts["Record"] == "Cargo permit · Green Line"
    assert facts["Our stamp"].startswith("Status 0309")


def test_who_looked_is_noted_under_his_name(page: Page) -> None:
    page.scan(GREEN)
    page.scan(TRANSIT)
    assert page.looks == [("somchai", "permit", GREEN), ("somchai", "transit", TRANSIT)]


def test_papers_and_declarations_are_shown_apart(page: Page) -> None:
    page.scan(GREEN)
    assert [line.cells[-1] for line in page.press("papers").lines] == ["paper made: “Counter stamp slip”"]
    assert [line.cells[0] for line in page.press("documents").lines] == ["A0121991100123", "A0121991100124"]
    assert len(page.press("line").lines) == 2


def test_enter_on_a_line_shows_every_field_of_its_act_and_escape_leads_back(page: Page) -> None:
    page.scan(GREEN)
    page.model.move(-1)
    view = page.enter("")
    said = {line.cells[0]: line.cells[1] for line in view.lines}
    act = page.world.journal.acts()[0]
    assert (said["Hash"], said["Signature"]) == (act.hash.hex(), act.signature.hex())
    assert said["Outcome"] == "Green (green)"
    assert page.model.escape()
    assert (page.model.place, page.model.selected) == (Place.LINE, 0)
    assert page.model.escape()
    assert page.model.place is Place.START
    assert page.model.escape() is False


def test_the_act_that_is_shown_is_the_one_of_the_papers_list(page: Page) -> None:
    page.scan(GREEN)
    page.press("papers")
    page.enter("")
    act = page.model.act()
    assert act is not None
    assert act.kind == ActKind.PRINT
    assert ("Form", "Counter stamp slip (stamp-slip)") in [line.cells for line in page.settle().lines]


def test_a_paper_is_called_by_its_title_in_the_language_of_the_window(page: Page) -> None:
    page.scan(GREEN)
    thai = page.model.view("th").lines[-1].cells[-1]
    assert thai == "พิมพ์เอกสาร “แถบตราเคาน์เตอร์”"


def test_a_paper_of_a_newer_version_keeps_its_code(page: Page) -> None:
    paper = Paper("seal-sheet", "9.1", "00" * 32, 1, False)
    assert not isinstance(record_print(page.world.counter, page.officer, Subject("permit", RED), paper), Refusal)
    assert page.scan(RED).lines[-1].cells[-1] == "paper made: “seal-sheet”"


def test_a_part_of_a_number_lists_what_it_may_be_and_leads_on(page: Page) -> None:
    view = page.enter("9911A00000")
    assert page.model.place is Place.MATCHES
    numbers = [line.cells[0] for line in view.lines]
    assert {GREEN, RED} <= set(numbers)
    page.model.move(numbers.index(RED))
    assert page.enter("").title == f"Time line of {RED}"
    assert page.model.escape()
    assert page.model.place is Place.MATCHES


def test_a_part_that_means_one_record_leads_straight_to_it(page: Page) -> None:
    assert page.enter("HAWB0001").title == f"Time line of {GREEN}"


def test_a_transit_case_is_tracked_with_where_it_stands(page: Page) -> None:
    draft = Draft("t1", ActKind.TRANSIT_RECEIVE, Subject("transit", TRANSIT), "somchai", page.world.now)
    fields = {"applicant": "บริษัท ตัวอย่างผ่านแดน จำกัด"}
    page.world.journal.record_transit(replace(draft, fields=fields), page.officer.signer)
    view = page.scan(TRANSIT)
    assert len(view.lines) == 1
    assert ("Applicant", "บริษัท ตัวอย่างผ่านแดน จำกัด") in [(fact.label, fact.value) for fact in view.facts]


def test_what_nobody_knows_is_refused_audibly_and_what_was_shown_stays(page: Page) -> None:
    page.scan(GREEN)
    view = page.scan("9911A0009999")
    assert view.message
    assert view.title == f"Time line of {GREEN}"
    assert page.world.sounds.last == "refuse"


def test_a_lock_leaves_nothing_and_what_was_asked_before_does_not_come_back(page: Page) -> None:
    page.scan(GREEN)
    page.model.on_scan(RED)
    page.model.lock()
    view = page.settle()
    assert (view.lines, view.facts, view.message, view.title) == ((), (), "", "Track a number")
    assert page.scan(GREEN).lines == ()


def test_an_undo_is_said_in_words_on_the_line_and_on_the_card(page: Page) -> None:
    assert not isinstance(undo_stamp(page.world.counter, page.officer, GREEN), Refusal)
    said = [line.cells[-1] for line in page.enter(GREEN).lines]
    assert said[-1] == "stamp undone by who made it"
    card = OnCard(page.world.counter)
    card.look_up(GREEN, page.officer)
    shown = card.card(Speech(page.world.texts, "th", {}))
    assert shown is not None
    assert ["undo" in line for line in shown.acts] == [False, False]
    assert "แก้คืนตรา" in shown.acts[-1]
