"""Who grants the releases of a post: moves, hand-backs, force, a post's own server, and a centre that was restored."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from officer_app.central import admin
from officer_app.central.administration import NotMoved
from officer_app.central.memory import MemoryCentre
from officer_app.core.acts import ActKind, Subject
from officer_app.core.canonical import Value
from officer_app.core.cases import Case, read_case
from officer_app.core.ports import Central, Claim, Denied, Granted, Taken
from officer_app.core.rights import Authority, read_authority, read_pending
from tests.central.conftest import Centre, PgCentre
from tests.central.writing import PERMIT, Journal, claim, permit_record

DEADLINE_S = 10.0
FORCED: dict[str, Value] = {"epoch": 1, "kind": "centre", "holder": "centre", "second": "malee", "reason": "no answer"}


def authority(line: Central, post: str = "CP-1") -> Authority:
    """What the feed says last of a post."""
    docs = [e.record.doc for e in line.pull_records(0, 1000) if e.record.number == f"authority/{post}"]
    return read_authority(docs[-1])


def cases(line: Central) -> dict[str, Case]:
    """The cases the feed tells of, as they are now."""
    found = [read_case(e.record.doc) for e in line.pull_records(0, 1000) if e.record.kind == "case"]
    return {case.case_id: case for case in found}


def about_post(journal: Journal, kind: ActKind, fields: dict[str, Value], post: str = "CP-1") -> None:
    """The journal's next act, about a post."""
    journal.about(kind, Subject("post", post), fields)


@contextmanager
def forbidden(why: str, name: str) -> Iterator[None]:
    """A rule stands against what is done inside: in one word which, and who or what it is about."""
    with pytest.raises(NotMoved) as refused:
        yield
    assert (refused.value.why, refused.value.name) == (why, name)


def push(line: Central, journal: Journal) -> Sequence[str]:
    return [outcome.reason or outcome.outcome for outcome in line.push(journal.acts)]


def test_the_centre_does_not_grant_for_a_post_that_grants_itself_and_names_it(centre: Centre) -> None:
    one = centre.enrol("CP-1a", "CP-1")
    assert centre.set_authority("CP-1", "workstation", "CP-1a") == 1
    assert one.claim(claim(), DEADLINE_S) == Denied("wrong_authority", "CP-1a")
    assert authority(one) == Authority("CP-1", 1, "workstation", "CP-1a")


def test_a_right_moves_only_after_it_was_handed_back(centre: Centre) -> None:
    one, journal = centre.enrol("CP-1a", "CP-1"), Journal("CP-1a", centre.site)
    centre.enrol("CP-1b", "CP-1")
    centre.set_authority("CP-1", "workstation", "CP-1a")
    with forbidden("not_handed_back", "CP-1a"):
        centre.set_authority("CP-1", "centre", "centre")
    about_post(journal, ActKind.AUTHORITY_HANDED_BACK, {"epoch": 1})
    assert push(one, journal) == ["stored"]
    assert centre.set_authority("CP-1", "workstation", "CP-1b") == 2
    with forbidden("not_handed_back", "CP-1b"):
        centre.set_authority("CP-1", "centre", "centre")
    assert authority(one).acts_place == 1


def test_only_the_holder_of_an_epoch_ends_it(centre: Centre) -> None:
    one, two = centre.enrol("CP-1a", "CP-1"), centre.enrol("CP-1b", "CP-1")
    mine, theirs = Journal("CP-1a", centre.site), Journal("CP-1b", centre.site)
    centre.set_authority("CP-1", "workstation", "CP-1a")
    about_post(theirs, ActKind.AUTHORITY_HANDED_BACK, {"epoch": 1})
    about_post(mine, ActKind.AUTHORITY_HANDED_BACK, {"epoch": 7})
    about_post(mine, ActKind.AUTHORITY_HANDED_BACK, {"epoch": "1"})
    assert push(two, theirs) == ["stale_epoch"]
    assert push(one, mine) == ["stale_epoch", "stale_epoch"]
    with forbidden("not_handed_back", "CP-1a"):
        centre.set_authority("CP-1", "centre", "centre")


