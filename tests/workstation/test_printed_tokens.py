"""The stamp's code as another post meets it: on paper, through a camera, with nothing but the officer's public key."""

from datetime import UTC, datetime

import cbor2
import pytest
import zxingcpp
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

import base45
from officer_app.core.acts import Act, Mode
from officer_app.core.ports import TokenSays
from officer_app.core.refusals import Refusal
from officer_app.print.forms import Pdf
from officer_app.print.sheets import Reprint
from officer_app.workstation.papers import STAMP_SLIP, Wish
from officer_app.workstation.tokens import token_reader
from tests.print.paper import codes_of, picture_of
from tests.workstation.paper_station import AIR, PaperStation

DPIS = (203, 300)


def seen(pdf: Pdf, dpi: int) -> str:
    """What a camera reads of the slip's QR code."""
    found = codes_of(picture_of(pdf.data, dpi), zxingcpp.BarcodeFormat.QRCode)
    assert [name for name, _ in found] == ["QRCode"]
    return found[0][1]


def claims_of(token: str, public_key: bytes) -> dict[int, object]:
    """The claims of a token, checked by RFC 9052 alone: none of our own code. Raises InvalidSignature."""
    message = cbor2.loads(base45.b45decode(token.removeprefix("OA1:")))
    protected, _, payload, signature = message.value
    to_be_signed = cbor2.dumps(["Signature1", protected, b"", payload])
    Ed25519PublicKey.from_public_bytes(public_key).verify(signature, to_be_signed)
    claims: dict[int, object] = cbor2.loads(payload)
    return claims


def slip(station: PaperStation, token: str, dpi: int, again: Reprint | None = None) -> Pdf:
    """The permit's slip with `token` in its code."""
    found = station.opened.papers.gather(STAMP_SLIP, AIR, station.inspector.person)
    assert not isinstance(found, Refusal)
    return station.opened.papers.render(STAMP_SLIP, {**found.data, "token": token}, Wish(dpi=dpi), reprint=again)


def of_act(station: PaperStation, act: Act) -> str:
    return station.opened.journal.token_of(act.act_id)


@pytest.mark.parametrize("dpi", DPIS)
def test_the_code_on_the_slip_is_the_officers_word_for_the_stamp(station: PaperStation, dpi: int) -> None:
    act = station.stamp(AIR)
    token = seen(slip(station, of_act(station, act), dpi), dpi)
    claims = claims_of(token, station.inspector.signer.public_key)
    assert (claims[1], claims[4], claims[5], claims[7]) == (AIR, act.text("stamp_text"), "CP-1", "somchai")
    assert claims[9] == act.hash
    says = station.opened.counter.read_token(token)
    assert isinstance(says, TokenSays)
    assert (says.permit, says.act_hash) == (AIR, act.hash.hex())


@pytest.mark.parametrize("dpi", DPIS)
def test_another_officers_key_does_not_answer_for_it(station: PaperStation, dpi: int) -> None:
    token = seen(slip(station, of_act(station, station.stamp(AIR)), dpi), dpi)
    with pytest.raises(InvalidSignature):
        claims_of(token, station.checker.signer.public_key)


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("place", ["permit", "signature"])
def test_a_tampered_code_is_seen_through_on_paper(station: PaperStation, dpi: int, place: str) -> None:
    message = bytearray(base45.b45decode(of_act(station, station.stamp(AIR)).removeprefix("OA1:")))
    # The permit's number stands in the payload as it is; the signature is the end.
    where = message.index(AIR.encode()) + len(AIR) - 1 if place == "permit" else len(message) - 1
    message[where] ^= 1
    token = seen(slip(station, "OA1:" + base45.b45encode(bytes(message)).decode(), dpi), dpi)
    with pytest.raises(InvalidSignature):
        claims_of(token, station.inspector.signer.public_key)
    says = station.opened.counter.read_token(token)
    assert isinstance(says, Refusal)
    assert says.code == "forged_token"


@pytest.mark.parametrize("dpi", DPIS)
def test_a_copy_marked_again_still_reads(station: PaperStation, dpi: int) -> None:
    again = Reprint(2, "สมชาย ใจซื่อ", "ฉลากเสียหาย", datetime(2056, 11, 21, 4, 0, tzinfo=UTC))
    token = of_act(station, station.stamp(AIR))
    assert seen(slip(station, token, dpi, again), dpi) == token


def test_a_training_desks_slip_is_worth_nothing_at_a_real_one(station: PaperStation) -> None:
    token = seen(slip(station, of_act(station, station.stamp(AIR)), 203), 203)
    says = token_reader(Mode.TRAINING, station.opened.officers.keys)(token)
    assert isinstance(says, Refusal)
    assert says.code == "real_token"
