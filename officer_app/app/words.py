"""Words of the window: why something failed, and where a Thai text may be broken."""

from collections.abc import Callable

from icu4py.breakers import LineBreaker

from officer_app.store.errors import StoreError
from officer_app.texts import Both, Texts
from officer_app.workstation.trouble import Trouble, store_trouble

LONGEST_WHOLE = 16
"""Characters of a number that stands on one line: a declaration's has 14."""


def explainer(texts: Texts) -> Callable[[Exception], Both | None]:
    """The sentence of a fault of the world; None for a mistake of ours."""

    def explain(fault: Exception) -> Both | None:
        trouble = store_trouble(fault) if isinstance(fault, StoreError) else fault
        if not isinstance(trouble, Trouble):
            return None
        return texts.trouble(trouble)

    return explain


def segment(text: str) -> str:
    """`text` with U+200B where a line may end: between its words, for Qt breaks Thai there with libthai or without, and
    within what is longer than any number that is read as one (a seal, a house waybill of 35 letters): it is never cut.
    """
    return "\u200b".join(_breakable(text[start:end]) for start, end in LineBreaker(text, "th").segments())


def _breakable(word: str) -> str:
    return "\u200b".join(word) if len(word) > LONGEST_WHOLE and word.isascii() else word
