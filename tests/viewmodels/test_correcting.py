"""Two officers at the inspection counter: the reason first, the second on the spot, and nothing recorded before."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.export import State
from officer_app.core.ports import Person, SignedIn
from officer_app.core.two_persons import second_digest, second_signature
from officer_app.security.keys import verify
from officer_app.texts import Both
from officer_app.viewmodels.correcting import CorrectingModel
from officer_app.viewmodels.view import Tone
from tests.viewmodels import world as sample
from tests.viewmodels.world import CHECKER, INSPECTOR, World, signed_in

SUPERVISOR = Person("anong", "อนงค์ เที่ยงธรรม", frozenset({"supervisor"}))
REASON = "ประทับตราผิดใบ"


@dataclass
class Seconds:
    """Asks nobody yet: a test answers when it likes."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    waiting: list[Callable[[SignedIn | None], None]] = field(default_factory=list)

    def ask(self, what: Both, first: SignedIn, kind: ActKind, done: Callable[[SignedIn | None], None]) -> None:
        self.asked.append((what.en, first.person.name))
        self.waiting.append(done)

    def answer(self, second: SignedIn | None) -> None:
        self.waiting.pop()(second)


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def model(counter_world: World, seconds: Seconds) -> CorrectingModel:
    made = CorrectingModel(replace(counter_world.tools, ask_second=seconds.ask))
    made.sign_in(signed_in(INSPECTOR), {"anong": "อนงค์ เที่ยงธรรม"})
    return made


@pytest.fixture
def stamped(model: CorrectingModel, counter_world: World) -> CorrectingModel:
    model.on_scan(sample.GREEN)
    model.green()
    counter_world.later.step()
    return model


def state(world: World, number: str = sample.GREEN) -> State:
    return world.journal.permit_state(number).state


def test_a_stamp_is_annulled_by_two_who_both_signed(
    stamped: CorrectingModel, counter_world: World, seconds: Seconds
) -> None:
    stamped.annul()
    asking = stamped.view("en").asking
    assert asking is not None
    assert asking.what == "annul"
    stamped.answer(REASON)
    assert seconds.asked == [(f"annul what was recorded on {sample.GREEN}", "somchai")]
    assert stamped.view("en").busy
    assert state(counter_world) is State.STAMPED
    second = signed_in(SUPERVISOR)
    seconds.answer(second)
    counter_world.later.step()
    view = stamped.view("en")
    assert (view.headline, view.tone, view.busy) == ("Annulled", Tone.ATTENTION, False)
    assert "สมชาย ใจตรง, อนงค์ เที่ยงธรรม" in view.sentence
    act = counter_world.journal.acts()[-1]
    assert (act.kind, act.officer, act.text("second"), act.text("reason")) == ("annul", "somchai", "anong", REASON)
    signature = second_signature(act)
    assert signature is not None
    assert verify(second.signer.public_key, second_digest(act.body), signature)
    assert state(counter_world) is not State.STAMPED


def test_without_a_second_nothing_is_recorded(stamped: CorrectingModel, counter_world: World, seconds: Seconds) -> None:
    before = len(counter_world.journal.acts())
    stamped.annul()
    stamped.answer(REASON)
    seconds.answer(None)
    assert stamped.view("en").code == "second_needed"
    assert len(counter_world.journal.acts()) == before
    assert not stamped.view("en").busy


def test_a_second_without_the_role_and_the_first_himself_are_refused(
    stamped: CorrectingModel, counter_world: World, seconds: Seconds
) -> None:
    before = len(counter_world.journal.acts())
    for second, code in ((CHECKER, "role"), (INSPECTOR, "same_officer")):
        stamped.on_scan(sample.GREEN)
        stamped.annul()
        stamped.answer(REASON)
        seconds.answer(signed_in(second))
        counter_world.later.step()
        assert stamped.view("en").code == code
        stamped.acknowledge()
    assert len(counter_world.journal.acts()) == before


def test_a_scan_and_an_empty_reason_ask_nobody(stamped: CorrectingModel, seconds: Seconds) -> None:
    stamped.annul()
    for text in ("", "   ", sample.RED):
        stamped.answer(text)
        assert seconds.asked == []
    stamped.clear()
    assert stamped.view("en").asking is None


def test_scans_wait_while_the_second_officer_is_asked(stamped: CorrectingModel, seconds: Seconds) -> None:
    stamped.annul()
    stamped.answer(REASON)
    stamped.on_scan(sample.RED)
    card = stamped.view("en").card
    assert card is not None
    assert card.number == sample.GREEN
    assert stamped.view("en").waiting == 1


def test_a_red_permit_passes_as_green_by_two(model: CorrectingModel, counter_world: World, seconds: Seconds) -> None:
    model.on_scan(sample.RED)
    model.reroute()
    model.answer(REASON)
    seconds.answer(signed_in(SUPERVISOR))
    counter_world.later.step()
    assert model.view("en").headline == "Now Green"
    act = counter_world.journal.acts()[-1]
    assert (act.kind, act.text("to"), act.text("second")) == ("reroute", "GREEN", "anong")
    card = model.view("en").card
    assert card is not None
    assert "line changed → Green" in card.acts[-1]
    assert " + " in card.acts[-1], "both officers stand in the line"


def test_what_cannot_be_is_said_before_anybody_is_asked(model: CorrectingModel, seconds: Seconds) -> None:
    for press in (model.annul, model.reroute):
        press()
        assert model.view("en").asking is None
    model.on_scan(sample.GREEN)
    model.annul()
    assert model.view("en").code == "nothing_to_annul"
    model.acknowledge()
    model.on_scan(sample.GREEN)
    model.reroute()
    assert model.view("en").code == "green_already"
    model.acknowledge()
    model.on_scan(sample.GREEN)
    model.green()
    model.reroute()
    assert model.view("en").code == "not_now"
    assert seconds.asked == []