def test_there_has_to_be_such_a_holder(centre: Centre) -> None:
    centre.enrol("CP-2a", "CP-2")
    for kind, holder in (("workstation", "CP-9"), ("workstation", "CP-2a"), ("post", "CP-2"), ("centre", "somebody")):
        with forbidden("no_such_holder", holder):
            centre.set_authority("CP-1", kind, holder)


def test_the_new_authority_hears_of_every_claim_whose_act_is_on_its_way(centre: Centre) -> None:
    lane, _ = centre.enrol("CP-1b", "CP-1"), centre.enrol("CP-1a", "CP-1")
    journal = Journal("CP-1b", centre.site)
    lane.claim(claim("9911A0000001", "r-1"), DEADLINE_S)
    lane.claim(claim("9911A0000002", "r-2"), DEADLINE_S)
    journal.release("9911A0000001", "r-1")
    lane.push(journal.acts)
    centre.set_authority("CP-1", "workstation", "CP-1a")
    fed = [entry.record for entry in lane.pull_records(0, 100)]
    pending = [read_pending(record.doc) for record in fed if record.kind == "decision"]
    assert [(each.permit, each.act_id, each.station) for each in pending] == [("9911A0000002", "r-2", "CP-1b")]
    assert fed[-1].kind == "authority", "the right comes after all that it has to respect"
    assert authority(lane).acts_place == 1


def test_a_right_is_taken_by_force_with_two_people_and_a_case(centre: Centre) -> None:
    one, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    centre.enrol("CP-1a", "CP-1")
    centre.set_authority("CP-1", "workstation", "CP-1a")
    about_post(journal, ActKind.AUTHORITY_FORCED, FORCED)
    assert push(one, journal) == ["stored"]
    assert authority(one) == Authority("CP-1", 2, "centre", "centre", 0, "CE-1-1")
    opened = cases(one)["forced_move:CP-1:2"]
    assert opened.is_open
    assert opened.evidence["from"] == "workstation CP-1a"
    assert one.claim(claim(), DEADLINE_S) == Granted("centre")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"second": "Officer of CE-1"}, "second_needed"),
        ({"second": ""}, "second_needed"),
        ({"second": 5}, "second_needed"),
        ({"reason": "  "}, "second_needed"),
        ({"epoch": 0}, "stale_epoch"),
        ({"epoch": 2}, "stale_epoch"),
        ({"kind": "moon"}, "no_such_holder"),
        ({"kind": "workstation", "holder": "CP-9"}, "no_such_holder"),
    ],
)
def test_a_forced_move_that_is_not_in_order_is_refused(centre: Centre, changes: dict[str, Value], reason: str) -> None:
    one, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    centre.enrol("CP-1a", "CP-1")
    centre.set_authority("CP-1", "workstation", "CP-1a")
    about_post(journal, ActKind.AUTHORITY_FORCED, {**FORCED, **changes})
    journal.act()
    assert push(one, journal) == [reason, "stored"]
    assert authority(one).epoch == 1


def test_a_forced_move_sent_again_moves_nothing_again(centre: Centre) -> None:
    one, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    centre.enrol("CP-1a", "CP-1")
    centre.set_authority("CP-1", "workstation", "CP-1a")
    about_post(journal, ActKind.AUTHORITY_FORCED, FORCED)
    push(one, journal)
    assert push(one, journal) == ["duplicate"]
    assert authority(one).epoch == 2


def test_after_force_both_releases_arrive_and_one_case_is_open(centre: Centre) -> None:
    old, new, ce = centre.enrol("CP-1a", "CP-1"), centre.enrol("CP-1b", "CP-1"), centre.enrol("CE-1")
    theirs, mine, office = (Journal(name, centre.site) for name in ("CP-1a", "CP-1b", "CE-1"))
    centre.set_authority("CP-1", "workstation", "CP-1a")
    about_post(office, ActKind.AUTHORITY_FORCED, FORCED)
    push(ce, office)
    assert new.claim(claim(act_id="new"), DEADLINE_S) == Granted("centre")
    mine.release(act_id="new")
    assert push(new, mine) == ["stored"]
    granted: dict[str, Value] = {"granted_by": "workstation", "post": "CP-1", "authority_epoch": 1}
    theirs.act(ActKind.RELEASE, act_id="old", fields=granted)
    assert [outcome.outcome for outcome in old.push(theirs.acts)] == ["conflict"]
    found = cases(ce)
    assert [case.kind for case in found.values() if case.is_open] == ["forced_move", "double_release"]
    about_post(theirs, ActKind.AUTHORITY_HANDED_BACK, {"epoch": 1})
    assert old.push(theirs.acts)[-1].outcome == "stored", "the old authority is heard"
    assert all(case.is_open for case in cases(ce).values()), "nothing resolves itself"


