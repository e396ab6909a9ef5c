"""A sheet of paper on the screen: whole, or part by part as wide as there is room for."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from officer_app.ui.page_image import image_of
from officer_app.ui.theme import worn
from officer_app.ui.widgets.said import shown
from officer_app.viewmodels.paper_ports import PagePicture

_EDGE = 6
_PARTS = 3
"""Of a sheet that is read part by part, from its head to its foot."""


class PaperView(QWidget):
    """Shows one page; named by what stands in `say`, for its letters are a picture."""

    def __init__(self) -> None:
        super().__init__()
        self._page: PagePicture | None = None
        self._image = QImage()
        self._part = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_page(self, page: PagePicture | None, say: str) -> None:
        """Show `page`, or take the place away."""
        shown(self, wanted=page is not None)
        if page is not self._page:
            self._page, self._part = page, 0
            self._image = image_of(page) if page is not None else QImage()
            self.update()
        self.setAccessibleName(say)

    def read_on(self, parts: int) -> None:
        """From the whole sheet to its parts, and back."""
        self._part = max(0, min(_PARTS, self._part + parts))
        self.update()

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(600, 600)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet in the middle, whole."""
        if self._image.isNull():
            return
        room = self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        by = Qt.AspectRatioMode.KeepAspectRatioByExpanding if self._part else Qt.AspectRatioMode.KeepAspectRatio
        size = self._image.size().scaled(room.size(), by)
        left = room.left() + (room.width() - size.width()) / 2
        hidden = max(0, size.height() - room.height())
        above = hidden * (self._part - 1) / (_PARTS - 1) if self._part else 0.0
        place = QRectF(left, room.top() - above, size.width(), size.height())
        painter = QPainter(self)
        painter.setClipRect(room)
        ratio = self.devicePixelRatioF()
        scaled = self._image.scaled(
            size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(place, scaled)
        painter.setPen(QPen(worn().colour("edge"), 1))
        painter.drawRect(place)
        painter.end()
