"""A page of a paper as Qt knows pictures."""

from PySide6.QtGui import QImage

from officer_app.viewmodels.paper_ports import PagePicture


def image_of(page: PagePicture) -> QImage:
    """The page as Qt knows pictures, with bytes of its own; without colours it is grey."""
    kind = QImage.Format.Format_Grayscale8 if page.grey else QImage.Format.Format_RGB888
    image = QImage(page.pixels, page.width, page.height, page.stride, kind)
    if not page.grey and image.allGray():
        return image.convertToFormat(QImage.Format.Format_Grayscale8)
    return image.copy()
