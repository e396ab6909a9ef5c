"""A bar chart: a few bars with their numbers as text; each series has its colour and its own hatching."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from officer_app.ui.theme import sized, worn
from officer_app.ui.widgets.said import shown
from officer_app.viewmodels.list_view import Bar, Chart

_HATCHES = (Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.DiagCrossPattern)
_TITLE_PT, _TEXT_PT = 10, 9
_EDGE, _GAP, _KEY = 6.0, 4.0, 11.0
_WIDEST = 64.0
"""Dots of a bar: few bars do not become walls."""


class ChartView(QWidget):
    """Paints one Chart; what it says is its accessible name, number by number."""

    def __init__(self) -> None:
        super().__init__()
        self._chart: Chart | None = None
        self._title, self._text = sized(_TITLE_PT, bold=True), sized(_TEXT_PT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)

    def show_chart(self, chart: Chart | None) -> None:
        """Show it, or take the place away."""
        shown(self, wanted=chart is not None)
        if chart != self._chart:
            self._chart = chart
            self.setAccessibleName(chart.said if chart is not None else "")
            self.update()

    def sizeHint(self) -> QSize:
        """Room for a title, a line of keys and bars."""
        return QSize(320, 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title, keys, bars, and under each bar what it stands for."""
        chart = self._chart
        if chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        room.setTop(room.top() + self._write(painter, self._title, room, chart.title))
        if len(chart.series) > 1:
            room.setTop(room.top() + self._paint_keys(painter, room, chart))
        self._paint_bars(painter, room, chart)
        painter.end()

    def _write(self, painter: QPainter, font: QFont, room: QRectF, text: str) -> float:
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(worn().colour("ink"))
        fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRectF(room.left(), room.top(), room.width(), metrics.height()), fitting)
        return metrics.height() + _GAP

    def _paint_keys(self, painter: QPainter, room: QRectF, chart: Chart) -> float:
        metrics = QFontMetricsF(self._text)
        painter.setFont(self._text)
        left = room.left()
        for place, name in enumerate(chart.series):
            square = QRectF(left, room.top() + (metrics.height() - _KEY) / 2, _KEY, _KEY)
            self._fill(painter, square, chart, place)
            painter.setPen(worn().colour("ink"))
            painter.drawText(QPointF(square.right() + _GAP, room.top() + metrics.ascent()), name)
            left = square.right() + _GAP + metrics.horizontalAdvance(name) + 3 * _GAP
        return metrics.height() + _GAP

    def _paint_bars(self, painter: QPainter, room: QRectF, chart: Chart) -> None:
        metrics = QFontMetricsF(self._text)
        height = metrics.height()
        # A line of text above the highest bar for its number, one below for what it stands for.
        ground = room.bottom() - height - 1
        top = room.top() + height
        most = max((_height(bar, chart) for bar in chart.bars), default=0) or 1
        step = room.width() / max(1, len(chart.bars))
        painter.setPen(QPen(worn().colour("edge"), 1))
        painter.drawLine(QPointF(room.left(), ground), QPointF(room.right(), ground))
        for place, bar in enumerate(chart.bars):
            slot = QRectF(room.left() + place * step, top, step, ground - top)
            self._paint_bar(painter, slot, bar, chart, most)
            painter.setFont(self._text)
            painter.setPen(worn().colour("ink"))
            label = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, step - 2)
            painter.drawText(QRectF(slot.left(), ground + 1, step, height), Qt.AlignmentFlag.AlignHCenter, label)

    def _paint_bar(self, painter: QPainter, slot: QRectF, bar: Bar, chart: Chart, most: int) -> None:
        values = [value or 0 for value in bar.values]
        number = 1 if chart.stacked else len(values)
        width = min(_WIDEST, (slot.width() - 2 * _GAP) / number)
        left = slot.center().x() - width * number / 2
        bottom = slot.bottom()
        for place, value in enumerate(values):
            high = slot.height() * value / most
            if chart.stacked and value:
                self._fill(painter, QRectF(left, bottom - high, width, high), chart, place)
                bottom -= high
            if chart.stacked:
                continue
            column = QRectF(left + place * width, bottom - high, width - 1, high)
            if value:
                self._fill(painter, column, chart, place)
            self._number(painter, column, bar.texts[place])
        if chart.stacked:
            self._number(painter, QRectF(slot.left(), bottom, slot.width(), 0), "+".join(_told(bar)))

    def _number(self, painter: QPainter, column: QRectF, text: str) -> None:
        """The number over a bar, where it fits; all numbers stand in the list beside, too."""
        metrics = QFontMetricsF(self._text)
        if metrics.horizontalAdvance(text) > column.width() + _GAP:
            return
        painter.setFont(self._text)
        painter.setPen(worn().colour("ink"))
        middle = column.center().x() - metrics.horizontalAdvance(text) / 2
        painter.drawText(QPointF(middle, column.top() - 3), text)

    @staticmethod
    def _fill(painter: QPainter, area: QRectF, chart: Chart, place: int) -> None:
        colour = worn().colour(chart.colours[place])
        painter.setPen(QPen(colour, 1))
        painter.setBrush(QBrush(worn().colour("surface")))
        painter.drawRect(area)
        painter.setBrush(QBrush(colour, _HATCHES[place % len(_HATCHES)]))
        painter.drawRect(area)


def _height(bar: Bar, chart: Chart) -> int:
    values = [value or 0 for value in bar.values]
    return sum(values) if chart.stacked else max(values, default=0)


def _told(bar: Bar) -> list[str]:
    """The numbers of a stack from its foot up; nothing of what is not there."""
    return [text for text, value in zip(bar.texts, bar.values, strict=True) if value]
