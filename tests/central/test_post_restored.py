"""A post's own server that was put back grants when its lanes were heard and two officers said so: in a new epoch."""

from dataclasses import replace

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.canonical import Value
from officer_app.core.ports import Central, Denied, Granted
from tests.central.conftest import Centre
from tests.central.test_authority import DEADLINE_S, about_post, at_post, authority, cases, post, push
from tests.central.writing import Journal

__all__ = ["post"]


def reopen(server: Central, epoch: int = 1) -> dict[str, Value]:
    """The fields of the act by which two officers let the server go on."""
    two: dict[str, Value] = {"second": "malee", "reason": "its disk was put back"}
    return {"epoch": epoch, "kind": "post", "holder": "CP-1", "server": server.hello().feed_epoch, **two}


def test_a_restored_server_of_a_post_goes_on_under_the_next_epoch(centre: Centre, post: Centre) -> None:
    line, lane, other = centre.enrol("CP-1a", "CP-1"), post.enrol("CP-1a", "CP-1"), post.enrol("CP-1b", "CP-1")
    journal = Journal("CP-1a", centre.site)
    centre.set_authority("CP-1", "post", "CP-1")
    assert lane.claim(at_post("r-1"), DEADLINE_S) == Granted("post")
    epoch = post.restored()
    assert lane.hello().recovering
    assert lane.claim(at_post("r-2", "9911A0000002"), DEADLINE_S) == Denied("centre_recovering")
    assert not lane.caught_up(epoch)
    assert not other.caught_up(epoch), "all were heard, and nobody said that it goes on"
    about_post(journal, ActKind.AUTHORITY_FORCED, reopen(lane))
    assert push(lane, journal) == ["stored"]
    assert not lane.hello().recovering
    assert lane.claim(at_post("r-2", "9911A0000002"), DEADLINE_S) == Denied("stale_epoch", "1")
    assert push(line, journal) == ["stored"]
    assert (authority(line).epoch, authority(line).kind) == (2, "post")
    assert list(cases(line)) == ["forced_move:CP-1:2"]
    assert lane.claim(at_post("r-2", "9911A0000002", 2), DEADLINE_S) == Granted("post")


def test_two_officers_do_not_go_before_the_lanes(post: Centre) -> None:
    lane, other = post.enrol("CP-1a", "CP-1"), post.enrol("CP-1b", "CP-1")
    journal = Journal("CP-1a", post.site)
    epoch = post.restored()
    about_post(journal, ActKind.AUTHORITY_FORCED, reopen(lane))
    push(lane, journal)
    assert lane.hello().recovering
    assert not lane.caught_up(epoch)
    assert other.caught_up(epoch)


@pytest.mark.parametrize(
    "changes", [{"server": "another one"}, {"second": ""}, {"second": "Officer of CP-1a"}, {"epoch": "1"}]
)
def test_an_act_that_is_not_about_this_restore_lets_nothing_go_on(post: Centre, changes: dict[str, Value]) -> None:
    lane, journal = post.enrol("CP-1a", "CP-1"), Journal("CP-1a", post.site)
    epoch = post.restored()
    about_post(journal, ActKind.AUTHORITY_FORCED, {**reopen(lane), **changes})
    about_post(journal, ActKind.AUTHORITY_FORCED, reopen(lane), "CP-2")
    push(lane, journal)
    assert not lane.caught_up(epoch)


def test_a_second_restore_wants_two_officers_again(post: Centre) -> None:
    lane, journal = post.enrol("CP-1a", "CP-1"), Journal("CP-1a", post.site)
    epoch = post.restored()
    about_post(journal, ActKind.AUTHORITY_FORCED, reopen(lane))
    push(lane, journal)
    assert lane.caught_up(epoch)
    epoch = post.restored()
    assert not lane.caught_up(epoch)
    about_post(journal, ActKind.AUTHORITY_FORCED, reopen(lane, 2))
    push(lane, journal)
    assert not lane.hello().recovering


def test_a_server_that_forgot_a_hand_back_has_it_from_its_lane(post: Centre) -> None:
    lane, journal = post.enrol("CP-1a", "CP-1"), Journal("CP-1a", post.site)
    epoch = post.restored()
    about_post(journal, ActKind.AUTHORITY_HANDED_BACK, {"epoch": 3, "decisions": 7, "server": "the one before"})
    about_post(journal, ActKind.AUTHORITY_FORCED, reopen(lane))
    push(lane, journal)
    assert lane.caught_up(epoch)
    assert lane.claim(at_post("r-1", epoch=3), DEADLINE_S) == Denied("stale_epoch", "0")
    assert lane.claim(at_post("r-1", epoch=4), DEADLINE_S) == Granted("post")


def test_what_a_restored_server_decides_is_told_from_its_start(centre: Centre, post: Centre) -> None:
    line, lane = centre.enrol("CP-1a", "CP-1"), post.enrol("CP-1a", "CP-1")
    journal = Journal("CP-1a", centre.site)
    centre.set_authority("CP-1", "post", "CP-1")
    first = lane.hello().feed_epoch
    lane.claim(at_post("r-1"), DEADLINE_S)
    made = lane.pull_decisions(0, 10)
    beyond = tuple(
        replace(each, number=number, act_id=f"lost-{number}", permit=f"9911A000001{number}")
        for each in made
        for number in (2, 3)
    )
    assert line.tell_decisions("CP-1", first, (*made, *beyond)) == 3, "two of them are not in the backup"
    epoch = post.restored()
    about_post(journal, ActKind.AUTHORITY_FORCED, reopen(lane))
    push(lane, journal)
    push(line, journal)
    assert lane.caught_up(epoch)
    lane.claim(at_post("r-2", "9911A0000002", 2), DEADLINE_S)
    assert line.tell_decisions("CP-1", epoch, ()) == 0
    assert line.tell_decisions("CP-1", epoch, lane.pull_decisions(0, 10)) == 2
    last: dict[str, Value] = {"epoch": 2, "decisions": lane.hand_back("CP-1", 2), "server": epoch}
    about_post(journal, ActKind.AUTHORITY_HANDED_BACK, last)
    push(line, journal)
    assert centre.set_authority("CP-1", "centre", "centre") == 3
