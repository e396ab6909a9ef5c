"""A signer that fails does not stop the counter: what was done is recorded, marked, covered later, and checked."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from officer_app.central.memory import MemoryCentral, MemoryCentre
from officer_app.core.acts import ActKind, Draft, Subject
from officer_app.core.assess import StampWish
from officer_app.core.export import Outcome
from officer_app.core.ports import OwnAct, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.security.check import check
from officer_app.security.failed_signer import FailedSigner
from officer_app.store.journal import SqliteJournal
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.stamp import Stamped, stamp
from tests.fakes import CE_1, CHECKER, FILE_KEY, INSPECTOR, NOW, OTHER, Desk, desk, permit, record, signer

STATION = signer(77)
GREEN = StampWish(Outcome.GREEN, "CP-1")
BROKEN = SignedIn(INSPECTOR.person, FailedSigner(INSPECTOR.signer.key_id, INSPECTOR.signer.public_key, "card_gone"))


@pytest.fixture
def at_work(tmp_path: Path, expected_warnings: list[logging.LogRecord]) -> Iterator[Desk]:
    with desk(tmp_path / "CE-1") as made:
        open_chain(made)
        made.mirror.load([record(permit()), record(permit(OTHER))])
        yield made


def open_chain(made: Desk) -> None:
    """The first acts of a workstation, and the officer's key."""
    made.journal.fail_over_to(STATION, made.counter.new_id)
    for kind, fields in (
        (ActKind.STATION_OPENED, {"public_key": STATION.public_key.hex()}),
        (ActKind.KEY_REGISTERED, {"officer": "somchai", "public_key": INSPECTOR.signer.public_key.hex()}),
    ):
        draft = Draft(made.counter.new_id(), kind, Subject("station", "CE-1"), "", made.clock[0], fields)
        made.journal.record(draft, STATION)


def stamped(made: Desk, officer: SignedIn, number: str) -> Stamped:
    done = stamp(made.counter, officer, number, GREEN)
    assert isinstance(done, Stamped)
    return done


def report(made: Desk) -> tuple[list[str], tuple[str, ...]]:
    found = check(made.journal.acts(), {}, {"CE-1": STATION.public_key})
    return [one.kind for one in found.defects], tuple(note.text for note in found.notes)


def test_a_stamp_without_its_officers_signature_is_recorded_marked_and_carries_no_code(at_work: Desk) -> None:
    done = stamped(at_work, BROKEN, permit().number)
    assert (done.act.signer_failed, done.act.officer, done.act.key) == (True, "somchai", STATION.key_id)
    assert (done.token, at_work.journal.token_of(done.act.act_id)) == ("", "")
    assert done.state.stamp is not None
    assert done.state.stamp.signer_failed
    assert [one.act_id for one in at_work.journal.unsigned()] == [done.act.act_id]
    defects, notes = report(at_work)
    assert defects == []
    assert "no collective act covers it yet" in notes[0]


def test_the_first_signature_after_it_covers_what_was_left(at_work: Desk) -> None:
    failed = stamped(at_work, BROKEN, permit().number)
    good = stamped(at_work, INSPECTOR, OTHER)
    cover = at_work.journal.own_acts(failed.act.station_seq, 1)[0]
    assert (cover.kind, cover.key) == (ActKind.COLLECTIVE, INSPECTOR.signer.key_id)
    assert (good.act.station_seq, good.act.signer_failed, bool(good.token)) == (cover.station_seq + 1, False, True)
    assert at_work.journal.unsigned() == []
    assert report(at_work) == ([], ())


def test_another_officers_signature_covers_nothing(at_work: Desk) -> None:
    stamped(at_work, BROKEN, permit().number)
    draft = Draft("print", ActKind.PRINT, Subject("permit", OTHER), "malee", at_work.clock[0], {"form": "x"})
    at_work.journal.record(draft, signer(8))
    assert len(at_work.journal.unsigned()) == 1


def test_what_waits_is_known_after_a_restart(tmp_path: Path, expected_warnings: list[logging.LogRecord]) -> None:
    with desk(tmp_path / "CE-1") as made:
        open_chain(made)
        made.mirror.load([record(permit()), record(permit(OTHER))])
        stamped(made, BROKEN, permit().number)
    with desk(tmp_path / "CE-1") as again:
        again.journal.fail_over_to(STATION, again.counter.new_id)
        assert len(again.journal.unsigned()) == 1
        stamped(again, INSPECTOR, OTHER)
        assert report(again) == ([], ())


def test_two_persons_wait_for_the_second_signature(at_work: Desk) -> None:
    draft = Draft(
        "two",
        ActKind.CASE_CLOSED,
        Subject("case", "x"),
        "somchai",
        at_work.clock[0],
        {"second": "malee", "reason": "x"},
    )
    broken = FailedSigner(signer(8).key_id, signer(8).public_key, "card_gone")
    refused = at_work.journal.record(draft, INSPECTOR.signer, second=broken)
    assert refused == Refusal("second_signer_failed", {"officer": "malee"})
    assert all(act.act_id != "two" for act in at_work.journal.acts())


def test_a_journal_that_was_lost_learns_from_the_centre_what_waits(
    tmp_path: Path, expected_warnings: list[logging.LogRecord]
) -> None:
    with desk(tmp_path / "CE-1") as made:
        open_chain(made)
        made.mirror.load([record(permit()), record(permit(OTHER))])
        failed = stamped(made, BROKEN, permit().number)
        acts = made.journal.acts()
    fresh = SqliteJournal(tmp_path / "fresh.db", FILE_KEY, CE_1)
    try:
        fresh.regain([OwnAct(act.station_seq, act.body, act.signature, 0) for act in acts])
        assert [one.act_id for one in fresh.unsigned()] == [failed.act.act_id]
    finally:
        fresh.close()


def test_standing_alone_an_unsigned_stamp_is_released_once_its_officer_has_covered_it(at_work: Desk) -> None:
    stamped(at_work, BROKEN, permit().number)
    assert confirm_release(at_work.counter, CHECKER, permit().number) == Refusal("unverified")
    stamped(at_work, INSPECTOR, OTHER)
    assert isinstance(confirm_release(at_work.counter, CHECKER, permit().number), Released)


@pytest.mark.parametrize("known", ["core", "sample"])
def test_with_a_centre_an_unsigned_stamp_is_released_with_the_centres_consent_only(
    tmp_path: Path, expected_warnings: list[logging.LogRecord], known: str
) -> None:
    centre = MemoryCentre("CE", clock=lambda: NOW)
    centre.load([record(permit(), provenance=known)])
    centre.enrol("CE-1", "")
    with desk(tmp_path / "CE-1", central=MemoryCentral(centre, "CE-1")) as made:
        open_chain(made)
        made.mirror.load([record(permit()), record(permit(OTHER))])
        stamped(made, BROKEN, permit().number)
        done = confirm_release(made.counter, CHECKER, permit().number)
        assert isinstance(done, Released) == (known == "core")
        assert isinstance(done, Released) or done.code == "unverified"
