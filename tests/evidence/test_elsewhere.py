"""What is known of other sites is checked too; and an evidence file holds the heads that the centre confirmed."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from officer_app.cli.verify import check_elsewhere
from officer_app.core.refusals import Refusal
from officer_app.security.check import StoredAct, Terms
from officer_app.workstation.evidence import CENTRE, Wanted, confirmed_heads, gather
from tests.evidence.test_heads_seen import Two
from tests.evidence.writing import Chain, new_signer


def rows(chain: Chain, *left_out: int) -> list[StoredAct]:
    """What another site has of it, but for some places."""
    return [
        StoredAct(act.station, act.station_seq, act.act_id, act.body, act.signature)
        for act in chain.acts
        if act.station_seq not in left_out
    ]


@pytest.fixture
def far() -> Chain:
    """A workstation of another site: opened, a key registered, two stamps."""
    chain, key = Chain().open(), new_signer()
    chain.register("somchai", key)
    chain.stamp("somchai", key)
    chain.stamp("somchai", key, "9911A0000002")
    return chain


def test_parts_of_a_chain_are_sound_where_they_are_signed_and_join(far: Chain) -> None:
    report = check_elsewhere(rows(far, 3), Terms(mode="real"))
    assert (report.ok, report.acts, report.stations) == (True, 3, ("CE CE-1",))


def test_a_changed_body_a_wrong_signature_and_another_mode_are_named(far: Chain) -> None:
    sound = rows(far)
    other = replace(sound[3], signature=sound[2].signature)
    bare = replace(sound[2], body=b"{}")
    found = check_elsewhere([*sound[:2], bare, other], Terms(mode="real"))
    kinds = {(one.kind, one.station_seq) for one in found.defects}
    assert ("unreadable", 3) in kinds
    assert ("bad_signature", 4) in kinds
    assert {one.kind for one in check_elsewhere(sound, Terms(mode="sample")).defects} == {"other_mode"}


def test_two_sites_with_workstations_of_one_name_are_two(far: Chain) -> None:
    assert check_elsewhere([*rows(far), *rows(far)], Terms(mode="real")).defects != (), "an act stands there once"
    assert check_elsewhere([], Terms()).ok


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    with ExitStack() as stack:
        yield Two(tmp_path, stack)


def test_an_evidence_file_holds_the_heads_that_only_the_centre_confirmed(two: Two) -> None:
    two.work(two.ce)
    assert confirmed_heads(two.ce, two.ce.counter.clock()) == []
    two.contact(two.ce)
    two.work(two.ce)
    (own,) = confirmed_heads(two.ce, two.ce.counter.clock())
    acts = two.ce.journal.own_acts(0, 10)
    assert (own.station, own.station_seq, own.hash, own.witness) == ("CE-1", 2, acts[1].hash, CENTRE)
    assert own.at == two.ce.mirror.last_contact()
    two.contact(two.cp)
    assert [(head.station, head.station_seq) for head in confirmed_heads(two.cp, two.cp.counter.clock())] == [
        *(("CP-1", 1), ("CE-1", 2)),
    ]
    made = gather(two.ce, Wanted("9911A0000001"))
    assert not isinstance(made, Refusal)
    assert CENTRE in {head.witness for head in made.heads}