def test_a_release_by_a_workstation_that_was_not_the_authority_opens_a_case(centre: Centre) -> None:
    one, journal = centre.enrol("CP-1b", "CP-1"), Journal("CP-1b", centre.site)
    centre.enrol("CP-1a", "CP-1")
    centre.set_authority("CP-1", "workstation", "CP-1a")
    journal.act(
        ActKind.RELEASE, act_id="r-1", fields={"granted_by": "workstation", "post": "CP-1", "authority_epoch": 1}
    )
    assert push(one, journal) == ["stored"]
    assert [case.kind for case in cases(one).values()] == ["no_right"]


def test_a_withdrawn_stamp_releases_nothing_and_a_release_is_not_withdrawn(centre: Centre) -> None:
    one, two = centre.enrol("CE-1"), centre.enrol("CP-1a", "CP-1")
    take = replace(claim(act_id="annul-1"), purpose="withdraw", stamp="s-1")
    assert one.claim(take, DEADLINE_S) == Granted("centre")
    assert one.claim(take, DEADLINE_S) == Granted("centre")
    assert two.claim(replace(claim(act_id="r-1"), stamp="s-1"), DEADLINE_S) == Denied("stamp_withdrawn")
    assert two.claim(replace(claim(act_id="r-1"), stamp="s-2"), DEADLINE_S) == Granted("centre")
    later = replace(claim(act_id="annul-2"), purpose="withdraw", stamp="s-2")
    assert one.claim(later, DEADLINE_S) == Denied("already_released", "CP-1a")


@pytest.mark.parametrize("kind", [ActKind.ANNUL, ActKind.REDIRECT])
@pytest.mark.parametrize("beside", [0, 1])
def test_a_stamp_that_another_authority_took_back_is_gone_at_the_centre(
    centre: Centre, kind: ActKind, beside: int
) -> None:
    one, journal = centre.enrol("CP-1a", "CP-1"), Journal("CP-1a", centre.site)
    for _ in range(beside):
        # A batch of several is taken another way than one act alone.
        journal.act()
    journal.act(kind, fields={"annuls": "s-1"})
    one.push(journal.acts)
    assert one.claim(replace(claim(), stamp="s-1"), DEADLINE_S) == Denied("stamp_withdrawn")
    assert one.claim(replace(claim(), stamp="s-2"), DEADLINE_S) == Granted("centre")


def test_the_centre_consents_to_an_unverified_stamp_only_when_it_knows_the_permit(centre: Centre) -> None:
    one = centre.enrol("CP-1a", "CP-1")
    ask = replace(claim(), unverified=True)
    assert one.claim(ask, DEADLINE_S) == Denied("unverified")
    assert one.claim(replace(ask, purpose="consent"), DEADLINE_S) == Denied("unverified")
    centre.load([replace(permit_record(), provenance="core")])
    assert one.claim(replace(ask, purpose="consent"), DEADLINE_S) == Granted("centre")
    assert one.claim(ask, DEADLINE_S) == Granted("centre")


# --- a post's own server


@pytest.fixture
def post(request: pytest.FixtureRequest, centre: Centre) -> Centre:
    """The server of CP-1, of the same maker as the centre."""
    if isinstance(centre, PgCentre):
        found: PgCentre = request.getfixturevalue("pg")
        found.site = centre.site
        admin.prepare_site(found.url, centre.site, "sample", "CP-1")
        return found
    return MemoryCentre(centre.site, clock=lambda: datetime.now(UTC), post="CP-1")


def at_post(act_id: str, permit: str = PERMIT, epoch: int = 1) -> Claim:
    return replace(claim(permit, act_id), epoch=epoch)


