"""Looks at a PDF as a reader, a printer and a scanner do: text layer, raster, codes."""

import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import zxingcpp
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "resources" / "forms"
MM_PER_INCH = 25.4

Area = tuple[float, float, float, float]
"""x, y, width, height in mm from the top left."""


def text_of(pdf: bytes, page: int = 1, area: Area | None = None) -> str:
    """The text layer of one page, or of a part of it, as pdftotext reads it."""
    command = ["pdftotext", "-q", "-f", str(page), "-l", str(page), "-raw", "-enc", "UTF-8"]
    if area is not None:
        command += ["-r", "254", *_crop(area, 254)]
    return run([*command, "-", "-"], pdf).decode("utf-8")


def words_of(pdf: bytes, page: int = 1) -> str:
    """The text layer of one page with every stretch of blanks as one blank."""
    return " ".join(text_of(pdf, page).split())


def picture_of(pdf: bytes, dpi: int, page: int = 1, area: Area | None = None) -> Image.Image:
    """One page, or a part of it, as a black and white printer of `dpi` dots an inch puts it on paper."""
    command = ["pdftoppm", "-q", "-mono", "-r", str(dpi), "-f", str(page), "-l", str(page)]
    crop = _crop(area, dpi) if area else []
    return Image.open(BytesIO(run([*command, *crop, "-"], pdf))).convert("L")


def codes_of(
    picture: Image.Image, only: zxingcpp.BarcodeFormat = zxingcpp.BarcodeFormat.AllReadable
) -> list[tuple[str, str]]:
    """Symbology and content of every code a scanner finds in a picture."""
    return [
        (code.format.name, code.text)
        for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(only), try_downscale=False)
    ]


def _crop(area: Area, dpi: int) -> list[str]:
    x, y, width, height = (str(round(mm / MM_PER_INCH * dpi)) for mm in area)
    return ["-x", x, "-y", y, "-W", width, "-H", height]


def run(command: Sequence[str], data: bytes) -> bytes:
    """What a program makes of `data` on its standard input."""
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout
