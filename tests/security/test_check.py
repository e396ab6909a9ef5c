"""Whole chains pass; each way of tampering with one is found and named with the act it sits in."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from officer_app.core.acts import GENESIS, Act, ActKind, Draft, Mode, Place, Subject, compose, read
from officer_app.core.canonical import Value, decode, encode
from officer_app.core.ports import Signer
from officer_app.security.chain_keys import known_keys
from officer_app.security.check import StoredAct, check, defects, readable
from officer_app.security.cover_check import rows
from officer_app.security.keys import Ed25519Signer, from_private_bytes

START = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def signer(seed: int) -> Ed25519Signer:
    return Ed25519Signer(from_private_bytes(bytes([seed]) * 32))


STATION, SOMCHAI, MALEE, STRANGER = signer(1), signer(2), signer(3), signer(9)


class Bench:
    """Writes a workstation's chain as a journal does."""

    def __init__(self, station: str = "CE-1", key: Signer = STATION, acts: list[Act] | None = None) -> None:
        self.station = station
        self.key = key
        self.acts: list[Act] = list(acts or [])
        self.series = ""

    def add(
        self,
        kind: ActKind,
        officer: str,
        by: Signer,
        fields: Mapping[str, Value] | None = None,
        number: str = "9911A0000001",
    ) -> Act:
        seq = len(self.acts) + 1
        act_id = f"{self.station}-{self.series}{seq}"
        draft = Draft(act_id, kind, Subject("permit", number), officer, START + timedelta(seconds=seq), fields or {})
        place = Place("CE", self.station, seq, self.acts[-1].hash if self.acts else GENESIS, "", Mode.SAMPLE)
        unsigned = read(compose(draft, place, by.key_id), b"")
        self.acts.append(read(unsigned.body, by.sign(unsigned.hash)))
        return self.acts[-1]

    def open(self) -> "Bench":
        self.add(ActKind.STATION_OPENED, "", self.key, {"public_key": self.key.public_key.hex()})
        return self

    def register(self, officer: str, key: Signer) -> "Bench":
        self.add(ActKind.KEY_REGISTERED, "", self.key, {"officer": officer, "public_key": key.public_key.hex()})
        return self

    def stamp(self, officer: str, by: Signer, **fields: Value) -> Act:
        return self.add(ActKind.STAMP, officer, by, {"outcome": "green", **fields})


def a_day_at(station: str = "CE-1", key: Signer = STATION) -> Bench:
    """Sequences 1 to 8: opened, two officers, stamps of both, a paper printed by nobody, a failed signer, its cover."""
    bench = Bench(station, key).open().register("somchai", SOMCHAI).register("malee", MALEE)
    bench.stamp("somchai", SOMCHAI)
    bench.stamp("malee", MALEE)
    bench.add(ActKind.PRINT, "", key)
    failed = bench.stamp("somchai", key, signer_failed=True)
    bench.add(ActKind.COLLECTIVE, "somchai", SOMCHAI, {"acts": rows([failed])})
    return bench


def named(acts: list[Act], stations: Mapping[str, bytes] | None = None) -> list[tuple[str, int]]:
    return [(found.kind, found.station_seq) for found in defects(acts, {}, stations)]


def body_of(act: Act, **changes: Value) -> bytes:
    return encode({**decode(act.body), **changes})


def resigned(act: Act, **changes: Value) -> Act:
    """The act with changes, signed by the workstation as if it were meant."""
    body = body_of(act, **changes)
    return read(body, STATION.sign(read(body, b"").hash))


def test_a_day_of_two_workstations_passes_in_any_order() -> None:
    acts = [*a_day_at().acts, *a_day_at("CE-2", signer(4)).acts]
    report = check(reversed(acts), {}, {"CE-1": STATION.public_key, "CE-2": signer(4).public_key})
    assert (report.ok, report.acts, report.stations, report.notes) == (True, 16, ("CE-1", "CE-2"), ())


def test_nothing_at_all_is_in_order() -> None:
    assert check([], {}).ok


def test_without_trusted_workstations_a_note_says_what_was_taken_on_trust() -> None:
    report = check(a_day_at().acts, {})
    assert report.ok
    assert [note.station for note in report.notes] == ["CE-1"]