def test_a_post_s_own_server_grants_once_to_its_lanes(post: Centre) -> None:
    one, two = post.enrol("CP-1a", "CP-1"), post.enrol("CP-1b", "CP-1")
    assert one.claim(at_post("r-1"), DEADLINE_S) == Granted("post")
    assert one.claim(at_post("r-1"), DEADLINE_S) == Granted("post")
    assert isinstance(two.claim(at_post("r-2"), DEADLINE_S), Taken)
    assert two.claim(replace(at_post("r-3", "9911A0000002"), post="CP-2"), DEADLINE_S) == Denied(
        "wrong_authority", "CP-2"
    )


def test_a_post_s_server_grants_under_no_epoch_that_is_over(post: Centre) -> None:
    one = post.enrol("CP-1a", "CP-1")
    assert one.claim(at_post("r-0", epoch=0), DEADLINE_S) == Denied("stale_epoch", "0")
    assert one.claim(at_post("r-1"), DEADLINE_S) == Granted("post")
    assert one.hand_back("CP-1", 1) == 1
    assert one.hand_back("CP-1", 1) == 1
    assert one.claim(at_post("r-2", "9911A0000002"), DEADLINE_S) == Denied("stale_epoch", "1")
    assert one.claim(at_post("r-3", "9911A0000003", 3), DEADLINE_S) == Granted("post")
    assert one.claim(at_post("r-4", "9911A0000004", 2), DEADLINE_S) == Denied("stale_epoch", "3")
    assert one.claim(at_post("r-1", epoch=1), DEADLINE_S) == Granted("post"), "what was granted stays granted"


def test_a_post_s_right_moves_only_when_the_centre_knows_all_it_decided(centre: Centre, post: Centre) -> None:
    line, lane, journal = centre.enrol("CP-1a", "CP-1"), post.enrol("CP-1a", "CP-1"), Journal("CP-1a", centre.site)
    centre.set_authority("CP-1", "post", "CP-1")
    lane.claim(at_post("r-1"), DEADLINE_S)
    lane.claim(at_post("r-2", "9911A0000002"), DEADLINE_S)
    about_post(
        journal,
        ActKind.AUTHORITY_HANDED_BACK,
        {"epoch": 1, "decisions": lane.hand_back("CP-1", 1), "server": lane.hello().feed_epoch},
    )
    assert push(line, journal) == ["stored"]
    with forbidden("decisions_missing", "CP-1"):
        centre.set_authority("CP-1", "centre", "centre")
    server = lane.hello().feed_epoch
    assert line.tell_decisions("CP-1", server, ()) == 0
    made = lane.pull_decisions(0, 10)
    assert [(each.number, each.act_id) for each in made] == [(1, "r-1"), (2, "r-2")]
    assert line.tell_decisions("CP-1", server, made[1:]) == 0, "not out of turn"
    assert line.tell_decisions("CP-1", server, made) == 2
    assert line.tell_decisions("CP-1", server, made) == 2
    assert centre.set_authority("CP-1", "centre", "centre") == 2
    assert isinstance(line.claim(claim(act_id="r-9"), DEADLINE_S), Taken)


def test_what_a_post_decided_against_the_centre_is_a_case(centre: Centre, post: Centre) -> None:
    line, lane, other = centre.enrol("CP-1a", "CP-1"), post.enrol("CP-1a", "CP-1"), centre.enrol("CP-1b", "CP-1")
    assert other.claim(claim(act_id="r-1"), DEADLINE_S) == Granted("centre")
    lane.claim(at_post("r-2"), DEADLINE_S)
    line.tell_decisions("CP-1", lane.hello().feed_epoch, lane.pull_decisions(0, 10))
    assert list(cases(line)) == [f"double_release:{PERMIT}:1:r-2"]


