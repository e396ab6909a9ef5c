"""A stamp's code: read back as issued, refused when changed, and never too much for its QR code or its reader."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import cbor2
import cwt
import pytest
import segno
from cwt.cose_key_interface import COSEKeyInterface
from hypothesis import given
from hypothesis import strategies as st

import base45
from officer_app.core.acts import Mode
from officer_app.core.export import Outcome
from officer_app.security import small_cbor
from officer_app.security.keys import Ed25519Signer, from_private_bytes
from officer_app.security.signed_code import Frame, seal, to_base45
from officer_app.security.stamp_token import (
    MAX_CHARS,
    PREFIX,
    SHORTENED,
    TEXT_BYTES,
    ForgedToken,
    NotAToken,
    Reading,
    StampClaims,
    UnknownKey,
    ValidToken,
    has_room,
    issue,
    read,
)

SOMCHAI = Ed25519Signer(from_private_bytes(bytes(range(32))))
MALEE = Ed25519Signer(from_private_bytes(bytes(range(1, 33))))
KEYS: Mapping[str, bytes] = {SOMCHAI.key_id: SOMCHAI.public_key, MALEE.key_id: MALEE.public_key}
CLAIMS = StampClaims(
    permit="A0199911000001",
    round=1,
    outcome=Outcome.GREEN,
    stamp_text="Status 0309",
    release_post="CP-1",
    site="CE",
    officer="somchai",
    at=datetime(2026, 11, 21, 3, 4, 5, tzinfo=UTC),
    act_hash=bytes(range(32)),
    mode=Mode.REAL,
)
FRAME = Frame(PREFIX, MAX_CHARS)
# Printed on paper for years: this code must be read for ever, and the same stamp must give it again.
VECTOR = (
    "OA1:RRQT 9P60GO0$+AWKB3UAR098CK-9C680%A81A6OA7%96646646746IB04H06P0YOAIEC7%E5349L6H97HUC56A+860JCVW8"
    "N3D+3ENPC7EC411XNDWC1781224X507H0QS00+0J61%H1CT1V+1572OI2/T2H-2 73AJ3TU3Q-3/10W481O44W23ZQ6IOA%G-*GT"
    "*0VF184H0LT1.S936VMLLAW.89U.V%+SLSMM2E2FG9W57O2.0IWE0W24/2TG6TETJ1VSMVHEM740"
)

TEXTS = ("permit", "stamp_text", "release_post", "site", "officer")
READABLE = st.text(st.characters(codec="utf-8")).filter(str.isprintable)
STAMPS = st.builds(
    StampClaims,
    permit=READABLE,
    round=st.integers(1, 2**16 - 1),
    outcome=st.sampled_from(Outcome),
    stamp_text=READABLE,
    release_post=READABLE,
    site=READABLE,
    officer=READABLE,
    at=st.integers(0, 2**32 - 1).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    act_hash=st.binary(min_size=32, max_size=32),
    mode=st.sampled_from(Mode),
).filter(
    lambda stamp: (
        all(len(getattr(stamp, name).encode()) <= most for name, most in SHORTENED.items())
        and sum(len(getattr(stamp, name).encode()) for name in TEXTS) <= TEXT_BYTES
    )
)


def check(text: str) -> Reading:
    return read(text, KEYS.get)


def remade(message: bytes) -> str:
    return PREFIX + base45.b45encode(message).decode()


def message_of(token: str) -> bytes:
    return base45.b45decode(token.removeprefix(PREFIX))


@given(STAMPS)
def test_a_stamp_is_read_as_it_was_issued_and_fits_its_qr_code(stamp: StampClaims) -> None:
    token = issue(stamp, SOMCHAI)
    assert check(token) == ValidToken(stamp, SOMCHAI.key_id)
    assert len(token) <= MAX_CHARS


def test_the_code_of_a_known_stamp_stays_what_it_was() -> None:
    assert issue(CLAIMS, SOMCHAI) == VECTOR
    assert check(VECTOR) == ValidToken(CLAIMS, SOMCHAI.key_id)


def library_key() -> COSEKeyInterface:
    kid = bytes.fromhex(SOMCHAI.key_id)
    return cwt.COSEKey.new({1: 1, -1: 6, 2: kid, 3: -8, -2: SOMCHAI.public_key, -4: bytes(range(32))})


def test_the_libraries_own_keys_and_decoders_read_what_ours_signed() -> None:
    payload = cwt.COSE.new(verify_kid=True).decode(message_of(VECTOR), library_key())
    assert cbor2.loads(payload)[1] == CLAIMS.permit


def test_the_longest_token_fits_the_size_that_is_promised() -> None:
    sizes = (35, 24, TEXT_BYTES - 35 - 24 - 40, 20, 20)
    permit, stamp_text, post, site, officer = ("ก" * (most // 3) + "x" * (most % 3) for most in sizes)
    late = datetime(2106, 2, 7, tzinfo=UTC)
    act_id = "01a20092-3f0b-7329-b068-f4474d82f6dd"
    where = (stamp_text, post, site, officer)
    full = StampClaims(permit, 2**16 - 1, Outcome.XRAY, *where, late, bytes(32), Mode.SAMPLE, act_id)
    assert MAX_CHARS - 4 < len(issue(full, SOMCHAI)) <= MAX_CHARS


def test_a_code_of_the_greatest_length_is_a_qr_code_of_25_mm_on_203_dpi_paper() -> None:
    code = segno.make_qr(PREFIX + "Z" * (MAX_CHARS - len(PREFIX)), error="M", boost_error=False)
    assert (code.version, code.mode) == (12, "alphanumeric")
    dots_a_module, dots_a_mm = 3, 8
    assert code.symbol_size(border=0)[0] * dots_a_module / dots_a_mm < 25
    usual = segno.make_qr(VECTOR, error="M", boost_error=False)
    assert usual.version == 10


def test_a_code_neither_begins_nor_ends_with_a_blank_that_a_scanner_might_trim() -> None:
    for number in range(200):
        token = issue(replace(CLAIMS, permit=f"99{number:012d}"[: 12 + number % 3]), SOMCHAI)
        assert token == token.strip()


def test_names_of_places_in_thai_letters_have_room() -> None:
    named = replace(CLAIMS, site="แม่สอด", release_post="จุดตรวจปล่อยที่ ๑", officer="สมชาย")
    assert check(issue(named, SOMCHAI)) == ValidToken(named, SOMCHAI.key_id)
    result = check(issue(replace(named, site="สำนักงานศุลกากรแม่สอด"), SOMCHAI))
    assert isinstance(result, ValidToken)
    assert (result.claims.site, result.claims.release_post) == ("สำนัก…", named.release_post)


@given(READABLE, READABLE, READABLE)
def test_what_has_room_fits_whoever_stamps(permit: str, post: str, site: str) -> None:
    full = replace(CLAIMS, permit=permit, release_post=post, site=site, officer="ก" * 64, round=2**16 - 1)
    if has_room(permit, full.stamp_text, post, site):
        assert isinstance(check(issue(full, SOMCHAI)), ValidToken)
    assert not has_room(permit, full.stamp_text, "ก" * 34, site)


def test_a_long_officers_name_is_shortened_and_the_key_still_says_who() -> None:
    result = check(issue(replace(CLAIMS, officer="สมชาย" * 12), SOMCHAI))
    assert isinstance(result, ValidToken)
    assert result.claims.officer == "สมชาย…"
    assert result.key_id == SOMCHAI.key_id


def test_parts_of_a_second_are_left_out() -> None:
    result = check(issue(replace(CLAIMS, at=CLAIMS.at.replace(microsecond=999_999)), SOMCHAI))
    assert result == ValidToken(CLAIMS, SOMCHAI.key_id)


@pytest.mark.parametrize(
    "bad",
    [
        replace(CLAIMS, permit="x" * 160),
        replace(CLAIMS, release_post="ก" * 50),
        replace(CLAIMS, stamp_text="a\nb"),
        replace(CLAIMS, officer="\ud800"),
        replace(CLAIMS, round=0),
        replace(CLAIMS, act_hash=b""),
        replace(CLAIMS, at=datetime(1969, 1, 1, tzinfo=UTC)),
        replace(CLAIMS, at=datetime(2107, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_stamp_that_no_code_can_carry_is_refused(bad: StampClaims) -> None:
    with pytest.raises(ValueError, match=r"."):
        issue(bad, SOMCHAI)


def test_a_code_signed_with_another_key_than_it_names_is_forged() -> None:
    message = bytearray(message_of(VECTOR))
    message[8:16] = bytes.fromhex(MALEE.key_id)
    assert check(remade(bytes(message))) == ForgedToken(MALEE.key_id)


def test_a_code_of_a_key_that_is_not_known_here_is_not_called_forged() -> None:
    stranger = Ed25519Signer(from_private_bytes(bytes(range(2, 34))))
    assert check(issue(CLAIMS, stranger)) == UnknownKey(stranger.key_id, CLAIMS.mode)


def test_a_code_names_its_act_and_the_first_codes_did_not() -> None:
    act_id = "01a20092-3f0b-7329-b068-f4474d82f6dd"
    named, first = check(issue(replace(CLAIMS, act_id=act_id), SOMCHAI)), check(VECTOR)
    assert isinstance(named, ValidToken)
    assert isinstance(first, ValidToken)
    assert (named.claims.act_id, first.claims.act_id) == (act_id, "")


def test_an_id_that_is_no_uuid_is_left_out_of_a_code() -> None:
    for act_id in ("CE-1/4", "01A20092-3F0B-7329-B068-F4474D82F6DD", "01a200923f0b7329b068f4474d82f6dd"):
        result = check(issue(replace(CLAIMS, act_id=act_id), SOMCHAI))
        assert isinstance(result, ValidToken)
        assert result.claims.act_id == ""


def test_a_code_is_forged_or_no_code_whichever_bit_is_flipped() -> None:
    message = message_of(VECTOR)
    for at in range(len(message) * 8):
        changed = bytearray(message)
        changed[at // 8] ^= 1 << at % 8
        result = check(remade(bytes(changed)))
        assert not isinstance(result, ValidToken)
        if at // 8 > 18 and at // 8 < len(message) - 66:
            assert result == ForgedToken(SOMCHAI.key_id)


def test_the_text_of_a_code_has_one_spelling() -> None:
    for at, put in [(0, "o"), (len(VECTOR), "\n"), (len(VECTOR), " "), (4, " "), (0, " "), (100, "")]:
        changed = VECTOR[:at] + put + (VECTOR[at + 1 :] if put in ("o", "") else VECTOR[at:])
        assert not isinstance(check(changed), ValidToken), at


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "prefix"),
        ("A0199911000001", "prefix"),
        ("oa1:" + VECTOR[4:], "prefix"),
        (PREFIX, "alphabet"),
        (PREFIX + "กขค", "alphabet"),
        (PREFIX + "\ud800", "alphabet"),
        (PREFIX + "A", "alphabet"),
        (PREFIX + ":::", "alphabet"),
        (PREFIX + "AAAAAA", "form"),
        (VECTOR + VECTOR, "too_long"),
        (PREFIX + "A" * 10_000_000, "too_long"),
    ],
)
def test_what_is_no_code_is_said_to_be_none(text: str, why: str) -> None:
    assert check(text) == NotAToken(why)


@given(st.text())
def test_no_text_raises_or_is_believed(text: str) -> None:
    assert isinstance(check(text), NotAToken)
    assert isinstance(check(PREFIX + text), NotAToken)


@given(st.binary(max_size=276))
def test_no_bytes_raise_or_are_believed(message: bytes) -> None:
    assert isinstance(check(remade(message)), NotAToken)


@given(st.data())
def test_a_code_with_a_piece_changed_is_never_believed_as_something_else(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(VECTOR)))
    end = data.draw(st.integers(start, len(VECTOR)))
    changed = VECTOR[:start] + data.draw(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")) + VECTOR[end:]
    assert isinstance(check(changed), ValidToken) == (changed == VECTOR)


def table(**changes: small_cbor.Item) -> dict[int, small_cbor.Item]:
    rows: dict[int, small_cbor.Item] = {
        1: "A0199911000001",
        2: 1,
        3: 1,
        4: "Status 0309",
        5: "CP-1",
        6: "CE",
        7: "somchai",
        8: 1795230245,
        9: bytes(range(32)),
        10: 0,
    }
    return {**rows, **{int(key[1:]): value for key, value in changes.items()}}


@pytest.mark.parametrize(
    "payload",
    [
        small_cbor.encode(table(_1=1)),
        small_cbor.encode(table(_3=4)),
        small_cbor.encode(table(_3="green")),
        small_cbor.encode(table(_4="a\nb")),
        small_cbor.encode(table(_8=2**32)),
        small_cbor.encode(table(_8=2**64 - 1)),
        small_cbor.encode(table(_9=b"short")),
        small_cbor.encode(table(_10=3)),
        small_cbor.encode(table(_11=1)),
        cbor2.dumps({1: cbor2.CBORTag(35, "(a+)+")}) + b"\0" * 24,
        b"\xc5\x82\x1b\x7f" + b"\xff" * 8 + b"\x01" + b"\0" * 24,
    ],
)
def test_what_is_well_signed_but_not_understood_is_refused_as_such(payload: bytes) -> None:
    assert check(seal(FRAME, payload, SOMCHAI)) == NotAToken("claims")


def test_claims_are_laid_out_as_their_table_says() -> None:
    assert check(seal(FRAME, small_cbor.encode(table()), SOMCHAI)) == ValidToken(CLAIMS, SOMCHAI.key_id)


@given(st.binary(max_size=400))
def test_base45_is_written_as_the_library_writes_it(data: bytes) -> None:
    assert to_base45(data) == base45.b45encode(data).decode()
    assert base45.b45decode(to_base45(data)) == data


def test_what_is_sealed_is_the_message_that_the_library_makes() -> None:
    payload = small_cbor.encode(table())
    header = {1: -8, 4: bytes.fromhex(SOMCHAI.key_id)}
    made = cwt.COSE.new().encode_and_sign(payload, library_key(), protected=header)
    assert isinstance(made, bytes)
    assert seal(FRAME, payload, SOMCHAI) == remade(made)


@pytest.mark.parametrize("size", [0, 23, 256])
def test_what_is_not_as_long_as_a_code_is_not_sealed(size: int) -> None:
    with pytest.raises(ValueError, match="carries"):
        seal(FRAME, bytes(size), SOMCHAI)


def test_a_signed_message_of_another_form_is_no_code() -> None:
    payload = small_cbor.encode(table())
    kid_outside = cwt.COSE.new(alg_auto_inclusion=True, kid_auto_inclusion=True).encode_and_sign(payload, library_key())
    assert isinstance(kid_outside, bytes)
    assert check(remade(kid_outside)) == NotAToken("form")


def test_nothing_of_the_cose_library_is_loaded_before_the_first_stamp() -> None:
    loaded = "any(name in sys.modules for name in ('cwt', 'cbor2'))"
    program = f"import sys; import officer_app.security.stamp_token; sys.exit({loaded})"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=root).returncode == 0
