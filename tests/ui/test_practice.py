"""The practice shift at its window: each exercise done as it says is noticed; all of it says that nothing is real."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from officer_app.app.start import Start
from officer_app.core import practice as shift
from officer_app.settings import Settings
from officer_app.ui.main_window import MainWindow
from officer_app.ui.pages.inspection_page import InspectionPage
from officer_app.ui.player import Player
from officer_app.ui.widgets.said import Said
from officer_app.workstation.opening import create
from officer_app.workstation.practice import GUARANTEE
from tests.ui.fitting import SIZES, clipped, settle
from tests.ui.naming import nameless
from tests.ui.practising import Practising

OpenPractice = Callable[[str], Practising]


@pytest.fixture
def open_practice(dressed: QApplication, tmp_path: Path) -> Iterator[OpenPractice]:
    opened: list[Practising] = []

    def opening(desk: str) -> Practising:
        opened.append(Practising(dressed, tmp_path / "home", desk))
        opened[-1].window.set_language("en")
        return opened[-1]

    yield opening
    for each in opened:
        each.close()


def test_the_inspection_shift_is_done_as_its_exercises_say(open_practice: OpenPractice) -> None:
    at = open_practice("inspection")
    at.sign_in()
    at.scan(shift.GREEN)
    at.press("F5")
    assert at.player.wait_until(lambda: at.player.view().printing == "printed")
    assert at.done("green")
    for number, keys, words, exercise in (
        (shift.GREEN, ("F9",), "paper jam", "print"),
        (shift.RED, ("F6",), "opened three boxes, as declared", "red"),
        (shift.XRAY, ("F7", "F7"), "nothing seen", "xray"),
        (shift.HELD, ("F8",), "papers are missing", "hold"),
    ):
        at.scan(number)
        at.press(*keys)
        at.player.type_text(words)
        at.press(keys[-1])
        assert at.done(exercise)
    at.scan(shift.UNDONE)
    at.press("F5", "F10")
    assert at.done("undo")
    at.scan(shift.CANCELLED)
    at.press("F5")
    assert at.done("wrong")
    at.press("Space")
    at.scan(shift.ON_PAPER)
    at.press("Space", "F2")
    at.choose("1")
    keyed = {"vehicle": "70-1234", "declaration_1": "A0011991100100 5 100", "reason": "the line is cut"}
    for name in cast(InspectionPage, at.window.desk_page).form.fields:
        at.type_in(keyed.get(name, ""))
    at.press("F5")
    assert at.done("offline")
    assert at.shift.model.finished


def test_the_shift_at_the_transit_desk_is_done_as_its_exercises_say(open_practice: OpenPractice) -> None:
    at = open_practice("transit")
    at.sign_in()
    at.press("F5", "Return")
    at.type_in("Sample Carrier")
    at.choose("1")
    assert at.player.view().table is not None
    at.choose("3")
    assert at.done("t_receive")
    at.press("F5", "F5", "Return")
    at.choose("1")
    at.type_in("TBL-1", "")
    at.scan("DLT-1")
    at.press("Return")
    at.scan(GUARANTEE)
    at.press("Return")
    at.scan(GUARANTEE)
    at.press("Return")
    assert at.done("t_check")
    at.press("F5", "F5", "F5", "Return")
    assert at.done("t_consider")
    at.press("F5")
    at.choose("1")
    assert at.done("t_sign")
    at.press("F5")
    at.type_in("A0122991100901")
    assert at.done("t_key")
    # Signing printed the form; the exercise is to print it again.
    assert not at.shift.model.done[5]
    at.press("F7")
    at.choose("1")
    at.type_in("paper jam")
    assert at.done("t_print")
    at.press("F5")
    at.type_in("Somchai")
    at.scan("MST-00001A")
    at.scan("MST-00001B")
    at.press("Return", "Return")
    assert at.done("t_hand_over")
    assert at.shift.model.finished


def test_the_shift_at_counter_services_is_done_as_its_exercises_say(open_practice: OpenPractice) -> None:
    at = open_practice("counter_services")
    at.sign_in()
    at.type_in(shift.PART)
    assert at.done("s_find")
    at.scan(shift.FOLLOWED)
    assert not at.shift.model.done[1]
    at.press("F6")
    assert at.done("s_line")
    at.press("Escape", "Escape")
    print_paper(at, "Air cargo permit")
    assert at.done("s_paper")
    at.press("F6")
    at.type_in("paper jam")
    assert at.done("s_again")
    at.press("Escape", "Escape")
    print_paper(at, "Fee slip")
    assert at.done("s_fee")
    at.press("Escape", "Escape")
    print_paper(at, "Petition: change of aircraft or flight", "The flight was cancelled")
    assert at.done("s_petition")
    at.press("Escape", "Escape")
    at.scan(shift.CANCELLED)
    assert at.done("s_wrong")
    assert at.shift.model.finished


def print_paper(at: Practising, title: str, *texts: str) -> None:
    """A paper of the permit, as the exercises say: F5, the line of `title`, what is asked, Enter, Enter."""
    at.scan(shift.AIR)
    at.press("F5")
    page = at.window.beside.prints_page
    assert page is not None
    titles = [line.cells[0] for line in page.view.lines]
    (place,) = [place for place, each in enumerate(titles) if each.startswith(title)]
    at.press(*["Down"] * place, "Return")
    at.type_in(*texts)
    at.press("Return")


def test_the_shift_at_the_post_is_done_as_its_exercises_say(open_practice: OpenPractice) -> None:
    at = open_practice("checking_post")
    at.sign_in()
    at.scan(shift.RELEASED)
    at.press("F5")
    assert at.done("release")
    at.scan(shift.RELEASED)
    at.press("F5")
    assert at.done("second")
    at.press("Space")
    at.scan(shift.COMPARED)
    at.scan("ZZZU0000160")
    at.press("F5")
    assert at.done("compare")
    at.scan(shift.BROKEN)
    at.press("F6")
    at.player.type_text("seal broken")
    at.press("Return")
    assert at.done("turn_back")
    at.scan(shift.ELSEWHERE)
    at.press("F5")
    assert at.done("elsewhere")
    at.press("Space")
    at.press("F8")
    at.scan(shift.BATCHED)
    assert at.done("batch")
    at.press("F8")
    at.scan(shift.STAMPED_ON_PAPER)
    at.press("F5")
    assert at.player.view().code == "unverified"
    assert at.done("unverified")
    assert at.shift.model.finished


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_band_fits_has_names_and_is_in_sight_on_every_page(open_practice: OpenPractice, language: str) -> None:
    at = open_practice("checking_post")
    front, bad = at.start.front, {}
    mark = at.window.desk.texts.say("practice.mark", language)
    at.window.set_language(language)
    for size in SIZES:
        front.resize(*size)
        at.shift.show()
        bad[f"door {size}"] = clipped(at.whole)
        assert mark in at.seen()
    at.sign_in()
    for size in SIZES:
        front.resize(*size)
        for page in ("F1", "F3", "Shift+F1", "F11"):
            at.player.press(page)
            at.shift.show()
            assert mark in at.seen(), page
            at.player.press(page)
        for place in range(len(shift.CHECKING)):
            at.shift.show()
            bad[f"exercise {place} {size}"] = clipped(at.whole)
            at.shift.step(1)
        assert (front.width(), front.height()) == size
    assert {state: texts for state, texts in bad.items() if texts} == {}
    interface = QAccessible.queryAccessibleInterface(front)
    assert interface is not None
    assert nameless(interface) == []


@pytest.mark.parametrize("size", SIZES)
def test_practice_is_left_by_keys_that_stand_on_the_band(
    open_practice: OpenPractice, dressed: QApplication, size: tuple[int, int]
) -> None:
    at = open_practice("inspection")
    front = at.start.front
    front.resize(*size)
    at.shift.show()
    settle(at.whole)
    said = [label.said for label in at.shift.band.findChildren(Said) if label.isVisible()]
    assert any("Ctrl+Shift+End" in text for text in said)
    front.activateWindow()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTimer.singleShot(0, lambda: QTest.keyClick(front, Qt.Key.Key_End, keys))
    # In the program's own loop, which ends with its last window.
    assert dressed.exec() == 0
    assert not front.isVisible()


def test_a_shift_that_was_left_goes_on_where_it_was_and_says_its_summary(open_practice: OpenPractice) -> None:
    at = open_practice("inspection")
    at.sign_in()
    at.scan(shift.GREEN)
    at.press("F5")
    assert at.done("green")
    at.shift.summarise()
    assert at.player.wait_until(lambda: ".pdf" in at.shift.band.said)
    (file,) = (at.home / "papers").glob("practice-summary-*.pdf")
    assert file.name in at.shift.band.said
    at.close()
    again = open_practice("inspection")
    assert again.done("green")
    assert again.player.wait_until(lambda: again.shift.model.exercises[again.shift.model.at].name != "green")
    assert again.shift.model.at == 1


def test_the_sign_in_page_of_a_real_desk_leads_to_practice_and_that_of_practice_does_not(
    open_practice: OpenPractice, tmp_path: Path, dressed: QApplication
) -> None:
    at = open_practice("inspection")
    at.player.press("F2")
    assert not at.start.wants_practice
    folder = tmp_path / "real"
    create(folder, Settings(site="CE", desk="inspection", name="CE-1"))
    real = Start(folder, lambda: True)
    try:
        assert at.player.wait_until(lambda: real.front.inside is not None)
        QTimer.singleShot(0, lambda: Player(cast(MainWindow, real.front.inside)).press("F2"))
        # In the program's own loop: told to end where none runs, the application would never wait again.
        assert dressed.exec() == 0
        assert real.wants_practice
    finally:
        real.close()
