"""Words of the window: why something failed, and where a Thai text may be broken."""

from collections.abc import Callable

from icu4py.breakers import LineBreaker

from officer_app.store.errors import StoreError
from officer_app.texts import Both, Texts
from officer_app.workstation.trouble import Trouble, store_trouble


def explainer(texts: Texts) -> Callable[[Exception], Both | None]:
    """The sentence of a fault of the world; None for a mistake of ours."""

    def explain(fault: Exception) -> Both | None:
        trouble = store_trouble(fault) if isinstance(fault, StoreError) else fault
        if not isinstance(trouble, Trouble):
            return None
        return texts.trouble(trouble)

    return explain


def segment(text: str) -> str:
    """`text` with U+200B between its words: Qt breaks Thai lines there, with libthai or without."""
    return "\u200b".join(text[start:end] for start, end in LineBreaker(text, "th").segments())
