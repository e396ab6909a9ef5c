"""The list of every page: what is wider than its place can be reached, and stays where it was moved to."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QHeaderView

from officer_app.ui.widgets.lines import LineList
from officer_app.ui.widgets.said import Said
from officer_app.viewmodels.view import Line
from tests.ui.conftest import AtDesk
from tests.ui.fitting import clipped
from tests.viewmodels.world import GREEN


def test_a_list_wider_than_its_place_says_that_it_goes_on_and_stays_where_it_was_moved_to(
    dressed: QApplication,
) -> None:
    made = LineList()
    made.resize(300, 200)
    heads = tuple(f"column {place}" for place in range(9))
    lines = [Line(tuple(f"value {place}" for place in range(9))) for _ in range(3)]
    made.show_lines(heads, lines, 0, "list")
    made.show()
    QCoreApplication.processEvents()
    bar, keys = made.horizontalScrollBar(), made.findChild(Said)
    assert bar.isVisible()
    assert keys is not None
    assert (keys.isVisible(), keys.said) == (True, "Ctrl + ← →")
    assert keys.sizeHint().height() <= keys.height()
    bar.setValue(bar.maximum())
    made.show_lines(heads, lines, 1, "list")
    assert bar.value() == bar.maximum() > 0
    made.resize(3000, 200)
    QCoreApplication.processEvents()
    assert (bar.isVisible(), keys.isVisible()) == (False, False)
    made.close()


def test_ctrl_and_an_arrow_move_to_the_columns_off_the_edge_with_nothing_typed(counter: AtDesk) -> None:
    counter.scan(GREEN)
    counter.player.press("F5")
    counter.window.resize(853, 480)
    counter.player.press("F1")
    page = counter.window.beside.pages["track"]
    assert counter.player.wait_until(lambda: len(page.view.lines) == 1 and page.list.isVisible())
    header = page.list.horizontalHeader()
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
    header.resizeSection(0, 900)
    assert clipped(counter) == []
    bar = page.list.horizontalScrollBar()
    assert counter.player.wait_until(lambda: bar.maximum() > 0)
    counter.player.press("Ctrl+Right")
    assert bar.value() > 0
    counter.player.press("Ctrl+Left")
    assert bar.value() == 0
    page.entry.setText("99 11")
    counter.player.press("Ctrl+Left")
    assert (bar.value(), page.entry.cursorPosition()) == (0, 3)
