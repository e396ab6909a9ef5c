"""The transit desk's model on a real workstation, without a window: what it refuses, what it keeps, what it offers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from officer_app.core.transit import Phase
from officer_app.core.transit_papers import When
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_lists import Listing
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.transit_case import CasePlace
from officer_app.viewmodels.transit_counting import PaperGrid
from officer_app.viewmodels.transit_model import TransitModel
from officer_app.viewmodels.view import Tone
from officer_app.workstation.opening import Workstation, now
from officer_app.workstation.transit_window import StationTransit
from tests.usecases import transit_cases as cases
from tests.viewmodels.world import Later, Printer, Sounds
from tests.workstation.transit_station import TransitBase, drop, electronic, make_transit_base

NUMBER = "A0102991100777"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> TransitBase:
    return make_transit_base(tmp_path_factory.mktemp("base") / "home")


class Office(StationTransit):
    """A workstation's transit desk whose clock is turned by hand."""

    def __init__(self, workstation: Workstation) -> None:
        super().__init__(workstation, None)
        self.ahead = timedelta()
        counter = replace(workstation.counter, clock=lambda: now() + self.ahead)
        self._desk = replace(self._desk, counter=counter)


class Held(Later):
    """Work off the main thread: done at once, unless a test holds it back."""

    held = False

    def run(self, work: Any, done: Any, failed: Any) -> None:
        super().run(work, done, failed)
        if not self.held:
            self.step()


class At:
    """A model, its office, its sounds."""

    def __init__(self, base: TransitBase, workstation: Workstation) -> None:
        self.people = base.people
        self.opened = workstation
        self.office = Office(workstation)
        self.sounds, self.later = Sounds(), Held()
        run = self.later.run
        tools = Tools(self.office.desk.counter, workstation.texts, self.sounds, run, Printer(), lambda: None)
        self.model = TransitModel(tools, self.office)
        self.sign_in("wanida")

    def sign_in(self, name: str) -> None:
        self.model.sign_in(self.people[name], self.opened.officers.names())

    @property
    def desk(self) -> TransitDesk:
        return self.office.desk

    def phase(self, number: str) -> Phase:
        return self.opened.journal.transit_state(number).phase


@pytest.fixture
def at(base: TransitBase, tmp_path: Path) -> Iterator[At]:
    opened = base.copy(tmp_path / "home")
    yield At(base, opened)
    opened.close()


def test_a_late_service_is_said_in_words_and_shape_and_colour(at: At) -> None:
    number = cases.received(at.desk)
    at.office.ahead = timedelta(days=1)
    at.model.tick()
    table = at.model.view("en").table
    assert table is not None
    line = table.lines[0]
    assert line.cells[0] == number
    assert line.cells[3].startswith("✕ late: papers")
    assert dict(line.tones)[3] is Tone.REFUSE


def test_a_clock_stands_still_outside_opening_hours_and_says_so_in_list_and_card(at: At) -> None:
    number = cases.received(at.desk)
    hours = replace(at.desk.rules.hours, closed=frozenset({at.desk.today}))
    at.office._desk = replace(at.desk, rules=replace(at.desk.rules, hours=hours))
    at.model.tick()
    table = at.model.view("en").table
    assert table is not None
    assert table.lines[0].cells[3] == "papers 0/10 (stopped, office closed)"
    at.model.on_scan(number)
    card = at.model.view("th").card
    assert card is not None
    assert card.ours is not None
    assert card.ours.value == "ตรวจเอกสาร 0/10 (หยุดนับ นอกเวลาทำการ)"


def test_a_case_beyond_its_last_day_stands_in_the_overdue_list_and_is_recorded_so(at: At) -> None:
    number = cases.under_way(at.desk, date_entry=now().date().isoformat())
    at.office.ahead = timedelta(days=95)
    at.model.on_scan("5")
    table = at.model.view("en").table
    assert table is not None
    assert table.lines[0].cells[0] == number
    assert table.lines[0].cells[-1].startswith("✕")
    at.model.enter()
    card = at.model.view("en").card
    assert card is not None
    assert "The last day has passed" in "\n".join(card.warnings)
    at.model.press("F6")
    picks = at.model.view("en").table
    assert picks is not None
    names = [line.cells[1] for line in picks.lines]
    assert "Turn into an import" not in names
    at.model.digit(names.index("Record as overdue") + 1)
    at.model.digit(1)
    assert at.phase(number) is Phase.OVERDUE
    at.model.press("F5")
    at.model.answer("nobody came for them")
    assert at.phase(number) is Phase.LEFTOVER


def test_a_key_held_down_or_pressed_twice_takes_no_second_step(at: At) -> None:
    number = cases.under_way(at.desk, date_entry=now().date().isoformat())
    at.model.on_scan(number)
    at.model.press("F5")
    for seal in ("MST-00001A", "MST-00001B", "", "", "the road to its own office is closed"):
        at.model.answer(seal)
    assert at.phase(number) is Phase.ARRIVED
    for _ in range(5):
        at.model.press("F5")
    assert at.phase(number) is Phase.ARRIVED
    at.model.digit(1)
    assert at.phase(number) is Phase.EXITED


