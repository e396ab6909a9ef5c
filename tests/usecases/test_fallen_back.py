"""What fell back behind what it knew: a mirror after a power cut, a journal out of a backup, and what they may do."""

from dataclasses import replace
from pathlib import Path

from officer_app.core.acts import Act
from officer_app.core.ports import Claim, Granted
from officer_app.core.refusals import Refusal
from officer_app.store.mirror import SqliteMirror
from officer_app.usecases.annul import annul
from officer_app.usecases.authority import close_case
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.sync_once import sync_once
from tests.fakes import CHECKER, CP_1, FILE_KEY, NUMBER, OTHER, SUPERVISOR, officer, permit, record
from tests.usecases.conftest import Between, Opener, Town, even

SECOND = officer("prasit", "supervisor", seed=9)


def test_a_mirror_that_fell_back_behind_a_new_epoch_grants_nothing_and_is_fed_anew(ready: Town, tmp_path: Path) -> None:
    ready.centre.set_authority("CP-1", "workstation", "CP-1a")
    even(ready)
    old = SqliteMirror(tmp_path / "old.db", FILE_KEY)
    sync_once(ready.cp.journal, old, ready.cp_line)
    ready.centre.restored()
    even(ready)
    even(ready)
    # The power is cut: what the mirror wrote last is gone, what the journal wrote is there.
    counter = replace(ready.cp.counter, mirror=old)
    assert getattr(confirm_release(counter, CHECKER, NUMBER), "code", "") == "centre_recovering"
    ready.centre.load([record(permit(OTHER))])
    assert sync_once(ready.cp.journal, old, ready.cp_line, full=True).digest_equal
    assert old.records_cursor() == ready.cp_line.pull_records(0, 99)[-1].feed_seq
    assert isinstance(confirm_release(counter, CHECKER, NUMBER), Released)
    old.close()


def forgetful(ready: Town) -> Refusal:
    """The checking post is granted a right, and its journal forgets both the right and the act that used it."""
    lost = Claim(NUMBER, 1, "lost", "CP-1", CHECKER.person.name, stamp=stamp_of(ready), mode="sample")
    assert ready.cp_line.claim(lost, 2.0) == Granted("centre")
    refused = confirm_release(ready.cp.counter, CHECKER, NUMBER)
    assert isinstance(refused, Refusal)
    return refused


def stamp_of(ready: Town) -> str:
    stamp = ready.cp.journal.permit_state(NUMBER).stamp
    assert stamp is not None
    return stamp.act_id


def test_a_right_granted_to_a_journal_that_forgot_it_is_used_once_two_officers_looked_into_it(ready: Town) -> None:
    refused = forgetful(ready)
    assert (refused.code, refused.params["act"]) == ("right_unused", "lost")
    again = confirm_release(ready.cp.counter, CHECKER, NUMBER)
    assert isinstance(again, Refusal), "nobody has looked into it"
    case_id = str(refused.params["case"])
    ready.ce.later(3600)
    assert [idle.act_id for idle in ready.cp_line.claims_without_act(0)] == ["lost"]
    closed = close_case(ready.ce.counter, SUPERVISOR, SECOND, case_id, "the cargo stands at the post")
    assert isinstance(closed, Act)
    even(ready)
    done = confirm_release(ready.cp.counter, CHECKER, NUMBER)
    assert isinstance(done, Released)
    assert done.act.act_id == "lost", "the act that the right was granted for"
    assert even(ready) == 0
    assert ready.cp_line.claims_without_act(0) == ()


def test_nobody_else_uses_it(ready: Town, opening: Opener) -> None:
    refused = forgetful(ready)
    assert isinstance(close_case(ready.ce.counter, SUPERVISOR, SECOND, str(refused.params["case"]), "seen"), Act)
    even(ready)
    ready.centre.enrol("CP-1b", "CP-1")
    line = Between(ready.centre, "CP-1b")
    other = opening(replace(CP_1, name="CP-1b"), line)
    sync_once(other.journal, other.mirror, line)
    assert getattr(confirm_release(other.counter, CHECKER, NUMBER), "code", "") == "already_released"


def test_the_taking_back_of_a_stamp_that_was_forgotten_is_asked_for_again_by_the_same_act(ready: Town) -> None:
    stamp = stamp_of(ready)
    lost = Claim(NUMBER, 1, "lost", "CP-1", SUPERVISOR.person.name, stamp=stamp, purpose="withdraw", mode="sample")
    assert ready.ce_line.claim(lost, 2.0) == Granted("centre")
    done = annul(ready.ce.counter, SUPERVISOR, SECOND, NUMBER, "the wrong sheet")
    assert isinstance(done, Act)
    assert done.act_id == "lost"
