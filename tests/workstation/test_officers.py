"""Officers of a workstation: one account a person, keys in the chain, and a sign-in that does not care for spelling."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.assess import StampWish
from officer_app.core.export import Outcome
from officer_app.core.ports import Person, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.security.check import check
from officer_app.settings import Settings
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.import_records import import_permits
from officer_app.usecases.stamp import Stamped, stamp
from officer_app.workstation.opening import Workstation, create, open_workstation
from tests.fakes import NUMBER, permit

PASSWORD = "ข้าวเหนียวมะม่วง 42"


@pytest.fixture
def workstation(tmp_path: Path) -> Iterator[Workstation]:
    """A workstation with one permit and nobody yet."""
    create(tmp_path / "home", Settings(site="CE", desk="inspection", name="CE-1", mode="sample"))
    opened = open_workstation(tmp_path / "home")
    import_permits(opened.counter, [permit()])
    yield opened
    opened.close()


def add(at: Workstation, name: str, *roles: str) -> Person | Refusal:
    return at.officers.add(name, "", frozenset(roles), PASSWORD)


def signed_in(at: Workstation, name: str) -> SignedIn:
    found = at.officers.sign_in(name, PASSWORD)
    assert isinstance(found, SignedIn)
    return found


def code(answer: object) -> str:
    return answer.code if isinstance(answer, Refusal) else ""


def test_the_first_officer_is_administrator_too_and_the_second_is_not(workstation: Workstation) -> None:
    first, second = add(workstation, "somchai", "inspection"), add(workstation, "malee", "checking_post")
    assert isinstance(first, Person)
    assert isinstance(second, Person)
    assert first.roles == {"inspection", "administrator"}
    assert second.roles == {"checking_post"}


def test_a_key_is_registered_in_the_chain_before_it_signs(workstation: Workstation) -> None:
    add(workstation, "somchai", "inspection")
    done = stamp(workstation.counter, signed_in(workstation, "somchai"), NUMBER, StampWish(Outcome.GREEN, "CP-1"))
    assert isinstance(done, Stamped)
    acts = workstation.journal.acts()
    assert [act.kind for act in acts] == [ActKind.STATION_OPENED, ActKind.KEY_REGISTERED, ActKind.STAMP]
    report = check(acts, {}, {"CE-1": workstation.station_signer.public_key})
    assert (report.defects, report.acts) == ((), 3)
    assert workstation.officers.names() == {"somchai": "somchai"}
    assert [each.officer for each in workstation.officers.keys().values()] == ["somchai"]


SPELT = ["SomChai", " som chai ", "ｓｏｍｃｈａｉ", "som\u00a0chai"]


def test_nobody_has_two_accounts_by_spelling_one_name_in_two_ways(workstation: Workstation) -> None:
    add(workstation, "somchai", "inspection")
    before = workstation.journal.acts()
    for name in ("somchai", *SPELT):
        assert add(workstation, name, "checking_post") == Refusal("name_taken", {"name": "somchai"})
    assert workstation.journal.acts() == before
    assert len(workstation.officers.everyone()) == 1


def test_an_officer_is_known_however_the_name_is_typed_and_acts_under_the_one_name(workstation: Workstation) -> None:
    add(workstation, "somchai", "inspection")
    for name in SPELT:
        assert signed_in(workstation, name).person.name == "somchai"
        assert workstation.officers.set_active(name, active=False) == signed_person(workstation)
        assert code(workstation.officers.sign_in("somchai", PASSWORD)) == "account_locked"
        workstation.officers.set_active(name, active=True)
    assert len(workstation.officers.everyone()) == 1


def signed_person(at: Workstation) -> Person:
    return at.officers.everyone()[0].person


def test_separation_of_duty_holds_across_workstations_and_spellings(workstation: Workstation) -> None:
    add(workstation, "somchai", "inspection", "checking_post")
    add(workstation, "malee", "checking_post")
    stamp(workstation.counter, signed_in(workstation, "SOMCHAI"), NUMBER, StampWish(Outcome.GREEN, "CP-1"))
    # The same person as another workstation's account spells him.
    elsewhere = SignedIn(Person("Som Chai", "", frozenset({"checking_post"})), workstation.station_signer)
    for by in (signed_in(workstation, " somchai"), elsewhere):
        assert code(confirm_release(workstation.counter, by, NUMBER)) == "same_officer"
    assert isinstance(confirm_release(workstation.counter, signed_in(workstation, "malee"), NUMBER), Released)


BAD = {
    "": "name_empty",
    " \u00a0 ": "name_empty",
    "x" * 65: "name_too_long",
    "a\x00b": "name_bad_character",
    "a\u200bb": "name_bad_character",
    "\u202eiahcmos": "name_bad_character",
    "\udcff": "name_bad_character",
}


def test_a_name_that_cannot_be_one_is_refused_and_nothing_is_recorded(workstation: Workstation) -> None:
    before = workstation.journal.acts()
    for name, wanted in BAD.items():
        assert code(add(workstation, name, "inspection")) == wanted
    assert workstation.journal.acts() == before


def test_nobody_signs_in_under_a_name_nobody_has(workstation: Workstation) -> None:
    add(workstation, "somchai", "inspection")
    for name in (*BAD, "nobody", "'; DROP TABLE officer; --"):
        assert code(workstation.officers.sign_in(name, PASSWORD)) == "wrong_password"
        unknown = workstation.officers.set_active(name, active=False)
        assert isinstance(unknown, Refusal)
        assert unknown.code == "unknown_officer"
        assert all(value == "" or value.isprintable() for value in unknown.params.values())


@pytest.mark.parametrize("password", ["", "x" * 5000, "\udcff"])
def test_a_password_that_cannot_be_one_is_refused(workstation: Workstation, password: str) -> None:
    refusal = workstation.officers.add("somchai", "", frozenset({"inspection"}), password)
    assert code(refusal).startswith("password_")
    assert workstation.officers.everyone() == []


def test_a_role_that_is_none_is_refused(workstation: Workstation) -> None:
    assert code(add(workstation, "somchai", "inspection", "king")) == "unknown_role"
    assert workstation.officers.everyone() == []


def test_wrong_passwords_lock_the_account_and_a_restart_does_not_unlock_it(
    workstation: Workstation, tmp_path: Path
) -> None:
    add(workstation, "somchai", "inspection")
    codes = [code(workstation.officers.sign_in("Somchai", f"wrong {turn}")) for turn in range(4)]
    assert codes == ["wrong_password"] * 3 + ["locked"]
    again = open_workstation(tmp_path / "home")
    refusal = again.officers.sign_in("somchai", PASSWORD)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, bool(refusal.params["until"])) == ("locked", True)
    assert isinstance(again.officers.set_active("somchai", active=True), Person)
    assert signed_in(again, "somchai").person.name == "somchai"
    again.close()


def test_accounts_are_nowhere_in_the_open(workstation: Workstation, tmp_path: Path) -> None:
    add(workstation, "somchai", "inspection")
    for file in (tmp_path / "home").rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert b"somchai" not in data
            assert b"argon2id" not in data
