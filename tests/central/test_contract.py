"""What every centre keeps to, the simulated one and the PostgreSQL alike."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from officer_app.core.acts import GENESIS, ActKind
from officer_app.core.canonical import Value
from officer_app.core.ports import ChainFork, ChainGap, Denied, Granted, Taken
from officer_app.core.records import Record
from officer_app.store.mirror import SqliteMirror
from tests.central.conftest import Centre
from tests.central.writing import AT, PERMIT, Journal, body_with, claim, permit_record

DEADLINE_S = 10.0


def test_a_new_workstation_hears_that_nothing_of_it_is_there(centre: Centre) -> None:
    hello = centre.enrol("CE-1").hello()
    assert (hello.head_seq, hello.head_hash) == (0, GENESIS)
    assert hello.feed_epoch
    assert abs(hello.now - datetime.now(UTC)) < timedelta(minutes=1)
    assert not hello.encrypted


def test_pushed_acts_are_stored_and_fed_to_every_workstation_byte_for_byte(centre: Centre) -> None:
    one, two = centre.enrol("CE-1"), centre.enrol("CP-1")
    mine, theirs = Journal("CE-1", centre.site), Journal("CP-1", centre.site)
    mine.act(fields={"findings": 'ผ้าไหม 2 หีบ «ทดสอบ» \\ "คำพูด" 😀'})
    mine.act(
        ActKind.STAMP, fields={"packages": 3, "unverified": True, "seals": ["A", "B"], "nested": {"z": 1, "a": ""}}
    )
    theirs.act()
    assert [outcome.outcome for outcome in one.push(mine.acts)] == ["stored", "stored"]
    assert [outcome.outcome for outcome in two.push(theirs.acts)] == ["stored"]
    for station in (one, two):
        fed = station.pull_acts(0, 10)
        assert [entry.feed_seq for entry in fed] == [1, 2, 3]
        assert [entry.act for entry in fed] == [*mine.acts, *theirs.acts]
    hello = one.hello()
    assert (hello.head_seq, hello.head_hash) == (2, mine.acts[-1].hash)


def test_the_feed_is_given_in_pieces_from_any_place(centre: Centre) -> None:
    one, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    for _ in range(7):
        journal.act()
    one.push(journal.acts)
    assert [entry.feed_seq for entry in one.pull_acts(0, 3)] == [1, 2, 3]
    assert [entry.feed_seq for entry in one.pull_acts(5, 3)] == [6, 7]
    assert one.pull_acts(7, 3) == ()


def test_sending_again_is_harmless(centre: Centre) -> None:
    one, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    journal.act()
    one.push(journal.acts)
    journal.act()
    assert [outcome.outcome for outcome in one.push(journal.acts)] == ["duplicate", "stored"]
    assert [outcome.outcome for outcome in one.push(journal.acts)] == ["duplicate", "duplicate"]
    assert len(one.pull_acts(0, 10)) == 2


def test_no_acts_are_no_trouble(centre: Centre) -> None:
    assert centre.enrol("CE-1").push(()) == ()


def test_a_gap_says_what_is_there_and_takes_nothing(centre: Centre) -> None:
    one, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    for _ in range(4):
        journal.act()
    one.push(journal.acts[:1])
    with pytest.raises(ChainGap) as gap:
        one.push([journal.acts[0], *journal.acts[2:]])
    assert gap.value.have == 1
    assert one.hello().head_seq == 1
    one.push(journal.acts[gap.value.have :])
    assert one.hello().head_seq == 4


@pytest.mark.parametrize("changed", ["body", "signature", "later"])
def test_other_bytes_under_a_known_sequence_are_a_fork_and_nothing_is_taken(centre: Centre, changed: str) -> None:
    one, journal, copy = centre.enrol("CE-1"), Journal("CE-1", centre.site), Journal("CE-1", centre.site)
    journal.act()
    one.push(journal.acts)
    if changed == "signature":
        copy.acts.append(replace(journal.acts[0], signature=b"another"))
    else:
        copy.act(fields={"findings": "another"})
    copy.act()
    with pytest.raises(ChainFork):
        one.push(copy.acts[1:] if changed == "later" else copy.acts)
    assert one.hello().head_seq == 1
    assert [entry.act for entry in one.pull_acts(0, 10)] == journal.acts


POISON: dict[str, bytes] = {
    "not JSON": b"\x00\xff poison",
    "a NUL": b'{"act_id":"\\u0000"}',
    "deep nesting": b"[" * 20_000,
    "a number alone": b"7",
    "oversize": b"{" + b" " * 300_000 + b"}",
    "an empty body": b"",
}


@pytest.mark.parametrize("kind", POISON)
def test_an_act_that_cannot_be_read_is_kept_refused_and_holds_up_nothing(centre: Centre, kind: str) -> None:
    one, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    journal.act()
    bad = journal.append(POISON[kind])
    journal.act()
    outcomes = one.push(journal.acts)
    assert [outcome.outcome for outcome in outcomes] == ["stored", "refused", "stored"]
    assert outcomes[1].act_id == bad.act_id
    assert outcomes[1].reason
    assert one.hello().head_seq == 3
    fed = one.pull_acts(0, 10)
    assert [entry.feed_seq for entry in fed] == [1, 2]
    assert [entry.act.station_seq for entry in fed] == [1, 3]
    again = one.push(journal.acts)
    assert [outcome.outcome for outcome in again] == ["duplicate", "refused", "duplicate"]
    assert again[1].reason == outcomes[1].reason


ODD: dict[str, dict[str, Value | None]] = {
    "no officer": {"officer": None},
    "an officer that is a number": {"officer": 5},
    "a subject that is a text": {"subject": "permit"},
    "a round that is none": {"subject": {"kind": "permit", "number": PERMIT, "round": 0}},
    "a time without a zone": {"at": "2026-11-21T03:04:05.000000"},
    "a time that is none": {"at": "2026-02-30T03:04:05.000000Z"},
    "a control character": {"mode": "re\tal"},
    "a letter in two pieces": {"officer": "cafe\u0301"},
    "a number no reader keeps": {"station_seq": 2**60},
    "another workstation's name": {"station": "CP-1"},
    "another site": {"site": "MS"},
    "another sequence": {"station_seq": 7},
    "fields that are a list": {"fields": ["a"]},
    "an empty name": {"act_id": ""},
}


@pytest.mark.parametrize("kind", ODD)
def test_an_act_whose_content_is_wrong_is_refused_and_holds_up_nothing(centre: Centre, kind: str) -> None:
    one, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    journal.append(body_with(journal, **ODD[kind]))
    journal.act()
    assert [outcome.outcome for outcome in one.push(journal.acts)] == ["refused", "stored"]
    assert [entry.act for entry in one.pull_acts(0, 10)] == journal.acts[1:]


SAME_MEANING = {
    "a blank": ('{"act_id"', '{ "act_id"'),
    "an escaped letter": ('"officer"', '"o\\u0066ficer"'),
    "a number with a point": ('"v":1', '"v":1.0'),
    "a key twice": ('"v":1', '"v":1,"v":1'),
    "keys in another order": ('"fields":{}', '"fields":{"b":1,"a":2}'),
    "a null": ('"fields":{}', '"fields":{"a":null}'),
    "a zero with a sign": ('"fields":{}', '"fields":{"a":-0}'),
}


@pytest.mark.parametrize("kind", SAME_MEANING)
def test_bytes_that_mean_the_same_but_are_not_canonical_are_refused(centre: Centre, kind: str) -> None:
    one, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    plain, odd = (text.encode() for text in SAME_MEANING[kind])
    body = body_with(journal)
    assert plain in body
    journal.append(body.replace(plain, odd, 1))
    assert one.push(journal.acts)[0].outcome == "refused"


def test_a_name_is_used_once(centre: Centre) -> None:
    one, two = centre.enrol("CE-1"), centre.enrol("CP-1")
    mine, theirs = Journal("CE-1", centre.site), Journal("CP-1", centre.site)
    mine.act(act_id="same")
    mine.act(act_id="same")
    theirs.act(act_id="same")
    assert [outcome.outcome for outcome in one.push(mine.acts)] == ["stored", "refused"]
    assert two.push(theirs.acts)[0].reason == "act_id_used"


def test_an_act_of_a_newer_version_is_kept_with_its_reason_and_stops_nobody(centre: Centre) -> None:
    one, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    journal.append(body_with(journal, kind="teleported", v=2, witness="newer"))
    journal.act()
    outcomes = [(outcome.outcome, outcome.reason) for outcome in one.push(journal.acts)]
    assert outcomes == [("refused", "unknown_kind"), ("stored", "")]
    assert [entry.act for entry in one.pull_acts(0, 10)] == journal.acts[1:]


def test_an_act_that_is_set_aside_keeps_its_place_and_lets_the_others_pass(centre: Centre) -> None:
    one, journal = centre.enrol("CE-1"), Journal("CE-1", centre.site)
    for _ in range(3):
        journal.act()
    one.push(journal.acts[:1])
    with pytest.raises(ChainGap):
        one.set_aside(journal.acts[2])
    assert one.set_aside(journal.acts[1]).outcome == "refused"
    assert one.set_aside(journal.acts[1]).reason == "set_aside"
    assert [outcome.outcome for outcome in one.push(journal.acts)] == ["duplicate", "refused", "stored"]
    assert [entry.act for entry in one.pull_acts(0, 10)] == [journal.acts[0], journal.acts[2]]


def test_a_claim_is_granted_once_and_the_same_act_hears_the_same_again(centre: Centre) -> None:
    one, two = centre.enrol("CP-1a", "CP-1"), centre.enrol("CP-1b", "CP-1")
    assert one.claim(claim(act_id="r-1"), DEADLINE_S) == Granted("centre")
    assert one.claim(claim(act_id="r-1"), DEADLINE_S) == Granted("centre")
    answer = two.claim(claim(act_id="r-2"), DEADLINE_S)
    assert isinstance(answer, Taken)
    assert (answer.act_id, answer.station, answer.officer) == ("r-1", "CP-1a", "somchai")
    assert abs(answer.at - datetime.now(UTC)) < timedelta(minutes=1)
    assert two.claim(claim(act_id="r-2"), DEADLINE_S) == answer
    assert isinstance(two.claim(claim(act_id="r-1"), DEADLINE_S), Taken), "another's act is not ours"


def test_the_act_that_claimed_is_stored_without_a_conflict(centre: Centre) -> None:
    one, journal = centre.enrol("CP-1", "CP-1"), Journal("CP-1", centre.site)
    one.claim(claim(act_id="r-1"), DEADLINE_S)
    journal.release(act_id="r-1")
    assert one.push(journal.acts)[0].outcome == "stored"


def test_a_release_against_a_decision_is_kept_fed_and_a_conflict(centre: Centre) -> None:
    one, two = centre.enrol("CP-1"), centre.enrol("CP-2")
    mine, theirs = Journal("CP-1", centre.site), Journal("CP-2", centre.site)
    mine.release(act_id="r-1")
    theirs.release(act_id="r-2")
    theirs.act()
    assert one.push(mine.acts)[0].outcome == "stored"
    outcomes = two.push(theirs.acts)
    assert [outcome.outcome for outcome in outcomes] == ["conflict", "stored"]
    assert outcomes[0].reason == "r-1"
    assert [outcome.outcome for outcome in two.push(theirs.acts)] == ["conflict", "duplicate"]
    assert [entry.act for entry in one.pull_acts(0, 10)] == [*mine.acts, *theirs.acts]


@pytest.mark.parametrize("state", ["cancelled", "held"])
def test_what_the_customs_computer_stopped_is_not_granted(centre: Centre, state: str) -> None:
    one = centre.enrol("CP-1", "CP-1")
    centre.load([permit_record()])
    centre.load([permit_record(state=state, at=AT + timedelta(hours=1))])
    assert one.claim(claim(), DEADLINE_S) == Denied(state)
    centre.load([permit_record(at=AT + timedelta(hours=2))])
    assert one.claim(claim(), DEADLINE_S) == Granted("centre")


def test_a_permit_that_was_withdrawn_is_not_granted(centre: Centre) -> None:
    one = centre.enrol("CP-1", "CP-1")
    centre.load([replace(permit_record(), doc="", deleted=True)])
    assert one.claim(claim(), DEADLINE_S) == Denied("cancelled")


def test_a_hold_of_a_counter_stops_a_release_elsewhere_until_it_is_lifted(centre: Centre) -> None:
    one, two, journal = centre.enrol("CE-1"), centre.enrol("CP-1", "CP-1"), Journal("CE-1", centre.site)
    journal.act(ActKind.HOLD)
    one.push(journal.acts)
    assert two.claim(claim(), DEADLINE_S) == Denied("held")
    journal.act(ActKind.UNHOLD)
    one.push(journal.acts)
    assert two.claim(claim(), DEADLINE_S) == Granted("centre")


def test_an_unverified_stamp_is_not_granted(centre: Centre) -> None:
    answer = centre.enrol("CP-1", "CP-1").claim(replace(claim(), unverified=True), DEADLINE_S)
    assert answer == Denied("unverified")


def test_a_post_asks_for_itself_only(centre: Centre) -> None:
    assert centre.enrol("CP-2", "CP-2").claim(claim(post="CP-1"), DEADLINE_S) == Denied("wrong_post", "CP-2")


def test_the_next_round_opens_when_its_release_was_annulled(centre: Centre) -> None:
    one, journal = centre.enrol("CP-1", "CP-1"), Journal("CP-1", centre.site)
    assert one.claim(claim(act_id="r-0", round_=2), DEADLINE_S) == Denied("already_released", "1")
    one.claim(claim(act_id="r-1"), DEADLINE_S)
    journal.release(act_id="r-1")
    one.push(journal.acts)
    assert one.claim(claim(act_id="r-2", round_=2), DEADLINE_S) == Denied("already_released", "1")
    journal.act(ActKind.ANNUL, fields={"annuls": "r-1"})
    one.push(journal.acts)
    assert one.claim(claim(act_id="r-2", round_=2), DEADLINE_S) == Granted("centre")


def test_records_are_fed_in_order_and_come_out_as_they_went_in(centre: Centre) -> None:
    one = centre.enrol("CE-1")
    records = [permit_record(f"9911A000000{digit}") for digit in range(5)]
    centre.load(records)
    centre.load(records)
    assert [(entry.feed_seq, entry.record) for entry in one.pull_records(0, 10)] == list(enumerate(records, start=1))
    changed = replace(permit_record("9911A0000003", "loaded"), as_of=AT + timedelta(days=1))
    centre.load([changed, permit_record("9911A0000003", "held", AT - timedelta(days=1))])
    assert [entry.record for entry in one.pull_records(5, 10)] == [changed]
    centre.load([replace(changed, doc="", deleted=True, keys={}, as_of=AT + timedelta(days=2))])
    assert [entry.record.deleted for entry in one.pull_records(6, 10)] == [True]


def test_each_record_comes_with_what_itself_is_found_by(centre: Centre) -> None:
    one = centre.enrol("CE-1")
    others: list[dict[str, str]] = [
        {},
        {"70-1234": "plate"},
        {'"],["ทะเบียน\\': "plate", "ZZZU0000155": "container"},
        {},
    ]
    records = [replace(permit_record(f"9911A000001{place}"), keys=keys) for place, keys in enumerate(others)]
    centre.load(records)
    assert [entry.record for entry in one.pull_records(0, 10)] == records


@pytest.mark.parametrize("days", [(20, 5), (20, 10), (20, 15), (5, 20), (15, 20, 10), (20, 20), (20,)], ids=str)
def test_versions_of_one_record_that_are_loaded_together_leave_the_youngest_and_the_digest_of_what_was_fed(
    centre: Centre, tmp_path: Path, days: tuple[int, ...]
) -> None:
    def version(day: int) -> Record:
        return permit_record(state="cancelled" if day == 20 else "issued", at=AT + timedelta(days=day))

    one = centre.enrol("CE-1")
    centre.load([version(10)])
    centre.load([version(day) for day in days])
    with closing(SqliteMirror(tmp_path / "mirror.db", bytes(32))) as mirror:
        mirror.apply(one.pull_records(0, 10))
        mark = one.digest("records", 10)
        assert mark is not None
        assert mirror.records_digest() == mark.digest
    assert one.claim(claim(), DEADLINE_S) == Denied("cancelled")
