"""A stamp that is known from its code alone: accepted as a stamp, released only by the place that grants, once."""

from dataclasses import replace
from uuid import UUID

import pytest

from officer_app.core.acts import ActKind, Mode, format_time
from officer_app.core.export import State
from officer_app.core.ports import SignedIn, Unreachable
from officer_app.core.refusals import Refusal
from officer_app.security.chain_keys import Registration
from officer_app.security.key_standing import Certificate, Revocation, Standing
from officer_app.usecases.by_code import BY_CODE
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.look_up import Found, NotRead, look_up
from officer_app.usecases.stamp import Stamped, stamp
from officer_app.usecases.steps import take_step
from officer_app.usecases.sync_once import sync_once
from officer_app.workstation.tokens import token_reader
from tests.fakes import CHECKER, INSPECTOR, NUMBER, SUPERVISOR, Desk, officer
from tests.usecases.conftest import GREEN, Opener, Town

KEY = INSPECTOR.signer
KEYS = {KEY.key_id: Registration("somchai", KEY.public_key, 1)}
UUID_BASE = 0x01A200923F0B7329B068F4474D82F600


def at_post(made: Desk, standing: Standing | None = None, mode: Mode = Mode.SAMPLE) -> Desk:
    """The same desk, reading codes with the inspector's key."""
    worth = standing or Standing(KEY.key_id)
    return replace(made, counter=replace(made.counter, read_token=token_reader(mode, lambda: KEYS, lambda _: worth)))


def stamped(made: Desk) -> Stamped:
    """A stamp whose act has an id as workstations make them."""
    ids = iter(range(100))
    counter = replace(made.counter, new_id=lambda: str(UUID(int=UUID_BASE + next(ids))))
    done = stamp(counter, INSPECTOR, NUMBER, GREEN)
    assert isinstance(done, Stamped)
    return done


@pytest.fixture
def lonely(opening: Opener, town: Town) -> Desk:
    """The checking post of the town, whose mirror has never seen the permit."""
    empty = opening(replace(town.cp.journal.station, name="CP-1b"), town.cp_line)
    town.centre.enrol("CP-1b", "CP-1")
    return at_post(empty)


def test_a_stamp_never_seen_here_is_found_by_its_code_and_may_be_released(town: Town, lonely: Desk) -> None:
    done = stamped(town.ce)
    found = look_up(lonely.counter, done.token, CHECKER.person)
    assert isinstance(found, Found)
    assert (found.permit.number, found.provenance, found.state.state) == (NUMBER, BY_CODE, State.STAMPED)
    assert found.state.stamp is not None
    assert (found.state.stamp.officer, found.state.stamp.act_id) == ("somchai", done.act.act_id)
    assert found.may == ["release"]


def test_a_code_by_somebody_whom_the_office_made_no_inspector_is_not_believed(town: Town, lonely: Desk) -> None:
    done = stamped(town.ce)
    for roles, code in (({"transit"}, "code_role"), ({"supervisor"}, ""), ({"inspection", "transit"}, "")):
        given = Certificate(KEY.key_id, "officer", "somchai", frozenset(roles), done.act.at, None)
        reader = at_post(lonely, Standing(KEY.key_id, (given,)))
        found = confirm_release(reader.counter, CHECKER, done.token) if code else reader.counter.read_token(done.token)
        assert (found.code if isinstance(found, Refusal) else "") == code


def test_it_is_released_by_the_centre_and_only_once(town: Town, lonely: Desk) -> None:
    done = stamped(town.ce)
    first = confirm_release(lonely.counter, CHECKER, done.token)
    assert isinstance(first, Released)
    assert (first.granted_by, first.act.text("stamp"), first.act.text("code")) == (
        "centre",
        done.act.act_id,
        done.token,
    )
    assert (first.state.state, first.state.irregularities) == (State.RELEASED, ())
    second = confirm_release(at_post(town.cp).counter, CHECKER, done.token)
    assert isinstance(second, Refusal)
    assert second.code == "right_unused", "granted to this name, and another journal than this one used it"
    again = look_up(lonely.counter, done.token, CHECKER.person)
    assert isinstance(again, Found)
    assert again.verbs["release"] is not None
    assert again.verbs["release"].code == "already_released"


def test_cut_off_from_the_centre_the_code_alone_releases_nothing(town: Town) -> None:
    done = stamped(town.ce)
    alone = at_post(town.cp)

    def broken(call: str) -> None:
        raise Unreachable("cut")

    town.cp_line.before = broken
    refused = confirm_release(alone.counter, CHECKER, done.token)
    assert isinstance(refused, Refusal)
    assert refused.code == "no_right"
    assert not alone.journal.acts()


