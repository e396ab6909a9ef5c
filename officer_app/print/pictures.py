"""Looks at a finished PDF as a reader does: its pages as pictures, the data that went along with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING

from officer_app.print.codes import MM_PER_INCH

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_POINTS_PER_INCH = 72
MOST_DOTS = 200_000_000
"""Of one page: an A4 sheet at 1200 dots an inch has 139 million."""


class NotAPaper(ValueError):
    """The bytes are no PDF that can be read, or its page is too large for the resolution."""


@dataclass(frozen=True)
class Picture:
    """One page, `width` x `height` dots of `dpi`; `stride` bytes a row, 1 (grey) or 3 (RGB) a dot."""

    width: int
    height: int
    stride: int
    grey: bool
    dpi: int
    pixels: bytes

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the paper."""
        return self.width * MM_PER_INCH / self.dpi, self.height * MM_PER_INCH / self.dpi


class Pictures:
    """One reader of PDFs for the whole program: the library behind it takes one caller at a time."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()

    def pages(self, pdf: bytes, dpi: int, *, grey: bool = False, smooth: bool = True) -> Iterator[Picture]:
        """The pages one by one. `smooth` False: for a device that only knows dots or no dots. Raises NotAPaper."""
        count = self._count(pdf)
        for number in range(count):
            # Opened for each page: a set of six at 1200 dots an inch must not lie in memory whole.
            with self._one_at_a_time:
                document = _open(pdf)
                try:
                    picture = _draw(document[number], dpi, grey=grey, smooth=smooth)
                finally:
                    document.close()
            yield picture

    def attached(self, pdf: bytes, name: str) -> bytes:
        """The attachment called `name`, empty where there is none. Raises NotAPaper."""
        with self._one_at_a_time:
            document = _open(pdf)
            try:
                files = (document.get_attachment(place) for place in range(document.count_attachments()))
                return next((bytes(file.get_data()) for file in files if file.get_name() == name), b"")
            finally:
                document.close()

    def _count(self, pdf: bytes) -> int:
        with self._one_at_a_time:
            document = _open(pdf)
            try:
                return len(document)
            finally:
                document.close()


def _open(pdf: bytes) -> "PdfDocument":
    # Not at the top: a counter's start need not pay for what it may never look at.
    library = import_module("pypdfium2")
    try:
        document: PdfDocument = library.PdfDocument(pdf)
    except library.PdfiumError as error:
        raise NotAPaper(str(error)) from error
    return document


def _draw(page: "PdfPage", dpi: int, *, grey: bool, smooth: bool) -> Picture:
    width, height = page.get_size()
    scale = dpi / _POINTS_PER_INCH
    if width * height * scale * scale > MOST_DOTS:
        raise NotAPaper(f"a page of {width:.0f} x {height:.0f} points at {dpi} dots an inch")
    bitmap = page.render(
        scale,
        rev_byteorder=True,
        grayscale=grey,
        no_smoothtext=not smooth,
        no_smoothimage=not smooth,
        no_smoothpath=not smooth,
    )
    try:
        return Picture(bitmap.width, bitmap.height, bitmap.stride, grey, dpi, bytes(bitmap.buffer))
    finally:
        bitmap.close()
        page.close()
