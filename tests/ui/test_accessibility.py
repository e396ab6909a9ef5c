"""Screen readers: whatever can be used has a name, and the answer is read as one text."""

from PySide6.QtGui import QAccessible

from tests.ui.conftest import AtDesk, OpenDesk
from tests.ui.naming import names
from tests.viewmodels import world as sample


def test_everything_of_the_sign_in_page_has_a_name(open_desk: OpenDesk) -> None:
    desk = open_desk()
    assert names(desk) == []
    page = desk.window.sign_in_page
    assert (page.name.accessibleName(), page.password.accessibleName()) == ("Officer", "Password")


def test_everything_of_the_counter_has_a_name_in_every_state(counter: AtDesk) -> None:
    assert names(counter) == []
    counter.scan(sample.RED)
    assert names(counter) == []
    counter.player.press("F6")
    assert names(counter) == []
    assert counter.window.desk_page.question.field.accessibleName() == "Findings"


def test_a_closed_key_says_why(counter: AtDesk) -> None:
    counter.scan(sample.RED)
    key = counter.window.desk_page.verb_bar.keys[0]
    interface = QAccessible.queryAccessibleInterface(key)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name) == "F5 Green stamp"
    assert "re-route by two officers" in interface.text(QAccessible.Text.Description)
    assert interface.state().disabled


def test_the_answer_is_one_text(counter: AtDesk) -> None:
    counter.scan(sample.CANCELLED)
    said = counter.window.desk_page.banner.accessibleName()
    assert said.startswith("STOP – cancelled – This permit is cancelled.")
    assert said.endswith("Press Space or Esc to acknowledge")
