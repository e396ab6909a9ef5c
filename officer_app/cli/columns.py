"""A table in plain text: columns as wide as what stands in them; Thai marks above and below a letter take no place."""

import unicodedata
from collections.abc import Sequence

GAP = "  "


def columns(rows: Sequence[Sequence[str]]) -> str:
    """The rows as lines, each cell padded to the widest of its column. All rows have the same number of cells."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(GAP.join(map(_padded, row, widths)).rstrip() for row in rows)


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(cell: str) -> int:
    return sum(1 for letter in cell if unicodedata.category(letter) not in ("Mn", "Cf"))
