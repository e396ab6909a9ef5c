"""The five-year rule: nothing takes an act out of a journal, however old, and a mirror that goes takes none along."""

from datetime import timedelta
from pathlib import Path

import pytest

from officer_app.core.acts import ActKind, Draft, Subject
from officer_app.core.export import State
from officer_app.core.ports import FeedAct
from officer_app.store.errors import StoreError
from officer_app.store.journal import SqliteJournal
from officer_app.store.mirror import SqliteMirror
from tests.fakes import CE_1, FILE_KEY, NOW, NUMBER, permit, record, signer

LONG_AGO = NOW - timedelta(days=6 * 366)
STAMPED = {"outcome": "green", "stamp_text": "Status 0309", "release_post": "CP-1"}


@pytest.fixture
def journal(tmp_path: Path) -> SqliteJournal:
    made = SqliteJournal(tmp_path / "journal.db", FILE_KEY, CE_1)
    made.record(Draft("old", ActKind.STAMP, Subject("permit", NUMBER), "somchai", LONG_AGO, STAMPED), signer(2))
    return made


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM act",
        "DELETE FROM act WHERE act_id = 'old'",
        "UPDATE act SET body = x'00'",
        "UPDATE act SET act_id = 'new'",
        "INSERT OR REPLACE INTO act SELECT * FROM act",
    ],
)
def test_an_act_older_than_five_years_is_neither_deleted_nor_changed(journal: SqliteJournal, statement: str) -> None:
    before = [(act.body, act.signature) for act in journal.acts()]
    with pytest.raises(StoreError, match=r"acts are never"), journal.writing() as connection:
        connection.exec_driver_sql(statement)
    assert [(act.body, act.signature) for act in journal.acts()] == before
    journal.close()


def test_all_that_a_workstation_does_to_itself_leaves_old_acts_where_they_are(
    journal: SqliteJournal, tmp_path: Path
) -> None:
    before = [act.body for act in journal.acts()]
    mirror = SqliteMirror(tmp_path / "mirror.db", FILE_KEY)
    mirror.load([record(permit(state="loaded"), LONG_AGO)])
    journal.receive([FeedAct(1, journal.acts()[0])])
    journal.mark_pushed(1)
    journal.new_feed_epoch("another")
    journal.rebuild()
    mirror.restart_feed("epoch-2")
    mirror.close()
    for file in tmp_path.glob("mirror.db*"):
        file.unlink()
    fresh = SqliteMirror(tmp_path / "mirror.db", FILE_KEY)
    assert fresh.find(NUMBER) == []
    fresh.close()
    journal.close()
    again = SqliteJournal(tmp_path / "journal.db", FILE_KEY, CE_1)
    assert [act.body for act in again.acts()] == before
    # Without its record the permit still stands where it stood.
    assert again.permit_state(NUMBER).state is State.STAMPED
    again.close()


def test_no_statement_of_the_program_deletes_acts() -> None:
    sources = (Path(__file__).resolve().parents[2] / "officer_app" / "store").glob("*.py")
    text = "\n".join(source.read_text("utf-8") for source in sources).lower()
    assert "delete from act" not in text
    assert "delete(_act)" not in text
    assert "delete(schema.act)" not in text
