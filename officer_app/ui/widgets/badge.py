"""A badge: colour, shape and word of a line or an outcome, never the colour alone."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from officer_app.ui.theme import sized, worn
from officer_app.ui.widgets.said import shown
from officer_app.ui.widgets.shape import draw_shape
from officer_app.viewmodels.view import Mark, Shape

_WHITE = "#ffffff"


class Badge(QWidget):
    """A filled pill with shape and word."""

    def __init__(self, points: int) -> None:
        super().__init__()
        self._mark = Mark("grey", Shape.NONE, "")
        self.setFont(sized(points, bold=True))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_mark(self, mark: Mark | None) -> None:
        """Show `mark`; None takes the badge away."""
        shown(self, wanted=mark is not None)
        if mark is not None and mark != self._mark:
            self._mark = mark
            self.setAccessibleName(mark.word)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Room for shape and word."""
        metrics = QFontMetrics(self.font())
        height = metrics.height() + 6
        return QSize(metrics.horizontalAdvance(self._mark.word) + int(height * 1.9), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # The white rim keeps a green badge apart from a green banner.
        painter.setPen(QPen(QColor(_WHITE), 2))
        painter.setBrush(worn().colour(self._mark.colour))
        height = self.height()
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), height * 0.25, height * 0.25)
        side = height * 0.56
        draw_shape(painter, self._mark.shape, QRectF(height * 0.4, (height - side) / 2, side, side), QColor(_WHITE))
        painter.setPen(QColor(_WHITE))
        painter.setFont(self.font())
        word = self.rect().adjusted(int(height * 1.2), 0, 0, 0)
        painter.drawText(word, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._mark.word)
        painter.end()
