"""What a workstation did today: its own acts on cargo and papers, the latest first, however long its chain is."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from officer_app.core.acts import ActKind, Draft, Subject
from officer_app.usecases import today
from officer_app.usecases.today import todays_acts
from tests.fakes import Chain
from tests.viewmodels.world import INSPECTOR, NOW, World, make_world, signed_in

OFFICER = signed_in(INSPECTOR)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path / "desk", "counter_services")
    yield made
    made.close()


def record(world: World, number: str, hours_ago: float, kind: ActKind = ActKind.PRESENT) -> None:
    subject = Subject("station" if kind is ActKind.SHIFT_BEGUN else "permit", number)
    fields = {"shift": "2026-11-21 A"} if kind is ActKind.SHIFT_BEGUN else {}
    at = NOW - timedelta(hours=hours_ago)
    world.journal.record(Draft(world.counter.new_id(), kind, subject, "somchai", at, fields), OFFICER.signer)


def numbers(world: World, most: int = today.MOST) -> list[str]:
    return [act.subject.number for act in todays_acts(world.counter, world.journal, most)]


def test_today_is_the_day_in_bangkok_and_the_latest_comes_first(world: World) -> None:
    # It is 10:04 in Bangkok: the day began ten hours ago, when the day of UTC before it was not over.
    for number, hours_ago in (("YESTERDAY", 10.2), ("FIRST", 9.9), ("LAST", 0.1)):
        record(world, number, hours_ago)
    assert numbers(world) == ["LAST", "FIRST"]


def test_what_others_did_and_what_is_about_the_workstation_is_left_out(world: World) -> None:
    other = Chain("CE-9")
    other.act(ActKind.PRESENT, number="OTHERS", at=NOW, after="")
    world.journal.hear(other.acts)
    record(world, world.journal.station.name, 1, ActKind.SHIFT_BEGUN)
    record(world, "OURS", 1)
    assert numbers(world) == ["OURS"]


@pytest.mark.parametrize("stretch", [1, 2, 3, 7, 50])
def test_a_long_chain_is_read_in_stretches_and_none_is_lost_or_told_twice(
    world: World, monkeypatch: pytest.MonkeyPatch, stretch: int
) -> None:
    monkeypatch.setattr(today, "STRETCH", stretch)
    for place in range(6):
        record(world, f"OLD-{place}", 30)
    wanted = [f"NEW-{place}" for place in range(10)]
    for number in wanted:
        record(world, number, 1)
    assert numbers(world) == wanted[::-1]
    assert numbers(world, most=4) == wanted[:5:-1]


def test_nothing_was_done_yet(world: World) -> None:
    assert numbers(world) == []
