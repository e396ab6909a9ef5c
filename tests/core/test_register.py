"""Figures add up whichever way they are cut, do not depend on order, and count each act once."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.acts import Act, ActKind
from officer_app.core.canonical import Value
from officer_app.core.figures import Figures
from officer_app.core.permit_state import State
from officer_app.core.register import Book, By, Only, Span
from officer_app.core.shifts import SHIFTS
from tests.fakes import NOW, Chain

DAY = timedelta(days=1)
KINDS: tuple[tuple[ActKind, dict[str, Value]], ...] = (
    (ActKind.PRESENT, {}),
    (ActKind.STAMP, {"outcome": "green", "stamp_text": "Status 0309", "release_post": "CP-1"}),
    (ActKind.STAMP, {"outcome": "red", "stamp_text": "Status 0309", "release_post": "CP-1"}),
    (ActKind.RELEASE, {"granted_by": "centre"}),
    (ActKind.HOLD, {"reason": "รอเอกสาร"}),
    (ActKind.REFUSE, {"reason": "held"}),
    (ActKind.PRINT, {"form": "stamp-slip", "copy": 2}),
    (ActKind.PRINT, {"form": "stamp-slip", "of": "x", "status": "failed"}),
)
COUNTED = (
    *("acts", "green", "red", "xray", "releases", "holds", "refused", "annulled"),
    *("papers", "copies", "failed", "cleared", "scans", "scans_unknown", "scans_refused"),
)
"""The figures that add up: over any two spans that meet, over the lines of any grouping."""
WHOLE = Span(NOW, NOW + 4 * DAY)


@st.composite
def some_acts(draw: st.DrawFn) -> list[Act]:
    """What two counters and three officers did with a few permits in four days, in no order."""
    chains = [Chain("CE-1"), Chain("CP-1a")]
    for _ in range(draw(st.integers(0, 14))):
        kind, fields = draw(st.sampled_from(KINDS))
        draw(st.sampled_from(chains)).act(
            kind,
            fields,
            number=f"9911A000000{draw(st.integers(1, 4))}",
            officer=draw(st.sampled_from(["somchai", "malee", "wichai"])),
            round_=draw(st.integers(1, 2)),
            at=NOW + timedelta(minutes=draw(st.integers(0, 4 * 24 * 60 - 1))),
        )
    return draw(st.permutations([act for chain in chains for act in chain.acts]))


def counts(figures: Figures) -> dict[str, int]:
    return {name: value for name, value in asdict(figures).items() if name in COUNTED}


def added(lines: list[Figures] | tuple[Figures, ...]) -> dict[str, int]:
    return {name: sum(counts(line)[name] for line in lines) for name in COUNTED}


@given(some_acts(), st.sampled_from(By))
def test_the_lines_of_every_grouping_add_up_to_the_total(acts: list[Act], by: By) -> None:
    book = Book(acts, SHIFTS)
    lines = book.lines(WHOLE, by)
    assert added(lines) == counts(book.total(WHOLE))
    assert [line.key for line in lines] == sorted({line.key for line in lines})
    assert all(line.acts for line in lines)


@given(some_acts(), st.integers(0, 4 * 24 * 60))
def test_two_spans_that_meet_add_up_to_the_whole(acts: list[Act], minutes: int) -> None:
    book = Book(acts, SHIFTS)
    middle = WHOLE.begin + timedelta(minutes=minutes)
    parts = [book.total(Span(WHOLE.begin, middle)), book.total(Span(middle, WHOLE.end))]
    assert added(parts) == counts(book.total(WHOLE))


@given(some_acts(), st.sampled_from(By))
def test_neither_the_order_nor_an_act_that_came_twice_changes_a_figure(acts: list[Act], by: By) -> None:
    book = Book(acts, SHIFTS)
    again = Book([*reversed(acts), *acts], SHIFTS)
    assert again.lines(WHOLE, by) == book.lines(WHOLE, by)
    assert again.waiting(WHOLE.end) == book.waiting(WHOLE.end)


@given(some_acts())
def test_what_is_left_out_for_one_is_counted_for_the_others(acts: list[Act]) -> None:
    book = Book(acts, SHIFTS)
    for by in (By.OFFICER, By.COUNTER, By.LANE):
        for line in book.lines(WHOLE, by):
            # An empty lane is what no stamp was made of: it is no filter.
            if line.key:
                assert book.lines(WHOLE, by, Only(**{str(by): line.key})) == (line,)
    by_shift = [book.total(WHOLE, Only(shift=name)) for name in SHIFTS]
    assert added(by_shift) == counts(book.total(WHOLE))


def clearing(*, released_after_s: int, round_: int = 1) -> list[Act]:
    counter, post = Chain("CE-1"), Chain("CP-1a")
    counter.act(ActKind.PRESENT, at=NOW, round_=round_)
    counter.act(
        ActKind.STAMP,
        {"outcome": "red", "stamp_text": "Status 0309", "release_post": "CP-1"},
        at=NOW + timedelta(seconds=60),
        round_=round_,
    )
    post.act(ActKind.RELEASE, {"granted_by": "centre"}, at=NOW + timedelta(seconds=released_after_s), round_=round_)
    return [*counter.acts, *post.acts]


def test_the_time_to_clear_runs_from_the_first_act_of_the_round_even_before_the_span() -> None:
    acts = clearing(released_after_s=3600)
    total = Book(acts, SHIFTS).total(Span(NOW + timedelta(seconds=3600), NOW + DAY))
    assert (total.cleared, total.p50_s, total.p95_s, total.stamps) == (1, 3600, 3600, 0)
    assert Book(acts, SHIFTS).lines(WHOLE, By.LANE)[0].key == "red"


def test_a_release_that_was_annulled_or_that_a_wrong_clock_put_first_has_no_time() -> None:
    acts = clearing(released_after_s=3600)
    taken_back = Chain("CE-2")
    taken_back.act(ActKind.ANNUL, {"annuls": acts[-1].act_id, "reason": "ผิด"}, at=NOW + timedelta(hours=2))
    total = Book([*acts, *taken_back.acts], SHIFTS).total(WHOLE)
    assert (total.releases, total.cleared, total.p50_s) == (1, 0, None)
    early = Book(clearing(released_after_s=-5), SHIFTS).total(Span(NOW - DAY, NOW + DAY))
    assert (early.releases, early.cleared) == (1, 0)


def test_who_waits_is_who_was_presented_and_is_neither_stamped_nor_gone() -> None:
    chain = Chain("CE-1")
    chain.act(ActKind.PRESENT, number="9911A0000001", at=NOW + timedelta(minutes=5))
    chain.act(ActKind.PRESENT, number="9911A0000002", at=NOW, after="")
    chain.act(ActKind.HOLD, {"reason": "รอเอกสาร"}, number="9911A0000002", at=NOW + timedelta(minutes=9))
    chain.act(ActKind.PRESENT, number="9911A0000003", at=NOW + timedelta(hours=3), after="")
    book = Book(chain.acts, SHIFTS)
    seen = book.waiting(NOW + timedelta(hours=1))
    assert [(each.number, each.state, each.since) for each in seen] == [
        ("9911A0000002", State.HELD, NOW),
        ("9911A0000001", State.PRESENTED, NOW + timedelta(minutes=5)),
    ]


def test_an_act_before_midnight_utc_counts_on_the_thai_day() -> None:
    chain = Chain("CE-1")
    chain.act(ActKind.PRESENT, at=datetime(2026, 11, 21, 17, 0, tzinfo=UTC))
    chain.act(ActKind.HOLD, {"reason": "x"}, at=datetime(2026, 11, 21, 16, 59, 59, tzinfo=UTC))
    book = Book(chain.acts, SHIFTS)
    assert [line.key for line in book.lines(WHOLE, By.DAY)] == ["2026-11-21", "2026-11-22"]
    assert {line.key for line in book.lines(WHOLE, By.SHIFT)} == {"2026-11-21 B"}
