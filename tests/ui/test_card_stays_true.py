"""The card while nobody touches it: ages grow, an undo's time runs out, and the field with the keys is left alone."""

from datetime import timedelta

from PySide6.QtWidgets import QLabel

from tests.ui.conftest import AtDesk
from tests.viewmodels import world as sample


def said(at_desk: AtDesk) -> str:
    """All that stands on the page."""
    labels = at_desk.window.desk_page.findChildren(QLabel)
    return "\n".join(label.accessibleName() for label in labels if label.isVisible())


def test_ages_grow_and_an_undo_whose_time_is_over_is_closed(counter: AtDesk) -> None:
    counter.scan(sample.GREEN)
    counter.player.press("F5")
    page = counter.window.desk_page
    assert "(0 s ago)" in said(counter)
    assert "10 h 25 min left" in said(counter)
    undo = next(button for button in page.verb_bar.keys if "F10" in button.accessibleName())
    assert undo.isEnabled()
    counter.player.type_text("99")
    heard = list(counter.world.sounds.heard)
    counter.world.now += timedelta(minutes=3)
    counter.window.refresh()
    assert "(3 min ago)" in said(counter)
    assert "10 h 22 min left" in said(counter)
    assert not undo.isEnabled()
    assert (page.scan_box.text(), counter.world.sounds.heard) == ("99", heard)


def test_who_went_to_a_key_with_tab_stays_there_while_time_goes_by(counter: AtDesk) -> None:
    counter.scan(sample.GREEN)
    button = counter.window.desk_page.verb_bar.keys[0]
    button.setFocus()
    counter.world.now += timedelta(minutes=1)
    counter.window.refresh()
    assert "10 h 24 min left" in said(counter)
    assert counter.window.focusWidget() is button


def test_what_is_typed_behind_a_scan_in_the_wrong_field_stays_while_time_goes_by(counter: AtDesk) -> None:
    counter.scan(sample.GREEN)
    counter.player.press("F8")
    counter.player.type_text(sample.RED)
    counter.player.press("Return")
    field = counter.window.desk_page.question.field
    assert (field.text(), counter.player.view().waiting) == ("", 1)
    counter.player.type_text("seal")
    for minutes in ("24", "23"):
        counter.world.now += timedelta(minutes=1)
        counter.window.refresh()
        assert f"10 h {minutes} min left" in said(counter)
        assert field.text() == "seal"
