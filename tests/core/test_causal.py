"""The one order of acts: causes before effects, else round, feed, time and id; whatever order they came in."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.acts import Act, ActKind
from officer_app.core.causal import comes_last, in_order
from tests.fakes import NOW, Chain


def ids(acts: list[Act]) -> list[str]:
    return [act.act_id for act in acts]


def alone(station: str, minutes: int, after: str = "") -> Act:
    """The only act of a workstation."""
    return Chain(station).act(ActKind.PRESENT, after=after, at=NOW + timedelta(minutes=minutes))


def test_what_a_workstation_did_first_comes_first_whatever_its_clock_said() -> None:
    chain = Chain("A")
    for minutes in (9, 5, 7):
        chain.act(ActKind.PRESENT, after="", at=NOW + timedelta(minutes=minutes))
    assert ids(in_order(reversed(chain.acts), {})) == ["A/1", "A/2", "A/3"]


def test_what_was_known_comes_first_whatever_the_clocks_and_the_feed_say() -> None:
    cause, effect = alone("B", 9), alone("A", 1, after="B/1")
    assert ids(in_order([effect, cause], {"A/1": 1, "B/1": 2})) == ["B/1", "A/1"]


def test_between_acts_that_do_not_know_each_other_the_feed_decides() -> None:
    early, late = alone("A", 1), alone("B", 2)
    assert ids(in_order([early, late], {"B/1": 1, "A/1": 2})) == ["B/1", "A/1"]


def test_what_was_done_in_a_later_round_comes_behind_what_ended_the_one_before_however_it_was_fed() -> None:
    ends = alone("B", 9)
    later = Chain("A").act(ActKind.RELEASE, after="", round_=2, at=NOW)
    assert ids(in_order([later, ends], {"A/1": 1, "B/1": 2})) == ["B/1", "A/1"]


def test_what_an_act_takes_back_or_rests_on_comes_before_it_however_they_were_fed() -> None:
    for kind, field in ((ActKind.ANNUL, "annuls"), (ActKind.REDIRECT, "annuls"), (ActKind.RELEASE, "stamp")):
        known, other = alone("B", 8), alone("C", 7)
        # Of two acts that were known one only is named as the one it follows.
        effect = Chain("A").act(kind, {field: "B/1"}, after="C/1", at=NOW)
        assert ids(in_order([effect, known, other], {"C/1": 1, "A/1": 2, "B/1": 3})) == ["C/1", "B/1", "A/1"], kind


def test_an_act_written_once_more_behind_what_took_it_back_leaves_all_others_in_their_order() -> None:
    taken_back = Chain("A").act(ActKind.ANNUL, {"annuls": "B/1"}, after="", at=NOW)
    again, behind = alone("B", 2, after="A/1"), alone("C", 0, after="B/1")
    assert ids(in_order([behind, again, taken_back], {"C/1": 1, "B/1": 2, "A/1": 3})) == ["A/1", "B/1", "C/1"]


def test_what_the_centre_has_not_placed_comes_behind_what_it_has() -> None:
    early, late = alone("A", 1), alone("B", 2)
    assert ids(in_order([early, late], {"B/1": 7})) == ["B/1", "A/1"]


def test_without_a_feed_the_time_decides_and_then_the_id() -> None:
    assert ids(in_order([alone("B", 1), alone("A", 2)], {})) == ["B/1", "A/1"]
    assert ids(in_order([alone("B", 1), alone("A", 1)], {})) == ["A/1", "B/1"]


def test_acts_that_name_each_other_come_last_and_none_is_lost() -> None:
    one, two = alone("A", 1, after="B/1"), alone("B", 2, after="A/1")
    behind, free = alone("C", 0, after="A/1"), alone("D", 9)
    assert ids(in_order([behind, two, free, one], {})) == ["D/1", "C/1", "A/1", "B/1"]


def test_an_act_that_names_itself_waits_for_nothing() -> None:
    assert ids(in_order([alone("A", 1, after="A/1")], {})) == ["A/1"]


def test_an_unknown_cause_is_not_waited_for() -> None:
    assert ids(in_order([alone("A", 1, after="nowhere")], {})) == ["A/1"]


def test_of_two_contents_under_one_id_always_the_same_one_is_taken() -> None:
    one, two = Chain("A"), Chain("A")
    pair = [one.act(ActKind.PRESENT, {"n": 1}), two.act(ActKind.PRESENT, {"n": 2})]
    assert len(in_order(pair, {})) == 1
    assert in_order(pair, {})[0].body == in_order(reversed(pair), {})[0].body


@st.composite
def tangles(draw: st.DrawFn) -> list[Act]:
    """Acts of three workstations that name any of each other as cause or as taken back, circles included."""
    sizes = draw(st.lists(st.integers(0, 4), min_size=3, max_size=3))
    names = [f"{station}/{seq}" for station, size in zip("ABC", sizes, strict=True) for seq in range(1, size + 1)]
    causes = st.sampled_from(["", "nowhere", *names])
    made = []
    for station, size in zip("ABC", sizes, strict=True):
        chain = Chain(station)
        for _ in range(size):
            named, at = {"annuls": draw(causes)}, NOW + timedelta(minutes=draw(st.integers(0, 3)))
            chain.act(ActKind.PRESENT, named, after=draw(causes), at=at)
        made += chain.acts
    return made


@given(tangles(), st.data())
def test_every_act_comes_once_in_one_order(acts: list[Act], data: st.DataObject) -> None:
    names = sorted({act.act_id for act in acts})
    feed = dict(zip(data.draw(st.permutations(names)), range(len(names)), strict=True)) if names else {}
    shuffled = data.draw(st.permutations(acts + acts[:2]))
    ordered = in_order(shuffled, feed)
    assert ordered == in_order(acts, feed)
    assert sorted(ids(ordered)) == names


@given(tangles(), st.data())
def test_an_act_that_comes_last_is_last_whatever_the_others_are(acts: list[Act], data: st.DataObject) -> None:
    names = sorted({act.act_id for act in acts})
    placed = data.draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    feed = {name: place for place, name in enumerate(placed)}
    ordered = in_order(acts, feed)
    last = ordered[-1].act_id if ordered else ""
    new = Chain(data.draw(st.sampled_from("ABCD"))).act(
        ActKind.PRESENT,
        {"annuls": data.draw(st.sampled_from(["", *names]))},
        after=data.draw(st.sampled_from([last, last, "", "nowhere", *names])),
    )
    if comes_last(new, acts, last):
        assert in_order([*acts, new], feed) == [*ordered, new]


def test_an_act_that_names_the_last_one_comes_last_unless_something_waits_for_it() -> None:
    first, second = alone("A", 1), alone("B", 2, after="A/1")
    new = alone("C", 0, after="B/1")
    assert comes_last(new, [first, second], "B/1")
    assert comes_last(alone("C", 0), [], "")
    assert not comes_last(alone("C", 0), [first], "A/1")
    assert not comes_last(new, [first, second, alone("D", 0, after="C/1")], "B/1")
    assert not comes_last(alone("A", 0, after="B/1"), [first, second], "B/1")
    taker = Chain("D").act(ActKind.ANNUL, {"annuls": "C/1"}, after="")
    assert not comes_last(new, [first, second, taker], "B/1")
    one, two = alone("A", 1, after="B/1"), alone("B", 2, after="A/1")
    assert not comes_last(new, [one, two], "B/1")
