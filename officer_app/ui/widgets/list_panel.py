"""A list with its title and the keys that move about in it, in the place of the card."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from officer_app.ui.theme import BASE_PT
from officer_app.ui.widgets.lines import LineList
from officer_app.ui.widgets.said import Said, Segment, shown
from officer_app.viewmodels.view import Table


class ListPanel(QWidget):
    """Shows a Table of the view."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self._title = Said(13, bold=True, segment=segment)
        self.list = LineList()
        self._empty = Said(13, segment=segment)
        self._hint = Said(BASE_PT, segment=segment, name="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        column.addWidget(self._hint)
        self.hide()

    def show_table(self, table: Table | None, hint: str) -> None:
        """Show it, or take the place away."""
        shown(self, wanted=table is not None)
        if table is None:
            return
        self._title.say(table.title)
        self._empty.say_or_hide(table.empty if not table.lines else "")
        self._hint.say_or_hide(hint)
        self.list.show_lines(table.heads, table.lines, table.selected, table.title)
