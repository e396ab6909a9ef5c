"""The conformance set: what happens at a counter passes the verifier, and each way of tampering is named with its act.

In the spirit of the Austrian rules for cash registers (RKSV): two tables, each row a sentence. Every row is checked
as a journal and as an evidence file of its own, which the forger has sealed anew with the workstation's stolen key.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from officer_app.core.acts import Act, ActKind, Mode, read
from officer_app.core.canonical import Value
from officer_app.security.check import StoredAct
from officer_app.security.evidence import of_act
from tests.evidence.writing import A, B, C, Chain, Day, altered, code_of, filed, judged, new_signer, opened, rows

Stored = list[StoredAct]
UUID = "01a20092-3f0b-7329-b068-f4474d82f6dd"

# --- what happens, and what the verifier then notes


def start(day: Day) -> Stored:
    day.here, day.there.acts = Chain(key=day.here.key).open(), []
    return rows(day.here.acts)


def standard(day: Day) -> Stored:
    return rows(day.acts)


def annulment(day: Day) -> Stored:
    _undo(day, day.here.stamp("somchai", day.somchai, B))
    return rows(day.acts)


def _undo(day: Day, stamp: Act, officer: str = "somchai", number: str = B, **changes: Value) -> Stored:
    fields: dict[str, Value] = {"annuls": stamp.act_id, "reason": "พิมพ์ผิด", "undo": True, **changes}
    day.here.write(ActKind.ANNUL, officer, day.malee if officer == "malee" else day.somchai, fields, number)
    return rows(day.acts)


def training(day: Day) -> Stored:
    chain = Chain(key=day.here.key, mode=Mode.TRAINING).open()
    day.here = chain
    chain.register("somchai", day.somchai)
    chain.stamp("somchai", day.somchai)
    day.there.acts = []
    return rows(chain.acts)


def signer_failed(day: Day) -> Stored:
    day.here.stamp("somchai", day.here.key, C, signer_failed=True)
    return rows(day.acts)


def restart(day: Day) -> Stored:
    again = Chain(key=day.here.key, acts=list(day.here.acts), clock=day.here.clock, series="again-")
    again.stamp("malee", day.malee, C)
    return rows([*again.acts, *day.there.acts])


def clock_set_back(day: Day) -> Stored:
    day.here.clock -= timedelta(days=400)
    day.here.stamp("somchai", day.somchai, C)
    return rows(day.acts)


def key_change(day: Day) -> Stored:
    fresh = new_signer()
    day.here.revoke(day.somchai)
    day.here.register("somchai", fresh)
    day.here.stamp("somchai", fresh, C)
    return rows(day.acts)


def released_by_code(day: Day) -> Stored:
    stamp = day.here.stamp("somchai", day.somchai, A, act_id=UUID)
    _release(day, code_of(stamp, day.somchai), stamp.act_id)
    return rows(day.acts)


def certified(day: Day) -> Stored:
    day.here.certify("somchai", day.somchai, day.root)
    day.here.stamp("somchai", day.somchai, C)
    return rows(day.acts)


SCENARIOS: dict[str, tuple[Callable[[Day], Stored], str]] = {
    "a workstation is opened": (start, "CE-2: no act of this workstation is here"),
    "a day with stamp, release, failed signer and annulment": (standard, ""),
    "an undo by the same officer": (annulment, ""),
    "training in a home of its own": (training, ""),
    "a signer that has failed and was not repaired yet": (signer_failed, "no collective act covers it yet"),
    "the program is started again": (restart, ""),
    "the clock is set back by 400 days": (clock_set_back, ""),
    "an officer gets a new key, the old one is revoked": (key_change, ""),
    "the office root certifies a key": (certified, ""),
    "a release by the stamp's code": (released_by_code, ""),
}

# --- what is done to it, what it is called, and in which act of CE-1 it sits


def put(stored: Stored, seq: int, row: StoredAct) -> Stored:
    return [row if (each.station, each.station_seq) == ("CE-1", seq) else each for each in stored]


def bit_flipped(day: Day) -> Stored:
    act = day.here.acts[3]
    body = act.body.replace(b"Status 0309", b"Status 0308")
    return put(rows(day.acts), 4, replace(of_act(act), body=body))


def bit_of_signature_flipped(day: Day) -> Stored:
    act = day.here.acts[4]
    return put(rows(day.acts), 5, replace(of_act(act), signature=bytes([act.signature[0] ^ 1]) + act.signature[1:]))


def removed(day: Day) -> Stored:
    return rows(act for act in day.acts if act is not day.here.acts[5])


def inserted(day: Day) -> Stored:
    forger = Chain(key=day.here.key, acts=day.here.acts[:5], series="x-", clock=day.here.clock)
    forger.stamp("malee", day.malee, C)
    moved = [read(altered(act, station_seq=act.station_seq + 1), act.signature) for act in day.here.acts[5:]]
    return rows([*forger.acts, *moved, *day.there.acts])


def reordered(day: Day) -> Stored:
    four, six = day.here.acts[3], day.here.acts[5]
    acts = list(day.here.acts)
    acts[3] = read(altered(six, station_seq=4), six.signature)
    acts[5] = read(altered(four, station_seq=6), four.signature)
    return rows([*acts, *day.there.acts])


def duplicated(day: Day) -> Stored:
    return rows([*day.acts, day.here.acts[3]])


def two_with_one_number(day: Day) -> Stored:
    forger = Chain(key=day.here.key, acts=day.here.acts[:5], series="x-", clock=day.here.clock)
    return rows([*day.acts, forger.stamp("somchai", day.somchai, C)])


def other_officers_signature(day: Day) -> Stored:
    day.here.stamp("somchai", day.malee, C)
    return rows(day.acts)


def revoked_key(day: Day) -> Stored:
    day.here.revoke(day.malee)
    day.here.stamp("malee", day.malee, C)
    return rows(day.acts)


def revoked_key_in_the_past(day: Day) -> Stored:
    day.here.revoke(day.malee)
    day.here.clock -= timedelta(hours=5)
    day.here.stamp("malee", day.malee, C)
    return rows(day.acts)


def chain_fork(day: Day) -> Stored:
    copy = Chain(key=day.here.key, acts=day.here.acts[:8], series="copy-", clock=day.here.clock)
    copy.stamp("somchai", day.somchai, C)
    return rows([*day.acts, copy.acts[-1]])


def truncated(day: Day) -> Stored:
    return rows([*day.here.acts[:7], *day.there.acts])


def rewritten_with_the_stations_key(day: Day) -> Stored:
    forger = Chain(key=day.here.key, series="x-")
    for act in day.here.acts:
        forger.write(ActKind(act.kind), act.officer, day.here.key, act.fields, act.subject.number)
    return rows([*forger.acts, *day.there.acts])


def rewritten_as_if_signers_had_failed(day: Day) -> Stored:
    return rows([*_forged(day, day.here.key, signer_failed=True).acts, *day.there.acts])


def rewritten_with_keys_of_the_forger(day: Day) -> Stored:
    return rows([*_forged(day, new_signer()).acts, *day.there.acts])


def _forged(day: Day, key: object, *, signer_failed: bool = False) -> Chain:
    """The day without the release, in the names of its officers."""
    by = key if key is day.here.key else new_signer()
    forger = Chain(key=day.here.key, series="x-").open()
    forger.register("somchai", new_signer() if by is day.here.key else by)
    while len(forger.acts) < len(day.here.acts):
        forger.write(ActKind.STAMP, "somchai", by, {"outcome": "green", "signer_failed": signer_failed}, C)
    return forger


def unsigned_again(day: Day) -> Stored:
    day.here.stamp("somchai", day.here.key, C, signer_failed=True)
    day.here.stamp("somchai", day.somchai, B)
    return rows(day.acts)


def covers_another(day: Day) -> Stored:
    day.here.cover("somchai", day.somchai, day.here.acts[3])
    return rows(day.acts)


def cover_by_the_station(day: Day) -> Stored:
    failed = day.here.stamp("malee", day.here.key, C, signer_failed=True)
    day.here.cover("malee", day.here.key, failed)
    return rows(day.acts)


def second_left_out(day: Day) -> Stored:
    day.here.write(ActKind.ANNUL, "somchai", day.somchai, {"annuls": "x", "reason": "y"})
    return rows(day.acts)


def second_is_the_first(day: Day) -> Stored:
    fields = {"annuls": "x", "reason": "y"}
    day.here.write(ActKind.ANNUL, "somchai", day.somchai, fields, second=("Somchai ", day.somchai))
    return rows(day.acts)


def second_by_the_first(day: Day) -> Stored:
    fields = {"annuls": "x", "reason": "y"}
    day.here.write(ActKind.ANNUL, "somchai", day.somchai, fields, second=("malee", day.somchai))
    return rows(day.acts)


def seconds_signature_of_another_act(day: Day) -> Stored:
    fields = {**day.here.acts[8].fields, "annuls": "something else"}
    day.here.write(ActKind.ANNUL, "somchai", day.somchai, fields, B)
    return rows(day.acts)


def undone_by_another(day: Day) -> Stored:
    return _undo(day, day.here.stamp("somchai", day.somchai, B), "malee")


def undone_late(day: Day) -> Stored:
    stamp = day.here.stamp("somchai", day.somchai, B)
    day.here.clock += timedelta(seconds=200)
    return _undo(day, stamp)


def undone_after_its_release(day: Day) -> Stored:
    stamp = day.here.stamp("somchai", day.somchai, B)
    released = {"stamp": stamp.act_id, "granted_by": "alone"}
    day.here.write(ActKind.RELEASE, "malee", day.malee, released, B)
    return _undo(day, stamp)


def undone_elsewhere(day: Day) -> Stored:
    day.there.register("somchai", day.somchai)
    return _undo(day, day.there.stamp("somchai", day.somchai, B))


def undone_without_a_stamp(day: Day) -> Stored:
    return _undo(day, day.here.acts[4])


def undone_on_another_permit(day: Day) -> Stored:
    return _undo(day, day.here.stamp("somchai", day.somchai, B), number=C)


def released_by_a_code_of_another_permit(day: Day) -> Stored:
    stamp = day.here.acts[5]
    _release(day, code_of(stamp, day.somchai, permit=C), stamp.act_id)
    return rows(day.acts)


def released_by_a_forged_code(day: Day) -> Stored:
    stamp = day.here.acts[3]
    _release(day, code_of(stamp, day.somchai)[:-4] + "0000", stamp.act_id)
    return rows(day.acts)


def _release(day: Day, code: str, stamp: str) -> None:
    fields = {"stamp": stamp, "post": "CP-1", "granted_by": "alone", "code": code}
    day.here.write(ActKind.RELEASE, "malee", day.malee, fields)


def training_among_real(day: Day) -> Stored:
    day.here.mode = Mode.TRAINING
    day.here.stamp("somchai", day.somchai, C)
    day.here.mode = Mode.REAL
    return rows(day.acts)


DEFECTS: dict[str, tuple[Callable[[Day], Stored], str, int]] = {
    "a bit of an act flipped": (bit_flipped, "bad_signature", 4),
    "a bit of a signature flipped": (bit_of_signature_flipped, "bad_signature", 5),
    "an act removed": (removed, "gap", 7),
    "an act inserted": (inserted, "chain_broken", 7),
    "acts reordered": (reordered, "bad_signature", 4),
    "an act duplicated": (duplicated, "duplicate_act", 4),
    "two acts with one number": (two_with_one_number, "fork", 6),
    "another officer's signature": (other_officers_signature, "foreign_key", 10),
    "a revoked key": (revoked_key, "revoked_key", 11),
    "a revoked key and a clock set back": (revoked_key_in_the_past, "revoked_key", 11),
    "the chain forks": (chain_fork, "fork", 9),
    "the tail truncated": (truncated, "truncated", 7),
    "history signed anew with the workstation's key": (rewritten_with_the_stations_key, "station_signed", 4),
    "the same, seen by another workstation": (rewritten_with_the_stations_key, "rewritten", 9),
    "history signed anew as if signers had failed": (rewritten_as_if_signers_had_failed, "rewritten", 9),
    "history signed anew with keys of the forger": (rewritten_with_keys_of_the_forger, "rewritten", 9),
    "a signer repaired, and nothing covered": (unsigned_again, "not_covered", 11),
    "a collective act for what was signed": (covers_another, "bad_cover", 10),
    "a collective act signed by the workstation": (cover_by_the_station, "station_signed", 11),
    "a second officer left out": (second_left_out, "second_missing", 10),
    "one person as both officers": (second_is_the_first, "second_same", 10),
    "the first officer signs for the second": (second_by_the_first, "foreign_key", 10),
    "a second officer's signature of another act": (seconds_signature_of_another_act, "second_bad_signature", 10),
    "an undo of another officer's stamp": (undone_by_another, "false_undo", 11),
    "an undo that came late": (undone_late, "false_undo", 11),
    "an undo of what was released": (undone_after_its_release, "false_undo", 12),
    "an undo at another workstation": (undone_elsewhere, "false_undo", 10),
    "an undo of what is no stamp": (undone_without_a_stamp, "false_undo", 10),
    "an undo on another permit": (undone_on_another_permit, "false_undo", 11),
    "a release by the code of another permit": (released_by_a_code_of_another_permit, "code", 10),
    "a release by a forged code": (released_by_a_forged_code, "code", 10),
    "training among real acts": (training_among_real, "other_mode", 10),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_happens_at_a_counter_passes(name: str) -> None:
    happens, noted = SCENARIOS[name]
    day = Day()
    report = judged(happens(day), day)
    assert report.defects == ()
    assert noted in " | ".join(note.text for note in report.notes)


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_happens_at_a_counter_passes_as_a_file(name: str) -> None:
    day = Day()
    assert opened(filed(SCENARIOS[name][0](day), day)) == ()


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_named_with_the_act_it_sits_in(name: str) -> None:
    done, kind, seq = DEFECTS[name]
    day = Day()
    found = judged(done(day), day).defects
    assert (kind, "CE-1", seq) in {(one.kind, one.station, one.station_seq) for one in found}
    assert all(one.act_id for one in found)


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_named_in_a_file_that_the_forger_sealed(name: str) -> None:
    done, kind, seq = DEFECTS[name]
    day = Day()
    found = opened(filed(done(day), day))
    assert (kind, "CE-1", seq) in {(one.kind, one.station, one.station_seq) for one in found}


def test_with_the_office_root_keys_of_a_forger_are_named_at_once() -> None:
    day = Day()
    day.here.certify("somchai", day.somchai, day.root)
    forged = _forged(day, new_signer())
    forged.certify("somchai", day.somchai, day.root)
    found = judged(rows([*forged.acts, *day.there.acts]), day, root=True).defects
    assert ("uncertified_key", 3) in {(one.kind, one.station_seq) for one in found}


def test_a_key_whose_certificate_had_ended_is_named() -> None:
    day = Day()
    day.here.certify("somchai", day.somchai, day.root, until=day.here.clock + timedelta(minutes=2))
    day.here.clock += timedelta(days=1)
    day.here.stamp("somchai", day.somchai, C)
    found = judged(rows(day.acts), day, root=True).defects
    assert [(one.kind, one.station_seq) for one in found] == [("expired_key", 11)]


def test_keys_that_no_root_certified_are_noted_and_are_no_defect() -> None:
    day = Day()
    report = judged(rows(day.acts), day, root=True)
    assert report.ok
    assert sum("had not certified" in note.text for note in report.notes) == 4


def last_seen(day: Day) -> Act:
    return day.here.acts[8]


def test_a_witness_that_saw_what_is_here_says_nothing() -> None:
    day = Day()
    day.there.witness(last_seen(day))
    assert judged(rows(day.acts), day).ok
