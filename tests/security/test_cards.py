"""Officers' cards, on SoftHSM2: both algorithms sign, PINs are asked each time, and a card that is out says so."""

import importlib.util
import pickle
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from officer_app.core.acts import ActKind, Mode
from officer_app.core.export import Outcome
from officer_app.core.ports import Person, SignedIn, SignerFailed
from officer_app.security import stamp_token
from officer_app.security.cards import Cards, CardTrouble
from officer_app.security.keys import ED25519, P256, algorithm, verify
from officer_app.security.stamp_token import StampClaims, ValidToken
from tests.fakes import NOW
from tests.security.soft_cards import PIN, CardBox, module
from tests.workstation.counter_officers import at_counter, code

pytestmark = pytest.mark.skipif(
    module() is None or importlib.util.find_spec("pkcs11") is None,
    reason="SoftHSM2 (apt: softhsm2) or python-pkcs11 (extra: card) is not installed",
)
KEYS = {"p256": P256, "ed25519": ED25519}


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CardBox]:
    """Two officers' cards."""
    made = CardBox(tmp_path_factory.mktemp("cards"))
    made.prepare()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(made.settings))
        for label in ("somchai", "malee"):
            made.card(label)
        yield made


@pytest.fixture
def cards(box: CardBox) -> Iterator[Cards]:
    opened = Cards(str(module()))
    yield opened
    opened.close()


def trouble(cards: Cards, card: str, pin: str) -> str:
    with pytest.raises(CardTrouble) as raised:
        cards.open(card, pin)
    return raised.value.code


@pytest.mark.parametrize("name", sorted(KEYS))
def test_a_card_signs_and_everybody_can_check_it(cards: Cards, name: str) -> None:
    signer = cards.open(f"somchai/{name}", PIN)
    assert algorithm(signer.public_key) == KEYS[name]
    signature = signer.sign(b"act")
    assert len(signature) == 64
    assert verify(signer.public_key, b"act", signature)
    assert not verify(signer.public_key, b"another act", signature)
    assert not verify(signer.public_key, b"act", bytes([signature[0] ^ 1]) + signature[1:])
    assert not verify(signer.public_key, b"act", signature[:-1])


@pytest.mark.parametrize("name", sorted(KEYS))
def test_a_cards_stamp_has_a_code_like_any_other(cards: Cards, name: str) -> None:
    signer = cards.open(f"somchai/{name}", PIN)
    claims = StampClaims(
        "9911A0000001", 1, Outcome.GREEN, "Status 0309", "CP-1", "CE", "somchai", NOW, bytes(32), Mode.SAMPLE
    )
    token = stamp_token.issue(claims, signer)
    read = stamp_token.read(token, {signer.key_id: signer.public_key}.get)
    assert isinstance(read, ValidToken)
    assert read.claims.permit == "9911A0000001"


def test_why_a_card_does_not_open_is_named(cards: Cards) -> None:
    assert trouble(cards, "somchai/p256", "000000") == "card_wrong_pin"
    assert trouble(cards, "somchai/p256", "") == "card_wrong_pin"
    assert trouble(cards, "somchai/p256", "\udcff") in ("card_wrong_pin", "card_failed")
    assert trouble(cards, "nobody/p256", PIN) == "card_missing"
    assert trouble(cards, "somchai/rsa", PIN) == "card_no_key"
    assert trouble(Cards(""), "somchai/p256", PIN) == "card_no_library"
    assert trouble(Cards("/nowhere/module.so"), "somchai/p256", PIN) == "card_failed"


def test_the_pin_is_asked_each_time_although_the_card_was_open(cards: Cards) -> None:
    cards.open("somchai/p256", PIN)
    assert trouble(cards, "somchai/p256", "000000") == "card_wrong_pin"
    assert cards.open("somchai/p256", PIN).sign(b"act")


def test_two_officers_cards_are_open_at_once(cards: Cards) -> None:
    first, second = cards.open("somchai/p256", PIN), cards.open("malee/ed25519", PIN)
    for signer in (first, second, first):
        assert verify(signer.public_key, b"act", signer.sign(b"act"))


def test_a_card_that_is_locked_again_fails_by_name(cards: Cards) -> None:
    signer = cards.open("somchai/p256", PIN)
    cards.close()
    with pytest.raises(SignerFailed) as failed:
        signer.sign(b"act")
    assert failed.value.code == "card_gone"


def test_a_cards_signer_shows_and_copies_nothing(cards: Cards) -> None:
    signer = cards.open("somchai/p256", PIN)
    assert repr(signer) == f"<CardSigner {signer.key_id}>"
    with pytest.raises(TypeError):
        pickle.dumps(signer)


# --- officers with cards


def test_an_officer_with_a_card_signs_in_with_its_pin_which_is_kept_nowhere(box: CardBox, tmp_path: Path) -> None:
    with at_counter(tmp_path / "home", module=str(module())) as at:
        person = at.officers.add_card("somchai", "", frozenset({"inspection"}), "somchai/p256", PIN)
        assert isinstance(person, Person)
        registered = next(iter(at.officers.keys().values()))
        assert algorithm(registered.public_key) == P256
        assert at.journal.acts_of_kind(ActKind.KEY_REGISTERED)[0].text("algorithm") == P256
        signed_in = at.signed_in("somchai", PIN)
        assert verify(registered.public_key, b"act", signed_in.signer.sign(b"act"))
        account = at.officers.everyone()[0]
        assert (account.password_hash, account.wrapped_key, account.failures) == ("", b"", 0)
        for refused in (
            at.officers.rekey("somchai", "new", "stolen"),
            at.officers.change_password("somchai", PIN, "new"),
        ):
            assert code(refused) == "card_account"


def test_wrong_pins_count_and_lock_before_the_card_is_asked_and_a_missing_card_counts_nothing(
    box: CardBox, tmp_path: Path
) -> None:
    with at_counter(tmp_path / "home", module=str(module())) as at:
        at.officers.add_card("malee", "", frozenset({"checking_post"}), "malee/ed25519", PIN)
        away = tmp_path / "pocket"
        shutil.move(box.tokens, away)
        box.tokens.mkdir()
        try:
            at.cards.close()
            assert at.code("malee", PIN) in ("card_missing", "card_failed")
        finally:
            box.tokens.rmdir()
            shutil.move(away, box.tokens)
        assert at.officers.everyone()[0].failures == 0
        assert isinstance(at.officers.sign_in("malee", PIN), SignedIn)
        assert [at.code("malee", "000000") for _ in range(2)] == ["wrong_password"] * 2
        assert isinstance(at.officers.sign_in("malee", PIN), SignedIn)
        at.officers.set_end("malee", NOW + timedelta(minutes=1))
        at.later(minutes=1)
        assert at.code("malee", PIN) == "account_ended"


def test_another_key_on_the_same_card_is_not_the_accounts(box: CardBox, tmp_path: Path) -> None:
    with at_counter(tmp_path / "home", module=str(module())) as at:
        at.officers.add_card("somchai", "", frozenset({"inspection"}), "somchai/p256", PIN)
        account = at.officers.everyone()[0]
        assert account.card == "somchai/p256"
        assert code(at.officers.add_card("anan", "", frozenset({"transit"}), "somchai/none", PIN)) == "card_no_key"
        assert (
            code(at.officers.add_card("anan", "", frozenset({"transit"}), "somchai/p256", "0000")) == "card_wrong_pin"
        )
        assert [each.name for each in at.officers.everyone()] == ["somchai"]