def test_workstations_beside_the_own_one_may_be_taken_on_trust() -> None:
    acts = [*a_day_at().acts, *a_day_at("CE-2", signer(4)).acts]
    report = check(acts, {}, {"CE-1": STATION.public_key}, trust_others=True)
    assert report.ok
    assert [note.station for note in report.notes] == ["CE-2"]
    assert not check(acts, {}, {"CE-1": STRANGER.public_key}, trust_others=True).ok


def test_a_trusted_workstation_of_which_nothing_is_here_is_noted() -> None:
    report = check(a_day_at().acts, {}, {"CE-1": STATION.public_key, "CE-2": STRANGER.public_key})
    assert report.ok
    assert [note.text for note in report.notes] == ["CE-2: no act of this workstation is here"]


def stored(acts: list[Act]) -> list[StoredAct]:
    return [StoredAct(one.station, one.station_seq, one.act_id, one.body, one.signature) for one in acts]


def test_a_bit_flipped_in_any_byte_of_an_act_is_found_and_named_with_that_act() -> None:
    acts = a_day_at().acts
    act, rows = acts[4], stored(acts)
    for at in range(len(act.body)):
        body = bytearray(act.body)
        body[at] ^= 1 << at % 8
        rows[4] = replace(rows[4], body=bytes(body))
        kept, found = readable(rows)
        found += defects(kept, {})
        proofs = [one for one in found if one.kind in ("unreadable", "bad_signature", "unknown_key")]
        assert any(one.act_id == act.act_id or one.station_seq == 5 for one in proofs), at


@pytest.mark.parametrize("index", range(8))
def test_a_flipped_bit_of_a_signature_is_found_in_its_act(index: int) -> None:
    acts = a_day_at().acts
    signature = bytes([acts[index].signature[0] ^ 1]) + acts[index].signature[1:]
    acts[index] = read(acts[index].body, signature)
    assert ("bad_signature", index + 1) in named(acts, {"CE-1": STATION.public_key})


def test_fields_that_are_not_those_of_the_signed_body_are_found() -> None:
    acts = a_day_at().acts
    acts[4] = replace(acts[4], officer="somchai")
    assert named(acts) == [("altered_fields", 5), ("foreign_key", 5)]


def test_a_removed_act_leaves_a_gap_before_the_next() -> None:
    acts = a_day_at().acts
    del acts[4]
    assert named(acts) == [("gap", 6)]


def test_a_removed_beginning_is_a_gap_and_an_unopened_chain() -> None:
    acts = a_day_at().acts[1:]
    assert named(acts, {"CE-1": STATION.public_key}) == [("gap", 2), ("not_opened", 2)]


def test_two_acts_that_changed_places_lose_their_signatures_and_their_links() -> None:
    acts = a_day_at().acts
    first, second = acts[3], acts[4]
    acts[3] = read(body_of(second, station_seq=4), second.signature)
    acts[4] = read(body_of(first, station_seq=5), first.signature)
    found = named(acts)
    assert ("bad_signature", 4) in found
    assert ("bad_signature", 5) in found
    assert ("chain_broken", 4) in found


def test_an_inserted_act_breaks_the_chain_after_it() -> None:
    bench = a_day_at()
    tail = bench.acts[5:]
    short = Bench(acts=bench.acts[:5])
    short.series = "x"
    short.stamp("malee", MALEE)
    moved = [read(body_of(act, station_seq=act.station_seq + 1), act.signature) for act in tail]
    found = named([*short.acts, *moved])
    assert ("chain_broken", 7) in found
    assert ("bad_signature", 7) in found


def test_a_chain_restored_from_a_copy_and_continued_is_a_fork() -> None:
    bench = a_day_at()
    restored = Bench(acts=bench.acts[:6])
    restored.series = "again-"
    restored.stamp("malee", MALEE)
    bench.acts.append(restored.acts[-1])
    assert named(bench.acts) == [("fork", 7), ("fork", 7)]


def test_the_same_act_given_twice_is_named() -> None:
    acts = a_day_at().acts
    assert named([*acts, acts[3]]) == [("duplicate_act", 4)]


