"""What a key is worth at a moment: certificates and revocations, whose word counts, and what a forged one is worth."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from officer_app.core.acts import GENESIS, Act, ActKind, Draft, Mode, Place, Subject, compose, format_time, read
from officer_app.core.canonical import Value
from officer_app.core.ports import Signer
from officer_app.security.key_standing import KeyState, Standing, standings
from officer_app.security.keys import key_id
from officer_app.security.statements import ACCOUNT, CERTIFICATE, REVOCATION, make, read_file, said_by, write_file
from tests.fakes import NOW, SITE, signer

ROOT, OTHER_ROOT, STATION, OTHER_STATION, OFFICER = (signer(seed) for seed in (60, 61, 62, 63, 64))
HOUR = timedelta(hours=1)


class Chain:
    """A workstation's acts about keys, really signed."""

    def __init__(self, station: str = "CE-1", key: Signer = STATION) -> None:
        self.station, self.key = station, key
        self.acts: list[Act] = []
        self.act(ActKind.STATION_OPENED, {"public_key": key.public_key.hex()})

    def act(self, kind: ActKind, fields: Mapping[str, Value], by: Signer | None = None) -> Act:
        by = by or self.key
        seq = len(self.acts) + 1
        prev = self.acts[-1].hash if self.acts else GENESIS
        draft = Draft(f"{self.station}/{seq}", kind, Subject("station", self.station), "", NOW, fields)
        unsigned = read(compose(draft, Place(SITE, self.station, seq, prev, "", Mode.SAMPLE), by.key_id), b"")
        self.acts.append(read(unsigned.body, by.sign(unsigned.hash)))
        return self.acts[-1]

    def register(self, of: Signer = OFFICER, officer: str = "somchai") -> None:
        self.act(ActKind.KEY_REGISTERED, {"officer": officer, "public_key": of.public_key.hex()})

    def certify(self, since: datetime = NOW, until: datetime | None = None, **more: Value) -> dict[str, Value]:
        said = certificate(since, until, by=ROOT, **more)
        self.act(ActKind.KEY_CERTIFIED, {"key_id": OFFICER.key_id, "statement": said})
        return said

    def revoke(self, since: datetime, by: Signer | None = None) -> None:
        self.act(ActKind.KEY_REVOKED, revocation(since), by)

    def standing(self, root: Signer = ROOT) -> Standing:
        found = standings(self.acts, root.public_key, {self.station: self.key.public_key})
        return found.get(OFFICER.key_id, Standing(OFFICER.key_id))


def certificate(since: datetime, until: datetime | None, *, by: Signer = ROOT, **more: Value) -> dict[str, Value]:
    fields: dict[str, Value] = {
        "kind": "officer",
        "holder": "somchai",
        "key_id": OFFICER.key_id,
        "public_key": OFFICER.public_key.hex(),
        "roles": ["inspection"],
        "since": format_time(since),
        "until": "" if until is None else format_time(until),
        **more,
    }
    return make(CERTIFICATE, fields, by, NOW)


def revocation(since: datetime) -> dict[str, Value]:
    return {"key_id": OFFICER.key_id, "since": format_time(since), "reason": "stolen", "words": ""}


def test_a_key_nobody_spoke_of_is_uncertified_and_nothing_worse() -> None:
    chain = Chain()
    chain.register()
    assert chain.standing().at(NOW) is KeyState.UNCERTIFIED


def test_a_certificate_holds_from_its_first_moment_to_before_its_last() -> None:
    chain = Chain()
    chain.certify(NOW, NOW + HOUR)
    states = [chain.standing().at(NOW + shift) for shift in (-HOUR / 60, HOUR * 0, HOUR / 2, HOUR)]
    assert states == [KeyState.BEFORE_CERTIFICATE, KeyState.CERTIFIED, KeyState.CERTIFIED, KeyState.EXPIRED]


def test_a_second_certificate_goes_on_where_the_first_one_ended() -> None:
    chain = Chain()
    chain.certify(NOW, NOW + HOUR)
    chain.certify(NOW + HOUR, None, roles=["xray"])
    standing = chain.standing()
    assert standing.at(NOW + 9 * HOUR) is KeyState.CERTIFIED
    roles = [found.roles for at in (NOW, NOW + HOUR) if (found := standing.certificate(at)) is not None]
    assert roles == [{"inspection"}, {"xray"}]


def test_nobodys_word_counts_but_that_of_the_root_that_is_trusted() -> None:
    chain = Chain()
    chain.certify()
    assert chain.standing(OTHER_ROOT).at(NOW) is KeyState.UNCERTIFIED
    assert standings(chain.acts, b"") == {}
    forged = Chain()
    forged.act(ActKind.KEY_CERTIFIED, {"key_id": OFFICER.key_id, "statement": certificate(NOW, None, by=STATION)})
    assert forged.standing().at(NOW) is KeyState.UNCERTIFIED


