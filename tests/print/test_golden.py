"""Every form as it was looked at: its text layer word for word, its picture square by square."""

import pytest
from PIL import Image, ImageChops

from officer_app.print.forms import Forms
from tests.print.golden import FOLDER, MOST_OFF, most_off, picture, sheets, text
from tests.print.paper import TEMPLATES

NAMES = sorted(sheets(Forms(TEMPLATES)))


@pytest.mark.parametrize("name", NAMES)
def test_the_text_layer_is_the_one_that_was_read(forms: Forms, name: str) -> None:
    """After a wanted change: `python -m tests.golden.make_forms`, and look at what it made."""
    assert text(sheets(forms)[name]()) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_is_the_one_that_was_looked_at(forms: Forms, name: str) -> None:
    with Image.open(FOLDER / f"{name}.png") as kept:
        assert most_off(picture(sheets(forms)[name]()), kept.convert("L")) <= MOST_OFF


def test_a_letter_too_many_does_not_pass_as_the_same_picture(forms: Forms) -> None:
    slip = forms.template("fee-slip").sample
    one, other = forms.preview("fee-slip"), forms.render("fee-slip", {**slip, "payer_name": "X"}, sample=True)
    assert most_off(picture(one), picture(other)) > MOST_OFF
    assert ImageChops.difference(picture(one), picture(one)).getbbox() is None


def test_no_golden_sheet_is_left_over() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.png")) == NAMES
