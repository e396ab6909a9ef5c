"""Several programs and threads on one journal: no fork, no gap, no act twice, one answer to one question."""

import threading
from pathlib import Path

import pytest

from officer_app.core.acts import Act, ActKind
from officer_app.core.export import PermitState, State
from officer_app.core.refusals import Refusal
from officer_app.store.journal import SqliteJournal
from tests.fakes import CE_1, FILE_KEY, signer
from tests.store.conftest import Opener, draft, let_go, prove_whole, put, start_recorder

MANY = 40
STAMP = {"outcome": "green", "stamp_text": "Status 0309", "release_post": "CP-1"}


def test_two_connections_take_turns_on_one_chain(opening: Opener) -> None:
    one, two = opening(), opening()
    for turn in range(6):
        put(one if turn % 2 else two, f"a{turn}")
    prove_whole(one.own_acts(0, 100))
    assert one.acts() == two.acts()


def test_two_programs_recording_at_once_make_one_chain(tmp_path: Path, opening: Opener) -> None:
    path = tmp_path / "journal.db"
    without_end, with_end = start_recorder(path, "A", 0), start_recorder(path, "B", MANY)
    assert without_end.stdout is not None
    let_go(without_end)
    first = without_end.stdout.readline().strip()
    let_go(with_end)
    # The one that never pauses does not keep the other from its turns.
    second = with_end.communicate(timeout=60)[0].split()
    without_end.kill()
    said = [first, *without_end.communicate(timeout=60)[0].split("\n")[:-1]]
    assert (with_end.returncode, len(second)) == (0, MANY)
    acts = opening().own_acts(0, 100_000)
    prove_whole(acts)
    kept = [act.act_id for act in acts]
    assert len(set(kept)) == len(kept)
    assert {*said, *second} <= set(kept)
    assert kept.index(first) < kept.index(second[0])


def test_two_programs_that_make_one_journal_at_once_make_one(tmp_path: Path) -> None:
    meet = threading.Barrier(4)
    made: list[SqliteJournal] = []
    failed: list[Exception] = []

    def make() -> None:
        meet.wait(30)
        try:
            made.append(SqliteJournal(tmp_path / "new.db", FILE_KEY, CE_1))
        except Exception as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    for place, journal in enumerate(made):
        put(journal, f"a{place}")
    prove_whole(made[0].own_acts(0, 10))
    for journal in made:
        journal.close()


@pytest.mark.parametrize("same_connection", [True, False])
def test_of_many_who_stamp_one_permit_at_once_one_does(opening: Opener, same_connection: bool) -> None:
    shared = opening()
    meet = threading.Barrier(4)
    answers: dict[str, list[Act | Refusal]] = {f"P{number}": [] for number in range(12)}

    def guard(state: PermitState) -> Refusal | None:
        return None if state.state is State.ISSUED else Refusal("already_stamped")

    def stamp(name: str, journal: SqliteJournal) -> None:
        for number, answer in answers.items():
            meet.wait(30)
            wanted = draft(f"{name}-{number}", ActKind.STAMP, number, **STAMP)
            answer.append(journal.record(wanted, signer(1), guard))

    journals = [shared if same_connection else opening() for _ in range(4)]
    threads = [threading.Thread(target=stamp, args=(f"T{place}", each)) for place, each in enumerate(journals)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for number, answer in answers.items():
        assert len(answer) == 4
        assert sum(isinstance(each, Act) for each in answer) == 1, number
        assert shared.permit_state(number).irregularities == ()
    prove_whole(shared.own_acts(0, 100))


def test_one_act_recorded_by_many_at_once_is_one_act(opening: Opener) -> None:
    meet = threading.Barrier(4)
    answers: list[Act | Refusal] = []

    def record(journal: SqliteJournal) -> None:
        meet.wait(30)
        answers.append(journal.record(draft("same", ActKind.RELEASE), signer(1)))

    journals = [opening() for _ in range(4)]
    threads = [threading.Thread(target=record, args=(journal,)) for journal in journals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == 4
    assert len({answer.body for answer in answers if isinstance(answer, Act)}) == 1
    assert len(journals[0].acts()) == 1
    assert len({journal.intend_claim("P", 1, f"r{place}") for place, journal in enumerate(journals)}) == 1
