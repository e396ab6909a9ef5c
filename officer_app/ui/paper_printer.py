"""Papers drawn page by page on a printer, at its own dots: for systems whose printers take no PDF."""

from PySide6.QtCore import QMarginsF, QPointF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from officer_app.ui.page_image import image_of
from officer_app.viewmodels.paper_ports import PagePicture, Pages

OFFICE_DPI = 600
"""Dots an inch where a printer offers more: what a laser printer has, and finer than any code we print."""


def draw_on_printer(printer: str, title: str, dpi: int, pages: Pages) -> str:
    """See `viewmodels.paper_ports.Painting`. Needs the application object; any thread."""
    info = QPrinterInfo.printerInfo(printer)
    if info.isNull():
        return "unknown_printer"
    device = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    device.setDocName(title)
    return draw_pages(device, dpi, pages)


def draw_pages(device: QPrinter, dpi: int, pages: Pages) -> str:
    """Draw on a device that was set up otherwise; as `draw_on_printer`."""
    # A driver answers with what it can do; the pages are made for that.
    device.setResolution(dpi or min(device.resolution(), OFFICE_DPI))
    painter = QPainter()
    for page in pages(device.resolution()):
        device.setPageLayout(_layout(page))
        # From the paper's corner, whatever the printer cannot reach: a form's place was measured from there.
        device.setFullPage(True)
        if not painter.isActive():
            if not painter.begin(device):
                return "not_accepting"
            # Else pages would become JPEGs, and bars grow grey.
            painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        elif not device.newPage():
            device.abort()
            painter.end()
            return "not_accepting"
        painter.drawImage(QPointF(0, 0), image_of(page))
    return "" if painter.end() else "not_accepting"


def _layout(page: PagePicture) -> QPageLayout:
    size = QPageSize(
        QSizeF(page.width_mm, page.height_mm), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch
    )
    return QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
