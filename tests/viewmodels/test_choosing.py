"""A number that means more than one thing: the officer is asked, scans wait, and nothing is chosen by itself."""

import pytest

from officer_app.core.commands import Command, CommandRules, Verb
from officer_app.core.refusals import Refusal
from officer_app.viewmodels.inspection import InspectionModel
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.view import View
from tests.viewmodels.world import CHECKER, GREEN, INSPECTOR, RED, ROAD, World, permit, record_of, signed_in

PLATE = "701234"
"""The lorry of RED; and HAWB of OTHER, once that is loaded."""
OTHER = "9911A0000050"
MAWB = "21799900077"


def read(code: str) -> Command | Refusal:
    """A sheet whose codes say what they do: OC1:CH2."""
    return Command(Verb(code[4:6]), code[6:])


@pytest.fixture
def model(counter_world: World) -> InspectionModel:
    plain = counter_world.tools
    tools = Tools(
        plain.counter,
        plain.texts,
        plain.signals,
        plain.run,
        plain.print_slip,
        plain.changed,
        read,
        CommandRules(),
    )
    counter_world.mirror.load([record_of(permit(OTHER, hawb=PLATE, vehicle="1กก99"))])
    made = InspectionModel(tools)
    made.sign_in(signed_in(INSPECTOR), {})
    return made


def card(view: View) -> str:
    """The number on the card."""
    return view.card.number if view.card else ""


def titles(view: View) -> list[tuple[str, str, str]]:
    return [(each.key, each.title, each.note) for each in view.choices.options] if view.choices else []


def test_a_lorry_plate_that_may_be_a_waybill_is_asked_about(model: InspectionModel, counter_world: World) -> None:
    model.on_scan(PLATE)
    view = model.view("en")
    assert (view.code, view.must_acknowledge, counter_world.sounds.last) == ("ambiguous", False, "attention")
    assert titles(view) == [
        ("1", "vehicle plate", f"permit {RED}"),
        ("2", "house air waybill", f"permit {OTHER}"),
    ]
    assert not any(verb.enabled for verb in view.verbs)
    assert model.view("th").choices is not None


@pytest.mark.parametrize(("place", "number"), [(1, RED), (2, OTHER)])
def test_the_choice_is_shown_and_may_be_acted_on(model: InspectionModel, place: int, number: str) -> None:
    model.on_scan("70-1234")
    model.choose(place)
    view = model.view("en")
    assert (card(view), view.choices) == (number, None)
    assert any(verb.enabled for verb in view.verbs)
    assert model.counts.as_dict()["understood"] == 1


def test_it_is_asked_even_where_only_one_answer_leads_somewhere(model: InspectionModel) -> None:
    model.on_scan("99-0001")
    assert [note for _, _, note in titles(model.view("en"))] == ["not in this workstation's data"] * 2
    model.choose(2)
    assert model.view("en").code == "unknown_number"


@pytest.mark.parametrize("place", [-1, 0, 3, 9])
def test_a_key_that_is_no_answer_chooses_nothing(model: InspectionModel, counter_world: World, place: int) -> None:
    model.on_scan(PLATE)
    model.choose(place)
    assert model.view("en").choices is not None
    assert counter_world.sounds.last == "attention"


def test_scans_wait_behind_the_question_and_come_in_their_order(model: InspectionModel) -> None:
    model.on_scan(PLATE)
    model.on_scan(GREEN)
    model.on_dropped("too_long")
    model.on_scan(ROAD)
    assert (model.view("en").waiting, card(model.view("en"))) == (3, PLATE)
    model.choose(1)
    # The chosen permit stays until the officer is done with it; what comes now does not overtake what waits.
    assert (card(model.view("en")), model.view("en").waiting) == (RED, 3)
    model.on_scan(OTHER)
    assert (card(model.view("en")), model.view("en").waiting) == (GREEN, 3)
    model.clear()
    assert model.view("en").code == "dropped"
    model.acknowledge()
    assert card(model.view("en")) == ROAD
    model.clear()
    assert (card(model.view("en")), model.view("en").waiting) == (OTHER, 0)
    assert (model.counts.understood, model.counts.dropped_total) == (4, 1)


def test_esc_leaves_the_question_unanswered(model: InspectionModel) -> None:
    model.on_scan(PLATE)
    model.clear()
    assert (model.view("en").choices, model.view("en").card) == (None, None)


def test_a_refusal_on_top_is_acknowledged_first_and_the_question_is_still_there(model: InspectionModel) -> None:
    model.on_scan(PLATE)
    model.on_scan("OC1:SG")
    assert model.view("en").code == "command_no_subject"
    model.choose(1)
    assert model.view("en").choices is None
    model.acknowledge()
    assert model.view("en").code == "ambiguous"
    model.choose(1)
    assert card(model.view("en")) == RED


def test_a_barcode_answers_and_the_chosen_permit_is_then_stamped_by_barcode(
    model: InspectionModel, counter_world: World
) -> None:
    model.on_scan(PLATE)
    model.on_scan("OC1:CH2")
    model.on_scan("OC1:SG")
    stamp = counter_world.journal.permit_state(OTHER).stamp
    assert stamp is not None
    assert stamp.outcome == "green"


def test_another_officer_is_not_asked_what_the_first_one_scanned(model: InspectionModel) -> None:
    model.on_scan(PLATE)
    model.lock()
    assert model.view("en").choices is None
    model.choose(1)
    model.sign_in(signed_in(CHECKER), {})
    assert model.view("en").choices is None


@pytest.fixture
def many(counter_world: World, model: InspectionModel) -> list[str]:
    """Ten permits of one master air waybill."""
    numbers = [f"9911A00006{place:02}" for place in range(10)]
    counter_world.mirror.load([record_of(permit(number, mawb=MAWB, vehicle="")) for number in numbers])
    return numbers


def test_a_waybill_of_many_permits_is_paged_through(model: InspectionModel, many: list[str]) -> None:
    model.on_scan(MAWB)
    pages = []
    for _ in range(4):
        pages.append([title for _, title, _ in titles(model.view("en"))])
        assert model.next_page()
    assert pages == [many[:4], many[4:8], many[8:], many[:4]]
    choices = model.view("en").choices
    assert choices is not None
    assert "Page 2 of 3" in choices.hint
    assert "HAWB0604" in choices.options[0].note
    model.choose(4)
    assert card(model.view("en")) == many[7]
    assert not model.next_page()


def test_scanning_one_of_the_permits_is_the_answer(model: InspectionModel, many: list[str]) -> None:
    model.on_scan(MAWB)
    model.on_scan(GREEN)
    model.on_scan(many[9])
    assert (card(model.view("en")), model.view("en").waiting) == (many[9], 1)
    assert model.counts.as_dict()["read"] == 2
