"""An officer whose stored key is damaged goes on working; repaired, his next stamp covers what was left."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from officer_app.core.assess import StampWish
from officer_app.core.canonical import decode, encode
from officer_app.core.export import Outcome
from officer_app.core.ports import SignedIn
from officer_app.security import evidence, evidence_reading
from officer_app.security.evidence_check import examine
from officer_app.settings import Settings
from officer_app.store.officers import OfficerTable
from officer_app.usecases.import_records import import_permits
from officer_app.usecases.stamp import Stamped, stamp
from officer_app.workstation.evidence import Wanted, gather
from officer_app.workstation.opening import Workstation, create, open_workstation
from tests.fakes import NUMBER, OTHER, permit

PASSWORD = "ก-Correct-horse-9"


@pytest.fixture
def at_work(tmp_path: Path, expected_warnings: list[logging.LogRecord]) -> Iterator[Workstation]:
    create(tmp_path, Settings(site="CE", desk="inspection", name="CE-1"))
    opened = open_workstation(tmp_path)
    opened.officers.add("somchai", "สมชาย", frozenset({"inspection"}), PASSWORD)
    import_permits(opened.counter, [permit(NUMBER), permit(OTHER)])
    yield opened
    opened.close()


def with_key(at: Workstation, wrapped: str) -> str:
    """Put other bytes in the place of the wrapped key; gives those that were there."""
    with OfficerTable(at.journal).turn() as rows:
        document = decode(rows.all()["somchai"].encode())
        before = document["wrapped_key"]
        rows.keep("somchai", encode({**document, "wrapped_key": wrapped}).decode())
    assert isinstance(before, str)
    return before


def stamped(at: Workstation, number: str) -> Stamped:
    officer = at.officers.sign_in("somchai", PASSWORD)
    assert isinstance(officer, SignedIn)
    done = stamp(at.counter, officer, number, StampWish(Outcome.GREEN, "CP-1"))
    assert isinstance(done, Stamped)
    return done


def filed(at: Workstation, number: str) -> tuple[list[str], list[str], bytes]:
    """Kinds of defects, notes and bytes of the evidence on a number."""
    made = gather(at, Wanted(number=number))
    assert isinstance(made, evidence.Evidence)
    data = evidence.write(made, at.station_signer)
    report, _ = examine(evidence_reading.read(data))
    return [one.kind for one in report.defects], [note.text for note in report.notes], data


def test_a_damaged_key_stops_nobody_and_is_made_good_by_the_next_signature(at_work: Workstation) -> None:
    good = with_key(at_work, "00" * 137)
    failed = stamped(at_work, NUMBER)
    assert (failed.act.signer_failed, failed.act.officer, failed.token) == (True, "somchai", "")
    assert at_work.journal.queue().unsigned == 1
    defects, notes, data = filed(at_work, NUMBER)
    assert defects == []
    assert any("no collective act covers it yet" in note for note in notes)
    assert "ขัดข้อง".encode() in data
    with_key(at_work, good)
    again = stamped(at_work, OTHER)
    assert (again.act.signer_failed, bool(again.token), at_work.journal.queue().unsigned) == (False, True, 0)
    defects, notes, data = filed(at_work, NUMBER)
    assert defects == []
    assert not any("collective" in note for note in notes)
    assert b'"kind":"collective"' in data
    assert OTHER.encode() not in data


def test_a_wrong_password_is_no_failed_signer(at_work: Workstation) -> None:
    with_key(at_work, "00" * 137)
    assert not isinstance(at_work.officers.sign_in("somchai", "wrong"), SignedIn)
