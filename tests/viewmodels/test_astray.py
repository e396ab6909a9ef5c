"""A password typed into the scan box: not on the card, not in a sentence, not in a list, and in no log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.scans import Typed
from officer_app.viewmodels.astray import masked
from officer_app.viewmodels.keying import KeyingModel
from officer_app.viewmodels.post_model import PostModel
from officer_app.viewmodels.view import View
from tests.viewmodels import world as sample
from tests.viewmodels.world import CHECKER, INSPECTOR, World, signed_in

PASSWORDS = ("correct horse", "Aa123456", "somchai2569", "P@ssw0rd!", "รหัสผ่านลับ", "hunter2", "1234", "x")


@pytest.fixture
def counter(counter_world: World) -> KeyingModel:
    model = KeyingModel(counter_world.tools)
    model.sign_in(signed_in(INSPECTOR), {})
    return model


def words(view: View) -> str:
    """All that stands on the page."""
    return repr(view)


@pytest.mark.parametrize("password", PASSWORDS)
def test_what_was_typed_and_is_no_number_is_not_left_in_sight(counter: KeyingModel, password: str) -> None:
    counter.on_scan(password, typed=True)
    for language in ("th", "en"):
        view = counter.view(language)
        assert len(password) == 1 or password.casefold() not in words(view).casefold()
        assert (view.code, view.must_acknowledge) == ("typed_unknown", True)
        assert str(len(password)) in view.sentence
        assert view.card is not None
        assert view.card.number == masked(password)
    assert counter.unknown.listed == [(Typed(len(password)), 1)]


def test_it_is_kept_nowhere_in_the_model(counter: KeyingModel) -> None:
    counter.on_scan("correct horse", typed=True)
    assert "correct horse" not in repr(counter._on_card.answer)
    assert "correct horse" not in repr(counter._banner.__dict__)
    counter.acknowledge()
    assert counter.view("en").card is None


def test_it_is_heard_once_and_counted_as_before(counter: KeyingModel, counter_world: World) -> None:
    before = list(counter_world.sounds.heard)
    counter.on_scan("correct horse", typed=True)
    assert counter_world.sounds.heard[len(before) :] == ["refuse"]
    assert (counter.counts.refused, counter.counts.understood) == (1, 0)


def test_what_waited_under_a_refusal_is_hidden_in_its_turn(counter: KeyingModel) -> None:
    counter.on_scan(sample.CANCELLED)
    counter.on_scan("correct horse", typed=True)
    counter.acknowledge()
    view = counter.view("en")
    assert view.code == "typed_unknown"
    assert "correct horse" not in words(view)


@pytest.mark.parametrize("text", ["correcthorse", "HAWB0001XYZ"])
def test_what_a_scanner_read_is_shown_whole(counter: KeyingModel, text: str) -> None:
    counter.on_scan(text)
    view = counter.view("en")
    assert view.card is not None
    assert view.card.number.casefold() == text.casefold()


@pytest.mark.parametrize("number", [sample.UNKNOWN, "TEXU9900027", "A0121991199999"])
def test_a_typed_number_of_a_known_kind_is_shown_whole_though_nobody_has_it(counter: KeyingModel, number: str) -> None:
    counter.on_scan(number, typed=True)
    assert number in words(counter.view("en"))


@pytest.mark.parametrize("number", [sample.GREEN, "HAWB0001", "2ฒฆ4321", "21799900022"])
def test_whatever_was_typed_and_is_known_is_shown(counter: KeyingModel, number: str) -> None:
    counter.on_scan(number, typed=True)
    view = counter.view("en")
    assert view.code != "typed_unknown"
    assert "••••••" not in words(view)


def test_in_a_batch_it_is_listed_without_what_it_was(post_world: World) -> None:
    model = PostModel(post_world.tools)
    model.sign_in(signed_in(CHECKER), {})
    model.batch()
    model.on_scan("correct horse", typed=True)
    model.on_scan(sample.CANCELLED)
    view = model.view("en")
    assert "correct horse" not in words(view)
    assert view.table is not None
    assert [line.cells[0] for line in view.table.lines] == [sample.CANCELLED, "co••••••"]
    assert not view.must_acknowledge


@given(st.text(min_size=1, max_size=80))
def test_of_no_text_more_than_two_signs_are_shown(text: str) -> None:
    shown = masked(text)
    assert shown.endswith("••••••")
    assert len(shown) <= 8
    assert text.strip().startswith(shown.removesuffix("••••••"))
    assert len(text.strip()) >= 6 or shown == "••••••"
