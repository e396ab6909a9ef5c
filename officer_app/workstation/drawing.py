"""Papers as pictures: for the window's preview, and for printers that are drawn on."""

from collections.abc import Iterator
from pathlib import Path

from officer_app.devices.printers.drawn import Draw
from officer_app.print.pictures import Picture, Pictures
from officer_app.viewmodels.paper_ports import PagePicture, Painting
from officer_app.workstation.printers import Drawing


def page_pictures(pictures: Pictures, pdf: bytes, dpi: int, *, smooth: bool = True) -> Iterator[PagePicture]:
    """The pages of a PDF. Raises NotAPaper."""
    for picture in pictures.pages(pdf, dpi, smooth=smooth):
        yield _page(picture)


def drawing_with(pictures: Pictures, painting: Painting) -> Drawing:
    """What draws PDFs with `painting` on printers of so many dots an inch."""

    def drawing(dpi: int) -> Draw:
        def draw(printer: str, file: Path, title: str) -> str:
            pdf = file.read_bytes()
            # Not smoothed: what a printer makes of grey edges is dust around letters and bars.
            return painting(printer, title, dpi, lambda dots: page_pictures(pictures, pdf, dots, smooth=False))

        return draw

    return drawing


def _page(picture: Picture) -> PagePicture:
    width_mm, height_mm = picture.size_mm
    return PagePicture(picture.width, picture.height, picture.stride, picture.grey, width_mm, height_mm, picture.pixels)
