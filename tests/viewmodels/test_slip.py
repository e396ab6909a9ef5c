"""The line about a slip by what its printer says, second by second; the printer is asked no more than needed."""

from dataclasses import replace

from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.viewmodels.inspection import InspectionModel
from officer_app.viewmodels.ports import Printed
from tests.viewmodels import world as sample
from tests.viewmodels.world import INSPECTOR, World, signed_in


class Slow:
    """A printer that takes its time: each look at it gives the next of what it says."""

    def __init__(self, *says: Printed) -> None:
        self.says = list(says)
        self.asked = 0

    def __call__(self, officer: SignedIn, number: str, act_id: str, reason: str) -> Printed | Refusal:
        return self.later()

    def later(self) -> Printed:
        """Also a look after that it was printed has an answer: whoever still asks is counted."""
        self.asked += 1
        if not self.says:
            raise RuntimeError("the print system is away")
        return replace(self.says.pop(0), later=self.later)


AT_IT = Printed("slip.pdf", 1, 1, "LABEL-9", sentence=Both("กำลังพิมพ์", "printing"), open=True, moving=True)
HELD_UP = replace(AT_IT, sentence=Both("กระดาษหมด", "out of paper"), moving=False)
OUT = replace(AT_IT, done=True, open=False, moving=False)


def slow_desk(world: World, printer: Slow) -> InspectionModel:
    """A counter whose stamp has just been made."""
    model = InspectionModel(replace(world.tools, print_slip=printer))
    model.sign_in(signed_in(INSPECTOR), {})
    model.on_scan(sample.GREEN)
    model.green()
    world.later.settle()
    return model


def seconds(model: InspectionModel, world: World, number: int) -> None:
    for _ in range(number):
        model.look_around()
        world.later.settle()


def test_a_slow_printer_is_waited_for_without_a_word_of_trouble(counter_world: World) -> None:
    model = slow_desk(counter_world, Slow(AT_IT, AT_IT, AT_IT, OUT))
    for _ in range(2):
        assert model.view("en").printing == "printing"
        assert model.view("en").print_text.startswith("Printing the slip")
        seconds(model, counter_world, 2)
    seconds(model, counter_world, 2)
    assert model.view("en").printing == "printed"
    assert "attention" not in counter_world.sounds.heard


def test_a_printer_that_is_at_it_for_ever_is_said_to_have_nothing_out_once(counter_world: World) -> None:
    model = slow_desk(counter_world, Slow(*[AT_IT] * 30))
    seconds(model, counter_world, 40)
    view = model.view("en")
    assert (view.printing, "has not come out of LABEL-9" in view.print_text) == ("failed", True)
    assert counter_world.sounds.heard.count("attention") == 1


def test_a_printer_is_asked_no_more_than_one_question_at_a_time_and_none_once_it_is_out(counter_world: World) -> None:
    printer = Slow(HELD_UP, HELD_UP, OUT, OUT, OUT)
    model = slow_desk(counter_world, printer)
    for _ in range(10):
        model.look_around()
    assert counter_world.later.under_way == 1
    counter_world.later.settle()
    seconds(model, counter_world, 20)
    assert (printer.asked, model.view("en").printing) == (3, "printed")


def test_where_asking_fails_what_was_said_last_stands_and_it_is_asked_again_rarely(counter_world: World) -> None:
    printer = Slow(HELD_UP)
    model = slow_desk(counter_world, printer)
    seconds(model, counter_world, 30)
    assert (printer.asked, model.view("en").printing) == (2, "failed")
    printer.says.append(OUT)
    seconds(model, counter_world, 60)
    assert model.view("en").printing == "printed"


def test_what_a_printer_said_of_the_slip_before_is_not_taken_for_the_new_one(counter_world: World) -> None:
    printer = Slow(HELD_UP, OUT, replace(HELD_UP, copy=2))
    model = slow_desk(counter_world, printer)
    model.look_around()
    model.look_around()
    model.print_again()
    assert counter_world.later.under_way == 2
    counter_world.later.step()
    assert model.view("en").printing == "printing", "the answer was about the slip before"
    counter_world.later.step()
    assert model.view("en").printing == "failed"
