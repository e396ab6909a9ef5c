"""Seals of a hand-over: as they are read on goods, and as acts and codes write them."""

from collections.abc import Iterable

from officer_app.core.numbers import normalise

_BETWEEN = ", "


def clean_seals(seals: Iterable[str]) -> tuple[str, ...]:
    """Each seal once, normalised, in order; what shows nothing is left out."""
    return tuple(sorted({normalise(seal) for seal in seals if normalise(seal)}))


def written_seals(seals: Iterable[str]) -> str:
    """The text that an act keeps: `MST00001A, MST00001B`."""
    return _BETWEEN.join(clean_seals(seals))


def read_seals(text: str) -> frozenset[str]:
    """The seals in a text made by `written_seals`."""
    return frozenset(part for part in text.split(_BETWEEN) if part)
