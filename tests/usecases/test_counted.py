"""What a stamp, a look and a pulled batch cost: counted in statements and transactions, never in time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import event

from officer_app.core.acts import Act, ActKind
from officer_app.core.ports import FeedAct, FeedRecord
from officer_app.store.encrypted_file import EncryptedFile
from officer_app.usecases.annul import annul
from tests.fakes import INSPECTOR, NOW, NUMBER, OTHER, SUPERVISOR, Chain, Desk, permit, record
from tests.usecases.conftest import released, stamped


@contextmanager
def counting(file: EncryptedFile) -> Iterator[list[str]]:
    """Every statement that SQLite runs on a connection of `file` that is taken up meanwhile."""
    said: list[str] = []
    engines = (file._engines.reader, file._engines.writer)

    def traced(driver: Any, *others: object) -> None:
        driver.set_trace_callback(said.append)

    for engine in engines:
        event.listen(engine, "checkout", traced)
    try:
        yield said
    finally:
        for engine in engines:
            event.remove(engine, "checkout", traced)


def begun(said: list[str]) -> list[str]:
    """The transactions among them that were begun by name."""
    return [statement for statement in said if statement.startswith("BEGIN")]


def written(said: list[str], table: str) -> int:
    """How many rows were put into a table."""
    return sum(1 for statement in said if statement.split("(")[0].split()[:3] == ["INSERT", "INTO", table])


def test_a_stamp_is_one_look_at_the_mirror_and_one_transaction_of_ten_statements(counter_desk: Desk) -> None:
    stamped_before = replace(permit(), number="9911A0000099")
    counter_desk.mirror.load([record(stamped_before)])
    stamped(counter_desk, number=stamped_before.number)
    with counting(counter_desk.mirror) as mirror, counting(counter_desk.journal) as journal:
        done = stamped(counter_desk)
    assert done.token
    assert done.state.stamp is not None
    assert done.state == counter_desk.journal.permit_state(NUMBER)
    assert len(mirror) == 1, mirror
    assert mirror[0].startswith("SELECT")
    assert begun(journal) == ["BEGIN IMMEDIATE"], journal
    assert (journal[0], journal[-1]) == ("BEGIN IMMEDIATE", "COMMIT"), "nothing of the journal is read beside it"
    assert len(journal) <= 10, journal
    assert len(set(journal)) == len(journal), "nothing is asked twice"


def test_a_look_at_where_a_permit_stands_is_one_statement(counter_desk: Desk) -> None:
    stamped(counter_desk)
    with counting(counter_desk.journal) as said:
        assert counter_desk.journal.permit_state(NUMBER).stamp is not None
    assert (len(said), begun(said)) == (1, [])


def test_a_stamp_in_a_later_round_says_its_round_and_is_recorded_once(counter_desk: Desk) -> None:
    stamped(counter_desk)
    released(counter_desk)
    for _ in ("the release", "the stamp"):
        assert isinstance(annul(counter_desk.counter, INSPECTOR, SUPERVISOR, NUMBER, "ผิดคัน"), Act)
    before = len(counter_desk.journal.acts())
    with counting(counter_desk.journal) as said:
        done = stamped(counter_desk)
    assert (done.act.subject.round, done.state.round, done.state.irregularities) == (2, 2, ())
    assert len(counter_desk.journal.acts()) == before + 1
    assert (len(begun(said)), written(said, "act")) == (2, 1)


def test_a_batch_of_records_is_one_transaction_whatever_is_in_it(counter_desk: Desk) -> None:
    mirror = counter_desk.mirror
    costs = []
    for size in (40, 80):
        start = mirror.records_cursor()
        made = [replace(permit(), number=f"99{size}A{place:07d}", hawb=f"H{size}{place}") for place in range(size)]
        entries = [FeedRecord(start + place, record(each, NOW)) for place, each in enumerate(made, start=1)]
        numbers = sum(len(each.search_keys) for each in made)
        with counting(mirror) as said:
            mirror.apply(entries)
        assert begun(said) == ["BEGIN IMMEDIATE"]
        assert written(said, "record") == size
        assert mirror.records_digest(full=True) == mirror.records_digest()
        costs.append(len(said) - (2 * size + 2 * numbers))
    assert costs[0] == costs[1] <= 8, "beside what is stored a batch costs the same, small or large"


def test_a_batch_of_acts_is_one_transaction_and_each_subject_is_folded_once(counter_desk: Desk) -> None:
    journal = counter_desk.journal
    colleague = Chain("CE-9")
    acts = [colleague.act(ActKind.PRINT, {}, number=number) for number in (NUMBER, OTHER) for _ in range(10)]
    with counting(journal) as said:
        journal.receive([FeedAct(place, act) for place, act in enumerate(acts, start=1)])
    assert begun(said) == ["BEGIN IMMEDIATE"]
    assert (written(said, "act"), written(said, "permit_state")) == (20, 2)
    assert len(said) <= 2 * len(acts) + 2 * 2 + 5, said
