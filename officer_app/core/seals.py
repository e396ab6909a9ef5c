"""Seals of a hand-over: as they are read on goods, and as acts and codes write them."""

import hashlib
import re
from collections.abc import Iterable

from officer_app.core.numbers import normalise

_BETWEEN = ", "
MOST_IN_BOX = 1000
"""Characters of seals that a form's box has room for."""
MOST_CHARACTERS = 20_000
"""Of the seals of one hand-over, as an act keeps them: a thousand and more."""


def clean_seals(seals: Iterable[str]) -> tuple[str, ...]:
    """Each seal once, normalised, in order; what shows nothing is left out."""
    return tuple(sorted({normalise(seal) for seal in seals if normalise(seal)}))


def written_seals(seals: Iterable[str]) -> str:
    """The text that an act keeps: `MST00001A, MST00001B`."""
    return _BETWEEN.join(clean_seals(seals))


def read_seals(text: str) -> frozenset[str]:
    """The seals in a text made by `written_seals`."""
    return frozenset(part for part in text.split(_BETWEEN) if part)


def seals_in_box(text: str, on_rows: Iterable[str]) -> str:
    """The seals in `text` as a form's box shows them: all; or, where they are too many for it and the rows of the
    container list (`on_rows`, their own seals) name every one of them, how many, the first and the last.
    """
    if len(text) <= MOST_IN_BOX:
        return text
    listed = {normalise(part) for row in on_rows for part in re.split(r"[,;\s]+", row)}
    if not read_seals(text) <= listed:
        return text
    seals = sorted(read_seals(text))
    return f"{len(seals)} ดวง {seals[0]} – {seals[-1]} ตามบัญชีตู้สินค้า"


def seals_digest(text: str) -> str:
    """The seals in `text`, more than a code has room for, as the code proves them: how many, `#`, and 32 hex digits of
    the SHA-256 of `text`. No seal is written with that sign.
    """
    return f"{len(read_seals(text))}#{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def same_seals(sent: str, found: Iterable[str]) -> bool:
    """Whether `found`, as read on goods, are the seals of a hand-over: its text, or its digest from a code."""
    read = clean_seals(found)
    return seals_digest(_BETWEEN.join(read)) == sent if "#" in sent else read_seals(sent) == set(read)
