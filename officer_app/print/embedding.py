"""A shaped font inside one PDF: glyph numbers as codes, only the glyphs used, and the way back to characters.

reportlab asks a font object for three things when it closes a document (`delayedFonts`, `addObjects`, the page's font
dictionary); this one answers with a Type 0 font, so no private-use detour and no change to reportlab is needed.
"""

import hashlib
from collections.abc import Callable

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFName, PDFStream, PDFString, PDFZCompress

import uharfbuzz as hb
from officer_app.print.thai import Face, Run

_BLOCK = 100
"""A ToUnicode block may hold at most 100 pairs (PDF reference 5.9.2)."""
# Not needed to draw by glyph number; layout was done before.
_DROPPED = ("GSUB", "GPOS", "GDEF", "cmap", "name", "post", "OS/2", "gasp", "DSIG")


Refer = Callable[[object], object]
"""reportlab's way of making an object part of the file: gives the reference to it."""


class EmbeddedFace:
    """The glyphs of one face that one document uses. Belongs to that document alone."""

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self._used: set[int] = {0}

    def use(self, run: Run) -> None:
        """Remembers that the document draws these glyphs."""
        self._used |= run.gids

    def use_all(self, gids: frozenset[int]) -> None:
        """Remembers glyphs by their numbers."""
        self._used |= gids

    @property
    def used(self) -> frozenset[int]:
        """The glyphs drawn so far."""
        return frozenset(self._used)

    def addObjects(self, doc: PDFDocument) -> None:
        """Writes the font into the document; called once by reportlab when the document is closed."""
        refer: Refer = doc.Reference
        if self._used == {0}:
            return
        gids = sorted(self._used)
        tag = hashlib.sha256(repr(gids).encode()).digest()
        letters = "".join(chr(ord("A") + byte % 26) for byte in tag[:6])
        base = PDFName(f"{letters}+{self.face.name}")
        # As text: reportlab would make an object of every number in it.
        widths = "[" + " ".join(f"{gid} [{self.face.width_of(gid)}]" for gid in gids) + "]"
        descendant = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("CIDFontType2"),
                "BaseFont": base,
                "CIDSystemInfo": PDFDictionary(
                    {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
                ),
                "CIDToGIDMap": PDFName("Identity"),
                "DW": 0,
                "W": widths,
                "FontDescriptor": refer(self._descriptor(refer, base, gids)),
            }
        )
        font = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": base,
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([refer(descendant)]),
                "ToUnicode": refer(_stream(to_unicode(self.face, gids).encode("ascii"))),
            }
        )
        fonts = doc.idToObject["BasicFonts"]
        if isinstance(fonts, PDFDictionary):
            fonts[self.name] = refer(font)

    def _descriptor(self, refer: Refer, base: str, gids: list[int]) -> PDFDictionary:
        extents = self.face.hb_font.get_font_extents("ltr")
        program = subset(self.face, gids)
        stream = _stream(program)
        stream.dictionary["Length1"] = len(program)
        return PDFDictionary(
            {
                "Type": PDFName("FontDescriptor"),
                "FontName": base,
                "Flags": 4,
                "FontBBox": PDFArray([-700, -600, 1500, 1400]),
                "ItalicAngle": 0,
                "Ascent": extents.ascender,
                "Descent": extents.descender,
                "CapHeight": 700,
                "StemV": 140 if "Bold" in self.face.name else 80,
                "FontFile2": refer(stream),
            }
        )


def _stream(content: bytes) -> PDFStream:
    return PDFStream(content=content, filters=[PDFZCompress])


def subset(face: Face, gids: list[int]) -> bytes:
    """A TrueType program with these glyphs, each keeping its number."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(gids)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _DROPPED)
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    return hb.subset(face.hb_face, wanted).blob.data


def to_unicode(face: Face, gids: list[int]) -> str:
    """The CMap from glyph numbers to characters."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(gids), _BLOCK):
        block = gids[start : start + _BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{gid:04X}> <{face.read(gid)}>" for gid in block]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)
