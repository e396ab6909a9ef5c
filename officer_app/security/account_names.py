"""Names of accounts and of officers: two that look the same are the same."""

import unicodedata

from officer_app.core.refusals import Refusal, Refused

MAX_NAME = 64
"""Characters of the longest name."""


def clean_name(name: str) -> str:
    """`name` in NFC without blanks around it. Raises Refused: name_empty, name_too_long, name_bad_character.

    Control, format (invisible, direction-changing), private and unassigned characters and lone surrogates are
    refused: two names that look the same must be the same.
    """
    if len(name) > 4 * MAX_NAME:
        raise Refused(Refusal("name_too_long", {"max": str(MAX_NAME)}))
    if any(unicodedata.category(ch)[0] == "C" or unicodedata.category(ch) in ("Zl", "Zp") for ch in name):
        raise Refused(Refusal("name_bad_character"))
    cleaned = unicodedata.normalize("NFC", name).strip()
    if not cleaned:
        raise Refused(Refusal("name_empty"))
    if len(cleaned) > MAX_NAME:
        raise Refused(Refusal("name_too_long", {"max": str(MAX_NAME)}))
    return cleaned