def test_when_the_stamp_comes_it_takes_its_place_before_its_release(town: Town, lonely: Desk) -> None:
    done = stamped(town.ce)
    assert isinstance(confirm_release(lonely.counter, CHECKER, done.token), Released)
    assert lonely.counter.central is not None
    sync_once(lonely.journal, lonely.mirror, lonely.counter.central)
    sync_once(town.ce.journal, town.ce.mirror, town.ce_line)
    sync_once(lonely.journal, lonely.mirror, lonely.counter.central)
    state = lonely.journal.permit_state(NUMBER)
    assert (state.state, state.irregularities) == (State.RELEASED, ())
    assert state.stamp is not None
    assert state.stamp.act_id == done.act.act_id


def test_who_stamped_does_not_release_by_the_code_either(town: Town, lonely: Desk) -> None:
    done = stamped(town.ce)
    himself = officer("Somchai", "checking_post", seed=9)
    refused = confirm_release(lonely.counter, himself, done.token)
    assert refused == Refusal("same_officer", {"officer": "somchai"})


def test_another_posts_code_is_refused_and_the_post_is_named(town: Town, opening: Opener) -> None:
    done = stamped(town.ce)
    other = at_post(opening(replace(town.cp.journal.station, name="CP-2a", post="CP-2")))
    found = look_up(other.counter, done.token, CHECKER.person)
    assert isinstance(found, Found)
    assert found.verbs["release"] == Refusal("wrong_post", {"post": "CP-1", "here": "CP-2"})


def test_nothing_but_the_release_is_done_with_a_permit_that_only_its_code_names(town: Town, lonely: Desk) -> None:
    done = stamped(town.ce)
    held = take_step(lonely.counter, SUPERVISOR, done.token, ActKind.HOLD, "ทดสอบ")
    assert held == Refusal("unknown_number", {"number": NUMBER})
    everybody = SignedIn(officer("x", "inspection", "xray", "checking_post").person, CHECKER.signer)
    assert stamp(lonely.counter, everybody, done.token, GREEN) == Refusal("unknown_number", {"number": NUMBER})


def test_a_stamp_that_was_taken_back_is_not_proven_by_its_paper(town: Town) -> None:
    done = stamped(town.ce)
    sync_once(town.ce.journal, town.ce.mirror, town.ce_line)
    undone = town.ce.counter.draft(
        ActKind.ANNUL, done.act.subject, INSPECTOR, {"annuls": done.act.act_id, "reason": "x", "undo": True}
    )
    town.ce.journal.record(undone, INSPECTOR.signer)
    sync_once(town.ce.journal, town.ce.mirror, town.ce_line)
    post = at_post(town.cp)
    sync_once(post.journal, post.mirror, town.cp_line)
    answer = look_up(post.counter, done.token, CHECKER.person)
    assert isinstance(answer, NotRead)
    assert answer.refusal == Refusal("stamp_withdrawn_here")
    assert confirm_release(post.counter, CHECKER, done.token) == Refusal("stamp_withdrawn_here")


def test_the_code_of_a_key_that_was_revoked_since_proves_nothing_new(town: Town, lonely: Desk) -> None:
    done = stamped(town.ce)
    later = done.act.at.replace(year=2027)
    revoked = Standing(KEY.key_id, (), Revocation(KEY.key_id, later, "stolen", "", by_root=True))
    answer = look_up(at_post(lonely, revoked).counter, done.token, CHECKER.person)
    assert isinstance(answer, NotRead)
    assert answer.refusal == Refusal("code_key_revoked", {"officer": "somchai", "at": format_time(later)})
    sync_once(town.ce.journal, town.ce.mirror, town.ce_line)
    sync_once(town.cp.journal, town.cp.mirror, town.cp_line)
    known = look_up(at_post(town.cp, revoked).counter, done.token, CHECKER.person)
    assert isinstance(known, Found)
    assert known.may == ["release"]


@pytest.mark.parametrize(
    ("mode", "code"), [(Mode.REAL, "sample_token"), (Mode.TRAINING, "sample_token"), (Mode.SAMPLE, "")]
)
def test_a_code_of_another_mode_is_named_as_such(town: Town, lonely: Desk, mode: Mode, code: str) -> None:
    done = stamped(town.ce)
    for keys in (lambda: KEYS, dict):
        says = token_reader(mode, keys)(done.token)
        assert not code or says == Refusal(code)


def test_a_code_of_the_first_kind_needs_the_record(town: Town, lonely: Desk) -> None:
    first = stamp(town.ce.counter, INSPECTOR, NUMBER, GREEN)
    assert isinstance(first, Stamped)
    answer = look_up(lonely.counter, first.token, CHECKER.person)
    assert isinstance(answer, NotRead)
    assert answer.refusal == Refusal("unknown_number", {"number": NUMBER})


def test_what_is_known_here_counts_as_it_is_known_here(town: Town) -> None:
    done = stamped(town.ce)
    sync_once(town.ce.journal, town.ce.mirror, town.ce_line)
    post = at_post(town.cp)
    sync_once(post.journal, post.mirror, town.cp_line)
    found = look_up(post.counter, done.token, CHECKER.person)
    assert isinstance(found, Found)
    assert (found.code, found.state) == ("", post.journal.permit_state(NUMBER))