def test_an_act_id_used_by_two_workstations_is_named() -> None:
    first, second = a_day_at(), Bench("CE-2", signer(4)).open().register("malee", MALEE)
    second.station, second.series = "CE-2", ""
    twin = second.stamp("malee", MALEE)
    body = body_of(twin, act_id=first.acts[3].act_id)
    second.acts[-1] = read(body, MALEE.sign(read(body, b"").hash))
    found = defects([*first.acts, *second.acts], {})
    assert [(one.kind, one.station, one.station_seq) for one in found] == [("duplicate_act", "CE-2", 3)]


def test_a_stamp_signed_by_an_unregistered_key_is_named() -> None:
    bench = a_day_at()
    bench.stamp("somchai", STRANGER)
    assert named(bench.acts) == [("unknown_key", 9)]


def test_a_vouched_key_needs_no_registration_but_must_bear_its_own_name() -> None:
    bench = a_day_at()
    bench.stamp("anan", STRANGER)
    assert not defects(bench.acts, {STRANGER.key_id: STRANGER.public_key})
    assert [one.kind for one in defects(bench.acts, {STRANGER.key_id: MALEE.public_key})] == ["unknown_key"]


def test_an_officer_who_signs_in_the_name_of_another_is_named() -> None:
    bench = a_day_at()
    bench.stamp("somchai", MALEE)
    assert named(bench.acts) == [("foreign_key", 9)]


def test_a_vouched_key_is_still_only_for_the_officer_it_was_registered_for_elsewhere() -> None:
    home, away = a_day_at(), Bench("CE-2", signer(4)).open()
    away.stamp("somchai", MALEE)
    found = defects([*home.acts, *away.acts], {MALEE.key_id: MALEE.public_key})
    assert [(one.kind, one.station, one.station_seq) for one in found] == [("foreign_key", "CE-2", 2)]


def test_a_key_that_signs_before_its_registration_is_named() -> None:
    bench = Bench().open()
    bench.stamp("somchai", SOMCHAI)
    bench.register("somchai", SOMCHAI)
    assert named(bench.acts) == [("early_key", 2)]


def test_a_vouched_key_may_sign_before_its_registration() -> None:
    bench = Bench().open()
    bench.stamp("somchai", SOMCHAI)
    bench.register("somchai", SOMCHAI)
    assert not defects(bench.acts, {SOMCHAI.key_id: SOMCHAI.public_key})


def test_a_key_registered_for_a_second_officer_is_named_and_is_not_his() -> None:
    bench = Bench().open().register("somchai", SOMCHAI).register("malee", SOMCHAI)
    bench.stamp("malee", SOMCHAI)
    assert named(bench.acts) == [("bad_registration", 3), ("foreign_key", 4)]


def test_a_key_registered_for_different_officers_at_two_workstations_is_named_at_both() -> None:
    first = Bench().open().register("somchai", SOMCHAI)
    second = Bench("CE-2", signer(4)).open().register("malee", SOMCHAI)
    found = defects([*first.acts, *second.acts], {})
    assert [(one.kind, one.station) for one in found] == [("bad_registration", "CE-1"), ("bad_registration", "CE-2")]


def test_a_registration_signed_by_an_officer_registers_nothing() -> None:
    bench = a_day_at()
    fields = {"officer": "stranger", "public_key": STRANGER.public_key.hex()}
    bench.add(ActKind.KEY_REGISTERED, "somchai", SOMCHAI, fields)
    bench.stamp("stranger", STRANGER)
    assert named(bench.acts) == [("bad_registration", 9), ("unknown_key", 10)]


@pytest.mark.parametrize("fields", [{}, {"officer": "x", "public_key": "zz"}, {"officer": "x", "public_key": "00"}])
def test_a_registration_without_officer_or_key_is_named(fields: Mapping[str, Value]) -> None:
    bench = a_day_at()
    bench.add(ActKind.KEY_REGISTERED, "", STATION, fields)
    assert named(bench.acts) == [("bad_registration", 9)]


def test_a_stamp_signed_by_the_workstation_is_named_unless_the_signer_failed() -> None:
    bench = a_day_at()
    bench.stamp("somchai", STATION)
    bench.stamp("", STATION)
    bench.stamp("somchai", STATION, signer_failed="yes")
    bench.add(ActKind.PRINT, "somchai", STATION)
    assert named(bench.acts) == [("station_signed", seq) for seq in (9, 10, 11, 12)]


