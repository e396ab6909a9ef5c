"""A workstation speaks from one seat: of two copies of its journal one grants, and who that is nobody guesses."""

from dataclasses import replace

import psycopg
import pytest

from officer_app.central.administration import NotMoved
from officer_app.core.acts import ActKind, Subject
from officer_app.core.canonical import Value
from officer_app.core.ports import Denied, Granted, Taken
from tests.central.conftest import Centre, PgCentre
from tests.central.test_authority import DEADLINE_S, FORCED, about_post, at_post, authority, cases, post, push
from tests.central.writing import PERMIT, Journal, claim

__all__ = ["post"]
CLOSING: dict[str, Value] = {"second": "malee", "reason": "no cargo left"}


def test_what_was_given_to_a_workstation_before_it_was_heard_is_its_first_seat_s(centre: Centre) -> None:
    one = centre.enrol("CP-1a", "CP-1")
    centre.set_authority("CP-1", "workstation", "CP-1a")
    assert authority(one).seat == ""
    assert one.take_seat("s-1", "-", "w-1")
    assert (authority(one).seat, authority(one).epoch) == ("s-1", 1)
    assert cases(one) == {}


def test_a_seat_is_kept_by_whoever_knows_its_word_and_a_lost_answer_does_no_harm(centre: Centre) -> None:
    one = centre.enrol("CP-1a", "CP-1")
    assert one.take_seat("s-1", "-", "w-1")
    assert one.take_seat("s-1", "-", "w-1"), "asked again"
    assert one.take_seat("s-1", "w-1", "w-2")
    assert one.take_seat("s-1", "w-1", "w-2"), "asked again"
    assert one.take_seat("s-1", "w-2", "w-3")
    assert not one.take_seat("s-1", "w-1", "w-x"), "the whole copy of a disk knows an old word"
    assert one.take_seat("s-1", "w-3", "w-4"), "and takes nothing from the other one"


def test_who_names_no_word_knows_none(pg: PgCentre) -> None:
    given = pg.enrolment("CP-1a", "CP-1")
    assert pg.client(given).take_seat("s-1", "-", "w-1")
    with psycopg.connect(given.url, password=given.password, autocommit=True) as line:
        for word, fresh in ((None, "w-x"), ("w-x", None), (None, None)):
            found = line.execute("select api_v1.take_seat('s-1', %s::text, %s::text)", [word, fresh]).fetchone()
            assert found == (False,)
    assert pg.client(given).take_seat("s-1", "w-1", "w-2"), "and takes nothing from who does"


def test_a_second_seat_gets_no_right_and_is_a_case(centre: Centre) -> None:
    one = centre.enrol("CP-1a", "CP-1")
    one.take_seat("s-1", "-", "w-1")
    centre.set_authority("CP-1", "workstation", "CP-1a")
    assert authority(one).seat == "s-1"
    assert one.take_seat("s-2", "-", "v-1")
    assert authority(one).seat == "s-1"
    case = cases(one)["second_seat:CP-1a:2"]
    assert (case.kind, case.subject, case.evidence["seat"], case.evidence["before"]) == (
        *("second_seat", "CP-1a"),
        *("s-2", "s-1"),
    )
    one.take_seat("s-2", "v-1", "v-2")
    assert list(cases(one)) == ["second_seat:CP-1a:2"]


def test_a_copy_does_not_end_what_the_journal_itself_may_still_grant(centre: Centre) -> None:
    one, journal = centre.enrol("CP-1a", "CP-1"), Journal("CP-1a", centre.site)
    one.take_seat("s-1", "-", "w-1")
    centre.set_authority("CP-1", "workstation", "CP-1a")
    about_post(journal, ActKind.AUTHORITY_HANDED_BACK, {"epoch": 1, "seat": "s-2"})
    about_post(journal, ActKind.AUTHORITY_HANDED_BACK, {"epoch": 1})
    about_post(journal, ActKind.AUTHORITY_HANDED_BACK, {"epoch": 1, "seat": "s-1"})
    assert push(one, journal) == ["stale_epoch", "stale_epoch", "stored"]
    assert centre.set_authority("CP-1", "centre", "centre") == 2


