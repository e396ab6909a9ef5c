"""The window as a frame: sign-in, lock, language, status, and an end that leaves nothing behind."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel

from officer_app.core.acts import Mode
from officer_app.core.records import Record
from officer_app.texts import Both
from officer_app.ui.desk import Link, Scanner
from tests.ui.conftest import PASSWORD, AtDesk, OpenDesk
from tests.viewmodels import world as sample


def visible_text(at_desk: AtDesk) -> str:
    """All that stands on the screen."""
    labels = at_desk.window.findChildren(QLabel)
    return "\n".join(label.accessibleName() for label in labels if label.isVisible())


def test_a_wrong_password_is_refused_with_a_sentence_and_a_sound(open_desk: OpenDesk) -> None:
    desk = open_desk()
    assert not desk.player.sign_in("somchai", "wrong")
    assert desk.window.sign_in_page.said == "The name or the password is wrong."
    assert desk.world.sounds.last == "refuse"
    assert desk.window.sign_in_page.password.text() == ""
    assert desk.player.sign_in("somchai", PASSWORD)
    assert desk.window.desk_page.isVisible()


def test_a_name_may_be_typed_that_is_not_in_the_list(open_desk: OpenDesk) -> None:
    desk = open_desk()
    page = desk.window.sign_in_page
    page.name.setEditText("")
    page.name.setFocus()
    desk.player.type_text("nobody")
    desk.player.press("Return")
    assert desk.window.focusWidget() is page.password
    assert page.account == "nobody"
    page.choose("malee")
    assert page.account == "malee"


def test_scans_before_sign_in_are_refused_counted_and_show_no_data(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.player.scan(sample.GREEN)
    assert desk.player.wait_until(lambda: desk.window.desk_page.model.arrived == 1)
    assert "1 scan(s) refused" in desk.window.sign_in_page.said
    assert desk.world.sounds.last == "refuse"
    assert sample.GREEN not in visible_text(desk)
    assert any("read 1 · understood 0 · refused 1" in item for item in desk.window.status_bar.items)


def test_a_locked_screen_shows_nothing_of_the_record(counter: AtDesk) -> None:
    counter.scan(sample.GREEN)
    assert sample.GREEN in visible_text(counter)
    counter.player.press("Ctrl+L")
    assert counter.window.sign_in_page.isVisible()
    text = visible_text(counter)
    assert "The screen is locked" in text
    assert sample.GREEN not in text
    assert "สมชาย" not in text
    assert not counter.player.signed_in()
    assert counter.player.view().card is None


def test_what_happens_behind_the_sign_in_page_takes_no_key_from_it(open_desk: OpenDesk) -> None:
    desk = open_desk()
    assert desk.window.focusWidget() is desk.window.sign_in_page.password
    desk.player.scan(sample.GREEN)
    assert desk.player.wait_until(lambda: desk.window.desk_page.model.arrived == 1)
    desk.window.resize(900, 500)
    assert desk.window.focusWidget() is desk.window.sign_in_page.password


def test_the_screen_locks_under_the_thai_layout_too(counter: AtDesk) -> None:
    counter.scan(sample.GREEN)
    box = counter.window.desk_page.scan_box
    ctrl = Qt.KeyboardModifier.ControlModifier
    QCoreApplication.sendEvent(box, QKeyEvent(QEvent.Type.KeyPress, ord("ห"), ctrl, ""))
    assert counter.player.signed_in()
    QCoreApplication.sendEvent(box, QKeyEvent(QEvent.Type.KeyPress, ord("ส"), ctrl, ""))
    assert not counter.player.signed_in()


def test_f12_says_everything_in_the_other_language(counter: AtDesk) -> None:
    counter.scan(sample.GREEN)
    english = visible_text(counter)
    counter.player.press("F12")
    thai = visible_text(counter)
    assert "Green – may be stamped" in english
    assert "Green – ประทับตราได้" in thai
    assert "Customs computer" not in thai
    counter.player.press("F12")
    assert visible_text(counter) == english


def test_the_status_bar_says_trouble_in_full(open_desk: OpenDesk) -> None:
    desk = open_desk(link=Link("none", encrypted=False))
    assert "Not encrypted (loopback)" in desk.window.status_bar.items
    desk.window.bridge.link(Link("here", None, Both("สาย", "The cable is out.")))
    desk.window.bridge.scanner(Scanner("/dev/ttyACM0", sentence=Both("ถอด", "Unplugged.")))
    assert desk.player.wait_until(lambda: any(item.startswith("No scanner") for item in desk.window.status_bar.items))
    assert "Trouble here" in desk.window.status_bar.items
    assert "The cable is out. · Unplugged." in visible_text(desk)


def test_a_sample_desk_is_marked(open_desk: OpenDesk) -> None:
    assert "SAMPLE – not real work" in visible_text(open_desk())


def test_a_training_desk_is_marked_as_that(open_desk: OpenDesk) -> None:
    text = visible_text(open_desk(mode=Mode.TRAINING))
    assert "TRAINING – not real work" in text
    assert "SAMPLE" not in text


def test_closing_waits_for_a_slip_and_drops_its_answer(counter: AtDesk) -> None:
    counter.scan(sample.GREEN)
    counter.player.press("F5")
    counter.window.close()
    assert len(counter.world.printer.made) == 1
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("desk work")]


def test_a_mistake_of_ours_is_one_sentence_with_a_reference(counter: AtDesk, expected_warnings: list[object]) -> None:
    counter.scan(sample.GREEN)
    counter.world.printer.fault = ZeroDivisionError("oops")
    counter.player.press("F5")
    assert counter.player.wait_until(lambda: counter.player.view().printing == "failed")
    assert "reference" in counter.player.view().print_text
    assert counter.player.view().step == "stamped"
    assert len(expected_warnings) == 1


def test_a_fault_of_the_world_has_its_own_sentence(counter: AtDesk, expected_warnings: list[object]) -> None:
    counter.scan(sample.GREEN)
    counter.world.printer.fault = OSError("lp0 on fire")
    counter.player.press("F5")
    assert counter.player.wait_until(lambda: counter.player.view().printing == "failed")
    assert "Out of paper." in counter.player.view().print_text
    assert len(expected_warnings) == 1


def test_a_store_that_fails_is_one_sentence_and_the_window_lives(
    counter: AtDesk, expected_warnings: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(number: str) -> list[Record]:
        raise OSError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(counter.world.mirror, "find", broken)
        counter.scan(sample.GREEN)
    view = counter.player.view()
    assert view.code == "fault"
    assert view.sentence.startswith("Out of paper. (reference ")
    assert len(expected_warnings) == 1
    counter.player.press("Space")
    counter.scan(sample.GREEN)
    card = counter.player.view().card
    assert card is not None


def test_a_screenshot_is_a_png(counter: AtDesk, tmp_path: Path) -> None:
    counter.player.screenshot(tmp_path / "shot.png")
    assert (tmp_path / "shot.png").read_bytes().startswith(b"\x89PNG")