def test_a_stamp_that_a_post_took_back_and_another_released_is_a_case_also_where_the_act_that_took_it_never_comes(
    centre: Centre, post: Centre
) -> None:
    line, lane, other = centre.enrol("CP-1a", "CP-1"), post.enrol("CP-1a", "CP-1"), centre.enrol("CP-1b", "CP-1")
    journal = Journal("CP-1b", centre.site)
    journal.act(ActKind.RELEASE, act_id="r-1", fields={"granted_by": "alone", "stamp": "s-1"})
    other.push(journal.acts)
    withdrawal = replace(at_post("w-1"), purpose="withdraw", stamp="s-1")
    assert lane.claim(withdrawal, DEADLINE_S) == Granted("post")
    line.tell_decisions("CP-1", lane.hello().feed_epoch, lane.pull_decisions(0, 10))
    assert list(cases(line)) == [f"withdrawn_released:{PERMIT}:1:r-1"]
    assert cases(line)[f"withdrawn_released:{PERMIT}:1:r-1"].evidence["withdrawal"] == "w-1"


# --- a centre that was restored


def test_a_restored_centre_grants_nothing_until_it_has_heard_everyone(centre: Centre) -> None:
    one, two = centre.enrol("CP-1a", "CP-1"), centre.enrol("CP-1b", "CP-1")
    centre.set_authority("CP-2", "centre", "centre")
    before = one.hello().feed_epoch
    epoch = centre.restored()
    hello = one.hello()
    assert (hello.feed_epoch, hello.recovering, hello.heard) == (epoch, True, False)
    assert one.claim(claim(), DEADLINE_S) == Denied("centre_recovering")
    assert not one.caught_up(before), "not under the old epoch"
    assert not one.caught_up(epoch)
    assert one.hello().heard
    assert one.claim(claim(), DEADLINE_S) == Denied("centre_recovering")
    with forbidden("recovering", "CP-1"):
        centre.set_authority("CP-1", "workstation", "CP-1a")
    assert authority(one, "CP-2").resting
    assert authority(one, "CP-2").epoch > 1000, "beyond every epoch that may have been lost"
    assert two.caught_up(epoch)
    assert not authority(one, "CP-2").resting
    assert one.claim(claim(), DEADLINE_S) == Granted("centre")


def test_epochs_leap_for_posts_too_that_the_backup_does_not_know_and_go_on_from_there(centre: Centre) -> None:
    one, journal = centre.enrol("CP-1a", "CP-1"), Journal("CP-1a", centre.site)
    centre.set_authority("CP-2", "centre", "centre")
    one.caught_up(centre.restored())
    known = authority(one, "CP-2").epoch
    assert centre.set_authority("CP-1", "centre", "centre") == known
    assert centre.set_authority("CP-1", "centre", "centre") == known + 1
    two = {"kind": "centre", "holder": "centre", "second": "prasit", "reason": "lost"}
    about_post(journal, ActKind.AUTHORITY_FORCED, {"epoch": 0, **two}, "CP-3")
    assert push(one, journal) == ["stored"], "a post of which nothing was ever said stands at epoch 0"
    assert authority(one, "CP-3").epoch == known


def test_a_later_round_of_a_post_is_open_where_its_lanes_say_so(post: Centre) -> None:
    one, two = post.enrol("CP-1a", "CP-1"), post.enrol("CP-1b", "CP-1")
    second = replace(at_post("r-2"), round=2)
    assert one.claim(second, DEADLINE_S) == Granted("post"), "it was annulled where no lane stands"
    assert isinstance(two.claim(replace(second, act_id="r-3"), DEADLINE_S), Taken)


def test_whoever_was_revoked_is_not_waited_for(pg: PgCentre) -> None:
    one, _ = pg.enrol("CP-1a", "CP-1"), pg.enrol("CP-1b", "CP-1")
    epoch = pg.restored()
    assert not one.caught_up(epoch)
    admin.revoke(pg.url, pg.site, "CP-1b")
    assert one.claim(claim(), DEADLINE_S) == Granted("centre")


def test_records_of_the_release_right_are_json_that_reads_back(centre: Centre) -> None:
    one = centre.enrol("CP-1a", "CP-1")
    centre.set_authority("CP-1", "workstation", "CP-1a")
    doc = one.pull_records(0, 10)[0].record.doc
    assert set(json.loads(doc)) == {"post", "epoch", "kind", "holder", "acts_place", "forced", "resting", "seat"}
    for broken in ("", "[]", "{}", doc.replace("workstation", "moon"), doc.replace(": 1", ": true")):
        with pytest.raises(ValueError, match=r"authority|JSON|Expecting"):
            read_authority(broken)