def test_force_gives_the_right_to_the_newest_seat_and_a_regular_move_waits_for_the_case(centre: Centre) -> None:
    one, journal = centre.enrol("CP-1a", "CP-1"), Journal("CP-1a", centre.site)
    one.take_seat("s-1", "-", "w-1")
    one.take_seat("s-2", "-", "v-1")
    with pytest.raises(NotMoved, match="two machines"):
        centre.set_authority("CP-1", "workstation", "CP-1a")
    forced: dict[str, Value] = {**FORCED, "epoch": 0, "kind": "workstation", "holder": "CP-1a"}
    about_post(journal, ActKind.AUTHORITY_FORCED, forced)
    assert push(one, journal) == ["stored"]
    assert (authority(one).epoch, authority(one).seat) == (1, "s-2")
    closing: dict[str, Value] = {"second": "malee", "reason": "the old machine is scrapped"}
    journal.about(ActKind.CASE_CLOSED, Subject("case", "second_seat:CP-1a:2"), closing)
    about_post(journal, ActKind.AUTHORITY_HANDED_BACK, {"epoch": 1, "seat": "s-2"})
    assert push(one, journal) == ["duplicate", "stored", "stored"]
    assert centre.set_authority("CP-1", "workstation", "CP-1a") == 2


def test_a_right_that_was_granted_to_another_seat_is_used_after_two_officers_looked_and_by_one_alone(
    centre: Centre,
) -> None:
    one, journal = centre.enrol("CP-1a", "CP-1"), Journal("CP-1a", centre.site)
    asked = replace(claim(act_id="r-1"), seat="s-1")
    copied, again = replace(asked, seat="s-2"), replace(asked, seat="s-3")
    assert one.claim(asked, DEADLINE_S) == Granted("centre")
    assert one.claim(asked, DEADLINE_S) == Granted("centre")
    assert one.claim(copied, DEADLINE_S) == Denied("other_seat")
    assert one.claim(replace(copied, looked=True), DEADLINE_S) == Denied("other_seat"), "the centre knows its cases"
    closed = Subject("case", f"claim_without_act:{PERMIT}:1:r-1")
    journal.about(ActKind.CASE_CLOSED, closed, {"second": "malee", "reason": "no cargo left"})
    assert push(one, journal) == ["stored"]
    assert one.claim(copied, DEADLINE_S) == Granted("centre")
    assert one.claim(again, DEADLINE_S) == Denied("other_seat")
    assert one.claim(copied, DEADLINE_S) == Granted("centre")


def test_what_a_post_s_server_granted_to_one_seat_the_centre_does_not_give_to_another(
    centre: Centre, post: Centre
) -> None:
    one, lane, journal = centre.enrol("CP-1a", "CP-1"), post.enrol("CP-1a", "CP-1"), Journal("CP-1a", centre.site)
    centre.set_authority("CP-1", "post", "CP-1")
    asked = replace(at_post("r-1"), seat="s-1")
    assert lane.claim(asked, DEADLINE_S) == Granted("post")
    made = lane.pull_decisions(0, 10)
    assert [each.seat for each in made] == ["s-1"]
    assert one.tell_decisions("CP-1", lane.hello().feed_epoch, made) == 1
    copied = replace(asked, seat="s-2")
    assert one.claim(copied, DEADLINE_S) == Denied("other_seat"), "the journal was copied before it was asked for"
    assert one.claim(asked, DEADLINE_S) == Granted("post")
    journal.about(ActKind.CASE_CLOSED, Subject("case", f"claim_without_act:{PERMIT}:1:r-1"), CLOSING)
    assert push(one, journal) == ["stored"]
    assert one.claim(copied, DEADLINE_S) == Granted("post"), "two officers looked"


def test_whoever_asks_for_an_act_that_is_here_already_does_not_know_it(centre: Centre) -> None:
    one, journal = centre.enrol("CP-1a", "CP-1"), Journal("CP-1a", centre.site)
    assert one.claim(claim(act_id="r-1"), DEADLINE_S) == Granted("centre")
    journal.release(act_id="r-1")
    push(one, journal)
    answer = one.claim(claim(act_id="r-1"), DEADLINE_S)
    assert isinstance(answer, Taken), "a copy of its journal used it, or it lost it"
    assert (answer.act_id, answer.station) == ("r-1", "CP-1a")


def test_a_restored_centre_takes_another_word_once(centre: Centre) -> None:
    one = centre.enrol("CP-1a", "CP-1")
    one.take_seat("s-1", "-", "w-1")
    centre.set_authority("CP-1", "workstation", "CP-1a")
    one.caught_up(centre.restored())
    assert one.take_seat("s-1", "w-7", "w-8"), "what it was told since the backup it forgot"
    assert not one.take_seat("s-1", "w-1", "w-x")
    assert authority(one).seat == "s-1"
