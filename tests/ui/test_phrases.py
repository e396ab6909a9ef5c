"""Phrases of a question: however many and however long a site sets them, nothing is squeezed and each can be taken."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from officer_app.core.commands import CommandRules, Verb
from officer_app.core.rules import Rules
from officer_app.ui.pages.desk_page import DeskPage
from tests.ui.conftest import AtDesk, OpenDesk
from tests.ui.fitting import clipped, settle
from tests.ui.test_desk_pages import stamped_at_the_post
from tests.viewmodels import world as sample

NINE = tuple(f"ตรวจนับได้ครบถ้วนตามสำแดง ข้อที่ {place} ดวงตรา {{seal}} เรียบร้อย" for place in range(1, 10))
LONG = "ตรวจพบของเกินจำนวนที่สำแดง & ได้แยกเก็บไว้ในคลังเพื่อรอเจ้าหน้าที่พิจารณา " * 3
SMALL = (853, 480)
"""1280 x 720 at 150 %, logical pixels."""


def asked(open_desk: OpenDesk, size: tuple[int, int], phrases: tuple[str, ...] = NINE) -> AtDesk:
    """A counter with `phrases` of its site where the findings of a Red permit are asked for."""
    desk = open_desk("inspection")
    world = desk.world
    world.counter = replace(world.counter, rules=Rules(finding_phrases=phrases))
    page = desk.window.desk_page
    page.model.tools = replace(page.model.tools, counter=world.counter)
    desk.window.resize(*size)
    desk.sign_in("somchai")
    desk.scan(sample.RED)
    desk.player.press("F6")
    settle(desk)
    return desk


def page(desk: AtDesk) -> DeskPage:
    return desk.window.desk_page


def in_sight(desk: AtDesk) -> list[int]:
    """The places, from 1, of the phrases that are shown."""
    settle(desk)
    return [place for place, button in enumerate(page(desk).question.phrases.buttons, 1) if button.isVisible()]


def turn(desk: AtDesk) -> None:
    """Ctrl+0 at the keyboard."""
    desk.player.press("Ctrl+0")


@pytest.mark.parametrize("size", [SMALL, (1280, 720), (1920, 1080)])
def test_nine_phrases_are_paged_through_and_none_is_squeezed(open_desk: OpenDesk, size: tuple[int, int]) -> None:
    desk = asked(open_desk, size)
    seen = in_sight(desk)
    assert clipped(desk) == []
    card = page(desk).card.height()
    while len(seen) < len(NINE):
        turn(desk)
        shown = in_sight(desk)
        assert clipped(desk) == []
        assert shown[0] == seen[-1] + 1, "none is left out, none comes twice"
        seen += shown
        assert page(desk).card.height() >= card, "the card keeps its room"
    assert seen == list(range(1, 10))
    turn(desk)
    assert in_sight(desk)[0] == 1


def test_a_few_that_have_room_are_all_there_and_nothing_is_turned(open_desk: OpenDesk) -> None:
    desk = asked(open_desk, SMALL, NINE[:1])
    assert in_sight(desk) == [1]
    assert not page(desk).question.phrases.more.isVisible()
    turn(desk)
    assert in_sight(desk) == [1]


def test_a_phrase_out_of_sight_is_taken_by_its_digit(open_desk: OpenDesk) -> None:
    desk = asked(open_desk, SMALL)
    assert 9 not in in_sight(desk)
    desk.player.press("Ctrl+9")
    assert page(desk).question.field.text() == NINE[8].format(seal="TH0099123")


def test_the_way_to_the_others_has_a_name_is_clicked_and_reached_by_tab(open_desk: OpenDesk) -> None:
    desk = asked(open_desk, SMALL)
    phrases = page(desk).question.phrases
    first = in_sight(desk)
    assert phrases.more.accessibleName() == f"More phrases (1–{first[-1]}/9)"
    assert phrases.more.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.mouseClick(phrases.more, Qt.MouseButton.LeftButton)
    assert in_sight(desk)[0] == first[-1] + 1


def test_the_key_of_zero_turns_under_the_thai_layout_too(open_desk: OpenDesk) -> None:
    desk = asked(open_desk, SMALL)
    first = in_sight(desk)
    held = Qt.KeyboardModifier.ControlModifier
    # evdev 11 bears 0, and under Thai Kedmanee จ; X11 counts eight more.
    event = QKeyEvent(QEvent.Type.KeyPress, ord("จ"), held, 11 + 8, 0, 0, "")
    QApplication.sendEvent(page(desk).question.field, event)
    assert in_sight(desk)[0] == first[-1] + 1


def test_the_bar_code_for_the_next_page_goes_through_the_phrases_before_the_card(open_desk: OpenDesk) -> None:
    desk = asked(open_desk, SMALL)
    body = page(desk).card.scrolling.verticalScrollBar()
    seen = in_sight(desk)
    while len(seen) < len(NINE):
        desk.scan("OC1:NP")
        seen += in_sight(desk)
        assert body.value() == 0
    desk.scan("OC1:NP")
    assert in_sight(desk)[0] == 1
    assert body.value() > 0, "then the card is turned"


def test_a_phrase_longer_than_the_line_is_cut_with_a_sign_and_taken_whole(open_desk: OpenDesk) -> None:
    desk = asked(open_desk, SMALL, (LONG,))
    button = page(desk).question.phrases.buttons[0]
    settle(desk)
    assert button.sizeHint().width() <= button.width()
    assert button.text().endswith("…")
    assert button.accessibleName() == button.toolTip() == LONG
    desk.player.press("Ctrl+1")
    assert page(desk).question.field.text() == LONG


def test_a_larger_window_shows_more_of_them(open_desk: OpenDesk) -> None:
    desk = asked(open_desk, SMALL)
    few = in_sight(desk)
    turn(desk)
    desk.window.resize(1920, 1080)
    assert in_sight(desk) == list(range(1, 10))
    assert clipped(desk) == []
    desk.window.resize(*SMALL)
    assert in_sight(desk) == few


def test_reasons_to_refuse_a_cargo_are_paged_through_as_well(open_desk: OpenDesk, post: AtDesk) -> None:
    words = tuple(phrase.replace("{seal}", "") for phrase in NINE)
    model = page(post).model
    model.tools = replace(model.tools, command_rules=CommandRules(words={Verb.REFUSE: words}))
    post.window.resize(*SMALL)
    stamped_at_the_post(open_desk, post, sample.ROAD)
    post.scan(sample.ROAD)
    post.player.press("F6")
    seen = in_sight(post)
    assert clipped(post) == []
    turn(post)
    assert in_sight(post)[0] == seen[-1] + 1
