"""Plates: kept as keyed, compared without signs, a bare one spelled as Thailand writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.canonical import clean_text
from officer_app.core.numbers import normalise
from officer_app.core.plates import same_plate, written_plate


@pytest.mark.parametrize(
    ("keyed", "country", "known", "shown"),
    [
        ("70-1234", "", "", "70-1234"),
        (" 70-1234 ตาก ", "", "", "70-1234 ตาก"),
        ("701234", "", "", "70-1234"),
        ("701234", "th", "", "70-1234"),
        ("2กข1234", "TH", "", "2กข 1234"),
        ("กข 1", "TH", "", "กข 1"),
        # A neighbour's plate is not spelled as one of ours.
        ("701234", "LA", "", "701234"),
        ("701234", "LA", "70 1234", "70 1234"),
        ("YGN9A1234", "MM", "", "YGN9A1234"),
        ("", "", "70-1234", ""),
    ],
)
def test_a_plate_is_shown_as_keyed_or_as_it_is_written_in_thailand(
    keyed: str, country: str, known: str, shown: str
) -> None:
    assert written_plate(keyed, country, known) == shown


@given(st.text(max_size=20), st.sampled_from(("", "TH", "LA")), st.text(max_size=20))
def test_a_spelling_never_changes_the_plate(keyed: str, country: str, known: str) -> None:
    shown = written_plate(keyed, country, known)
    assert same_plate(shown, clean_text(keyed))
    assert written_plate(shown, country, known) == shown or normalise(shown) == shown
