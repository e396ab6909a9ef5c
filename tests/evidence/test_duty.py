"""An officer with a stolen home writes what his program would never let him: the verifier knows what he may."""

import json
from datetime import timedelta

import pytest

from officer_app.cli.verify import said
from officer_app.core.acts import ActKind, format_time
from officer_app.core.canonical import Value
from officer_app.core.ports import Signer
from officer_app.paths import resources
from officer_app.security.check import Report, Terms, check
from officer_app.security.statements import CERTIFICATE, make
from officer_app.texts import Texts
from tests.evidence.writing import A, Chain, new_signer

ROOT, SOMCHAI, MALEE = new_signer(), new_signer(), new_signer()


def certify(chain: Chain, officer: str, key: Signer, *roles: str) -> None:
    """The office says what an officer is."""
    fields: dict[str, Value] = {
        "public_key": key.public_key.hex(),
        "kind": "officer",
        "holder": officer,
        "roles": list(roles),
        "since": format_time(chain.clock + timedelta(seconds=1)),
        "until": "",
    }
    chain.write(ActKind.KEY_CERTIFIED, "", chain.key, {"statement": make(CERTIFICATE, fields, ROOT, chain.clock)})


@pytest.fixture
def chain() -> Chain:
    made = Chain().open()
    made.register("somchai", SOMCHAI)
    made.register("malee", MALEE)
    return made


def judged(chain: Chain) -> Report:
    return check(chain.acts, {}, {"CE-1": chain.key.public_key}, terms=Terms(root=ROOT.public_key))


def found(chain: Chain) -> list[tuple[str, int]]:
    return [(one.kind, one.station_seq) for one in judged(chain).defects]


def test_a_stamp_by_somebody_whom_the_office_made_no_inspector_is_a_defect(chain: Chain) -> None:
    certify(chain, "somchai", SOMCHAI, "transit")
    certify(chain, "malee", MALEE, "xray")
    for by, key, outcome in (("somchai", SOMCHAI, "green"), ("malee", MALEE, "green"), ("malee", MALEE, "xray")):
        chain.stamp(by, key, outcome=outcome)
    assert found(chain) == [("role", 6), ("role", 7)]


def test_what_was_done_before_the_office_said_anything_is_noted_and_no_defect(chain: Chain) -> None:
    chain.stamp("somchai", SOMCHAI)
    certify(chain, "somchai", SOMCHAI, "transit")
    assert found(chain) == []
    assert [(note.kind, note.station_seq) for note in judged(chain).notes if note.about.get("officer")] == [
        ("before_certificate", 4)
    ]


def test_of_two_certificates_the_roles_of_both_count(chain: Chain) -> None:
    certify(chain, "somchai", SOMCHAI, "inspection")
    certify(chain, "somchai", SOMCHAI, "transit")
    chain.stamp("somchai", SOMCHAI)
    assert found(chain) == []


def test_the_second_officer_has_to_be_one_who_may_approve(chain: Chain) -> None:
    certify(chain, "malee", MALEE, "inspection")
    stamped = chain.stamp("somchai", SOMCHAI)
    annulled: dict[str, Value] = {"annuls": stamped.act_id, "reason": "ทดสอบ"}
    chain.write(ActKind.ANNUL, "somchai", SOMCHAI, annulled, second=("malee", MALEE))
    assert found(chain) == [("role", 6)]


@pytest.mark.parametrize("name", ["somchai", "SOM CHAI"])
def test_nobody_releases_what_he_stamped_however_he_is_spelt(chain: Chain, name: str) -> None:
    again = new_signer()
    if name != "somchai":
        chain.register(name, again)
    stamped = chain.stamp("somchai", SOMCHAI)
    release: dict[str, Value] = {"stamp": stamped.act_id, "granted_by": "alone"}
    act = chain.write(ActKind.RELEASE, name, SOMCHAI if name == "somchai" else again, release)
    assert found(chain) == [("released_own", act.station_seq)]


def test_who_stamped_does_not_release_after_somebody_else_sent_it_to_another_post(chain: Chain) -> None:
    stamped = chain.stamp("somchai", SOMCHAI)
    fields: dict[str, Value] = {"outcome": "green", "stamp_text": "Status 0309", "release_post": "CP-2"}
    moved = chain.write(ActKind.REDIRECT, "malee", MALEE, {**fields, "annuls": stamped.act_id, "reason": "ทดสอบ"})
    for by, key in (("somchai", SOMCHAI), ("malee", MALEE)):
        chain.write(ActKind.RELEASE, by, key, {"stamp": moved.act_id, "granted_by": "alone"}, A)
    assert found(chain) == [("released_own", 6), ("released_own", 7)]


def test_a_circle_of_redirections_that_only_a_forger_writes_ends(chain: Chain) -> None:
    fields: dict[str, Value] = {"outcome": "green", "stamp_text": "x", "release_post": "CP-2", "reason": "ทดสอบ"}
    one = chain.write(ActKind.REDIRECT, "somchai", SOMCHAI, {**fields, "annuls": "two"}, act_id="one")
    chain.write(ActKind.REDIRECT, "somchai", SOMCHAI, {**fields, "annuls": "one"}, act_id="two")
    chain.write(ActKind.RELEASE, "malee", MALEE, {"stamp": one.act_id, "granted_by": "alone"})
    assert found(chain) == []


def test_defects_and_notes_are_said_in_thai_and_english_with_their_particulars(chain: Chain) -> None:
    chain.stamp("malee", MALEE)
    certify(chain, "somchai", SOMCHAI, "transit")
    chain.stamp("somchai", SOMCHAI)
    answer = said(judged(chain), (), Texts.load(resources() / "texts"))
    body = json.loads(json.dumps(answer.body))
    (row,), notes = body["defects"], body["notes"]
    assert row["th"].endswith("(เจ้าหน้าที่ somchai, รับรองเป็น transit)")
    assert row["en"].endswith("(officer somchai, certified as transit)")
    assert [each["kind"] for each in notes] == ["uncertified", "uncertified"]
    assert f"CE-1 4: {notes[1]['th']} / {notes[1]['en']}" in answer.text
    assert f"(กุญแจ {MALEE.key_id}, เจ้าหน้าที่ malee)" in notes[1]["th"]
