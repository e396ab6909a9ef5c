"""The list of every page: what is wider than its place can be reached, and stays where it was moved to."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from officer_app.ui.widgets.lines import LineList
from officer_app.viewmodels.view import Line


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
    bar = made.horizontalScrollBar()
    assert bar.isVisible()
    bar.setValue(bar.maximum())
    made.show_lines(heads, lines, 1, "list")
    assert bar.value() == bar.maximum() > 0
    made.resize(3000, 200)
    QCoreApplication.processEvents()
    assert not bar.isVisible()
    made.close()
