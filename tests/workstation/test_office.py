"""What the office said, at several workstations: it travels as acts, holds offline, narrows what an account may do."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.canonical import Value
from officer_app.core.ports import FeedRecord, Person, Signer
from officer_app.core.refusals import Refusal
from officer_app.security.key_standing import KeyState
from officer_app.security.passwords import FOR_TESTS, hash_password
from officer_app.security.statements import ACCOUNT, make, write_file
from officer_app.store.mirror import SqliteMirror
from officer_app.workstation.office import Office, Wanted, issued, read_request
from officer_app.workstation.taking import Taken, statement_records, take_fed, take_statements
from tests.fakes import CE_1, CP_1, FILE_KEY, NOW, SITE, exchange, signer
from tests.workstation.counter_officers import NEXT, PASSWORD, AtCounter, at_counter, code

ROOT, CP_KEY = signer(70), signer(71)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "office", ROOT, "")


@pytest.fixture
def inside(tmp_path: Path) -> Iterator[AtCounter]:
    with at_counter(tmp_path / "ce") as at:
        at.root[0] = ROOT.public_key
        at.add("somchai", "inspection", "checking_post")
        yield at


@pytest.fixture
def post(tmp_path: Path) -> Iterator[AtCounter]:
    with at_counter(tmp_path / "cp", station=CP_1, station_key=CP_KEY) as at:
        at.root[0] = ROOT.public_key
        yield at


def certificates(office: Office, at: AtCounter, *roles: str, hours: int | None = None) -> list[dict[str, Value]]:
    """The office certifies all that `at` asks for, with these roles alone."""
    asked = [wanted for wanted in request_of(at) if wanted.kind == "officer"]
    until = None if hours is None else NOW + timedelta(hours=hours)
    return [office.certify(replace(wanted, roles=frozenset(roles)), NOW, until) for wanted in asked]


def request_of(at: AtCounter) -> list[Wanted]:
    found = read_request(json.dumps(at.keys.request(at.officers.everyone())).encode())
    assert found is not None
    return list(found)


def test_other_workstations_learn_certificates_and_revocations_from_the_feed(
    office: Office, inside: AtCounter, post: AtCounter
) -> None:
    key = inside.signed_in("somchai").signer.key_id
    assert take_statements(inside.keys, inside.officers, certificates(office, inside, "inspection")) == [
        Taken("officer-app key certificate", "somchai", recorded=True)
    ]
    exchange(inside.journal, post.journal)
    assert post.keys.standing(key).at(NOW) is KeyState.CERTIFIED
    inside.officers.revoke("somchai", NOW, "stolen")
    assert post.keys.standing(key).at(NOW) is KeyState.CERTIFIED
    exchange(inside.journal, post.journal)
    assert post.keys.standing(key).at(NOW) is KeyState.REVOKED


def test_a_certificate_of_less_takes_the_other_roles_of_the_account_away(office: Office, inside: AtCounter) -> None:
    assert inside.signed_in("somchai").person.roles == {"inspection", "checking_post", "administrator"}
    take_statements(inside.keys, inside.officers, certificates(office, inside, "inspection", "supervisor"))
    assert inside.signed_in("somchai").person.roles == {"inspection"}


def test_a_certificate_that_ended_signs_nobody_in(office: Office, inside: AtCounter) -> None:
    take_statements(inside.keys, inside.officers, certificates(office, inside, "inspection", hours=1))
    assert inside.code("somchai") == ""
    inside.later(hours=1)
    assert inside.code("somchai") == "key_ended"


def test_a_workstation_that_wants_certified_keys_takes_no_account_made_on_the_spot(
    office: Office, tmp_path: Path
) -> None:
    with at_counter(tmp_path / "strict", certified_only=True) as at:
        at.root[0] = ROOT.public_key
        at.add("somchai", "inspection")
        assert at.code("somchai") == "key_not_certified"
        take_statements(at.keys, at.officers, certificates(office, at, "inspection"))
        assert at.code("somchai") == ""
        # The second person whom somebody makes up to approve his own act.
        at.add("malee", "supervisor")
        assert at.code("malee") == "key_not_certified"


def account(
    name: str, *roles: str, after: timedelta = timedelta(0), by: Signer = ROOT, password: str = PASSWORD
) -> dict[str, Value]:
    fields: dict[str, Value] = {
        "name": name,
        "display": name.title(),
        "roles": list(roles),
        "expires": "",
        "password_hash": hash_password(password, FOR_TESTS),
    }
    return make(ACCOUNT, fields, by, NOW + after)


def test_an_office_account_works_at_every_workstation_each_with_a_key_of_its_own(
    inside: AtCounter, post: AtCounter
) -> None:
    said = account("malee", "checking_post")
    keys = []
    for at in (inside, post):
        assert isinstance(at.officers.take_account(said), Person)
        assert at.code("malee") == "must_change"
        at.officers.change_password("malee", PASSWORD, NEXT)
        keys.append(at.signed_in("malee", NEXT).signer.key_id)
    assert keys[0] != keys[1]
    exchange(inside.journal, post.journal)
    assert {post.officers.keys()[key].officer for key in keys} == {"malee"}


def test_a_foreign_an_impossible_and_an_older_account_change_nothing(inside: AtCounter) -> None:
    refused = [
        account("malee", "checking_post", by=CP_KEY),
        account("malee", "king"),
        account("", "checking_post"),
        account("a\u200bb", "checking_post"),
        {**account("malee", "checking_post"), "signature": "00"},
    ]
    for said in refused:
        assert code(inside.officers.take_account(said)) == "bad_statement"
    assert [each.name for each in inside.officers.everyone()] == ["somchai"]
    inside.officers.take_account(account("malee", "transit", after=timedelta(hours=2)))
    inside.officers.take_account(account("MALEE", "supervisor", after=timedelta(hours=1)))
    assert {each.name: each.roles for each in inside.officers.everyone()}["malee"] == {"transit"}


def test_the_offices_latest_first_password_counts_until_the_officer_has_his_own(inside: AtCounter) -> None:
    older, newer = account("malee", "transit"), account("malee", "transit", after=timedelta(hours=1), password=NEXT)
    for said in (older, newer, older):
        inside.officers.take_account(said)
    assert inside.code("malee") == "wrong_password"
    assert inside.code("malee", NEXT) == "must_change"
    inside.officers.change_password("malee", NEXT, "ของตัวเอง")
    inside.officers.take_account(account("malee", "transit", after=timedelta(hours=2)))
    assert inside.code("malee") == "wrong_password"
    assert inside.code("malee", "ของตัวเอง") == ""


def test_a_spelling_of_a_known_name_is_the_known_account(inside: AtCounter) -> None:
    taken = inside.officers.take_account(account("SOM CHAI", "transit"))
    assert isinstance(taken, Person)
    assert taken.name == "somchai"
    assert taken.roles == {"transit"}
    assert len(inside.officers.everyone()) == 1
    assert inside.code("somchai") == ""


def test_without_a_trusted_root_nothing_is_taken(tmp_path: Path, office: Office, inside: AtCounter) -> None:
    said = certificates(office, inside, "inspection")
    inside.root[0] = b""
    assert take_statements(inside.keys, inside.officers, said) == Refusal("no_root")
    assert code(inside.officers.take_account(account("malee", "transit"))) == "no_root"


def test_what_the_centre_feeds_is_taken_once_in_its_order_and_as_soon_as_the_office_is_trusted(
    office: Office, inside: AtCounter, tmp_path: Path
) -> None:
    said = [
        account("malee", "supervisor", after=timedelta(hours=2)),
        account("malee", "transit", after=timedelta(hours=1)),
        account("anan", "transit", by=CP_KEY),
        *certificates(office, inside, "inspection"),
    ]
    mirror = SqliteMirror(tmp_path / "mirror.db", FILE_KEY)
    records = statement_records(write_file("all", said))
    mirror.apply([FeedRecord(place, record) for place, record in enumerate(records, start=1)])
    inside.root[0] = b""
    take_fed(inside.journal, mirror, inside.keys, inside.officers)
    assert [each.name for each in inside.officers.everyone()] == ["somchai"]
    inside.root[0] = ROOT.public_key
    for _ in range(2):
        take_fed(inside.journal, mirror, inside.keys, inside.officers)
        roles = {each.name: each.roles for each in inside.officers.everyone()}
        assert roles.pop("malee") == {"supervisor"}
        assert list(roles) == ["somchai"]
        assert len(inside.journal.acts_of_kind(ActKind.KEY_CERTIFIED)) == 1
    mirror.close()


@pytest.mark.parametrize(
    "data", [b"", b"{}", b'{"statements": [{}]}', b'{"statements": [{"body": {"stated_at": "now"}}]}']
)
def test_a_file_that_carries_no_statement_feeds_nothing(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        statement_records(data)


def test_a_request_names_the_workstation_and_every_officer_with_a_key(inside: AtCounter) -> None:
    inside.officers.take_account(account("malee", "checking_post"))
    table = inside.keys.request(inside.officers.everyone())
    assert (table["site"], table["station"]) == (SITE, CE_1.name)
    kinds = [(wanted.kind, wanted.holder) for wanted in request_of(inside)]
    assert kinds == [("station", "CE-1"), ("officer", "somchai")]


def test_what_two_programs_certify_at_once_is_all_kept(tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()

    def program(name: str) -> list[dict[str, Value]]:
        office = Office(tmp_path / "office", ROOT, "")
        keys = [signer(number).public_key for number in range(80, 95)]
        return [office.certify(Wanted("officer", name, key, frozenset()), NOW, None) for key in keys]

    with ThreadPoolExecutor(2) as programs:
        said = [each for done in programs.map(program, ("somchai", "malee")) for each in done]
    kept = issued(tmp_path / "office")
    assert len(kept) == len(said) == 30
    assert all(each in kept for each in said)
