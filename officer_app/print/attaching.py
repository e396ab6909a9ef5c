"""Puts streams into a PDF past reportlab's canvas: the content that copies share, and the form's data."""

import zlib
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFName, PDFStream, PDFString, PDFZCompress

from officer_app.print.pen import points

_QUICK = 3
"""Compression: half the time of the usual 6 for a tenth more bytes."""


def attach(document: PDFDocument, name: str, content: bytes) -> None:
    """Put `content` into the file as an attachment called `name` (ASCII)."""
    refer: Callable[[object], object] = document.Reference
    stream = PDFStream(content=content, filters=[PDFZCompress])
    stream.dictionary["Type"] = PDFName("EmbeddedFile")
    stream.dictionary["Params"] = PDFDictionary({"Size": len(content)})
    held = refer(stream)
    described = refer(
        PDFDictionary(
            {
                "Type": PDFName("Filespec"),
                "F": PDFString(name),
                "UF": PDFString(name),
                "AFRelationship": PDFName("Data"),
                "Desc": PDFString("form data"),
                "EF": PDFDictionary({"F": held, "UF": held}),
            }
        )
    )
    files = PDFDictionary({"Names": PDFArray([PDFString(name), described])})
    whole: Any = document  # the stubs know no catalogue
    whole.Catalog.Names = PDFDictionary({"EmbeddedFiles": files})


def add_shared(document: PDFDocument, name: str, size: tuple[float, float], operators: Sequence[str]) -> None:
    """Drawing operators (ASCII) as a form XObject of `size` mm, drawn by every copy with `doForm(name)`."""
    fonts: Any = document
    content = "\n".join(("1 0 0 1 0 0 cm", *operators)).encode("ascii")
    stream = PDFStream(content=zlib.compress(content, _QUICK) + b"\n")
    stream.dictionary["Type"] = PDFName("XObject")
    stream.dictionary["Subtype"] = PDFName("Form")
    stream.dictionary["Filter"] = PDFName("FlateDecode")
    stream.dictionary["BBox"] = PDFArray([0, 0, points(size[0]), points(size[1])])
    stream.dictionary["Resources"] = PDFDictionary({"Font": fonts.Reference(document.idToObject["BasicFonts"])})
    document.addForm(name, stream)
