"""What a restored centre is told of acts that their own workstation may have lost as well."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from officer_app.core.acts import ActKind, Subject
from officer_app.core.ports import Central, Denied, Granted, Taken
from tests.central.conftest import Centre
from tests.central.test_authority import about_post, at_post, post
from tests.central.test_post_restored import reopen
from tests.central.writing import PERMIT, Journal, claim

__all__ = ["post"]
DEADLINE_S = 10.0


def reopened(centre: Centre, lines: Sequence[Central], journal: Journal) -> None:
    """The centre lost all in a restore; the last of `lines` tells what `journal` holds, and all have sent theirs."""
    epoch = centre.restored()
    lines[-1].tell_heard(journal.acts)
    assert [line.caught_up(epoch) for line in lines][-1]


def test_a_release_that_its_desk_and_the_centre_lost_is_granted_to_nobody_else(centre: Centre) -> None:
    lost, heard = centre.enrol("CP-1a", "CP-1"), centre.enrol("CP-1b", "CP-1")
    journal = Journal("CP-1a", centre.site)
    act = journal.release(act_id="r-1")
    reopened(centre, (lost, heard), journal)
    for line in (lost, heard):
        answer = line.claim(claim(act_id="r-2"), DEADLINE_S)
        assert isinstance(answer, Taken)
        assert (answer.act_id, answer.station, answer.officer) == ("r-1", "CP-1a", act.officer)
    assert [each.act_id for each in heard.claims_without_act(0)] == ["r-1"], "two officers look into it"


@pytest.mark.parametrize("kind", [ActKind.ANNUL, ActKind.REDIRECT])
def test_a_stamp_that_was_taken_back_by_a_lost_act_is_not_released(centre: Centre, kind: ActKind) -> None:
    office, heard = centre.enrol("CE-1"), centre.enrol("CP-1b", "CP-1")
    journal = Journal("CE-1", centre.site)
    journal.act(kind, fields={"annuls": "s-1"})
    reopened(centre, (office, heard), journal)
    answer = heard.claim(replace(claim(act_id="r-2"), stamp="s-1"), DEADLINE_S)
    assert answer == Denied("stamp_withdrawn")


def test_whoever_did_it_sends_it_as_ever_and_nothing_is_a_case(centre: Centre) -> None:
    one, heard = centre.enrol("CP-1a", "CP-1"), centre.enrol("CP-1b", "CP-1")
    journal = Journal("CP-1a", centre.site)
    journal.release(act_id="r-1")
    centre.restored()
    heard.tell_heard(journal.acts)
    heard.tell_heard(journal.acts)
    assert [each.outcome for each in one.push(journal.acts)] == ["stored"]
    heard.tell_heard(journal.acts)
    assert [entry.act.act_id for entry in one.pull_acts(0, 10)] == ["r-1"]
    assert not [entry for entry in one.pull_records(0, 100) if entry.record.kind == "case"]


def test_a_release_told_against_another_one_is_a_case(centre: Centre) -> None:
    one, heard = centre.enrol("CP-1a", "CP-1"), centre.enrol("CP-1b", "CP-1")
    mine, other = Journal("CP-1b", centre.site), Journal("CP-1a", centre.site)
    mine.release(act_id="r-1")
    other.release(act_id="r-2")
    centre.restored()
    heard.push(mine.acts)
    heard.tell_heard(other.acts)
    found = [entry.record.number for entry in one.pull_records(0, 100) if entry.record.kind == "case"]
    assert found == [f"case/double_release:{PERMIT}:1:r-2"]


def test_a_release_that_its_lane_and_the_post_s_own_server_lost_is_granted_to_no_other_lane_and_told_to_the_centre(
    centre: Centre, post: Centre
) -> None:
    line, lost, heard = centre.enrol("CP-1b", "CP-1"), post.enrol("CP-1a", "CP-1"), post.enrol("CP-1b", "CP-1")
    centre.enrol("CP-1a", "CP-1")
    centre.set_authority("CP-1", "post", "CP-1")
    journal, office = Journal("CP-1a", post.site), Journal("CP-1b", post.site)
    journal.release(act_id="r-1")
    journal.act(ActKind.ANNUL, permit="9911A0000002", act_id="a-1", fields={"annuls": "s-1"})
    epoch = post.restored()
    heard.tell_heard(journal.acts)
    heard.tell_heard(journal.acts)
    made = heard.pull_decisions(0, 10)
    told = [(each.number, each.permit, each.withdrawn, each.act_id, each.station) for each in made]
    assert told == [(1, PERMIT, "", "r-1", "CP-1a"), (2, "9911A0000002", "s-1", "a-1", "CP-1a")]
    about_post(office, ActKind.AUTHORITY_FORCED, reopen(heard))
    assert [outcome.outcome for outcome in heard.push(office.acts)] == ["stored"]
    assert [lost.caught_up(epoch), heard.caught_up(epoch)] == [False, True]
    answer = heard.claim(at_post("r-2", epoch=2), DEADLINE_S)
    assert isinstance(answer, Taken)
    assert (answer.act_id, answer.station) == ("r-1", "CP-1a")
    gone = replace(at_post("r-3", "9911A0000002", 2), stamp="s-1")
    assert heard.claim(gone, DEADLINE_S) == Denied("stamp_withdrawn")
    assert line.tell_decisions("CP-1", epoch, made) == 2
    assert [each.act_id for each in line.claims_without_act(0)] == ["r-1"], "two officers look into it"
    heard.tell_heard([Journal("CP-1a", post.site).release("9911A0000003", "r-9")])
    assert heard.claim(at_post("r-4", "9911A0000003", 2), DEADLINE_S) == Granted("post"), "at work it believes nobody"


def test_a_centre_at_work_believes_nobody_about_others(centre: Centre) -> None:
    one, heard = centre.enrol("CP-1a", "CP-1"), centre.enrol("CP-1b", "CP-1")
    journal = Journal("CP-1a", centre.site)
    journal.release(act_id="r-1")
    heard.tell_heard(journal.acts)
    assert one.claim(claim(act_id="r-2"), DEADLINE_S) == Granted("centre")


def test_strangers_other_sites_other_kinds_and_unreadable_bytes_decide_nothing(centre: Centre) -> None:
    one, heard = centre.enrol("CP-1a", "CP-1"), centre.enrol("CP-1b", "CP-1")
    stranger, elsewhere, own = Journal("CP-9", centre.site), Journal("CP-1a", "far away"), Journal("CP-1a", centre.site)
    stranger.release(act_id="r-7")
    elsewhere.release(act_id="r-8")
    own.act(ActKind.PRESENT)
    own.about(ActKind.RELEASE, Subject("case", PERMIT))
    own.append(b"{")
    epoch = centre.restored()
    heard.tell_heard([*stranger.acts, *elsewhere.acts, *own.acts])
    assert [one.caught_up(epoch), heard.caught_up(epoch)] == [False, True]
    assert one.claim(claim(act_id="r-2"), DEADLINE_S) == Granted("centre")
