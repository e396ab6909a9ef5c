"""A day and a night counted by hand: every figure of the register beside the sum that somebody made on paper.

shift A (08:00 to 20:00, 21 November, Thai time), somchai at CE-1:
twenty permits presented at 09:00 and stamped green a minute later; malee releases the n-th n minutes
after it was presented (09:01 ... 09:20)
one permit inspected at 10:00, stamped red at 10:30, slip printed, printed again, second print failed;
never released
shift B (20:00 to 08:00), wichai at CE-1:
one permit to X-ray at 23:00, stamped at 23:50; released by malee at 01:00 on the 22nd
one permit held at 23:30 and still so
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from officer_app.core.acts import Act, ActKind
from officer_app.core.buddhist import BANGKOK
from officer_app.core.canonical import Value
from officer_app.core.figures import Figures
from officer_app.core.ports import FeedAct
from officer_app.core.register import By, Only
from officer_app.core.shifts import SHIFTS
from officer_app.usecases.progress import Progress
from officer_app.usecases.read_register import Register, Wanted, days, read_register
from tests.fakes import Chain, Desk, desk, permit, record

SATURDAY, SUNDAY = date(2026, 11, 21), date(2026, 11, 22)
MINUTE = timedelta(minutes=1)
RED, XRAYED, HELD = "9911A0000021", "9911A0000022", "9911A0000023"


def clock(text: str, day: date = SATURDAY) -> datetime:
    """A time of day in Thailand, as UTC."""
    return datetime.combine(day, time.fromisoformat(text), BANGKOK).astimezone(UTC)


def the_day() -> list[Act]:
    counter, post = Chain("CE-1"), Chain("CP-1a")
    for n in range(1, 21):
        number = f"9911A{n:07}"
        counter.act(ActKind.PRESENT, number=number, officer="somchai", at=clock("09:00"), after="")
        fields = {"outcome": "green", "stamp_text": "Status 0309", "release_post": "CP-1"}
        counter.act(ActKind.STAMP, fields, number=number, officer="somchai", at=clock("09:01"))
        post.act(
            ActKind.RELEASE,
            {"granted_by": "centre"},
            number=number,
            officer="malee",
            at=clock("09:00") + n * MINUTE,
            after=counter.acts[-1].act_id,
        )
    counter.act(ActKind.INSPECT, number=RED, officer="somchai", at=clock("10:00"), after="")
    fields = {"outcome": "red", "stamp_text": "Status 0309", "release_post": "CP-1", "findings": "ครบ"}
    counter.act(ActKind.STAMP, fields, number=RED, officer="somchai", at=clock("10:30"))
    by, slip = "somchai", dict[str, Value](form="stamp-slip", copy=1)
    printed = counter.act(ActKind.PRINT, slip, number=RED, officer=by, at=clock("10:31"))
    counter.act(ActKind.PRINT, {**slip, "copy": 2}, number=RED, officer=by, at=clock("10:31"))
    failed = {"form": "stamp-slip", "of": printed.act_id, "status": "failed"}
    counter.act(ActKind.PRINT, failed, number=RED, officer="printer", at=clock("10:32"))
    counter.act(ActKind.XRAY_SEND, number=XRAYED, officer="wichai", at=clock("23:00"), after="")
    counter.act(ActKind.HOLD, {"reason": "รอเอกสาร"}, number=HELD, officer="wichai", at=clock("23:30"), after="")
    fields = {"outcome": "xray", "stamp_text": "X-Ray", "release_post": "CP-1"}
    stamp = counter.act(
        ActKind.STAMP, fields, number=XRAYED, officer="wichai", at=clock("23:50"), after=counter.acts[-2].act_id
    )
    post.act(
        ActKind.RELEASE,
        {"granted_by": "centre"},
        number=XRAYED,
        officer="malee",
        at=clock("01:00", SUNDAY),
        after=stamp.act_id,
    )
    return [*counter.acts, *post.acts]


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that heard all of it from the centre; the core confirmed the first five green ones. It is 02:00."""
    folder: Path = tmp_path_factory.mktemp("desk")
    with desk(folder) as made:
        for n in range(1, 6):
            made.mirror.load([record(permit(f"9911A{n:07}", core_status="0309"), provenance="core")])
        made.journal.receive([FeedAct(place, act) for place, act in enumerate(the_day(), 1)])
        made.clock[0] = clock("02:00", SUNDAY)
        yield made


def register(at: Desk, first: date, last: date, by: By = By.DAY, only: Only | None = None) -> Register:
    return read_register(at.counter, at.journal, Wanted(days(first, last), by, only or Only()), SHIFTS, Progress())


def told(line: Figures) -> tuple[int, ...]:
    """acts, green, red, xray, releases, holds, papers, copies, failed, cleared."""
    counts = (line.acts, line.green, line.red, line.xray, line.releases, line.holds)
    return (*counts, line.papers, line.copies, line.failed, line.cleared)


