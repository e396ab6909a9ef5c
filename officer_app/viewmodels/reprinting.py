"""Why a paper is printed again: a digit for a common reason, or the officer's own words; a scan is no reason."""

from officer_app.core.numbers import Kind, Unreadable, recognise
from officer_app.core.refusals import Refusal
from officer_app.viewmodels.speech import Speech

REASONS = ("damaged", "unreadable", "not_out", "lost", "wanted")
"""In the order of their digits; their words stand in the catalogue."""
LONGEST = 80
"""Characters: a reprint's reason stands on one line of every sheet, also of a label."""
_NO_SCAN = frozenset({Kind.UNKNOWN, Kind.HAWB, Kind.BILL, Kind.PLATE, Kind.TAX_ID})
"""What words and short numbers look like; everything else in the field came from a scanner."""


def is_scan(text: str) -> bool:
    """Whether a keyboard wedge typed a code into the field."""
    reading = recognise(text)
    return not isinstance(reading, Unreadable) and reading.kind not in _NO_SCAN


def reason_of(text: str, speech: Speech) -> str | Refusal:
    """The reason that `text` gives: of a digit its words, else itself. A Refusal says what is wrong with it."""
    said = " ".join(text.split())
    if not said:
        return Refusal("reason_needed")
    if is_scan(said):
        return Refusal("scan_waits")
    if said.isdecimal():
        # A lone number is a digit pressed, or nothing that tells anybody why.
        place = int(said) - 1 if len(said) == 1 else len(REASONS)
        return speech.say(f"reprint_{REASONS[place]}") if 0 <= place < len(REASONS) else Refusal("reason_unknown")
    return said if len(said) <= LONGEST else Refusal("reason_long")


def reasons_hint(speech: Speech) -> str:
    """The digits and what they mean, on one line."""
    listed = (f"{place} {speech.say(f'reprint_{name}')}" for place, name in enumerate(REASONS, 1))
    return " · ".join(listed)
