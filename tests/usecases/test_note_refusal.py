"""A refusal that is a fact about the permit is an act; one that is not, and the same one again, is none."""

import logging
from dataclasses import replace

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.refusals import NotRecorded, Refusal
from officer_app.usecases.confirm_release import confirm_release
from officer_app.usecases.stamp import stamp
from officer_app.usecases.steps import take_step
from officer_app.usecases.track import TimeLine, track
from tests.fakes import CHECKER, CP_1, INSPECTOR, NUMBER, SUPERVISOR, Desk, officer, permit
from tests.usecases.conftest import GREEN, Opener, give, released, stamped

OTHER_CHECKER = officer("suda", "checking_post", seed=12)


def told(at: Desk) -> list[tuple[str, str, str]]:
    refused = [act for act in at.journal.acts() if act.kind == ActKind.REFUSE]
    return [(act.officer, act.text("tried"), act.text("code")) for act in refused]


def code(answer: object) -> str:
    return answer.code if isinstance(answer, Refusal) else ""


def test_who_presents_a_released_permit_again_is_written_down_once_an_officer(counter_desk: Desk) -> None:
    stamped(counter_desk)
    released(counter_desk)
    before = counter_desk.journal.permit_state(NUMBER)
    for by in (CHECKER, CHECKER, OTHER_CHECKER, CHECKER):
        assert code(confirm_release(counter_desk.counter, by, NUMBER)) == "already_released"
    assert told(counter_desk) == [(name, "release", "already_released") for name in ("malee", "suda", "malee")]
    after = counter_desk.journal.permit_state(NUMBER)
    assert (after.state, after.release, after.irregularities) == (before.state, before.release, ())
    line = track(counter_desk.counter, NUMBER)
    assert isinstance(line, TimeLine)
    assert line.events[-1].words == "track.refuse_already_released"


@pytest.mark.parametrize("core", ["cancelled", "loaded", "held"])
def test_a_permit_that_the_customs_computer_closed_and_is_shown_all_the_same_is_written_down(
    counter_desk: Desk, core: str
) -> None:
    give(counter_desk, permit(state=core))
    wanted = {"loaded": "already_loaded"}.get(core, core)
    assert code(stamp(counter_desk.counter, INSPECTOR, NUMBER, GREEN)) == wanted
    assert told(counter_desk) == [("somchai", "stamp", wanted)]


def test_a_hold_that_somebody_runs_into_is_written_down_and_the_post_too(opening: Opener) -> None:
    post = opening(replace(CP_1, post="CP-2"))
    give(post, permit())
    stamped(post)
    assert code(confirm_release(post.counter, CHECKER, NUMBER)) == "wrong_post"
    take_step(post.counter, SUPERVISOR, NUMBER, ActKind.HOLD, "รอเอกสาร")
    assert code(confirm_release(post.counter, CHECKER, NUMBER)) == "held"
    assert [act.text("post") for act in post.journal.acts() if act.kind == ActKind.REFUSE] == ["CP-2", "CP-2"]


def test_what_says_nothing_of_the_permit_is_no_act(counter_desk: Desk) -> None:
    assert code(stamp(counter_desk.counter, CHECKER, NUMBER, GREEN)) == "role"
    assert code(confirm_release(counter_desk.counter, CHECKER, NUMBER)) == "not_stamped"
    assert code(confirm_release(counter_desk.counter, CHECKER, "9911A0000099")) == "unknown_number"
    stamped(counter_desk)
    assert code(stamp(counter_desk.counter, INSPECTOR, NUMBER, GREEN)) == "already_stamped"
    assert told(counter_desk) == []


def test_a_disk_that_takes_no_act_never_hides_the_refusal(
    counter_desk: Desk, monkeypatch: pytest.MonkeyPatch, expected_warnings: list[logging.LogRecord]
) -> None:
    def full(*_: object) -> None:
        raise NotRecorded

    stamped(counter_desk)
    released(counter_desk)
    monkeypatch.setattr(counter_desk.journal, "record", full)
    assert code(confirm_release(counter_desk.counter, CHECKER, NUMBER)) == "already_released"
    assert ["already_released" in warning.getMessage() for warning in expected_warnings] == [True]
