"""What lies on the desk after a refusal was seen: the permit a key was pressed for, but nothing of a refused scan."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.assess import StampWish
from officer_app.core.commands import CommandRules, Verb
from officer_app.core.export import Outcome, State
from officer_app.core.ports import FeedAct, Granted, Unreachable
from officer_app.core.refusals import Refusal
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.stamp import stamp
from officer_app.viewmodels.checking import CheckingModel
from officer_app.viewmodels.desk_model import DeskModel
from officer_app.viewmodels.inspection import InspectionModel
from officer_app.viewmodels.keying import KeyingModel
from officer_app.viewmodels.services_model import ServicesModel
from officer_app.viewmodels.view import View
from officer_app.workstation.command_sheet import CommandSheet
from tests.viewmodels import world as sample
from tests.viewmodels.world import CHECKER, INSPECTOR, OneAnswer, World, signed_in


@pytest.fixture
def counter(counter_world: World) -> KeyingModel:
    model = KeyingModel(counter_world.tools)
    model.sign_in(signed_in(INSPECTOR), {})
    return model


def number(model: DeskModel) -> str:
    """Whose card lies there; empty where none does."""
    card = model.view("en").card
    return "" if card is None else card.number


def refused(model: DeskModel, code: str) -> None:
    view = model.view("en")
    assert (view.code, view.must_acknowledge) == (code, True)


def open_verbs(view: View) -> list[str]:
    return [verb.name for verb in view.verbs if verb.enabled]


@pytest.mark.parametrize("seen", [KeyingModel.acknowledge, KeyingModel.clear])
def test_after_a_refused_key_the_permit_lies_there_again_and_may_be_worked_on(
    counter: KeyingModel, counter_world: World, seen: Callable[[KeyingModel], None]
) -> None:
    counter.on_scan(sample.GREEN)
    before = counter.view("en")
    counter.annul()
    refused(counter, "nothing_to_annul")
    seen(counter)
    view = counter.view("en")
    assert (view.headline, view.card, view.code) == (before.headline, before.card, "")
    assert counter_world.sounds.last == "silence", "what was heard once is not heard again"
    counter.green()
    assert counter_world.journal.permit_state(sample.GREEN).stamp is not None


def test_esc_once_more_puts_it_away(counter: KeyingModel) -> None:
    counter.on_scan(sample.GREEN)
    counter.annul()
    counter.clear()
    assert number(counter) == sample.GREEN
    counter.clear()
    assert number(counter) == ""


def test_it_is_read_again_so_that_what_came_meanwhile_is_on_it(counter: KeyingModel, counter_world: World) -> None:
    counter.on_scan(sample.GREEN)
    other = signed_in(sample.XRAYER)
    other = replace(other, person=replace(other.person, roles=INSPECTOR.roles))
    done = stamp(counter_world.counter, other, sample.GREEN, StampWish(Outcome.GREEN, "CP-1", ""))
    assert not isinstance(done, Refusal)
    counter.green()
    refused(counter, "already_stamped")
    counter.acknowledge()
    view = counter.view("en")
    assert view.card is not None
    assert view.card.ours is not None
    assert "Status 0309" in view.card.ours.value
    assert not view.must_acknowledge, "it was seen once"
    assert "stamp_green" not in open_verbs(view)


def test_a_refused_scan_leaves_nothing_of_what_lay_there_before(counter: KeyingModel) -> None:
    for other, code in ((sample.CANCELLED, "cancelled"), ("???", "unreadable")):
        counter.on_scan(sample.GREEN)
        counter.on_scan(other)
        refused(counter, code)
        counter.acknowledge()
        assert number(counter) == ""


def test_a_scan_that_waited_comes_before_the_card_there_was(counter: KeyingModel) -> None:
    counter.on_scan(sample.GREEN)
    counter.annul()
    counter.on_scan(sample.RED)
    counter.acknowledge()
    assert number(counter) == sample.RED


def test_a_question_stays_open_under_a_refused_bar_code_and_is_answered_only_after_it_was_seen(
    counter_world: World,
) -> None:
    sheet = CommandSheet(counter_world.journal, lambda: counter_world.now, CommandRules())
    model = InspectionModel(replace(counter_world.tools, read_command=sheet.read))
    model.sign_in(signed_in(INSPECTOR), {})
    model.on_scan(sample.RED)
    model.red()
    model.on_scan(next(row.code for row in sheet.rows() if row.verb is Verb.STAMP_GREEN))
    refused(model, "command_not_now")
    model.answer("ตรวจแล้ว ถูกต้อง")
    model.xray("ตรวจแล้ว ถูกต้อง")
    assert counter_world.journal.permit_state(sample.RED).stamp is None
    model.acknowledge()
    view = model.view("en")
    assert (number(model), view.asking.what if view.asking else "") == (sample.RED, "findings")
    model.answer("ตรวจแล้ว ถูกต้อง")
    assert counter_world.journal.permit_state(sample.RED).stamp is not None


def test_a_card_that_came_back_is_no_fresh_scan_for_a_bar_code(counter_world: World) -> None:
    sheet = CommandSheet(counter_world.journal, lambda: counter_world.now, CommandRules())
    model = KeyingModel(replace(counter_world.tools, read_command=sheet.read))
    model.sign_in(signed_in(INSPECTOR), {})
    model.on_scan(sample.GREEN)
    model.annul()
    counter_world.now += timedelta(seconds=61)
    model.acknowledge()
    assert number(model) == sample.GREEN
    model.on_scan(next(row.code for row in sheet.rows() if row.verb is Verb.STAMP_GREEN))
    refused(model, "command_late")


def test_a_number_that_is_not_here_can_still_be_keyed_after_a_refused_key(counter: KeyingModel) -> None:
    counter.on_scan(sample.UNKNOWN)
    counter.acknowledge()
    counter.undo()
    counter.key_sheet()
    assert counter.view("en").form is not None


def test_at_the_post_a_claim_that_nobody_could_answer_is_asked_again_with_the_next_key(
    counter_world: World, post_world: World
) -> None:
    stamping = InspectionModel(counter_world.tools)
    stamping.sign_in(signed_in(INSPECTOR), {})
    stamping.on_scan(sample.GREEN)
    stamping.green()
    post_world.journal.receive([FeedAct(place, act) for place, act in enumerate(counter_world.journal.acts(), 1)])
    centre = OneAnswer(Unreachable("no line"))
    post_world.counter = replace(post_world.counter, central=centre)
    model = CheckingModel(post_world.tools)
    model.sign_in(signed_in(sample.CHECKER), {})
    model.on_scan(sample.GREEN)
    model.release()
    post_world.later.step()
    refused(model, "no_right")
    model.acknowledge()
    assert (number(model), open_verbs(model.view("en"))) == (sample.GREEN, ["release"])
    centre.answer = Granted("centre")
    model.release()
    post_world.later.step()
    assert post_world.journal.permit_state(sample.GREEN).release is not None
    assert len(centre.claims) == 2


def test_what_a_later_version_brings_takes_no_card_away(counter_world: World) -> None:
    model = ServicesModel(counter_world.tools, None)
    model.sign_in(signed_in(INSPECTOR), {})
    for scanned in (sample.GREEN, sample.TRANSIT):
        model.on_scan(scanned)
        model.later("fee")
        refused(model, "fee_later")
        model.acknowledge()
        assert number(model) == scanned


def on_hold(counter: KeyingModel) -> None:
    """Held before, and scanned again: its refusal stands."""
    counter.on_scan(sample.GREEN)
    counter.hold()
    counter.answer("seal broken")
    counter.clear()
    counter.on_scan(sample.GREEN)
    refused(counter, "held")


def test_a_hold_is_lifted_where_it_was_read(counter: KeyingModel, counter_world: World) -> None:
    on_hold(counter)
    assert open_verbs(counter.view("en")) == []
    counter.acknowledge()
    view = counter.view("en")
    assert (number(counter), view.headline, view.must_acknowledge) == (sample.GREEN, "STOP – on hold", False)
    assert {verb.title for verb in view.verbs if verb.enabled} == {"Lift hold", "More"}
    counter.hold()
    counter.answer("sealed anew")
    assert counter_world.journal.acts()[-1].kind == ActKind.UNHOLD
    assert counter_world.journal.permit_state(sample.GREEN).state is State.ISSUED
    assert "stamp_green" in open_verbs(counter.view("en"))


def test_who_may_not_lift_a_hold_has_seen_it_and_goes_on(counter: KeyingModel) -> None:
    on_hold(counter)
    counter.sign_in(signed_in(replace(INSPECTOR, name="plain", roles=frozenset({"inspection"}))), {})
    counter.acknowledge()
    assert open_verbs(counter.view("en")) == ["more"]
    counter.clear()
    assert number(counter) == ""
    counter.on_scan(sample.RED)
    assert number(counter) == sample.RED


def test_a_release_is_annulled_by_two_where_it_was_read(counter_world: World, post_world: World) -> None:
    anong = signed_in(replace(INSPECTOR, name="anong", roles=frozenset({"supervisor"})))
    counter = KeyingModel(replace(counter_world.tools, ask_second=lambda what, first, kind, done: done(anong)))
    counter.sign_in(signed_in(INSPECTOR), {})
    counter.on_scan(sample.GREEN)
    counter.green()
    post_world.journal.receive([FeedAct(1, counter_world.journal.acts()[0])])
    assert isinstance(confirm_release(post_world.counter, signed_in(CHECKER), sample.GREEN), Released)
    counter_world.journal.receive([FeedAct(2, post_world.journal.acts()[-1])])
    counter.clear()
    counter.on_scan(sample.GREEN)
    refused(counter, "already_released")
    counter.acknowledge()
    assert (number(counter), counter.view("en").must_acknowledge) == (sample.GREEN, False)
    counter.more()
    choices = counter.view("en").choices
    assert choices is not None
    assert [option.title for option in choices.options] == ["Annul what stands (Shift+F10)", "Queue (F4)"]
    counter.choose(1)
    counter.answer("the wrong lorry")
    counter_world.later.settle()
    assert counter_world.journal.permit_state(sample.GREEN).release is None