@pytest.mark.parametrize(
    "change",
    [
        {"roles": ["supervisor"]},
        {"holder": "malee"},
        {"until": ""},
        {"public_key": signer(9).public_key.hex()},
        {"what": REVOCATION},
        {"root": "0" * 16},
    ],
)
def test_a_changed_word_takes_the_signature_off_the_whole(change: dict[str, Value]) -> None:
    said = certificate(NOW, NOW + HOUR)
    body = said["body"]
    assert isinstance(body, dict)
    assert said_by(ROOT.public_key, said, CERTIFICATE) is not None
    assert said_by(ROOT.public_key, {**said, "body": {**body, **change}}, CERTIFICATE) is None


@pytest.mark.parametrize("statement", [None, "", [], {}, {"body": {}}, {"body": 1, "signature": 2}])
def test_what_is_no_statement_says_nothing(statement: object) -> None:
    assert said_by(ROOT.public_key, statement, CERTIFICATE) is None


def test_one_statement_is_never_taken_for_another() -> None:
    said = certificate(NOW, None)
    assert said_by(ROOT.public_key, said, REVOCATION) is None
    assert said_by(ROOT.public_key, said, ACCOUNT) is None


def test_the_certificates_key_is_that_of_its_bytes_whatever_id_stands_beside_it() -> None:
    chain = Chain()
    chain.certify(key_id="0" * 16)
    assert chain.standing().at(NOW) is KeyState.CERTIFIED


def test_a_workstation_revokes_the_keys_that_it_registered_and_no_others() -> None:
    own, other = Chain(), Chain("CE-2", OTHER_STATION)
    own.register()
    own.revoke(NOW + HOUR)
    assert [own.standing().at(at) for at in (NOW, NOW + HOUR)] == [KeyState.UNCERTIFIED, KeyState.REVOKED]
    other.revoke(NOW)
    together = standings([*own.acts, *other.acts], ROOT.public_key)
    assert together[OFFICER.key_id].at(NOW) is KeyState.UNCERTIFIED


def test_an_officer_or_a_thief_of_another_key_revokes_nothing() -> None:
    chain = Chain()
    chain.register()
    chain.revoke(NOW, by=OFFICER)
    chain.revoke(NOW, by=OTHER_STATION)
    assert chain.standing().at(NOW + HOUR) is KeyState.UNCERTIFIED


def test_a_revocation_that_names_the_workstations_key_and_is_not_signed_with_it_counts_nothing() -> None:
    chain = Chain()
    chain.register()
    chain.revoke(NOW)
    chain.acts[-1] = read(chain.acts[-1].body, OFFICER.sign(chain.acts[-1].hash))
    assert chain.standing().at(NOW) is KeyState.UNCERTIFIED


def test_the_offices_revocation_counts_wherever_it_came_in_and_against_every_certificate() -> None:
    chain, carrier = Chain(), Chain("CE-2", OTHER_STATION)
    chain.register()
    chain.certify()
    said = make(REVOCATION, revocation(NOW + HOUR), ROOT, NOW + HOUR)
    carrier.act(ActKind.KEY_REVOKED, {**revocation(NOW + HOUR), "statement": said})
    found = standings([*chain.acts, *carrier.acts], ROOT.public_key)[OFFICER.key_id]
    assert [found.at(at) for at in (NOW, NOW + HOUR)] == [KeyState.CERTIFIED, KeyState.REVOKED]
    assert found.revocation is not None
    assert found.revocation.by_root


def test_of_two_revocations_the_earlier_moment_counts() -> None:
    chain = Chain()
    chain.register()
    chain.revoke(NOW + 2 * HOUR)
    chain.revoke(NOW + HOUR)
    chain.revoke(NOW + 3 * HOUR)
    assert chain.standing().at(NOW + HOUR) is KeyState.REVOKED
    assert chain.standing().at(NOW) is KeyState.UNCERTIFIED


def test_statements_travel_as_a_file_and_what_is_none_is_said() -> None:
    said = [certificate(NOW, None)]
    assert read_file(write_file(CERTIFICATE, said)) == said
    for data in (b"", b"\xff", b"[]", b"{}", b'{"statements": {}}', b'{"statements": [1]}', b"[" * 100_000):
        with pytest.raises(ValueError, match=r".*"):
            read_file(data)


def test_key_ids_are_of_the_bytes() -> None:
    assert key_id(OFFICER.public_key) == OFFICER.key_id
