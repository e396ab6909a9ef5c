"""The status bar: short sentences with shapes; a trouble is said in full above them."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from officer_app.ui.theme import text_name
from officer_app.ui.widgets.flow import Flow
from officer_app.ui.widgets.said import Said, Segment, inked, shown
from officer_app.ui.widgets.shape import ShapeMark
from officer_app.viewmodels.view import StatusItem, Tone

PLACES = 9


class _Place(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.shape_mark = ShapeMark(14)
        self.text = Said(10)
        self._shown: StatusItem | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(self.shape_mark)
        row.addWidget(self.text)

    def show_item(self, item: StatusItem) -> None:
        if item == self._shown:
            return
        self._shown = item
        colour = text_name(item.tone)
        self.shape_mark.show_shape(item.shape, colour)
        self.text.say(item.text)
        inked(self.text, colour)
        self.setToolTip(" · ".join(part for part in (item.more, item.detail) if part))
        self.setAccessibleName(item.text)
        self.setAccessibleDescription(self.toolTip())


class StatusBar(QFrame):
    """Shows the items of the StatusModel."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self.setObjectName("status")
        self._trouble = Said(11, bold=True, segment=segment, name="trouble")
        self._places = [_Place() for _ in range(PLACES)]
        flow = Flow(18)
        flow.setContentsMargins(12, 3, 12, 4)
        for place in self._places:
            flow.addWidget(place)
        self._flow = QWidget()
        self._flow.setLayout(flow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._trouble)
        column.addWidget(self._flow)

    @property
    def items(self) -> tuple[str, ...]:
        """What stands in the bar, for whoever reads it instead of looking."""
        return tuple(place.text.said for place in self._places if not place.isHidden())

    def show_items(self, items: tuple[StatusItem, ...]) -> None:
        """Show them; sentences of what is wrong stand above, in full."""
        wrong = [item.more for item in items if item.tone is Tone.REFUSE and item.more]
        self._trouble.say_or_hide(" · ".join(wrong))
        for place, widget in enumerate(self._places):
            shown(widget, wanted=place < len(items))
            if place < len(items):
                widget.show_item(items[place])
