"""A question with answers in the window: by digit keys of any layout, by mouse, by Tab and Enter; never by accident."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

from tests.ui.conftest import AtDesk
from tests.ui.fitting import SIZES, clipped
from tests.viewmodels import world as sample

PLATE, OTHER = "701234", "9911A0000050"


@pytest.fixture
def asked(counter: AtDesk) -> AtDesk:
    """A counter that was asked about six digits: RED's lorry, OTHER's house air waybill."""
    counter.world.mirror.load([sample.record_of(sample.permit(OTHER, hawb=PLATE, vehicle=""))])
    counter.scan(PLATE)
    return counter


def number(desk: AtDesk) -> str:
    card = desk.player.view().card
    return card.number if card else ""


def press(desk: AtDesk, key: int, text: str, native: int = 0, *, shift: bool = False) -> None:
    """A key as the system gives it, position and all."""
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        target = desk.window.focusWidget()
        assert target is not None
        QCoreApplication.sendEvent(target, QKeyEvent(kind, key, held, native, 0, 0, text))


def test_the_question_has_the_focus_and_the_scan_box_has_not(asked: AtDesk) -> None:
    page = asked.window.desk_page
    assert page.choices.isVisible()
    assert asked.window.focusWidget() is page.choices
    press(asked, Qt.Key.Key_1, "1")
    assert (number(asked), page.choices.isVisible()) == (sample.RED, False)
    assert asked.window.focusWidget() is page.scan_box


@pytest.mark.parametrize(
    ("key", "text", "native", "wanted"),
    [
        (Qt.Key.Key_2, "2", 11, OTHER),
        (0xE45, "ๅ", 10, sample.RED),
        (Qt.Key.Key_Slash, "/", 11, PLATE),
        (0xE52, "๒", 12, OTHER),
        (Qt.Key.Key_2, "2", 88, OTHER),
        (Qt.Key.Key_3, "3", 12, PLATE),
        (Qt.Key.Key_0, "0", 19, PLATE),
        (Qt.Key.Key_Exclam, "!", 10, PLATE),
        (Qt.Key.Key_A, "a", 38, PLATE),
        (Qt.Key.Key_Return, "\r", 36, PLATE),
        (Qt.Key.Key_Space, " ", 65, PLATE),
    ],
)
def test_only_a_key_with_an_answers_digit_on_it_chooses(
    asked: AtDesk, key: int, text: str, native: int, wanted: str
) -> None:
    press(asked, key, text, native)
    assert number(asked) == wanted


def test_a_click_chooses(asked: AtDesk) -> None:
    asked.window.desk_page.choices.answers[1].click()
    assert number(asked) == OTHER


def test_tab_goes_to_the_answers_and_enter_takes_the_one_it_is_on(asked: AtDesk) -> None:
    asked.window.desk_page.choices.answers[1].setFocus(Qt.FocusReason.TabFocusReason)
    asked.player.press("Return")
    assert number(asked) == OTHER


def test_esc_leaves_it_and_scans_come_in_their_turn(asked: AtDesk) -> None:
    asked.scan(sample.GREEN)
    assert number(asked) == PLATE
    asked.player.press("Escape")
    assert number(asked) == sample.GREEN


def test_the_list_of_a_waybills_permits_is_paged_by_key(counter: AtDesk) -> None:
    numbers = [f"9911A00006{place:02}" for place in range(6)]
    counter.world.mirror.load([sample.record_of(sample.permit(each, mawb="21799900077")) for each in numbers])
    counter.scan("21799900077")
    counter.player.press("PageDown")
    shown = counter.window.desk_page.choices.answers
    assert [each.isVisible() for each in shown] == [True, True, False, False]
    press(counter, Qt.Key.Key_2, "2")
    assert number(counter) == numbers[5]


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_it_is_clipped(asked: AtDesk, language: str, size: tuple[int, int]) -> None:
    asked.window.resize(*size)
    asked.window.set_language(language)
    assert clipped(asked) == []
