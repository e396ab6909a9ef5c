"""One of the two truths side by side: our stamp, or the core's status."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from officer_app.ui.widgets.said import Said, Segment, inked, shown
from officer_app.viewmodels.view import Side


class SidePanel(QFrame):
    """Title, value, and by whom or how old."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self.setObjectName("side")
        self._title = Said(10, segment=segment, name="muted")
        self._value = Said(15, bold=True, segment=segment)
        self._note = Said(10, segment=segment)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 10, 4)
        column.setSpacing(0)
        for label in (self._title, self._value, self._note):
            column.addWidget(label)
        column.addStretch(1)

    def show_side(self, side: Side | None) -> None:
        """Show it, or take the panel away."""
        shown(self, wanted=side is not None)
        if side is None:
            return
        self._title.say(side.title)
        self._value.say(side.value)
        self._note.say_or_hide(side.note)
        inked(self._value, side.tone)
        self.setAccessibleName(f"{side.title}: {side.value} {side.note}".strip())
