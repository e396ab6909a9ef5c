"""What the models say: every sentence is there, in both languages, and none is left over."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.acts import ActKind
from officer_app.core.numbers import Kind
from officer_app.core.records import CoreState, Provenance
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ROLES
from officer_app.texts import Texts
from officer_app.viewmodels.speech import Voices, parse_moment
from tests.viewmodels.world import ROOT

TEXTS = Texts.load(ROOT / "resources" / "texts")
KEYS = TEXTS.keys()
ENGLISH = Voices(TEXTS, {"somchai": "Somchai"}).speech("en")
SOURCES = [
    path.read_text("utf-8")
    for folder in ("viewmodels", "ui", "app")
    for path in sorted((ROOT / "officer_app" / folder).rglob("*.py"))
]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (59.9, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1 h 0 min"), (90061, "1 d 1 h"), (-5, "0 s")],
)
def test_a_length_of_time_is_said_in_its_two_greatest_units(seconds: float, said: str) -> None:
    assert ENGLISH.duration(seconds) == said


def test_a_refusal_names_people_times_and_roles_as_they_are_read() -> None:
    at = "2026-11-21T03:04:05+00:00"
    refusal = Refusal("already_released", {"officer": "somchai", "station": "CP-1-1", "at": at})
    assert "Somchai at CP-1-1 on 21-11-2569 10:04:05" in ENGLISH.refusal(refusal)
    assert "checking post" in ENGLISH.refusal(Refusal("role", {"role": "checking_post"}))
    assert "the centre" in ENGLISH.refusal(Refusal("no_right", {"authority": "centre"}))


def test_a_refusal_nobody_foresaw_is_still_a_sentence() -> None:
    assert ENGLISH.refusal(Refusal("from_the_future")) == "This cannot be done (from_the_future). Nothing was recorded."


@given(st.text())
def test_any_text_is_a_moment_or_none(text: str) -> None:
    moment = parse_moment(text)
    assert moment is None or moment.tzinfo is not None


def literal_keys(source: str) -> set[str]:
    """A name without a dot is one of the window's."""
    named = re.findall(r"(?:say|either)\(\s*\"([a-z_0-9.]+)\"", source)
    return {name if "." in name else f"window.{name}" for name in named}


def test_every_sentence_that_is_said_by_its_name_is_in_the_catalogue() -> None:
    wanted = {key for source in SOURCES for key in literal_keys(source)}
    assert len(wanted) > 60
    assert sorted(wanted - KEYS) == []


def test_every_code_of_the_core_has_its_word() -> None:
    wanted = {
        *(f"window.number_{kind}" for kind in Kind),
        *(f"window.act_{kind}" for kind in ActKind if kind not in ("station_opened", "key_registered", "print")),
        *(f"window.core_{state}" for state in CoreState),
        *(f"window.provenance_{each}" for each in Provenance),
        *(f"window.role_{role}" for role in ROLES),
    }
    assert sorted(wanted - KEYS) == []


def test_no_sentence_of_the_window_is_left_over() -> None:
    everything = "\n".join(SOURCES)
    # What is said by a code that comes from elsewhere; a line and an outcome share the code that says them.
    stems = {*re.findall(r"f[\"']([a-z_]+_)\{", everything), "line_", "outcome_"}
    ends = tuple(re.findall(r"f[\"']\{[a-z_.]+\}(_[a-z_]+)[\"']", everything))
    names = set(re.findall(r"[\"'](?:window\.)?([a-z_]+)[\"']", everything))
    keys = [key.removeprefix("window.") for key in KEYS if key.startswith("window.")]
    said = [key for key in keys if key in names or key.endswith(ends) or any(key.startswith(stem) for stem in stems)]
    unused = sorted(set(keys) - set(said))
    assert unused == []


def test_the_window_says_no_gap_that_only_one_language_has() -> None:
    source = Path(ROOT / "resources" / "texts" / "window.toml").read_text("utf-8")
    odd = [
        thai
        for thai, english in re.findall(r'th = "(.*)"\nen = "(.*)"', source)
        if set(re.findall(r"\{\w+\}", thai)) != set(re.findall(r"\{\w+\}", english))
    ]
    assert odd == []
