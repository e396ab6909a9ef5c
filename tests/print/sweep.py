"""Every consonant with every vowel sign and every tone: what Thai type has to draw rightly."""

import os
import subprocess
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageOps

from officer_app.print.pen import BLACK, POINTS_PER_MM, Fonts, Pen
from officer_app.print.render import Press, compose_pages
from officer_app.print.thai import sarabun_folder
from tests.print.paper import run

CONSONANTS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮ"
VOWELS = ("", "ั", "ิ", "ี", "ึ", "ื", "็", "ุ", "ู", "ฺ", "ำ")
TONES = ("", "่", "้", "๊", "๋", "์")
SIZE = 28.0
DPI = 200
GAP = "   "
_GAP_DOTS = 20
_SQUARE = 12
_FONTS = '<?xml version="1.0"?><fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>'


def syllables(consonant: str) -> list[str]:
    """All of one consonant; ำ comes after its tone."""
    return [
        f"{consonant}{tone}{vowel}" if vowel == "ำ" else f"{consonant}{vowel}{tone}"
        for vowel in VOWELS
        for tone in TONES
    ]


def line(consonant: str) -> str:
    """The syllables of one consonant in a row."""
    return GAP.join(syllables(consonant))


def ours(press: Press, text: str, *, bold: bool, flat: bool = False) -> Image.Image:
    """The ink of a line as this program puts it on paper; `flat`: with every mark left on its line, which is wrong."""
    fonts, face = Fonts(press.typeface), press.typeface.weight(bold)
    shaped = face.shape(text)
    width = shaped.width * SIZE / 1000 / POINTS_PER_MM + 40.0
    pen = Pen(40.0, fonts)
    pen.text(shaped, face, SIZE, (20.0, 24.0), BLACK)
    operators = [operator for operator in pen.operators if not (flat and operator.endswith(" Ts"))]
    return _ink(compose_pages((width, 40.0), [operators], fonts, "sweep"))


def pangos(text: str, folder: Path, *, bold: bool) -> Image.Image:
    """The ink of the same line as Pango sets it with the same font."""
    setting = folder / "fonts.conf"
    setting.write_text(_FONTS.format(fonts=sarabun_folder(), cache=folder / "cache"), encoding="utf-8")
    source, paper = folder / "line.txt", folder / "line.pdf"
    source.write_text(text, encoding="utf-8")
    options = ["-q", "--hinting=none", "--hint-metrics=off", "--subpixel-positions", "--dpi=72", "--margin=60"]
    font = f"--font=Sarabun {'Bold ' if bold else ''}{SIZE:g}"
    subprocess.run(
        ["pango-view", *options, font, "--language=th", "-o", paper, source],
        env={**os.environ, "FONTCONFIG_FILE": str(setting)},
        check=True,
        capture_output=True,
    )
    return _ink(paper.read_bytes())


def difference(one: Image.Image, other: Image.Image) -> float:
    """The greatest difference of any square of 12 dots in any syllable, in grey levels; 255 where one is missing.

    Syllable by syllable, since the places along a line are rounded differently.
    """
    ones, others = _pieces(one), _pieces(other)
    if len(ones) != len(others):
        return 255.0
    return max(_apart(*pair) for pair in zip(ones, others, strict=True))


def _pieces(ink: Image.Image) -> list[Image.Image]:
    """The syllables: what stands between columns of white."""
    columns = [low < 200 for low in ink.resize((ink.width, 1), Image.Resampling.BOX).point(_any_ink).tobytes()]
    pieces, start, last = [], -1, -_GAP_DOTS
    for x, inked in enumerate([*columns, *[False] * (_GAP_DOTS + 1)]):
        if inked:
            start = x if start < 0 else start
            last = x
        elif start >= 0 and x - last > _GAP_DOTS:
            pieces.append(ink.crop((start, 0, last + 1, ink.height)))
            start = -1
    return pieces


def _any_ink(mean: int) -> int:
    return 0 if mean < 255 else 255


def _apart(one: Image.Image, other: Image.Image) -> float:
    size = (max(one.width, other.width) + 4, max(one.height, other.height) + 4)
    still = _on(one, size, (2, 2))
    shifts = [(x, y) for x in range(5) for y in range(5)]
    return min(_most(ImageChops.difference(still, _on(other, size, shift))) for shift in shifts)


def _on(ink: Image.Image, size: tuple[int, int], at: tuple[int, int]) -> Image.Image:
    ground = Image.new("L", size, 255)
    ground.paste(ink, at)
    return ground


def _most(off: Image.Image) -> float:
    small = off.resize((max(1, off.width // _SQUARE), max(1, off.height // _SQUARE)), Image.Resampling.BOX)
    return float(max(small.tobytes()))


def _ink(pdf: bytes) -> Image.Image:
    page = Image.open(BytesIO(run(["pdftoppm", "-q", "-gray", "-r", str(DPI), "-"], pdf))).convert("L")
    return page.crop(ImageOps.invert(page).getbbox())


def whole(press: Press, *, bold: bool) -> Image.Image:
    """All lines under each other: the picture that people look at."""
    fonts, face = Fonts(press.typeface), press.typeface.weight(bold)
    pen = Pen(480.0, fonts)
    for place, consonant in enumerate(CONSONANTS):
        pen.text(face.shape(" ".join(syllables(consonant))), face, 14.0, (8.0, 14.0 + place * 10.0), BLACK)
    pdf = compose_pages((480.0, 480.0), [pen.operators], fonts, "sweep")
    return Image.open(BytesIO(run(["pdftoppm", "-q", "-gray", "-r", "72", "-"], pdf))).convert("L")
