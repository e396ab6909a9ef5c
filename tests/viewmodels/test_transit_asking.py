"""Questions one after the other: what was answered stays, Esc takes one answer back, figures mean what was typed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.viewmodels.transit_asking import Answers, Ask, Pick, Sheet, code, in_order, words
from officer_app.viewmodels.transit_reading import day, figure_text, fitting, kilos, money, whole

LABEL = Both("ชื่อ", "name")


def sheet(*asks: Ask) -> tuple[Sheet, list[Answers]]:
    """A sheet, and where its answers go."""
    done: list[Answers] = []
    return Sheet(LABEL, in_order(*asks), done.append), done


def test_a_wrong_answer_is_told_and_the_right_one_goes_on() -> None:
    asked, _ = sheet(Ask("a", LABEL, words()), Ask("b", LABEL, whole()))
    assert not asked.answer("  ")
    assert asked.wrong == Refusal("transit_needed")
    assert asked.answer("x")
    assert not asked.answer("12.5")
    assert asked.wrong == Refusal("transit_bad_figure")
    assert asked.answer("12")
    assert asked.ask is None
    assert asked.answers == {"a": "x", "b": 12}


def test_escape_takes_one_answer_back_and_at_the_first_none() -> None:
    asked, _ = sheet(Ask("a", LABEL, words()), Ask("seals", LABEL, code(), many=True))
    asked.answer("x")
    asked.answer("S1")
    asked.answer("S2")
    assert asked.back()
    asked.answer("")
    assert asked.answers["seals"] == ("S1",)
    assert asked.back()
    assert asked.back()
    assert asked.answers == {}
    assert not asked.back()


def test_the_same_seal_scanned_twice_is_one_seal() -> None:
    asked, _ = sheet(Ask("seals", LABEL, code(), many=True))
    for seal in ("S1", "S1", "S2", ""):
        asked.answer(seal)
    assert asked.answers["seals"] == ("S1", "S2")


def test_a_digit_picks_and_no_other_place_does() -> None:
    picks = (Pick("one", LABEL), Pick("two", LABEL))
    asked, _ = sheet(Ask("a", LABEL, words(), picks=picks, start=1))
    assert asked.selected == 1
    assert not asked.pick(3)
    assert not asked.pick(0)
    assert not asked.answer("two")
    asked.move(-5)
    assert asked.selected == 0
    assert asked.pick(2)
    assert asked.answers == {"a": "two"}


def test_what_is_known_before_is_not_asked_and_not_taken_back() -> None:
    asked = Sheet(LABEL, in_order(Ask("a", LABEL, words()), Ask("b", LABEL, words())), lambda _: None, {"a": "known"})
    asked.answer("x")
    assert asked.back()
    assert not asked.back()
    assert asked.answers == {"a": "known"}


def test_a_scanned_number_is_no_reason() -> None:
    assert words()("A0102991100777") == Refusal("transit_scan_first")
    assert words()("9911A0000001") == Refusal("transit_scan_first")
    assert words()("the applicant withdrew") == "the applicant withdrew"


@given(st.integers(min_value=0, max_value=10**14))
def test_weights_and_sums_come_back_as_they_were_typed(number: int) -> None:
    assert kilos()(figure_text("gross_weight", number)) == number
    assert money()(figure_text("value", number)) == number
    assert whole()(figure_text("packages", number)) == number


@given(st.text(max_size=30))
def test_no_text_breaks_a_figure_a_day_or_a_code(text: str) -> None:
    answers: list[Any] = [read(text) for read in (whole(), kilos(), money(), day(), fitting("[A-Z]{2}", "transit_x"))]
    for answer in answers[:3]:
        assert isinstance(answer, Refusal) or (isinstance(answer, int) and answer >= 0)
    for answer in answers[3:]:
        assert isinstance(answer, Refusal | str)


@pytest.mark.parametrize(
    ("typed", "grams"), [("1325", 1_325_000), ("1,325.5", 1_325_500), ("๑๒.๓๔๕", 12_345), ("0", 0)]
)
def test_kilograms_are_typed_with_commas_decimals_and_thai_digits(typed: str, grams: int) -> None:
    assert kilos()(typed) == grams


@pytest.mark.parametrize("typed", ["1.2345", "-1", "1e5", "NaN", "1 2", "٣", "²"])
def test_what_is_no_weight_is_told(typed: str) -> None:
    assert kilos()(typed) == Refusal("transit_bad_figure")


def test_a_day_is_buddhist_and_enter_alone_takes_the_known_one() -> None:
    assert day()("31-12-2569") == "2026-12-31"
    assert day()("๓๑/๑๒/๒๕๖๙") == "2026-12-31"
    assert day()("29-02-2569") == Refusal("transit_bad_day")
    assert day(needed=False)("") == ""
