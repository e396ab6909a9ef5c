"""Signing in: tries that count whoever makes them at once; ends, changes, new keys, badges; who is known by what."""

import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.ports import Person, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.security import account_documents, accounts, passwords
from officer_app.security.accounts import BACK_OFF
from officer_app.security.key_standing import KeyState
from officer_app.security.keys import verify
from officer_app.security.passwords import MAX_LENGTH
from officer_app.workstation.officers import UNKNOWN_TRIES
from officer_app.workstation.sessions import TRIES
from tests.fakes import NOW
from tests.workstation.counter_officers import NEXT, PASSWORD, AtCounter, at_counter, code

BADGE, PIN = "OB1:4711-0815", "2599"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[AtCounter]:
    with at_counter(tmp_path / "home") as opened:
        opened.add("somchai", "inspection", "supervisor")
        yield opened


def failures(at: AtCounter, name: str = "somchai") -> int:
    return next(each.failures for each in at.officers.everyone() if each.name == name)


# --- tries are counted


def test_as_many_wrong_passwords_at_once_count_as_many(desk: AtCounter, tmp_path: Path) -> None:
    with ExitStack() as stack:
        programs = [stack.enter_context(at_counter(tmp_path / "home")) for _ in range(4)]
        together = Barrier(len(programs))

        def guess(at: AtCounter) -> str:
            together.wait()
            return at.code("somchai", "wrong")

        with ThreadPoolExecutor(len(programs)) as pool:
            codes = sorted(pool.map(guess, programs))
    # The third failure locks; whoever comes after it is not even looked at.
    assert codes == ["locked", "wrong_password", "wrong_password", "wrong_password"]
    assert failures(desk) == BACK_OFF[0].failures


