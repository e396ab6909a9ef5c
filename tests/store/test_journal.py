"""The journal: one gapless signed chain, one act an id, nothing on a refusal, nothing changed afterwards."""

import secrets
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, update

import sqlcipher3.dbapi2 as sqlcipher
from officer_app.core.acts import GENESIS, Act, ActKind, Draft, Subject
from officer_app.core.canonical import NotCanonical
from officer_app.core.export import PermitState, State, fold
from officer_app.core.ports import FeedAct, Signer
from officer_app.core.refusals import Refusal
from officer_app.store import schema
from officer_app.store.errors import StoreError
from officer_app.store.journal import SqliteJournal
from tests.fakes import FILE_KEY, NOW, NUMBER, OTHER, Chain, signer
from tests.store.conftest import Opener, draft, prove_whole, put

NO = Refusal("not_now")


def test_the_first_act_is_chained_and_signed_and_so_is_each_that_follows(journal: SqliteJournal) -> None:
    first = put(journal, "a")
    assert (first.station_seq, first.prev, first.after) == (1, GENESIS, "")
    for place in range(5):
        put(journal, f"b{place}", number=f"P{place % 2}")
    acts = journal.own_acts(0, 100)
    assert len(acts) == 6
    prove_whole(acts)
    assert {(act.site, act.station, act.mode, act.key) for act in acts} == {("CE", "CE-1", "sample", signer(1).key_id)}


def test_an_act_names_the_latest_one_that_was_known_on_its_subject(journal: SqliteJournal) -> None:
    put(journal, "a")
    put(journal, "b", number=OTHER)
    assert put(journal, "c").after == "a"
    far = Chain("CP-1a").act(ActKind.HOLD, after="c")
    journal.receive([FeedAct(1, far)])
    assert put(journal, "d").after == far.act_id


def test_subjects_that_are_no_permits_have_their_own_latest_act(journal: SqliteJournal) -> None:
    put(journal, "stamped", ActKind.STAMP)
    for act_id, after in (("one", ""), ("two", "one"), ("three", "two")):
        made = journal.record(Draft(act_id, ActKind.PRINT, Subject("transit", NUMBER), "somchai", NOW), signer(1))
        assert isinstance(made, Act)
        assert made.after == after
    seen: list[PermitState] = []

    def look(state: PermitState) -> Refusal:
        seen.append(state)
        return NO

    journal.record(Draft("four", ActKind.PRINT, Subject("transit", NUMBER), "somchai", NOW), signer(1), look)
    assert seen == [PermitState()]
    assert journal.permit_state(NUMBER).last_act == "stamped"


def test_the_same_id_again_gives_the_act_recorded_then(journal: SqliteJournal) -> None:
    first = put(journal, "same")
    again = journal.record(draft("same", ActKind.HOLD, OTHER, reason="other"), signer(2), lambda state: NO)
    assert again == first
    assert len(journal.acts()) == 1
    prove_whole([*journal.own_acts(0, 10), put(journal, "next")])


def test_a_refusal_writes_nothing_at_all(journal: SqliteJournal) -> None:
    put(journal, "a")
    before = (journal.stored_acts(), journal.permit_state(NUMBER), journal.queue())

    def never(act: Act, by: Signer) -> str:
        raise AssertionError("no code is made for what is not recorded")

    assert journal.record(draft("b", ActKind.STAMP), signer(1), lambda state: NO, never) is NO
    assert (journal.stored_acts(), journal.permit_state(NUMBER), journal.queue()) == before
    assert put(journal, "c").station_seq == 2


