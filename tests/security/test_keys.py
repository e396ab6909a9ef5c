"""Signing keys: known answers, wrapping, and that an unlocked key shows itself nowhere."""

import copy
import pickle

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.ports import Signer
from officer_app.core.refusals import Refused
from officer_app.security import station_keys
from officer_app.security.keys import (
    DamagedKey,
    Ed25519Signer,
    KeyTrouble,
    WrongKeyPassword,
    from_private_bytes,
    key_id,
    new_private_key,
    rewrap,
    unwrap,
    verify,
    wrap,
)
from officer_app.security.passwords import FOR_TESTS, derive

# RFC 8032 §7.1, tests 1 to 3: private key, public key, message, signature.
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]
PRIVATE = bytes(range(32))


@pytest.mark.parametrize(("private", "public", "message", "signature"), RFC_8032)
def test_the_known_answers_of_rfc_8032_are_met(private: str, public: str, message: str, signature: str) -> None:
    signer = Ed25519Signer(from_private_bytes(bytes.fromhex(private)))
    assert signer.public_key.hex() == public
    assert signer.sign(bytes.fromhex(message)).hex() == signature
    assert verify(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))


def test_a_key_id_is_the_first_16_digits_of_the_hash_of_the_public_key() -> None:
    public = bytes.fromhex(RFC_8032[0][1])
    assert key_id(public) == "21fe31dfa154a261"
    assert Ed25519Signer(from_private_bytes(bytes.fromhex(RFC_8032[0][0]))).key_id == key_id(public)


def test_a_wrapped_key_opens_with_its_password_in_any_typing_order() -> None:
    private = new_private_key()
    blob = wrap(private, "กุ่ง", FOR_TESTS)
    signer: Signer = unwrap(blob, "ก\u0e48\u0e38ง")
    assert verify(private.public_key().public_bytes_raw(), b"act", signer.sign(b"act"))


def test_a_wrong_password_is_said_to_be_wrong() -> None:
    with pytest.raises(WrongKeyPassword):
        unwrap(wrap(new_private_key(), "right", FOR_TESTS), "wrong")


def test_wrapping_needs_a_password() -> None:
    with pytest.raises(Refused):
        wrap(new_private_key(), "", FOR_TESTS)


def test_two_wrappings_of_one_key_share_neither_salt_nor_ciphertext() -> None:
    private = from_private_bytes(PRIVATE)
    first, second = wrap(private, "x", FOR_TESTS), wrap(private, "x", FOR_TESTS)
    assert first[20:48] != second[20:48]
    assert first[80:] != second[80:]
    assert PRIVATE not in first


def test_a_key_under_a_new_password_is_the_same_key_and_the_old_one_no_longer_opens_it() -> None:
    blob = wrap(from_private_bytes(PRIVATE), "old", FOR_TESTS)
    renewed = rewrap(blob, "old", "new", FOR_TESTS)
    assert unwrap(renewed, "new").public_key == unwrap(blob, "old").public_key
    with pytest.raises(WrongKeyPassword):
        unwrap(renewed, "old")


def test_a_change_of_any_byte_of_a_wrapped_key_keeps_it_shut() -> None:
    blob = wrap(from_private_bytes(PRIVATE), "x", FOR_TESTS)
    for at in range(len(blob)):
        changed = blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :]
        with pytest.raises(KeyTrouble):
            unwrap(changed, "x")


def test_a_public_key_beside_which_another_private_key_was_wrapped_is_damaged() -> None:
    blob = wrap(from_private_bytes(PRIVATE), "x", FOR_TESTS)
    salt, nonce, other = blob[20:36], blob[36:48], new_private_key().public_key().public_bytes_raw()
    header = blob[:48] + other
    sealed = AESGCM(derive("x", salt, FOR_TESTS)).encrypt(nonce, PRIVATE, header)
    with pytest.raises(DamagedKey):
        unwrap(header + sealed, "x")


@given(st.binary(max_size=200))
def test_bytes_that_are_no_wrapped_key_are_damaged(blob: bytes) -> None:
    with pytest.raises(DamagedKey):
        unwrap(blob, "x")


def test_a_hostile_cost_in_a_wrapped_key_is_not_paid() -> None:
    blob = wrap(from_private_bytes(PRIVATE), "x", FOR_TESTS)
    greedy = blob[:12] + (2**32 - 1).to_bytes(4, "big") + blob[16:]
    with pytest.raises(DamagedKey):
        unwrap(greedy, "x")


def test_an_unlocked_key_is_neither_shown_nor_copied_nor_pickled() -> None:
    signer = station_keys.load(PRIVATE)
    shown = f"{signer} {signer!r}"
    assert PRIVATE.hex() not in shown
    assert signer.key_id in shown
    assert not hasattr(signer, "__dict__")
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError):
            pickle.dumps(signer, protocol)
    with pytest.raises(TypeError):
        copy.copy(signer)
    with pytest.raises(TypeError):
        copy.deepcopy(signer)


@given(st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=80))
def test_verify_says_no_to_anything_that_is_no_signature(public: bytes, message: bytes, signature: bytes) -> None:
    assert not verify(public, message, signature)


def test_a_workstations_key_is_loaded_as_it_was_made() -> None:
    raw = station_keys.create()
    assert station_keys.load(raw).public_key == station_keys.load(raw).public_key
    assert station_keys.create() != raw


@pytest.mark.parametrize("raw", [b"", PRIVATE[:31], PRIVATE + b"\0"])
def test_a_workstations_key_of_another_length_is_damaged(raw: bytes) -> None:
    with pytest.raises(DamagedKey):
        station_keys.load(raw)
