"""Words that Qt supplies itself, in the window's own language: every menu and every accessible action it can open."""

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QContextMenuEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from tests.ui.conftest import AtDesk, OpenDesk
from tests.viewmodels import world as sample

# What the offscreen plugin says of every menu that is opened.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard)")


def thai(text: str) -> bool:
    return any("\u0e00" <= sign <= "\u0e7f" for sign in text)


def said_by(menu: QMenu) -> list[str]:
    """Its words, without the keys that Qt puts behind them."""
    return [action.text().split("\t")[0] for action in menu.actions() if action.text()]


def opened_by_right_click(desk: AtDesk, widget: QWidget) -> list[str]:
    """What stands in the menu that a right click opens; empty where none opens."""
    found: list[str] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            found.extend(said_by(menu))
        if menu is not None:
            menu.close()

    QTimer.singleShot(0, look)
    at = QPoint(3, min(30, widget.height() // 2))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)
    QApplication.processEvents()
    return found


def said_of(widget: QWidget) -> set[str]:
    """What a screen reader says may be done with it."""
    acting: object = QAccessible.queryAccessibleInterface(widget).actionInterface()
    if not isinstance(acting, QAccessibleActionInterface):
        return set()
    names = acting.actionNames()
    return {*map(acting.localizedActionName, names), *map(acting.localizedActionDescription, names)}


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_menu_of_the_name_speaks_the_windows_language(open_desk: OpenDesk, language: str) -> None:
    desk = open_desk("inspection", language)
    field = desk.window.sign_in_page.name.lineEdit()
    assert field is not None
    words = opened_by_right_click(desk, field)
    assert len(words) == 7
    assert all(thai(word) is (language == "th") for word in words), words


def test_it_switches_with_the_language_and_needs_no_new_window(open_desk: OpenDesk) -> None:
    desk = open_desk("inspection", "th")
    field = desk.window.sign_in_page.name.lineEdit()
    assert field is not None
    said = []
    for _ in range(3):
        said.append(opened_by_right_click(desk, field)[-1])
        desk.player.press("F12")
    assert said == ["เลือกทั้งหมด", "Select All", "เลือกทั้งหมด"]


def test_no_field_of_the_desk_itself_has_a_menu(open_desk: OpenDesk) -> None:
    desk = open_desk("inspection", "th")
    desk.sign_in("somchai")
    desk.scan(sample.RED)
    desk.player.press("F6")
    for field in desk.window.findChildren(QLineEdit):
        if field.isVisible():
            assert opened_by_right_click(desk, field) == []


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_menu_of_a_scroll_bar_speaks_the_windows_language(open_desk: OpenDesk, language: str) -> None:
    desk = open_desk("inspection", language)
    area = QScrollArea(desk.window)
    inner = QLabel("x")
    inner.setMinimumSize(2000, 2000)
    area.setWidget(inner)
    area.resize(200, 200)
    area.show()
    QApplication.processEvents()
    words = []
    for bar in (area.verticalScrollBar(), area.horizontalScrollBar()):
        assert isinstance(bar, QScrollBar)
        words += opened_by_right_click(desk, bar)
    assert len(words) == 14
    assert all(thai(word) is (language == "th") for word in words), words


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_screen_reader_hears_of_every_control_in_the_windows_language_what_may_be_done(
    open_desk: OpenDesk, language: str
) -> None:
    desk = open_desk("inspection", language)
    told: set[str] = set()
    for widget in desk.window.findChildren(QWidget):
        told |= said_of(widget) - {""}
    assert len(told) >= 5
    assert all(thai(word) is (language == "th") for word in told), told


def test_a_button_of_qts_own_is_said_in_the_windows_language(open_desk: OpenDesk) -> None:
    desk = open_desk("inspection", "th")
    box = QMessageBox(QMessageBox.Icon.Critical, "x", "x", QMessageBox.StandardButton.Ok, desk.window)
    assert [button.text() for button in box.buttons()] == ["ตกลง"]
    box.deleteLater()


def test_a_window_that_closed_leaves_qt_its_own_words(open_desk: OpenDesk) -> None:
    desk = open_desk("inspection", "th")
    desk.window.close()
    field = QLineEdit()
    menu = field.createStandardContextMenu()
    assert said_by(menu)[-1] == "Select All"
    menu.deleteLater()
    field.deleteLater()
