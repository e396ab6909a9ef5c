"""The table of a permit's declarations with packages and weights, and their total."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from officer_app.ui.theme import BASE_PT, sized
from officer_app.ui.widgets.said import shown
from officer_app.viewmodels.view import Row

MOST_ROWS = 8
"""Rows shown at once; a longer table scrolls."""

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY, _ALIGN, _FONT = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.TextAlignmentRole,
    Qt.ItemDataRole.FontRole,
)


class _Rows(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._titles = ("", "", "")
        self._total_at = -1
        self._bold = sized(BASE_PT, bold=True)

    def fill(self, rows: tuple[Row, ...], total: Row | None, titles: tuple[str, str, str]) -> bool:
        """Show other rows, one alone needs no total; False where nothing is other. Where not all rows are in sight
        the total comes first: it is what is compared.
        """
        totals = (total,) if total is not None and len(rows) > 1 else ()
        at = 0 if len(rows) + len(totals) > MOST_ROWS else len(rows)
        with_total = (*rows[:at], *totals, *rows[at:])
        if (with_total, titles) == (self._rows, self._titles):
            return False
        self.beginResetModel()
        self._rows, self._titles = with_total, titles
        self._total_at = at if totals else -1
        self.endResetModel()
        return True

    def rowCount(self, parent: _Index | None = None) -> int:
        """Rows, with the total."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Declaration, packages, weight."""
        return 0 if parent is not None and parent.isValid() else len(self._titles)

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        """Text, alignment and font of a cell."""
        row = self._rows[index.row()]
        if role == _DISPLAY:
            return (row.number, row.packages, row.weight)[index.column()]
        if role == _ALIGN:
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            return right if index.column() else Qt.AlignmentFlag.AlignVCenter
        if role == _FONT and index.row() == self._total_at:
            return self._bold
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """The titles."""
        if role == _DISPLAY and orientation is Qt.Orientation.Horizontal:
            return self._titles[section]
        return None


class Declarations(QTableView):
    """As high as its rows, up to MOST_ROWS; nothing in it can be changed or picked."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = _Rows()
        self.setModel(self._rows)
        self.setFont(sized(BASE_PT))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        height = self.fontMetrics().height() + 6
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(height)

    def show_rows(self, rows: tuple[Row, ...], total: Row | None, titles: tuple[str, str, str], name: str) -> None:
        """Show them; the place is taken away where there are none."""
        if not self._rows.fill(rows, total, titles):
            return
        self.setAccessibleName(name)
        shown(self, wanted=bool(rows))
        lines = min(self._rows.rowCount(), MOST_ROWS)
        height = self.verticalHeader().defaultSectionSize()
        frame = self.contentsMargins()
        borders = frame.top() + frame.bottom()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + lines * height + borders)