def test_a_workstation_with_another_key_than_the_trusted_one_is_named() -> None:
    found = named(a_day_at().acts, {"CE-1": STRANGER.public_key})
    assert ("station_key", 1) in found


def test_a_workstation_that_is_not_trusted_is_named() -> None:
    report = check(a_day_at().acts, {}, {"CE-9": STATION.public_key})
    assert [(one.kind, one.station_seq) for one in report.defects] == [("unknown_station", 1)]


def test_a_first_act_that_is_not_signed_with_the_key_it_declares_is_named() -> None:
    bench = Bench()
    bench.add(ActKind.STATION_OPENED, "", STRANGER, {"public_key": STATION.public_key.hex()})
    assert ("station_key", 1) in named(bench.acts)


def test_a_first_act_that_declares_another_key_than_the_trusted_one_that_signed_it_is_named() -> None:
    bench = Bench()
    bench.add(ActKind.STATION_OPENED, "", STATION, {"public_key": STRANGER.public_key.hex()})
    assert named(bench.acts, {"CE-1": STATION.public_key}) == [("station_key", 1)]


def test_a_second_opening_is_named() -> None:
    bench = a_day_at().open()
    assert named(bench.acts) == [("opened_again", 9)]


def test_a_history_written_anew_with_the_workstations_key_alone_cannot_show_the_officers_signatures() -> None:
    forged = Bench()
    for act in a_day_at().acts:
        forged.add(ActKind(act.kind), act.officer, STATION, act.fields)
    found = named(forged.acts)
    assert [seq for kind, seq in found if kind == "station_signed"] == [4, 5, 8]
    assert ("bad_cover", 8) in found


@pytest.mark.parametrize("change", [lambda row: replace(row, station_seq=7), lambda row: replace(row, act_id="other")])
def test_copies_beside_an_act_that_differ_from_it_are_named(change: Callable[[StoredAct], StoredAct]) -> None:
    rows = stored(a_day_at().acts)
    rows[2] = change(rows[2])
    acts, found = readable(rows)
    assert len(acts) == 8
    assert [(one.kind, one.station_seq) for one in found] == [("altered_fields", 3)]


def test_a_store_that_keeps_no_copy_of_the_act_id_is_read_as_well() -> None:
    acts, found = readable([replace(row, act_id="") for row in stored(a_day_at().acts)])
    assert (len(acts), found) == (8, [])


def test_known_keys_are_those_that_workstations_signed_for() -> None:
    bench = a_day_at()
    bench.add(ActKind.KEY_REGISTERED, "x", SOMCHAI, {"officer": "x", "public_key": STRANGER.public_key.hex()})
    known = known_keys(bench.acts)
    assert {name: one.officer for name, one in known.items()} == {SOMCHAI.key_id: "somchai", MALEE.key_id: "malee"}
    assert known[MALEE.key_id].public_key == MALEE.public_key
    assert not known_keys(bench.acts, {"CE-1": STRANGER.public_key})
    assert not known_keys(bench.acts[1:])


@pytest.mark.parametrize(
    "tampered",
    [
        lambda act: read(act.body, bytes(64)),
        lambda act: resigned(act, key=MALEE.key_id),
        lambda act: resigned(act, fields={"officer": "", "public_key": MALEE.public_key.hex()}),
        lambda act: resigned(act, kind="print"),
    ],
)
def test_a_registration_that_does_not_hold_makes_no_key_known(tampered: Callable[[Act], Act]) -> None:
    acts = a_day_at().acts
    acts[2] = tampered(acts[2])
    assert set(known_keys(acts)) == {SOMCHAI.key_id}


def test_a_key_registered_for_two_officers_is_known_for_neither() -> None:
    other = Bench("CE-2", signer(4)).open().register("anan", MALEE)
    assert set(known_keys([*a_day_at().acts, *other.acts])) == {SOMCHAI.key_id}


def test_a_defect_says_where_it_sits_and_what_it_is() -> None:
    bench = a_day_at()
    act = bench.stamp("somchai", MALEE)
    (found,) = defects(bench.acts, {})
    assert (found.station, found.station_seq, found.act_id) == ("CE-1", 9, act.act_id)
    assert "somchai" in found.text
