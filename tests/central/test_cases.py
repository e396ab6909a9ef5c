"""What people have to look at: cases with both sides' evidence, closed by two; claims without acts; digests."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.canonical import Value
from officer_app.core.digests import chained, weight
from officer_app.core.ports import Central, Mark
from tests.central.conftest import Centre, PgCentre
from tests.central.test_authority import cases
from tests.central.writing import AT, PERMIT, Journal, claim, permit_record

DEADLINE_S = 10.0
CLOSING: dict[str, Value] = {"second": "malee", "reason": "both sides heard, cargo counted"}


def close(journal: Journal, case_id: str, **changes: Value) -> None:
    journal.about(ActKind.CASE_CLOSED, Subject("case", case_id), {**CLOSING, **changes})


def doubled(centre: Centre) -> tuple[Central, Journal, str]:
    """A double release, seen by the office; the id of its case."""
    one, two, office = centre.enrol("CP-1"), centre.enrol("CP-2"), centre.enrol("CE-1")
    for line, name in ((one, "CP-1"), (two, "CP-2")):
        journal = Journal(name, centre.site)
        journal.act(ActKind.RELEASE, act_id=f"by {name}", fields={"granted_by": "alone"})
        line.push(journal.acts)
    return office, Journal("CE-1", centre.site), f"double_release:{PERMIT}:1:by CP-2"


def test_a_double_release_is_one_case_with_the_acts_of_both_sides(centre: Centre) -> None:
    office, _, case_id = doubled(centre)
    case = cases(office)[case_id]
    assert (case.kind, case.subject, case.is_open) == ("double_release", PERMIT, True)
    assert (case.evidence["winner_station"], case.evidence["loser_station"]) == ("CP-1", "CP-2")
    evidence = dict(office.case_acts(case_id))
    assert set(evidence) == {"winner", "loser"}
    assert b"by CP-1" in evidence["winner"].body
    assert b"by CP-2" in evidence["loser"].body


def test_two_officers_close_a_case_and_closing_again_changes_nothing(centre: Centre) -> None:
    office, journal, case_id = doubled(centre)
    close(journal, case_id)
    close(journal, case_id, second="anong", reason="once more")
    assert [outcome.outcome for outcome in office.push(journal.acts)] == ["stored", "stored"]
    case = cases(office)[case_id]
    assert (case.closed_act, case.closed_by, case.closed_second) == ("CE-1-1", "officer of CE-1", "malee")
    assert case.closed_reason == CLOSING["reason"]
    assert case.closed_at


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"second": "Officer Of CE-1"}, "second_needed"),
        ({"second": "ＯＦＦＩＣＥＲ of ce-1"}, "second_needed"),
        ({"second": ""}, "second_needed"),
        ({"reason": ""}, "second_needed"),
        ({"reason": 7}, "second_needed"),
    ],
)
def test_one_officer_alone_or_without_a_reason_closes_nothing(
    centre: Centre, changes: dict[str, Value], reason: str
) -> None:
    office, journal, case_id = doubled(centre)
    close(journal, case_id, **changes)
    assert office.push(journal.acts)[0].reason == reason
    assert cases(office)[case_id].is_open


def test_a_case_that_is_none_is_not_closed(centre: Centre) -> None:
    office, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    close(journal, "double_release:nothing:1:x")
    assert office.push(journal.acts)[0].reason == "unknown_case"


@pytest.mark.parametrize("beside", [0, 1])
def test_a_sheet_that_differs_from_the_record_is_one_case_whoever_compares_it(centre: Centre, beside: int) -> None:
    one, two = centre.enrol("CE-1"), centre.enrol("CE-2")
    first, second = Journal("CE-1", centre.site), Journal("CE-2", centre.site)
    stamp = first.act(ActKind.STAMP)
    for _ in range(beside):
        second.act()
    for journal in (first, second):
        journal.act(ActKind.MATCH, fields={"agrees": False, "stamp": stamp.act_id, "differences": "hawb: A / B"})
    assert [outcome.outcome for outcome in (*one.push(first.acts), *two.push(second.acts))] == ["stored"] * (3 + beside)
    (case,) = cases(one).values()
    assert (case.kind, case.subject, case.is_open) == ("record_differs", PERMIT, True)
    assert (case.evidence["station"], case.evidence["differences"]) == ("CE-1", "hawb: A / B")
    assert {side: act.body for side, act in one.case_acts(case.case_id)} == {
        "stamp": stamp.body,
        "act": first.acts[-1].body,
    }


@pytest.mark.parametrize("first", ["release", "withdrawal"])
@pytest.mark.parametrize("kind", [ActKind.ANNUL, ActKind.REDIRECT])
def test_a_stamp_that_one_took_back_and_another_released_is_a_case_whichever_comes_first(
    centre: Centre, first: str, kind: ActKind
) -> None:
    one, two = centre.enrol("CE-1"), centre.enrol("CP-1a")
    here, there = Journal("CE-1", centre.site), Journal("CP-1a", centre.site)
    stamp = here.act(ActKind.STAMP)
    one.push(here.acts)
    released = there.act(ActKind.RELEASE, fields={"granted_by": "alone", "stamp": stamp.act_id})
    taken = here.act(kind, fields={"annuls": stamp.act_id})
    for line, journal in ((two, there), (one, here)) if first == "release" else ((one, here), (two, there)):
        assert {outcome.outcome for outcome in line.push(journal.acts)} <= {"stored", "duplicate"}
    (case,) = cases(one).values()
    assert (case.kind, case.subject, case.is_open) == ("withdrawn_released", PERMIT, True)
    sides = {"act": released.body, "withdrawal": taken.body, "stamp": stamp.body}
    assert {side: act.body for side, act in one.case_acts(case.case_id)} == sides


def test_another_stamp_of_a_permit_that_was_stamped_again_is_released_without_a_case(centre: Centre) -> None:
    one, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    journal.act(ActKind.ANNUL, fields={"annuls": "s-1"})
    journal.act(ActKind.RELEASE, fields={"granted_by": "alone", "stamp": "s-2"})
    journal.act(ActKind.ANNUL, fields={"annuls": "CE-1-2"})
    # The second round begins with the stamp of the first, which may be taken back there.
    journal.act(ActKind.ANNUL, fields={"annuls": "s-2"}, round_=2)
    one.push(journal.acts)
    assert cases(one) == {}


def test_a_sheet_that_agrees_with_the_record_is_no_case(centre: Centre) -> None:
    one, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    journal.act(ActKind.MATCH, fields={"agrees": True, "stamp": "s-1"})
    one.push(journal.acts)
    assert cases(one) == {}


def test_an_act_that_was_refused_is_a_case_with_its_bytes(pg: PgCentre) -> None:
    one, journal = pg.enrol("CE-1"), Journal("CE-1")
    journal.act()
    bad = journal.append(b"\x00 poison")
    one.push(journal.acts)
    case = cases(one)["refused_act:CE-1:2"]
    assert (case.kind, case.evidence["reason"]) == ("refused_act", "unreadable")
    assert [(side, act.body) for side, act in one.case_acts(case.case_id)] == [("here", bad.body)]


def test_a_colleague_who_heard_of_the_other_act_shows_the_fork(centre: Centre) -> None:
    one, colleague = centre.enrol("CP-1a", "CP-1"), centre.enrol("CP-1b", "CP-1")
    journal, copy = Journal("CP-1a", centre.site), Journal("CP-1a", centre.site)
    journal.act()
    copy.act(fields={"findings": "another"})
    one.push(journal.acts)
    assert colleague.report_fork(copy.acts[0])
    assert not colleague.report_fork(journal.acts[0]), "the same is no fork"
    (case,) = cases(colleague).values()
    assert (case.kind, case.subject) == ("fork", "CP-1a")
    assert [act.body for _, act in one.case_acts(case.case_id)] == [journal.acts[0].body, copy.acts[0].body]


def test_a_fork_is_shown_once_with_both_bodies(centre: Centre) -> None:
    one = centre.enrol("CE-1")
    journal, copy = Journal("CE-1", centre.site), Journal("CE-1", centre.site)
    journal.act()
    copy.act(fields={"findings": "another"})
    one.push(journal.acts)
    assert one.report_fork(copy.acts[0])
    assert one.report_fork(copy.acts[0])
    assert not one.report_fork(journal.acts[0]), "the same is no fork"
    assert not one.report_fork(replace(copy.acts[0], station_seq=9)), "nothing is there yet"
    (case,) = cases(one).values()
    assert (case.kind, case.subject) == ("fork", "CE-1")
    assert {side: act.body for side, act in one.case_acts(case.case_id)} == {
        "here": journal.acts[0].body,
        "other": copy.acts[0].body,
    }


def test_a_right_that_was_not_used_is_listed_until_its_act_comes(centre: Centre) -> None:
    one, journal = centre.enrol("CP-1", "CP-1"), Journal("CP-1", centre.site)
    one.claim(claim(act_id="r-1"), DEADLINE_S)
    assert one.claims_without_act(10) == ()
    (idle,) = one.claims_without_act(0)
    assert (idle.permit, idle.round, idle.act_id, idle.station, idle.granted_by) == (PERMIT, 1, "r-1", "CP-1", "centre")
    journal.release(act_id="r-1")
    one.push(journal.acts)
    assert one.claims_without_act(0) == ()


def test_a_right_that_was_not_used_is_closed_by_two_and_listed_no_more(centre: Centre) -> None:
    one, office, journal = centre.enrol("CP-1", "CP-1"), centre.enrol("CE-1"), Journal("CE-1", centre.site)
    one.claim(claim(act_id="r-1"), DEADLINE_S)
    case_id = f"claim_without_act:{PERMIT}:1:r-1"
    close(journal, case_id)
    assert office.push(journal.acts)[0].outcome == "stored"
    assert not cases(office)[case_id].is_open
    assert one.claims_without_act(0) == ()


# --- digests


def test_the_digest_of_the_acts_is_theirs_in_the_order_of_the_feed(centre: Centre) -> None:
    one, two = centre.enrol("CE-1"), centre.enrol("CP-1")
    mine, theirs = Journal("CE-1", centre.site), Journal("CP-1", centre.site)
    assert one.digest("acts", 100) is None
    for line, journal in ((one, mine), (two, theirs), (one, mine)):
        journal.act()
        line.push(journal.acts)
    mark = one.digest("acts", 100)
    assert mark == Mark(3, chained(entry.act.hash for entry in one.pull_acts(0, 10)))
    assert one.digest("acts", 2) == Mark(2, chained(entry.act.hash for entry in one.pull_acts(0, 2)))
    assert one.digest("acts", 0) is None


def test_a_refused_act_is_no_part_of_the_digest(centre: Centre) -> None:
    one, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    journal.act()
    journal.append(b"poison")
    one.push(journal.acts)
    assert one.digest("acts", 9) == Mark(1, chained([journal.acts[0].hash]))


def test_the_digest_of_the_records_is_the_sum_of_the_newest(centre: Centre) -> None:
    one = centre.enrol("CE-1")
    records = [permit_record(f"9911A000000{digit}") for digit in range(5)]
    centre.load(records)
    assert one.digest("records", 5) == Mark(5, str(sum(map(weight, records))))
    changed = replace(records[2], as_of=AT + timedelta(days=1), deleted=True, doc="")
    centre.load([changed, records[0]])
    left = [*records[:2], changed, *records[3:]]
    assert one.digest("records", 99) == Mark(6, str(sum(map(weight, left))))
    centre.set_authority("CP-1", "post", "CP-1")
    newest = {entry.record.number: entry.record for entry in one.pull_records(0, 99)}
    assert one.digest("records", 99) == Mark(7, str(sum(map(weight, newest.values()))))


def test_a_number_twice_in_one_load_counts_once(centre: Centre) -> None:
    one = centre.enrol("CE-1")
    first = permit_record()
    second = replace(first, as_of=AT + timedelta(days=1), provenance="core")
    centre.load([first, second])
    assert one.digest("records", 9) == Mark(2, str(weight(second)))


def test_own_acts_come_back_with_what_was_refused(centre: Centre) -> None:
    one, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    for each in pieces(journal):
        one.push([each])
    found = one.own_acts(1, 10)
    assert [(own.station_seq, own.body) for own in found] == [(2, journal.acts[1].body), (3, journal.acts[2].body)]
    assert [own.signature for own in found] == [act.signature for act in journal.acts[1:]]


def pieces(journal: Journal) -> Iterator[Act]:
    yield journal.act()
    yield journal.append(b"poison")
    yield journal.act()
