"""Transit cases in the journal: folded with each act, guarded, listed, and made again byte for byte."""

from pathlib import Path

import pytest

from officer_app.core.acts import Act, ActKind, Draft, Subject
from officer_app.core.canonical import Value
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase, TransitState
from officer_app.core.two_persons import SECOND_KEY, SECOND_SIGNATURE, second_digest, with_second
from officer_app.security.keys import verify
from officer_app.store.journal import SqliteJournal
from tests.fakes import CE_1, FILE_KEY, NOW, NUMBER, signer

CASE, OTHER = "MS-2599-000001", "MS-2599-000002"
RECEIVED: dict[str, Value] = {"applicant": "บริษัท ตัวอย่างขนส่งสมมติ จำกัด"}


@pytest.fixture
def journal(tmp_path: Path) -> SqliteJournal:
    return SqliteJournal(tmp_path / "journal.db", FILE_KEY, CE_1)


def draft(act_id: str, kind: ActKind, number: str = CASE, **fields: Value) -> Draft:
    return Draft(act_id, kind, Subject("transit", number), "anong", NOW, {**RECEIVED, **fields})


def rows(journal: SqliteJournal) -> list[tuple[object, ...]]:
    with journal.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM transit_state ORDER BY number")]


def test_a_case_is_folded_with_its_act_and_made_again_byte_for_byte(journal: SqliteJournal) -> None:
    journal.record_transit(draft("a", ActKind.TRANSIT_RECEIVE), signer(1))
    journal.record_transit(draft("b", ActKind.TRANSIT_CHECK, applicant_class="2.4"), signer(1))
    journal.record_transit(draft("c", ActKind.TRANSIT_RECEIVE, OTHER), signer(1))
    assert journal.transit_state(CASE).phase is Phase.DOCUMENTS_COMPLETE
    assert journal.transit_state(CASE).fact("applicant_class") == "2.4"
    kept = rows(journal)
    with journal.writing() as connection:
        connection.exec_driver_sql("UPDATE transit_state SET doc = '{}', state = 'closed'")
    assert journal.rebuild() == 2
    assert rows(journal) == kept
    journal.close()


def test_a_guard_sees_the_case_as_it_is_and_a_refusal_writes_nothing(journal: SqliteJournal) -> None:
    seen: list[TransitState] = []

    def no(state: TransitState) -> Refusal:
        seen.append(state)
        return Refusal("not_now")

    journal.record_transit(draft("a", ActKind.TRANSIT_RECEIVE), signer(1))
    assert journal.record_transit(draft("b", ActKind.TRANSIT_CHECK), signer(1), no) == Refusal("not_now")
    assert [state.phase for state in seen] == [Phase.RECEIVED]
    assert [act.act_id for act in journal.acts()] == ["a"]
    journal.close()


def test_each_act_names_the_one_before_it_on_its_case(journal: SqliteJournal) -> None:
    journal.record(Draft("p", ActKind.PRESENT, Subject("permit", CASE), "anong", NOW, {}), signer(1))
    first = journal.record_transit(draft("a", ActKind.TRANSIT_RECEIVE), signer(1))
    second = journal.record_transit(draft("b", ActKind.TRANSIT_CHECK), signer(1))
    assert isinstance(first, Act)
    assert isinstance(second, Act)
    assert (first.after, second.after) == ("", "a")
    assert journal.permit_state(CASE).last_act == "p"
    journal.close()


def test_cases_are_listed_by_state_a_page_at_a_time(journal: SqliteJournal) -> None:
    for place in range(5):
        journal.record_transit(draft(f"a{place}", ActKind.TRANSIT_RECEIVE, f"MS-{place}"), signer(1))
    journal.record_transit(draft("b", ActKind.TRANSIT_CHECK, "MS-2", applicant_class="1"), signer(1))
    listed = journal.transit_cases([Phase.RECEIVED], "", 2)
    assert [number for number, _ in listed] == ["MS-0", "MS-1"]
    assert [number for number, _ in journal.transit_cases([Phase.RECEIVED], "MS-1", 9)] == ["MS-3", "MS-4"]
    assert [state.phase for _, state in journal.transit_cases(list(Phase), "MS-1", 1)] == [Phase.DOCUMENTS_COMPLETE]
    assert journal.transit_cases([], "", 9) == []
    journal.close()


def test_the_second_officer_signs_the_act_and_the_first_signs_that(journal: SqliteJournal) -> None:
    first, second = signer(1), signer(9)
    wish = Draft("x", ActKind.ANNUL, Subject("permit", NUMBER), "anong", NOW, {"annuls": "s", "reason": "ผิดใบ"})
    act = journal.record(with_second(wish, "wichai", second.key_id), first, second=second)
    assert isinstance(act, Act)
    assert act.text(SECOND_KEY) == second.key_id
    signed = bytes.fromhex(act.text(SECOND_SIGNATURE))
    assert verify(second.public_key, second_digest(act.body), signed)
    assert verify(first.public_key, act.hash, act.signature)
    assert not verify(first.public_key, second_digest(act.body), signed)
    altered = act.body.replace("ผิดใบ".encode(), "อื่นๆ".encode())
    assert not verify(second.public_key, second_digest(altered), signed)
    journal.close()


def test_an_unknown_kind_blocks_only_until_a_program_opens_the_journal_that_knows_it(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.db", FILE_KEY, CE_1)
    journal.record(Draft("a", ActKind.PRESENT, Subject("permit", NUMBER), "somchai", NOW, {}), signer(1))
    with journal.writing() as connection:
        # As an older program would have left it, to which `present` was unknown.
        stale = "UPDATE permit_state SET doc = replace(doc, '\"blocked\":false', '\"blocked\":true')"
        connection.exec_driver_sql(stale)
        connection.exec_driver_sql("UPDATE value SET content = '2:hold,stamp' WHERE name = 'projections'")
    assert journal.permit_state(NUMBER).blocked
    journal.close()
    again = SqliteJournal(tmp_path / "journal.db", FILE_KEY, CE_1)
    assert not again.permit_state(NUMBER).blocked
    again.close()
