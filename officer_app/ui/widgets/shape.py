"""Shapes: what stands beside every colour, drawn by hand so that no font has to have them."""

from collections.abc import Callable
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from officer_app.ui.theme import sized, worn
from officer_app.viewmodels.view import Shape

Draw = Callable[[QPainter, QRectF, QColor], None]


class ShapeMark(QWidget):
    """One shape in one colour, `side` pixels wide and high."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._side = side
        self._shape = Shape.NONE
        self._colour = "ink"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_shape(self, shape: Shape, colour: str) -> None:
        """Draw another shape, in a colour of the theme by its name."""
        if (shape, colour) != (self._shape, self._colour):
            self._shape, self._colour = shape, colour
            self.update()

    def set_side(self, side: int) -> None:
        """Draw it smaller or larger from now on."""
        self._side = side
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The side given."""
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_shape(painter, self._shape, QRectF(self.rect()), worn().colour(self._colour))
        painter.end()


def draw_shape(painter: QPainter, shape: Shape, place: QRectF, colour: QColor) -> None:
    """Draw `shape` into the square `place`."""
    draw = _DRAW.get(shape)
    if draw is not None:
        margin = place.width() * 0.08
        draw(painter, place.adjusted(margin, margin, -margin, -margin), colour)


def _filled(painter: QPainter, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)


def _outlined(painter: QPainter, place: QRectF, colour: QColor, width: float = 0.13) -> None:
    pen = QPen(colour, place.width() * width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _at(place: QRectF, *points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(place.x() + x * place.width(), place.y() + y * place.height()) for x, y in points])


def _circle(painter: QPainter, place: QRectF, colour: QColor) -> None:
    _filled(painter, colour)
    painter.drawEllipse(place)


def _diamond(painter: QPainter, place: QRectF, colour: QColor) -> None:
    _filled(painter, colour)
    painter.drawPolygon(_at(place, (0.5, -0.05), (1.05, 0.5), (0.5, 1.05), (-0.05, 0.5)))


def _triangle(painter: QPainter, place: QRectF, colour: QColor) -> None:
    _filled(painter, colour)
    painter.drawPolygon(_at(place, (0.5, 0.0), (1.05, 0.95), (-0.05, 0.95)))


def _square(painter: QPainter, place: QRectF, colour: QColor) -> None:
    _filled(painter, colour)
    painter.drawRoundedRect(place, place.width() * 0.1, place.width() * 0.1)


def _tick(painter: QPainter, place: QRectF, colour: QColor) -> None:
    _outlined(painter, place, colour, 0.17)
    painter.drawPolyline(_at(place, (0.06, 0.55), (0.38, 0.86), (0.94, 0.16)))


def _cross(painter: QPainter, place: QRectF, colour: QColor) -> None:
    _outlined(painter, place, colour, 0.19)
    painter.drawPolyline(_at(place, (0.1, 0.1), (0.9, 0.9)))
    painter.drawPolyline(_at(place, (0.9, 0.1), (0.1, 0.9)))


def _barred(painter: QPainter, place: QRectF, colour: QColor) -> None:
    _outlined(painter, place, colour, 0.14)
    painter.drawEllipse(place.adjusted(2, 2, -2, -2))
    painter.drawPolyline(_at(place, (0.2, 0.2), (0.8, 0.8)))


def _hollow(painter: QPainter, place: QRectF, colour: QColor) -> None:
    _outlined(painter, place, colour, 0.14)
    painter.drawEllipse(place.adjusted(2, 2, -2, -2))


def _letter(painter: QPainter, place: QRectF, colour: QColor, letter: str) -> None:
    _outlined(painter, place, colour, 0.1)
    painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), place.width() * 0.2, place.width() * 0.2)
    font = sized(10, bold=True)
    font.setPixelSize(max(6, int(place.height() * 0.72)))
    painter.setFont(font)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, letter)


def _exclamation(painter: QPainter, place: QRectF, colour: QColor) -> None:
    _letter(painter, place, colour, "!")


def _question(painter: QPainter, place: QRectF, colour: QColor) -> None:
    _letter(painter, place, colour, "?")


def _clock(painter: QPainter, place: QRectF, colour: QColor) -> None:
    _outlined(painter, place, colour, 0.1)
    painter.drawEllipse(place.adjusted(1, 1, -1, -1))
    painter.drawPolyline(_at(place, (0.5, 0.24), (0.5, 0.52), (0.7, 0.64)))


def _scan(painter: QPainter, place: QRectF, colour: QColor) -> None:
    _filled(painter, colour)
    for left, width in ((0.0, 0.12), (0.18, 0.06), (0.3, 0.16), (0.53, 0.06), (0.66, 0.1), (0.84, 0.16)):
        bar = QRectF(place.x() + left * place.width(), place.y(), width * place.width(), place.height())
        painter.drawRect(bar)


_DRAW = MappingProxyType(
    {
        Shape.CIRCLE: _circle,
        Shape.DIAMOND: _diamond,
        Shape.TRIANGLE: _triangle,
        Shape.SQUARE: _square,
        Shape.TICK: _tick,
        Shape.CROSS: _cross,
        Shape.BARRED: _barred,
        Shape.HOLLOW: _hollow,
        Shape.EXCLAMATION: _exclamation,
        Shape.QUESTION: _question,
        Shape.CLOCK: _clock,
        Shape.SCAN: _scan,
    }
)