def test_the_guard_sees_the_state_as_it_is_inside_the_transaction(journal: SqliteJournal, opening: Opener) -> None:
    put(journal, "a", ActKind.STAMP)
    seen: list[State] = []

    def guard(state: PermitState) -> None:
        seen.append(state.state)
        # Whoever else wants to write has to wait until this act is decided.
        with journal.reading() as connection:
            path = connection.exec_driver_sql("PRAGMA database_list").one()[2]
        other = sqlcipher.connect(path, timeout=0, isolation_level=None)
        other.execute(f"PRAGMA key = \"x'{FILE_KEY.hex()}'\"")
        try:
            with pytest.raises(sqlcipher.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        finally:
            other.close()

    journal.record(draft("b", ActKind.RELEASE), signer(1), guard)
    assert seen == [State.STAMPED]
    assert journal.permit_state(NUMBER).state is State.RELEASED


@pytest.mark.parametrize("at_fault", ["signer", "code", "guard", "body"])
def test_what_fails_on_the_way_leaves_nothing_behind(journal: SqliteJournal, at_fault: str) -> None:
    put(journal, "a")
    before = journal.stored_acts()

    class Broken(Exception):
        pass

    class BrokenSigner:
        key_id, public_key = signer(1).key_id, signer(1).public_key

        def sign(self, message: bytes) -> bytes:
            raise Broken

    def broken(*given: object) -> NoReturn:
        raise Broken

    key: Signer = BrokenSigner() if at_fault == "signer" else signer(1)
    wanted = draft("b", ActKind.STAMP, reason="a\nb" if at_fault == "body" else "ok")
    with pytest.raises((Broken, NotCanonical)):
        journal.record(wanted, key, broken if at_fault == "guard" else None, broken if at_fault == "code" else None)
    assert journal.stored_acts() == before
    assert put(journal, "c").station_seq == 2


def test_the_code_of_a_stamp_is_kept_with_it(journal: SqliteJournal, opening: Opener) -> None:
    journal.record(draft("a", ActKind.STAMP), signer(1), None, lambda act, by: f"OA1:{act.act_id}{by.key_id}")
    assert opening().token_of("a") == f"OA1:a{signer(1).key_id}"
    journal.record(draft("b", ActKind.STAMP), signer(1), None, lambda act, by: "")
    assert (journal.token_of("b"), journal.token_of("nowhere")) == ("", "")


def columns_of_acts(connection: Connection) -> list[str]:
    return [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(act)")]


def test_acts_are_neither_changed_nor_deleted_nor_replaced(journal: SqliteJournal) -> None:
    put(journal, "a")
    put(journal, "b")
    before = journal.stored_acts()
    with journal.reading() as connection:
        columns = [name for name in columns_of_acts(connection) if name != "feed_seq"]
    statements = [str(update(schema.act).values({name: schema.act.c[name]})) for name in columns]
    statements += ["DELETE FROM act", "DELETE FROM act WHERE act_id = 'b'"]
    statements += ["INSERT OR REPLACE INTO act SELECT * FROM act WHERE act_id = 'a'"]
    assert len(columns) == 9
    for statement in statements:
        with pytest.raises(StoreError, match="never"), journal.writing() as connection:
            connection.exec_driver_sql(statement)
    assert journal.stored_acts() == before


def test_every_connection_flushes_each_commit(journal: SqliteJournal) -> None:
    put(journal, "a")
    wanted = {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1, "recursive_triggers": 1}
    with ExitStack() as stack:
        connections = [stack.enter_context(journal.reading()) for _ in range(8)]
        connections.append(stack.enter_context(journal.writing()))
        for connection in connections:
            for name, value in wanted.items():
                assert connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() == value
        handles = {id(connection.connection.dbapi_connection) for connection in connections}
        assert len(handles) == 9


def test_nothing_of_an_act_can_be_read_in_the_file(opening: Opener, journal: SqliteJournal) -> None:
    put(journal, "secret-act-id")
    with journal.reading() as connection:
        folder = connection.exec_driver_sql("PRAGMA database_list").one()[2]
    for suffix in ("", "-wal"):
        data = Path(folder + suffix).read_bytes()
        assert b"secret-act-id" not in data
        assert b"SQLite format" not in data


def test_acts_of_the_feed_are_kept_once_and_know_their_place(journal: SqliteJournal) -> None:
    own = put(journal, "own")
    chain = Chain("CP-1a")
    far = [chain.act(ActKind.PRESENT), chain.act(ActKind.INSPECT)]
    journal.receive([FeedAct(1, far[0]), FeedAct(2, own)])
    journal.receive([FeedAct(2, own), FeedAct(3, far[1])])
    assert {act.act_id for act in journal.acts()} == {"own", "CP-1a/1", "CP-1a/2"}
    assert journal.acts_cursor() == 3
    assert journal.own_acts(0, 10) == [own]
    assert put(journal, "next").station_seq == 2


def test_an_empty_batch_moves_nothing(journal: SqliteJournal) -> None:
    journal.receive([])
    assert journal.acts_cursor() == 0


@pytest.mark.parametrize("what", ["other bytes under one id", "another act at one place"])
def test_a_fork_in_the_feed_is_said_and_nothing_of_the_batch_is_kept(journal: SqliteJournal, what: str) -> None:
    one, two = Chain("CP-1a"), Chain("CP-1a")
    journal.receive([FeedAct(1, one.act(ActKind.PRESENT, act_id="x"))])
    same = what == "other bytes under one id"
    forked = two.act(ActKind.HOLD, act_id="x" if same else "y")
    with pytest.raises(StoreError) as trouble:
        journal.receive([FeedAct(2, Chain("CP-1b").act(ActKind.PRESENT)), FeedAct(3, forked)])
    assert (trouble.value.code, trouble.value.detail) == ("fork", "CP-1a 1")
    assert [act.act_id for act in journal.acts()] == ["x"]
    assert journal.acts_cursor() == 1


def test_what_colleagues_did_and_the_feed_does_not_have_is_told_apart_again_after_a_new_epoch(
    journal: SqliteJournal,
) -> None:
    other = Chain("CP-1b")
    fed, heard = other.act(ActKind.RELEASE, act_id="fed"), other.act(ActKind.ANNUL, act_id="heard")
    hold = other.act(ActKind.HOLD, {"reason": "x"})
    put(journal, "own", ActKind.RELEASE)
    journal.receive([FeedAct(1, fed)])
    journal.hear([heard, hold])
    assert [act.act_id for act in journal.unfed(["release", "annul"])] == ["heard"]
    journal.new_feed_epoch("another")
    assert [act.act_id for act in journal.unfed(["release", "annul"])] == ["fed", "heard"]
    journal.receive([FeedAct(1, heard), FeedAct(2, hold)])
    assert [act.act_id for act in journal.unfed(["release", "annul"])] == ["fed"]


@pytest.mark.parametrize("what", ["other bytes under one id", "another act at one place"])
def test_a_colleagues_act_that_was_heard_gives_way_to_none_and_is_noted(journal: SqliteJournal, what: str) -> None:
    one, two = Chain("CP-1a"), Chain("CP-1a")
    heard = one.act(ActKind.HOLD, {"reason": "x"}, act_id="x")
    fed = two.act(ActKind.PRESENT, act_id="x" if what == "other bytes under one id" else "y")
    later = two.act(ActKind.CUT_OFF)
    journal.hear([heard])
    journal.receive([FeedAct(1, fed), FeedAct(2, later)])
    journal.receive([FeedAct(1, fed)])
    journal.hear([heard, fed])
    assert {act.body for act in journal.acts()} == {heard.body, fed.body, later.body}
    assert list(journal.feed_hashes(0, 9)) == [(1, fed.hash), (2, later.hash)]
    assert {act.body for act in journal.forks()} == {heard.body, fed.body}
    assert {row[1] for row in journal.stored_acts()} == {1, 2}, "as they were signed"
    assert {act.body for act in journal.acts_on("permit", NUMBER)} == {heard.body, fed.body, later.body}
    journal.forks_shown()
    assert journal.forks() == []
    journal.hear([one.act(ActKind.UNHOLD, {"reason": "x"})])
    assert {act.station_seq for act in journal.forks()} == {2}
    journal.rebuild()
    assert journal.own_acts(0, 9) == []


def test_own_acts_come_back_to_a_journal_that_was_restored_from_an_older_copy(opening: Opener) -> None:
    whole, older = opening(), opening("older.db")
    acts = [put(whole, f"a{place}") for place in range(4)]
    put(older, "a0")
    older.receive([FeedAct(place, act) for place, act in enumerate(acts, start=1)])
    assert older.own_acts(0, 10) == acts
    prove_whole([*acts, put(older, "next")])


def test_a_new_epoch_forgets_all_places_and_no_act(journal: SqliteJournal) -> None:
    chain = Chain("CP-1a")
    journal.receive([FeedAct(1, chain.act(ActKind.PRESENT)), FeedAct(2, chain.act(ActKind.HOLD))])
    journal.new_feed_epoch("epoch-2")
    assert (journal.feed_epoch(), journal.acts_cursor(), len(journal.acts())) == ("epoch-2", 0, 2)
    journal.receive([FeedAct(1, chain.acts[1]), FeedAct(2, chain.acts[0])])
    assert journal.acts_cursor() == 2
    assert journal.permit_state(NUMBER).state is State.HELD


def test_the_queue_counts_what_waits_and_what_was_not_taken(journal: SqliteJournal) -> None:
    acts = [put(journal, f"a{place}") for place in range(5)]
    assert journal.queue().unsent == 5
    journal.mark_pushed(3)
    journal.quarantine(acts[1].act_id, "refused_by_centre", "why")
    journal.quarantine(acts[1].act_id, "refused_by_centre", "why again")
    assert (journal.queue().unsent, journal.queue().quarantined, journal.pushed_seq()) == (2, 1, 3)
    assert [act.station_seq for act in journal.own_acts(3, 1)] == [4]


def test_the_first_act_that_meant_to_claim_is_remembered(opening: Opener, journal: SqliteJournal) -> None:
    assert journal.intend_claim(NUMBER, 1, "r-1") == "r-1"
    assert opening().intend_claim(NUMBER, 1, "r-2") == "r-1"
    assert journal.intend_claim(NUMBER, 2, "r-3") == "r-3"
    assert journal.intend_claim(OTHER, 1, "r-4") == "r-4"


def test_acts_are_found_by_kind_and_by_subject(journal: SqliteJournal) -> None:
    put(journal, "a", ActKind.STAMP)
    put(journal, "b", number=OTHER)
    assert [act.act_id for act in journal.acts_of_kind("stamp")] == ["a"]
    assert [act.act_id for act in journal.acts_on("permit", OTHER)] == ["b"]
    assert journal.acts_on("transit", OTHER) == []


def test_the_projection_is_the_fold_and_can_be_made_again(journal: SqliteJournal) -> None:
    put(journal, "a", ActKind.STAMP)
    put(journal, "b", ActKind.RELEASE)
    put(journal, "c", ActKind.PRINT, OTHER)
    journal.receive([FeedAct(1, Chain("CP-1a").act(ActKind.RELEASE, after="a"))])
    states = [journal.permit_state(number) for number in (NUMBER, OTHER)]
    with journal.writing() as connection:
        connection.exec_driver_sql("UPDATE permit_state SET doc = '{}'")
    assert journal.rebuild() == 2
    assert [journal.permit_state(number) for number in (NUMBER, OTHER)] == states
    assert "double_release" in [each.kind for each in states[0].irregularities]


@st.composite
def feeds(draw: st.DrawFn) -> list[Act]:
    """Acts of two other workstations on two permits, in the order the centre took them."""
    kinds = st.sampled_from([*map(str, ActKind), "teleported"])
    chains = [Chain("CP-1a"), Chain("CP-2a")]
    made: list[Act] = []
    for which in draw(st.lists(st.integers(0, 1), max_size=8)):
        known = ["", *(act.act_id for act in made)]
        fields = {"annuls": draw(st.sampled_from(known)), "reason": "เหตุผล"}
        number = draw(st.sampled_from([NUMBER, OTHER]))
        after = draw(st.sampled_from(known))
        made.append(chains[which].act(draw(kinds), fields, after=after, number=number))
    return made


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(feeds(), st.data())
def test_whatever_comes_in_whatever_pieces_the_projection_is_the_fold(
    opening: Opener, acts: list[Act], data: st.DataObject
) -> None:
    journal = opening(f"{secrets.token_hex(8)}.db")
    entries = [FeedAct(place, act) for place, act in enumerate(acts, start=1)]
    cut = data.draw(st.integers(0, len(entries)))
    journal.receive(entries[:cut])
    put(journal, "own", data.draw(st.sampled_from([ActKind.STAMP, ActKind.HOLD, ActKind.RELEASE])))
    journal.receive(entries[cut:])
    journal.receive(entries[max(0, cut - 2) :])
    places = {entry.act.act_id: entry.feed_seq for entry in entries}
    wanted = [fold(journal.acts_on("permit", number), places) for number in (NUMBER, OTHER)]
    assert [journal.permit_state(number) for number in (NUMBER, OTHER)] == wanted
    journal.rebuild()
    assert [journal.permit_state(number) for number in (NUMBER, OTHER)] == wanted
    journal.close()
