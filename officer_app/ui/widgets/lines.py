"""A list of lines with one selected: moved by the page's keys, read out line by line."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView

from officer_app.ui.theme import BASE_PT, sized, worn
from officer_app.ui.widgets.said import Said, shown
from officer_app.viewmodels.view import Line, Tone

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_SIDES: Mapping[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_SIDE_KEYS = "Ctrl + ← →"
_MEASURED = 40
"""So many lines say how wide the columns are: measuring thousands would hold everything up."""


class _Lines(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Line] = ()
        self.heads: tuple[str, ...] = ()

    def fill(self, heads: tuple[str, ...], lines: Sequence[Line]) -> bool:
        """Show other lines; whether anything changed."""
        if (heads, lines) == (self.heads, self.lines):
            return False
        self.beginResetModel()
        self.heads, self.lines = heads, lines
        self.endResetModel()
        return True

    def rowCount(self, parent: _Index | None = None) -> int:
        """The lines."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index | None = None) -> int:
        """The cells of a line."""
        return 0 if parent is not None and parent.isValid() else len(self.heads)

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Text and colour of a cell; a screen reader hears the whole line from its first cell."""
        line = self.lines[index.row()]
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return line.cells[index.column()]
        if role == _ROLE.AccessibleTextRole:
            return ", ".join(filter(None, line.cells)) if index.column() == 0 else line.cells[index.column()]
        if role == _ROLE.ForegroundRole:
            last = line.tone if index.column() == len(line.cells) - 1 else Tone.NEUTRAL
            return worn().text_of(dict(line.tones).get(index.column(), last))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        """The heads."""
        if role == _ROLE.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self.heads[section]
        return None


class LineList(QTableView):
    """Nothing in it can be changed; `picked` is the line that was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = _Lines()
        self.setModel(self._lines)
        self.setFont(sized(BASE_PT))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setResizeContentsPrecision(_MEASURED)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        # Stands beside the bar, wherever there is one: the keys that do the same.
        keys = Said(9, name="muted")
        keys.say(_SIDE_KEYS)
        keys.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.addScrollBarWidget(keys, Qt.AlignmentFlag.AlignLeft)

    def take_side(self, event: QKeyEvent) -> bool:
        """Ctrl with an arrow: the columns off that edge. Whether it was such a key and the list is there."""
        step = _SIDES.get(event.key(), 0)
        taken = bool(step and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.isVisible())
        if taken:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + step * bar.singleStep())
        return taken

    def show_lines(
        self, heads: tuple[str, ...], lines: Sequence[Line], selected: int, name: str, wide: int = -1
    ) -> None:
        """Show them, with one selected; the place is taken away where there are none. `wide`: the column that takes the
        room that is left (-1: the last).
        """
        shown(self, wanted=bool(lines))
        if self._lines.fill(heads, lines):
            header = self.horizontalHeader()
            for column in range(len(heads)):
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            header.setSectionResizeMode(wide % len(heads) if heads else 0, QHeaderView.ResizeMode.Stretch)
        if lines:
            # On a small screen some columns lie off the edge: whoever went there stays there.
            aside = self.horizontalScrollBar().value()
            self.selectRow(selected)
            self.scrollTo(self._lines.index(selected, 0))
            self.horizontalScrollBar().setValue(aside)
        # The selected line is what a screen reader has to say when it changes.
        line = ", ".join(filter(None, lines[selected].cells)) if lines else ""
        self.setAccessibleName(f"{name}: {line}" if line else name)
