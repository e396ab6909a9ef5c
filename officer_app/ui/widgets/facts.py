"""Facts: labels and values in two columns; the lines are made once and filled anew for each record."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from officer_app.ui.theme import BASE_PT
from officer_app.ui.widgets.said import Said, Segment, inked
from officer_app.viewmodels.view import Fact

LINES = 20
"""More facts than any card has."""

_STRONG_PT = 14
_TOP = Qt.AlignmentFlag.AlignTop


class Facts(QWidget):
    """A list of Fact."""

    def __init__(self, segment: Segment, ready: int = LINES) -> None:
        """`ready`: so many lines are made at once; a card that is filled with each scan has all of them."""
        super().__init__()
        self._segment = segment
        self._plain: list[tuple[Said, Said]] = []
        self._strong: list[tuple[Said, Said]] = []
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        for _ in range(ready):
            self._add_line()

    def _add_line(self) -> None:
        line = len(self._plain)
        label = Said(BASE_PT, segment=self._segment, name="fact")
        # Two values for each place: a font is set once, for setting it per scan costs a style pass.
        values = Said(BASE_PT, segment=self._segment), Said(_STRONG_PT, bold=True, segment=self._segment)
        label.setMinimumWidth(100)
        label.setMaximumWidth(150)
        self._grid.addWidget(label, line, 0, _TOP)
        for value, lines in zip(values, (self._plain, self._strong), strict=True):
            self._grid.addWidget(value, line, 1, _TOP)
            value.hide()
            lines.append((label, value))
        label.hide()

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Show them in order."""
        while len(self._plain) < min(len(facts), LINES):
            self._add_line()
        for place in range(len(self._plain)):
            fact = facts[place] if place < len(facts) else None
            label, plain = self._plain[place]
            strong = self._strong[place][1]
            label.say_or_hide(fact.label if fact else "")
            marked = fact is not None and (fact.strong or bool(fact.tone != "neutral"))
            for value, wanted in ((plain, not marked), (strong, marked)):
                value.say_or_hide(fact.value if fact and wanted else "")
                if fact and wanted:
                    inked(value, fact.tone)
                    value.setAccessibleName(f"{fact.label}: {fact.value}")
