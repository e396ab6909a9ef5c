"""What is over and old leaves the mirror, once a day; what somebody may still need stays, and the digest stays true."""

from datetime import timedelta

import pytest

from officer_app.core.acts import ActKind, Subject
from officer_app.core.assess import StampWish
from officer_app.core.canonical import Value
from officer_app.core.export import Outcome
from officer_app.core.ports import FeedRecord
from officer_app.core.records import Record
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase, TransitState
from officer_app.store.journal import SqliteJournal
from officer_app.store.mirror import SqliteMirror
from officer_app.usecases.stamp_from_paper import stamp_from_paper
from officer_app.workstation import letting_go
from officer_app.workstation.letting_go import let_go_of_records
from tests.fakes import CHECKER, INSPECTOR, NOW, NUMBER, OTHER, Desk, permit, record
from tests.usecases.conftest import counter_desk, opening, stamped

__all__ = ["counter_desk", "opening"]
OLD = NOW - timedelta(days=91)


def feed(mirror: SqliteMirror, *records: Record) -> None:
    start = mirror.records_cursor()
    mirror.apply([FeedRecord(start + place, each) for place, each in enumerate(records, start=1)])


def go(at: Desk) -> int:
    return let_go_of_records(at.journal, at.mirror, NOW)


def true(mirror: SqliteMirror) -> bool:
    """Whether all that is stored comes to what was counted as it came."""
    return mirror.records_digest(full=True) == mirror.records_digest()


def test_what_is_over_and_old_goes_and_the_digest_stays_as_it_was(
    counter_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letting_go, "AT_ONCE", 2)
    mirror = counter_desk.mirror
    over = [permit(f"9911A00002{place:02}", state="loaded", hawb=f"HAWB{place:02}") for place in range(5)]
    kept = [
        record(permit("9911A0000301", state="loaded"), NOW - timedelta(days=89), "core"),
        record(permit("9911A0000302", state="issued"), OLD, "core"),
    ]
    feed(mirror, *(record(each, OLD, "core") for each in over), *kept)
    before = mirror.records_digest()
    assert go(counter_desk) == 5
    assert mirror.find("9911A0000203") == mirror.find("HAWB03") == []
    assert mirror.search("HAWB03", 9) == []
    assert [each.number for each in mirror.listed("permit", 9)] == [NUMBER, "9911A0000301", "9911A0000302"]
    assert (mirror.records_digest(), true(mirror), go(counter_desk)) == (before, True, 0)


def test_what_counters_finished_goes_and_what_is_flagged_stays(counter_desk: Desk) -> None:
    feed(counter_desk.mirror, *(record(permit(each), OLD, "core") for each in (NUMBER, OTHER)))
    for number in (NUMBER, OTHER):
        stamped(counter_desk, number=number)
        for kind in (ActKind.RELEASE, *([ActKind.RELEASE] if number == OTHER else []), ActKind.LOAD):
            draft = counter_desk.counter.draft(kind, Subject("permit", number), CHECKER, _fields(kind))
            counter_desk.journal.record(draft, INSPECTOR.signer)
    assert go(counter_desk) == 1
    assert [each.number for each in counter_desk.mirror.listed("permit", 9)] == [OTHER]
    assert counter_desk.journal.permit_state(NUMBER).state == "loaded"


def _fields(kind: ActKind) -> dict[str, Value]:
    return {"granted_by": "alone", "stamp": "x", "post": "CP-1"} if kind is ActKind.RELEASE else {"flight": "TG0621"}


def test_what_was_let_go_comes_back_when_the_customs_computer_says_something_new(counter_desk: Desk) -> None:
    mirror, old = counter_desk.mirror, permit(OTHER, state="loaded")
    feed(mirror, record(old, OLD, "core"))
    assert go(counter_desk) == 1
    feed(mirror, record(permit(OTHER, state="issued"), NOW, "core"))
    assert [each.number for each in mirror.find(OTHER)] == [OTHER]
    assert true(mirror)


def test_after_a_new_epoch_it_is_fed_again_and_goes_again(counter_desk: Desk) -> None:
    mirror, old = counter_desk.mirror, record(permit(OTHER, state="loaded"), OLD, "core")
    feed(mirror, old)
    assert go(counter_desk) == 1
    mirror.restart_feed("another")
    feed(mirror, old)
    assert mirror.find(OTHER)
    assert (go(counter_desk), true(mirror)) == (1, True)


def test_what_a_file_brought_at_the_counter_stays(counter_desk: Desk) -> None:
    counter_desk.mirror.load([record(permit(OTHER, state="loaded"), OLD)])
    assert go(counter_desk) == 0


def test_what_was_let_go_is_remembered_and_its_sheet_is_not_stamped_as_one_never_heard_of(counter_desk: Desk) -> None:
    feed(counter_desk.mirror, record(permit(OTHER, state="loaded"), OLD, "core"))
    assert not counter_desk.mirror.is_gone("permit", OTHER)
    assert go(counter_desk) == 1
    assert counter_desk.mirror.is_gone("permit", OTHER)
    sheet = permit(OTHER)
    wish = StampWish(Outcome.GREEN, "CP-1")
    refused = stamp_from_paper(counter_desk.counter, INSPECTOR, sheet, wish, "the network is down")
    assert isinstance(refused, Refusal)
    assert refused.code == "record_gone"
    assert counter_desk.journal.acts() == []


def test_a_declaration_in_transit_goes_when_its_case_is_closed_and_never_with_an_open_one(
    counter_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = ("A0012990000001", "A0012990000002", "A0012990000003")
    phases = {numbers[0]: Phase.CLOSED, numbers[1]: Phase.EN_ROUTE}
    feed(counter_desk.mirror, *(Record("transit", each, "{}", "core", OLD) for each in numbers))

    def stands(self: SqliteJournal, number: str) -> TransitState:
        return TransitState(phase=phases.get(number, Phase.NEW))

    monkeypatch.setattr(SqliteJournal, "transit_state", stands)
    assert go(counter_desk) == 1
    assert [each.number for each in counter_desk.mirror.listed("transit", 9)] == list(numbers[1:])
    assert true(counter_desk.mirror)
