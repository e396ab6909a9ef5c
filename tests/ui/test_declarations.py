"""The table of declarations: with its total in sight, however many there are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from officer_app.ui.widgets.declarations import MOST_ROWS, Declarations
from officer_app.viewmodels.view import Row

TITLES = ("Declaration", "Packages", "Weight")


@pytest.mark.parametrize("number", [2, MOST_ROWS - 1, MOST_ROWS, 400])
def test_the_total_is_in_sight_before_anybody_turns_a_page(dressed: QApplication, number: int) -> None:
    rows = tuple(Row(f"A01219911{place:05d}", "2 CT", "1.000") for place in range(number))
    table = Declarations()
    table.show_rows(rows, Row(f"Total of {number}", str(2 * number), f"{number}.000"), TITLES, "Declarations")
    table.show()
    model = table.model()
    said = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert sorted(said) == sorted([*(row.number for row in rows), f"Total of {number}"])
    at = said.index(f"Total of {number}")
    assert table.viewport().rect().contains(table.visualRect(model.index(at, 0)))
    bold = [row for row in range(model.rowCount()) if model.index(row, 0).data(Qt.ItemDataRole.FontRole) is not None]
    assert bold == [at]
    table.close()
