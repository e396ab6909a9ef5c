"""Puts a file inside a PDF: the form's data, so that a program can read a paper back without reading its picture."""

from collections.abc import Callable
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFName, PDFStream, PDFString, PDFZCompress


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