def test_a_program_that_is_ended_while_it_looks_has_counted_the_try(
    desk: AtCounter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(accounts, "attempt", killed)
        with pytest.raises(KeyboardInterrupt):
            desk.code("somchai", "wrong")
    with at_counter(tmp_path / "home") as again:
        assert failures(again) == 1


def test_the_right_password_forgets_the_failures_and_leaves_the_rest_of_the_account(desk: AtCounter) -> None:
    before = desk.officers.everyone()
    assert desk.code("somchai", "wrong") == "wrong_password"
    assert failures(desk) == 1
    assert desk.code("somchai") == ""
    assert desk.officers.everyone() == before


def test_an_account_locked_while_its_password_is_looked_at_lets_nobody_in(
    desk: AtCounter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = accounts.attempt
    with at_counter(tmp_path / "home") as other:

        def locked_meanwhile(*words: Any, **more: Any) -> accounts.Attempt:
            assert isinstance(other.officers.set_active("somchai", active=False), Person)
            return real(*words, **more)

        monkeypatch.setattr(accounts, "attempt", locked_meanwhile)
        assert desk.code("somchai") == "account_locked"
    assert failures(desk) == 1


def test_a_new_password_is_not_undone_by_the_old_one_that_was_looked_at_meanwhile(
    desk: AtCounter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = accounts.attempt
    with at_counter(tmp_path / "home") as other:

        def rekeyed_meanwhile(*words: Any, **more: Any) -> accounts.Attempt:
            assert isinstance(other.officers.rekey("somchai", NEXT, "stolen"), Person)
            return real(*words, **more)

        with monkeypatch.context() as patch:
            patch.setattr(accounts, "attempt", rekeyed_meanwhile)
            assert desk.code("somchai") == "wrong_password"
    assert desk.code("somchai", NEXT) == ""


def test_an_unknown_name_costs_the_same_commit_and_the_same_hash(
    desk: AtCounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived: list[object] = []
    real = passwords.derive

    def derive(password: str, salt: bytes, cost: passwords.Cost) -> bytes:
        derived.append(cost)
        return real(password, salt, cost)

    monkeypatch.setattr(passwords, "derive", derive)
    works = []
    for name in ("somchai", "nobody"):
        derived.clear()
        before = changes(desk)
        assert desk.code(name, "wrong") == "wrong_password"
        works.append((list(derived), changes(desk) - before))
    assert works[0] == works[1]
    assert desk.journal.value(UNKNOWN_TRIES) == "1"


def changes(at: AtCounter) -> int:
    with at.journal.writing() as connection:
        return int(connection.exec_driver_sql("SELECT total_changes()").scalar_one())


# --- names and passwords


@pytest.mark.parametrize(
    "name", ["' OR '1'='1", "'; DROP TABLE officer; --", "somchai'--", '" OR 1=1', "%", "\udcff", "x" * 9999]
)
def test_no_name_is_a_command_to_the_database(desk: AtCounter, name: str) -> None:
    assert desk.code(name) == "wrong_password"
    assert desk.code(name, name) == "wrong_password"
    assert [each.name for each in desk.officers.everyone()] == ["somchai"]
    assert desk.code("somchai") == ""


def test_a_long_thai_password_is_one_password_however_its_marks_are_typed(tmp_path: Path) -> None:
    longest = ("กี่ปูย้อนแย้ง" * MAX_LENGTH)[:MAX_LENGTH]
    marks_swapped = "ก\u0e48\u0e38ง"
    with at_counter(tmp_path) as at:
        at.add("malee", password=longest)
        at.add("wichai", password="กุ่ง")
        assert at.code("malee", unicodedata.normalize("NFD", longest)) == ""
        assert at.code("malee", longest[:-1]) == "wrong_password"
        assert at.code("wichai", marks_swapped) == ""
        assert code(at.officers.change_password("wichai", "กุ่ง", marks_swapped)) == "password_same"
        assert code(at.officers.add("anan", "", frozenset({"transit"}), longest + "x")) == "password_too_long"


# --- ends and changes


def test_an_account_ends_at_its_moment_and_not_before(desk: AtCounter) -> None:
    desk.officers.set_end("somchai", NOW + timedelta(hours=1))
    assert desk.code("somchai") == ""
    desk.later(hours=1)
    assert desk.code("somchai", "wrong") == "wrong_password"
    assert desk.code("somchai") == "account_ended"
    assert desk.officers.people() == []
    desk.officers.set_end("somchai", None)
    assert desk.code("somchai") == ""


def test_a_temporary_password_opens_nothing_until_it_is_changed(tmp_path: Path) -> None:
    with at_counter(tmp_path) as at:
        at.officers.add("malee", "", frozenset({"checking_post"}), PASSWORD, must_change=True)
        assert at.code("malee") == "must_change"
        assert code(at.officers.change_password("malee", "wrong", NEXT)) == "wrong_password"
        assert code(at.officers.change_password("malee", PASSWORD, PASSWORD)) == "password_same"
        key = at.officers.everyone()[0].key_id
        changed = at.officers.change_password("malee", PASSWORD, NEXT)
        assert isinstance(changed, SignedIn)
        assert changed.signer.key_id == key
        assert at.code("malee") == "wrong_password"
        assert at.code("malee", NEXT) == ""


def test_guessing_at_the_old_password_by_changing_it_is_counted_too(desk: AtCounter) -> None:
    codes = [code(desk.officers.change_password("somchai", f"wrong {turn}", NEXT)) for turn in range(4)]
    assert codes == ["wrong_password"] * 3 + ["locked"]


def test_a_lost_password_costs_the_key_and_what_was_signed_before_stays_good(desk: AtCounter) -> None:
    old = desk.signed_in("somchai").signer
    desk.later(minutes=5)
    person = desk.officers.rekey("somchai", NEXT, "lost_password", "ลืมหลังวันหยุด")
    assert isinstance(person, Person)
    assert desk.code("somchai") == "wrong_password"
    fresh = desk.signed_in("somchai", NEXT).signer
    assert fresh.key_id != old.key_id
    kinds = [act.kind for act in desk.journal.acts()]
    assert kinds == [ActKind.STATION_OPENED, ActKind.KEY_REGISTERED, ActKind.KEY_REGISTERED, ActKind.KEY_REVOKED]
    standing = desk.keys.standing(old.key_id)
    assert standing.at(NOW) is KeyState.UNCERTIFIED
    assert standing.at(desk.clock[0]) is KeyState.REVOKED
    assert {each.officer for each in desk.officers.keys().values()} == {"somchai"}
    assert desk.journal.acts()[-1].text("words") == "ลืมหลังวันหยุด"


def test_a_revoked_key_signs_nobody_in_whatever_the_account_says(desk: AtCounter) -> None:
    assert isinstance(desk.officers.revoke("somchai", NOW, "stolen"), Person)
    assert desk.code("somchai") == "account_locked"
    desk.officers.set_active("somchai", active=True)
    assert desk.code("somchai") == "key_revoked"
    assert code(desk.officers.revoke("somchai", NOW + timedelta(days=1), "stolen")) == "revoked_later"
    assert code(desk.officers.revoke("somchai", NOW, "because")) == "unknown_reason"
    assert code(desk.officers.revoke("nobody", NOW, "stolen")) == "unknown_officer"


def test_nobody_adds_the_same_name_twice_at_the_same_time(tmp_path: Path) -> None:
    with ExitStack() as stack:
        programs = [stack.enter_context(at_counter(tmp_path / "home")) for _ in range(3)]
        together = Barrier(len(programs))

        def add(at: AtCounter) -> str:
            together.wait()
            return code(at.officers.add("Anan", "", frozenset({"transit"}), PASSWORD))

        with ThreadPoolExecutor(len(programs)) as pool:
            assert sorted(pool.map(add, programs)) == ["", "name_taken", "name_taken"]
        signer = programs[0].signed_in("anan").signer
        registered = programs[0].officers.keys()
    # The key of the account that is there is the one that signs.
    assert verify(registered[signer.key_id].public_key, b"act", signer.sign(b"act"))


# --- badge and PIN


@pytest.fixture
def badged(desk: AtCounter) -> AtCounter:
    assert isinstance(desk.officers.set_badge("somchai", PASSWORD, BADGE, PIN), Person)
    return desk


def test_badge_and_pin_bring_the_officer_back_with_his_own_key(badged: AtCounter) -> None:
    person = badged.officers.whose_badge(f"{BADGE}\r")
    assert isinstance(person, Person)
    assert person.name == "somchai"
    again = badged.officers.resume(BADGE, PIN)
    assert isinstance(again, SignedIn)
    assert again.signer.key_id == badged.officers.everyone()[0].key_id


def test_five_wrong_pins_lock_the_key_until_the_password_is_given(badged: AtCounter) -> None:
    codes = [code(badged.officers.resume(BADGE, f"000{turn}")) for turn in range(TRIES)]
    assert codes == ["wrong_pin"] * (TRIES - 1) + ["pin_spent"]
    assert code(badged.officers.resume(BADGE, PIN)) == "no_session"
    assert code(badged.officers.whose_badge(BADGE)) == "no_session"
    badged.signed_in("somchai")
    assert code(badged.officers.resume(BADGE, "0000")) == "wrong_pin"
    assert isinstance(badged.officers.resume(BADGE, PIN), SignedIn)
    # The right PIN begins the count anew.
    assert code(badged.officers.resume(BADGE, "0000")) == "wrong_pin"
    assert isinstance(badged.officers.resume(BADGE, PIN), SignedIn)


def test_wrong_pins_at_the_same_time_are_five_and_no_more(badged: AtCounter) -> None:
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda turn: code(badged.officers.resume(BADGE, f"9{turn:03}")), range(12)))
    assert codes.count("wrong_pin") + codes.count("pin_spent") <= TRIES
    assert code(badged.officers.resume(BADGE, PIN)) == "no_session"


def test_a_badge_alone_opens_nothing_after_a_restart_or_in_another_shift(badged: AtCounter, tmp_path: Path) -> None:
    with at_counter(tmp_path / "home") as restarted:
        assert code(restarted.officers.resume(BADGE, PIN)) == "no_session"
    badged.shift[0] = "B"
    assert code(badged.officers.whose_badge(BADGE)) == "no_session"
    assert code(badged.officers.resume(BADGE, PIN)) == "no_session"
    badged.shift[0] = "A"
    assert code(badged.officers.resume(BADGE, PIN)) == "no_session"


def test_a_badge_is_worth_nothing_once_the_account_is_not(badged: AtCounter) -> None:
    badged.officers.set_end("somchai", NOW)
    assert code(badged.officers.resume(BADGE, PIN)) == "account_ended"
    badged.officers.set_end("somchai", None)
    badged.signed_in("somchai")
    badged.officers.set_active("somchai", active=False)
    assert code(badged.officers.resume(BADGE, PIN)) == "account_locked"
    badged.officers.set_active("somchai", active=True)
    badged.signed_in("somchai")
    badged.officers.rekey("somchai", NEXT, "stolen")
    # A new key has no PIN of the old days.
    assert code(badged.officers.resume(BADGE, PIN)) in ("wrong_pin", "no_session")


def test_a_key_that_another_program_replaced_is_not_brought_back(badged: AtCounter, tmp_path: Path) -> None:
    with at_counter(tmp_path / "home") as other:
        other.officers.rekey("somchai", NEXT, "stolen")
        assert isinstance(other.officers.set_badge("somchai", NEXT, BADGE, PIN), Person)
        assert isinstance(other.officers.resume(BADGE, PIN), SignedIn)
    assert code(badged.officers.resume(BADGE, PIN)) == "no_session"


def test_a_badge_needs_its_officers_password_and_is_one_officers(badged: AtCounter) -> None:
    badged.add("malee", "checking_post", password=NEXT)
    assert code(badged.officers.set_badge("malee", PASSWORD, "OB1:9", PIN)) == "wrong_password"
    assert code(badged.officers.set_badge("malee", NEXT, BADGE, PIN)) == "badge_taken"
    assert code(badged.officers.set_badge("malee", NEXT, "OB1:9", "12")) == "badge_short"
    assert code(badged.officers.set_badge("malee", NEXT, " x ", PIN)) == "badge_short"
    for stranger in ("OB1:4711-0816", "", "9911A0000001"):
        assert code(badged.officers.whose_badge(stranger)) == "unknown_badge"
        assert code(badged.officers.resume(stranger, PIN)) == "unknown_badge"


def test_an_account_of_the_first_version_signs_in_and_has_no_badge(desk: AtCounter) -> None:
    account = desk.officers.everyone()[0]
    new = account_documents.write(account)
    fields = {"expires": '""', "must_change": "false", "badge": '""', "pin_hash": '""', "card": '""'}
    old = new.replace('"v":2', '"v":1')
    for name, empty in fields.items():
        assert f'"{name}":{empty}' in old
        old = old.replace(f'"{name}":{empty},', "")
    assert account_documents.read(old) == replace(account)
    with pytest.raises(account_documents.DamagedAccount):
        account_documents.read(new.replace('"badge":"",', ""))


def test_no_refusal_says_which_of_name_and_password_was_wrong(desk: AtCounter) -> None:
    assert desk.officers.sign_in("nobody", PASSWORD) == desk.officers.sign_in("somchai", "wrong")
    assert desk.officers.sign_in("nobody", PASSWORD) == Refusal("wrong_password")


def test_who_is_at_the_desk_stays_until_his_account_or_his_key_ends(desk: AtCounter) -> None:
    officer = desk.signed_in("somchai")
    assert desk.officers.may_stay(officer)
    desk.officers.set_active("somchai", active=False)
    assert not desk.officers.may_stay(officer)
    desk.officers.set_active("somchai", active=True)
    desk.officers.set_end("somchai", NOW + timedelta(hours=1))
    assert desk.officers.may_stay(officer)
    desk.later(hours=1)
    assert not desk.officers.may_stay(officer)
    desk.officers.set_end("somchai", None)
    assert desk.officers.may_stay(officer)
    desk.officers.rekey("somchai", NEXT, "lost_password")
    assert not desk.officers.may_stay(officer)
    fresh = desk.signed_in("somchai", NEXT)
    desk.officers.revoke("somchai", desk.clock[0], "stolen")
    desk.officers.set_active("somchai", active=True)
    assert not desk.officers.may_stay(fresh)
