"""Every folded table is kept in the transaction of each act, and made again from the acts with the same bytes."""

import secrets

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from officer_app.core.acts import ActKind, Draft, Subject
from officer_app.core.ports import FeedAct
from officer_app.store.journal import SqliteJournal
from officer_app.store.projections import PROJECTIONS
from tests.fakes import NOW, Chain, signer
from tests.store.conftest import Opener, draft, put, tables

KINDS = st.sampled_from([*map(str, ActKind), "teleported"])
SUBJECTS = sorted({each.subject_kind for each in PROJECTIONS})


def test_each_folded_table_names_its_subjects_and_has_one_key() -> None:
    assert {"permit", "transit"} <= set(SUBJECTS)
    assert len({each.table.name for each in PROJECTIONS}) == len(PROJECTIONS)
    for each in PROJECTIONS:
        assert len(each.table.primary_key.columns) == 1


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(KINDS, st.sampled_from(SUBJECTS), st.integers(1, 3), st.booleans()), max_size=14))
def test_rebuilt_tables_are_equal_byte_for_byte_whatever_was_done(
    opening: Opener, done: list[tuple[str, str, int, bool]]
) -> None:
    journal, far = opening(f"{secrets.token_hex(8)}.db"), Chain("CP-1a")
    for place, (kind, subject, number, own) in enumerate(done):
        if own:
            wanted = Draft(
                f"own {place}",
                ActKind(kind if kind in list(ActKind) else "hold"),
                Subject(subject, f"P{number}"),
                "somchai",
                NOW,
                {"reason": "เหตุผล"},
            )
            journal.record(wanted, signer(1))
        else:
            far.act(kind, {"reason": "เหตุผล"}, number=f"P{number}")
            journal.receive([FeedAct(journal.acts_cursor() + 1, far.acts[-1])])
    kept = tables(journal)
    journal.rebuild()
    assert tables(journal) == kept
    # And what somebody spoilt is mended.
    with journal.writing() as connection:
        for each in PROJECTIONS:
            connection.execute(each.table.update().values(doc="{}"))
    journal.rebuild()
    assert tables(journal) == kept
    journal.close()


def test_a_program_with_other_folds_makes_the_tables_anew_when_it_opens_the_journal(
    opening: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = opening()
    put(journal, "a", ActKind.HOLD)
    kept = tables(journal)
    with journal.writing() as connection:
        connection.exec_driver_sql("UPDATE permit_state SET doc = 'written by an older program'")
    journal.close()
    same = opening()
    assert tables(same) != kept, "a journal folded by the same program is not folded at each opening"
    same.close()
    monkeypatch.setattr("officer_app.store.projections.VERSION", "another")
    assert tables(opening()) == kept


def plan(connection: Connection, statement: str) -> str:
    return " ".join(str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}"))


def test_acts_are_found_by_kind_and_by_subject_without_reading_all(journal: SqliteJournal) -> None:
    put(journal, "a", ActKind.HOLD)
    with journal.reading() as connection:
        by_kind = plan(connection, "SELECT body FROM act WHERE kind = 'hold' ORDER BY station, station_seq")
        counted = plan(connection, "SELECT count(*) FROM act WHERE kind IN ('hold', 'stamp')")
        by_subject = plan(connection, "SELECT body FROM act WHERE subject_kind = 'permit' AND subject_number = 'P1'")
    assert "act_kind" in by_kind
    assert "SCAN" not in by_kind + counted + by_subject
    assert "TEMP B-TREE" not in by_kind
    assert "COVERING INDEX act_kind" in counted
    assert "act_subject" in by_subject
    assert journal.count_of_kinds(["hold", "stamp"]) == 1
    journal.record(draft("b", ActKind.STAMP), signer(1))
    assert (journal.count_of_kinds(["hold", "stamp"]), journal.count_of_kinds([])) == (2, 0)
