"""The practice shift at its window: each exercise done as it says is noticed; all of it says that nothing is real."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from officer_app.core import practice as shift
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
    assert at.done("green")
    at.scan(shift.GREEN)
    assert at.player.wait_until(lambda: at.player.view().printing == "printed")
    at.press("F9")
    at.player.type_text("paper jam")
    at.press("F9")
    assert at.done("print")
    at.scan(shift.RED)
    at.press("F6")
    at.player.type_text("opened three boxes, as declared")
    at.press("F6")
    assert at.done("red")
    at.scan(shift.XRAY)
    at.press("F7", "F7")
    at.player.type_text("nothing seen")
    at.press("F7")
    assert at.done("xray")
    at.scan(shift.HELD)
    at.press("F8")
    at.player.type_text("papers are missing")
    at.press("F8")
    assert at.done("hold")
    at.scan(shift.UNDONE)
    at.press("F5", "F10")
    assert at.done("undo")
    at.scan(shift.CANCELLED)
    at.press("F5")
    assert at.done("wrong")


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
