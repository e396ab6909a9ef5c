"""The register of guarantees: what is drawn is not free, and no order of acts changes what it says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.acts import Act, ActKind, Draft, Mode, Place, Subject, compose, read
from officer_app.core.canonical import Value
from officer_app.core.guarantees import GuaranteeState, fold_guarantee, objection

DAY = date(2026, 11, 21)
START = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def act(number: int, kind: ActKind, after: str = "", **fields: Value) -> Act:
    draft = Draft(
        f"act-{number:04d}", kind, Subject("guarantee", "G-1"), "malee", START + timedelta(minutes=number), fields
    )
    place = Place("MS", "MS-1", number, bytes(32), after, Mode.REAL)
    return read(compose(draft, place, "key"), bytes(64))


def chain(*steps: tuple[ActKind, dict[str, Value]]) -> list[Act]:
    made: list[Act] = []
    for number, (kind, fields) in enumerate(steps, start=1):
        made.append(act(number, kind, made[-1].act_id if made else "", **fields))
    return made


def registered(**more: Value) -> tuple[ActKind, dict[str, Value]]:
    fields: dict[str, Value] = {"guarantee_type": "B", "satang": 1000, "holder": "0994000163011"}
    return ActKind.GUARANTEE_REGISTERED, {**fields, **more}


def drawn(case: str, satang: int) -> tuple[ActKind, dict[str, Value]]:
    return ActKind.GUARANTEE_DRAWN, {"case": case, "satang": satang}


def freed(case: str) -> tuple[ActKind, dict[str, Value]]:
    return ActKind.GUARANTEE_FREED, {"case": case, "satang": 1}


def test_what_is_drawn_is_free_again_after_the_exit() -> None:
    acts = chain(registered(), drawn("C-1", 600), drawn("C-2", 400), freed("C-1"))
    state = fold_guarantee(acts)

    assert state.free == 600
    assert state.drawn == {"C-2": 400}
    assert state.irregularities == ()


def test_an_exhausted_guarantee_says_so_and_a_case_may_change_its_own_sum() -> None:
    state = fold_guarantee(chain(registered(), drawn("C-1", 600)))

    assert objection(state, "C-2", 400, DAY) == ""
    assert objection(state, "C-2", 401, DAY) == "guarantee_exhausted"
    assert objection(state, "C-1", 1000, DAY) == ""


@pytest.mark.parametrize(
    ("fields", "day", "said"),
    [
        ({"expiry": "2026-11-21"}, DAY, ""),
        ({"expiry": "2026-11-20"}, DAY, "guarantee_expired"),
        ({"guarantee_type": "bond", "licence_expiry": "2026-11-20"}, DAY, "licence_expired"),
        ({"guarantee_type": "bond", "licence_expiry": "2026-11-21"}, DAY, ""),
        ({"guarantee_type": "bond"}, DAY, ""),
        ({"trip": "C-9"}, DAY, "guarantee_of_other_trip"),
        ({"trip": "C-1"}, DAY, ""),
    ],
)
def test_what_has_ended_or_is_for_another_trip_is_not_drawn_from(
    fields: dict[str, Value], day: date, said: str
) -> None:
    assert objection(fold_guarantee(chain(registered(**fields))), "C-1", 1000, day) == said


def test_a_closed_one_is_closed() -> None:
    state = fold_guarantee(chain(registered(), (ActKind.GUARANTEE_CLOSED, {"reason": "licence ended"})))

    assert objection(state, "C-1", 1, DAY) == "guarantee_closed"
    assert objection(GuaranteeState(), "C-1", 1, DAY) == "guarantee_unknown"


def test_a_general_bond_covers_every_trip() -> None:
    state = fold_guarantee(chain(registered(guarantee_type="bond", satang=1), drawn("C-1", 5000)))

    assert objection(state, "C-2", 10**12, DAY) == ""
    assert state.irregularities == ()


def test_two_workstations_that_drew_at_once_are_both_kept_and_flagged() -> None:
    first = chain(registered())[0]
    ours = act(2, ActKind.GUARANTEE_DRAWN, first.act_id, case="C-1", satang=700)
    theirs = act(3, ActKind.GUARANTEE_DRAWN, first.act_id, case="C-2", satang=700)

    state = fold_guarantee([theirs, first, ours])

    assert state.free == -400
    assert [each.kind for each in state.irregularities] == ["guarantee_exhausted"]


@given(st.permutations(range(6)), st.lists(st.integers(0, 5), max_size=4))
def test_no_order_and_no_duplicate_changes_the_state(order: list[int], twice: list[int]) -> None:
    acts = chain(registered(), drawn("C-1", 600), drawn("C-2", 700), freed("C-1"), drawn("C-3", 5), freed("C-9"))
    mixed = [acts[place] for place in order] + [acts[place] for place in twice]

    assert fold_guarantee(mixed) == fold_guarantee(acts)


MOVES = st.lists(
    st.tuples(st.sampled_from(["draw", "free", "renew"]), st.integers(1, 4), st.integers(1, 10**15)), max_size=25
)


@given(MOVES, st.integers(1, 10**15))
def test_what_is_free_and_what_is_drawn_are_the_sum_to_the_satang(
    moves: list[tuple[str, int, int]], satang: int
) -> None:
    drawn_now: dict[str, int] = {}
    steps = [registered(satang=satang)]
    for what, place, amount in moves:
        case = f"C-{place}"
        if what == "draw":
            drawn_now[case] = amount
            steps.append(drawn(case, amount))
        elif what == "free":
            drawn_now.pop(case, None)
            steps.append(freed(case))
        else:
            satang = amount
            steps.append(registered(satang=amount))
    state = fold_guarantee(chain(*steps))

    assert dict(state.drawn) == drawn_now
    assert state.free == satang - sum(drawn_now.values())
    # What is left may be drawn to the last satang, and not one more.
    if state.free >= 0:
        assert objection(state, "C-9", state.free, DAY) == ""
        assert objection(state, "C-9", state.free + 1, DAY) == "guarantee_exhausted"
