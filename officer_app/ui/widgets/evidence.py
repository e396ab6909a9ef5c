"""The two sides of a case, side by side."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from officer_app.ui.theme import BASE_PT
from officer_app.ui.widgets.facts import Facts
from officer_app.ui.widgets.said import Said, Segment, inked, shown
from officer_app.viewmodels.list_view import Evidence


class _Side(QFrame):
    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self.setObjectName("side")
        self._title = Said(14, bold=True, segment=segment)
        self._note = Said(BASE_PT, segment=segment, name="muted")
        self._facts = Facts(segment, ready=8)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 10, 4)
        column.setSpacing(2)
        for widget in (self._title, self._note, self._facts):
            column.addWidget(widget)
        column.addStretch(1)

    def show_side(self, side: Evidence) -> None:
        self._title.say(side.title)
        inked(self._title, side.tone)
        self._note.say_or_hide(side.note)
        self._facts.show_facts(side.facts)
        self.setAccessibleName(f"{side.title}: {', '.join(fact.value for fact in side.facts)}")


class SidesPanel(QWidget):
    """Nothing, one side or two."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self._segment = segment
        self._sides: list[_Side] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_sides(self, sides: tuple[Evidence, ...]) -> None:
        """Show them, or take the place away."""
        shown(self, wanted=bool(sides))
        # Most lists have none: each is made for the first that has one.
        while len(self._sides) < len(sides):
            self._sides.append(_Side(self._segment))
            self._row.addWidget(self._sides[-1], 1)
        for place, panel in enumerate(self._sides):
            shown(panel, wanted=place < len(sides))
            if place < len(sides):
                panel.show_side(sides[place])