def times(line: Figures) -> tuple[int | None, int | None]:
    """p50 and p95 in minutes."""
    p50, p95 = line.p50_s, line.p95_s
    return (None if p50 is None else p50 // 60, None if p95 is None else p95 // 60)


def test_both_days_together(at: Desk) -> None:
    total = register(at, SATURDAY, SUNDAY).total
    # 20 x 3, then 5 of the red one, 3 of the night at the counter, its release.
    assert told(total) == (69, 20, 1, 1, 21, 1, 2, 1, 1, 21)
    # 1, 2, ... 20 and 120 minutes: of 21 the 11th, and the 20th (21 x 0.95 = 19.95).
    assert times(total) == (11, 20)


def test_by_day(at: Desk) -> None:
    lines = {line.key: line for line in register(at, SATURDAY, SUNDAY).lines}
    assert told(lines["2026-11-21"]) == (68, 20, 1, 1, 20, 1, 2, 1, 1, 20)
    assert times(lines["2026-11-21"]) == (10, 19)
    assert told(lines["2026-11-22"]) == (1, 0, 0, 0, 1, 0, 0, 0, 0, 1)
    assert times(lines["2026-11-22"]) == (120, 120)


def test_by_shift_the_night_is_one_shift_over_two_days(at: Desk) -> None:
    lines = {line.key: line for line in register(at, SATURDAY, SUNDAY, By.SHIFT).lines}
    assert sorted(lines) == ["2026-11-21 A", "2026-11-21 B"]
    assert told(lines["2026-11-21 A"]) == (65, 20, 1, 0, 20, 0, 2, 1, 1, 20)
    assert told(lines["2026-11-21 B"]) == (4, 0, 0, 1, 1, 1, 0, 0, 0, 1)
    assert times(lines["2026-11-21 B"]) == (120, 120)


def test_by_officer_a_release_counts_for_who_confirmed_it(at: Desk) -> None:
    lines = {line.key: line for line in register(at, SATURDAY, SUNDAY, By.OFFICER).lines}
    assert told(lines["somchai"]) == (44, 20, 1, 0, 0, 0, 2, 1, 0, 0)
    assert told(lines["malee"]) == (21, 0, 0, 0, 21, 0, 0, 0, 0, 21)
    assert told(lines["wichai"]) == (3, 0, 0, 1, 0, 1, 0, 0, 0, 0)
    assert told(lines["printer"]) == (1, 0, 0, 0, 0, 0, 0, 0, 1, 0)
    assert (times(lines["malee"]), times(lines["somchai"])) == ((11, 20), (None, None))


def test_by_lane(at: Desk) -> None:
    lines = {line.key: line for line in register(at, SATURDAY, SUNDAY, By.LANE).lines}
    assert told(lines["green"]) == (60, 20, 0, 0, 20, 0, 0, 0, 0, 20)
    assert told(lines["red"]) == (5, 0, 1, 0, 0, 0, 2, 1, 1, 0)
    assert told(lines["xray"]) == (3, 0, 0, 1, 1, 0, 0, 0, 0, 1)
    assert told(lines[""]) == (1, 0, 0, 0, 0, 1, 0, 0, 0, 0)
    assert [times(lines[lane]) for lane in ("green", "red", "xray")] == [(10, 19), (None, None), (120, 120)]


def test_who_waits_and_how_long(at: Desk) -> None:
    read = register(at, SATURDAY, SUNDAY)
    assert [(each.number, read.as_of - each.since) for each in read.waiting] == [(HELD, 150 * MINUTE)]
    # At the end of Saturday the same one waited, by then for half an hour.
    ended = register(at, SATURDAY, SATURDAY)
    assert [(each.number, ended.as_of - each.since) for each in ended.waiting] == [(HELD, 30 * MINUTE)]


FIVE = {f"9911A{n:07}" for n in range(1, 6)}
GREEN = {f"9911A{n:07}" for n in range(1, 21)} - FIVE


@pytest.mark.parametrize(
    ("only", "wanted"),
    [
        (Only(), GREEN | {RED}),
        (Only(officer="somchai"), GREEN | {RED}),
        (Only(officer="wichai"), set()),
        (Only(lane="red"), {RED}),
        (Only(lane="green"), GREEN),
        (Only(shift="A"), GREEN | {RED}),
        (Only(shift="B"), set()),
        (Only(counter="CP-1a"), set()),
    ],
)
def test_what_the_core_has_not_confirmed_after_four_hours(at: Desk, only: Only, wanted: set[str]) -> None:
    # The X-rayed one is two hours old at 02:00: too young to be late.
    assert {row.number for row in register(at, SATURDAY, SUNDAY, only=only).unconfirmed} == wanted
    assert register(at, SUNDAY, SUNDAY, only=only).unconfirmed == ()


def test_the_core_is_late_with_the_night_as_well_once_four_hours_are_over(at: Desk) -> None:
    at.clock[0] = clock("03:51", SUNDAY)
    try:
        late = {row.number for row in register(at, SATURDAY, SUNDAY, only=Only(shift="B")).unconfirmed}
    finally:
        at.clock[0] = clock("02:00", SUNDAY)
    assert late == {XRAYED}