def test_while_a_refusal_stands_no_key_does_anything(at: At) -> None:
    at.model.on_scan("\x01")
    assert at.model.view("en").must_acknowledge
    at.model.press("F5")
    at.model.move(1)
    at.model.enter()
    assert at.model.view("en").asking is None
    at.model.acknowledge()
    at.model.press("F5")
    assert at.model.view("en").asking is not None


def test_another_officer_does_not_go_on_with_what_one_began(at: At) -> None:
    at.model.press("F5")
    at.model.answer("")
    at.model.lock()
    assert at.model.view("th").asking is None
    at.sign_in("prasit")
    assert at.model.view("en").asking is None
    assert at.model.view("en").headline == "Waiting: 0"


def test_who_comes_back_after_a_lock_finds_his_question(at: At) -> None:
    at.model.press("F5")
    at.model.answer("")
    at.model.lock()
    at.sign_in("wanida")
    asking = at.model.view("en").asking
    assert asking is not None
    assert asking.prompt == "Applicant"


def test_numbers_that_are_fetched_while_somebody_else_signs_in_sign_nothing(at: At) -> None:
    number = cases.considered(at.desk, date_entry=now().date().isoformat())
    at.model.on_scan(number)
    at.model.press("F5")
    at.later.held = True
    at.model.digit(1)
    at.model.lock()
    at.sign_in("somsri")
    at.later.step()
    assert at.phase(number) is Phase.CONSIDERED


def test_a_key_pressed_while_a_step_is_recorded_does_nothing_and_that_is_said(at: At) -> None:
    number = cases.considered(at.desk, date_entry=now().date().isoformat())
    at.model.on_scan(number)
    at.model.press("F5")
    at.later.held = True
    at.model.digit(1)
    assert at.model.view("en").note == ""
    at.model.press("F5")
    at.model.digit(1)
    at.model.enter()
    at.model.space()
    assert at.model.view("en").note.startswith("Recording: the key just pressed did nothing.")
    at.later.held = False
    at.later.settle()
    assert at.phase(number) is Phase.SIGNED
    assert at.model.view("en").note.startswith("A key pressed during the recording did nothing.")
    at.model.press("F6")
    assert at.model.view("en").note == ""


def test_hold_and_its_end_and_what_is_closed_meanwhile(at: At) -> None:
    number = cases.received(at.desk)
    at.model.on_scan(number)
    at.model.press("F6")
    table = at.model.view("en").table
    assert table is not None
    at.model.digit([line.cells[1] for line in table.lines].index("Hold") + 1)
    at.model.answer("asked by the police")
    state = at.opened.journal.transit_state(number)
    assert state.hold_reason == "asked by the police"
    verbs = {verb.key: verb for verb in at.model.view("en").verbs}
    assert verbs["F5"].why == "on hold"


def test_papers_of_one_group_are_counted_once_and_circumstances_ask_for_more(at: At) -> None:
    wanted = at.desk.rules.applicant("1")
    assert wanted is not None
    grid = PaperGrid(at.desk.rules, wanted, {}, frozenset(), lambda: None)
    grid.all_as_asked()
    assert grid.missing == 0
    assert "passport" not in grid.counted
    grid.move(-10)
    grid.move(2)
    grid.space()
    assert grid.ticked == frozenset({When.BY_ATTORNEY})
    assert grid.missing == 1
    grid.all_as_asked()
    assert grid.counted["power_of_attorney"].duty_stamp


def test_a_name_outside_the_folder_is_a_path_and_what_is_no_table_is_told(at: At, tmp_path: Path) -> None:
    drop(at.opened, "list.json", {}).write_text("[1]", encoding="utf-8")
    found = at.office.load("list.json")
    assert getattr(found, "code", "") == "transit_bad_file"
    assert getattr(at.office.load(str(tmp_path / "none.json")), "code", "") == "transit_bad_file"
    assert list(at.office.files()) == ["list.json"]


def test_every_list_is_reached_by_its_digit(at: At) -> None:
    at.opened.mirror.load([electronic(NUMBER)])
    for place, which in enumerate(Listing, start=1):
        at.model.on_scan(str(place))
        assert at.model.view("en").headline.startswith(
            at.opened.texts.say(f"window.transit_list_{which}", "en", days=str(at.desk.rules.remind_days))
        )
    at.model.on_scan(NUMBER)
    assert not isinstance(at.model.place, CasePlace)


def test_a_password_typed_instead_of_a_number_opens_no_case_and_is_not_left_in_sight(at: At) -> None:
    at.model.on_scan("somchai2569", typed=True)
    view = at.model.view("en")
    assert (view.code, view.must_acknowledge) == ("typed_unknown", True)
    assert "somchai2569" not in repr(view).casefold()
    at.model.acknowledge()
    view = at.model.view("en")
    assert view.card is None
    assert "somchai2569" not in repr(view).casefold()
    at.model.on_scan(NUMBER, typed=True)
    card = at.model.view("en").card
    assert card is not None
    assert card.number == NUMBER, "a number in the format of a declaration is shown, whoever has it"
