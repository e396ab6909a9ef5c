"""Thai as it must look on paper: HarfBuzz puts every mark in its place, the text layer stays what was typed.

reportlab 5.1 alone draws tone marks into upper vowels, and its shaped paragraphs destroy copying and searching
(`stack-ui.md` §2). Here a text is shaped once into glyphs of the font; nothing of reportlab's is patched.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import uharfbuzz as hb
from officer_app.print.errors import FontsMissing

_THAI = re.compile("[\u0e00-\u0e7f]")
_UNI_NAME = re.compile(r"uni((?:[0-9A-F]{4})+)(?:\..*)?")
# Glyphs that the font names in words and reaches only by substitution (tail cut off before a low vowel).
_NAMED = {"toPatakthai": "ฏ", "doChadathai": "ฎ", "yoYingthai": "ญ", "thoThanthai": "ฐ", "loChulathai": "ฬ"}
_SHAPES_KEPT = 20_000


@dataclass(frozen=True)
class Glyph:
    """One glyph of a run; lengths in thousandths of the type size."""

    gid: int
    cluster: int
    """Index in the run's text of the first character it stands for."""
    advance: int
    x_offset: int
    y_offset: int


@dataclass(frozen=True)
class Run:
    """A shaped piece of text. Lengths in thousandths of the type size; `top` and `bottom` bound the ink."""

    text: str
    glyphs: tuple[Glyph, ...]
    width: int
    top: int
    bottom: int
    reads_back: bool
    """Whether the glyphs one by one give the text; if not, the text layer needs a copy of it."""
    gids: frozenset[int] = frozenset()
    """The numbers of its glyphs."""


class Face:
    """One font file, read once: measures, shapes and knows which characters it has."""

    def __init__(self, path: Path) -> None:
        """Reads a TrueType file. Raises FontsMissing when it is not there or no font."""
        try:
            data = path.read_bytes()
        except OSError as exc:
            raise FontsMissing(path.name) from exc
        self.name = path.stem
        self.hb_face = hb.Face(hb.Blob(data))
        if self.hb_face.glyph_count == 0 or self.hb_face.upem != 1000:
            raise FontsMissing(path.name)
        self.hb_font = hb.Font(self.hb_face)
        self._letters = frozenset(self.hb_face.unicodes)
        self._reverse = {self.hb_font.get_nominal_glyph(code): code for code in sorted(self._letters, reverse=True)}
        self.shape = lru_cache(_SHAPES_KEPT)(self._shape)
        self._ink = lru_cache(None)(self._glyph_ink)
        self._readable = lru_cache(None)(self.readable)
        self.read = lru_cache(None)(self._hexadecimal)
        self.width_of = lru_cache(None)(self.hb_font.get_glyph_h_advance)

    def lacks(self, text: str) -> str:
        """The first character of `text` that the font cannot draw, or an empty string."""
        return next((letter for letter in text if ord(letter) not in self._letters), "")

    def readable(self, gid: int) -> str:
        """The characters a glyph stands for when it is read back alone (ToUnicode)."""
        code = self._reverse.get(gid)
        if code is not None:
            return chr(code)
        name = self.hb_font.glyph_to_string(gid)
        match = _UNI_NAME.fullmatch(name)
        if match is not None:
            digits = match[1]
            return "".join(chr(int(digits[i : i + 4], 16)) for i in range(0, len(digits), 4))
        return _NAMED.get(name.split(".")[0], "\ufffd")

    def _hexadecimal(self, gid: int) -> str:
        """`readable` as ToUnicode wants it."""
        return self._readable(gid).encode("utf-16-be").hex().upper()

    def part(self, run: Run, start: int, end: int) -> Run:
        """The run of `run.text[start:end]`, cut at character boundaries where a line may break."""
        clusters = [glyph.cluster for glyph in run.glyphs]
        chosen = run.glyphs[bisect_left(clusters, start) : bisect_left(clusters, end)]
        moved = (Glyph(g.gid, g.cluster - start, g.advance, g.x_offset, g.y_offset) for g in chosen)
        return self._run(run.text[start:end], tuple(moved))

    def _shape(self, text: str) -> Run:
        if not text:
            return Run("", (), 0, 0, 0, True)
        buffer = hb.Buffer()
        buffer.add_str(text)
        # Fixed, not guessed: HarfBuzz would take the script from the first strong letter, and “A วันที่” would be Latin.
        buffer.direction, buffer.script, buffer.language = "ltr", "Thai", "th"
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        # No ligatures: “fi” as one glyph reads back wrongly in some readers, and Thai marks need none.
        hb.shape(self.hb_font, buffer, {"liga": False})
        pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        glyphs = (Glyph(i.codepoint, i.cluster, p.x_advance, p.x_offset, p.y_offset) for i, p in pairs)
        return self._run(text, tuple(glyphs))

    def _run(self, text: str, glyphs: tuple[Glyph, ...]) -> Run:
        tops, bottoms = [0], [0]
        for glyph in glyphs:
            _, _, top, bottom = self._ink(glyph.gid)
            tops.append(top + glyph.y_offset)
            bottoms.append(bottom + glyph.y_offset)
        # Thai marks are moved about, and a reader might sort them by place: always with a copy.
        exact = not _THAI.search(text) and "".join(self._readable(glyph.gid) for glyph in glyphs) == text
        return Run(
            text,
            glyphs,
            sum(glyph.advance for glyph in glyphs),
            max(tops),
            min(bottoms),
            exact,
            frozenset(glyph.gid for glyph in glyphs),
        )

    def ink(self, run: Run) -> list[tuple[int, int, int, int]]:
        """Left, right, top and bottom of each glyph's ink, from the run's origin."""
        boxes = []
        at = 0
        for glyph in run.glyphs:
            left, right, top, bottom = self._ink(glyph.gid)
            x, y = at + glyph.x_offset, glyph.y_offset
            boxes.append((x + left, x + right, y + top, y + bottom))
            at += glyph.advance
        return boxes

    def _glyph_ink(self, gid: int) -> tuple[int, int, int, int]:
        extents = self.hb_font.get_glyph_extents(gid)
        if extents is None:
            return (0, 0, 0, 0)
        left, top = extents.x_bearing, extents.y_bearing
        return (left, left + extents.width, top, top + extents.height)


@dataclass(frozen=True)
class Typeface:
    """The two weights that forms use."""

    regular: Face
    bold: Face

    def weight(self, bold: bool) -> Face:
        """The face for plain or heavy text."""
        return self.bold if bold else self.regular


def sarabun_folder() -> Path:
    """Where the Sarabun files of `fontpkg-sarabun` lie, without importing it. Raises FontsMissing."""
    spec = find_spec("fontpkg_sarabun")
    # The folders, not the module's file: a bundle brings the fonts along without the three lines of Python.
    folders = [] if spec is None else list(spec.submodule_search_locations or ())
    if not folders:
        raise FontsMissing("Sarabun")
    return Path(folders[0]) / "files"


def load_typeface(folder: Path) -> Typeface:
    """Sarabun from a folder of TTF files. Raises FontsMissing."""
    return Typeface(Face(folder / "Sarabun-Regular.ttf"), Face(folder / "Sarabun-Bold.ttf"))
