"""The office's word for a template: over its exact bytes, by the one root that is trusted here."""

from pathlib import Path

import pytest

from officer_app.core.refusals import Refusal
from officer_app.print.forms import Forms
from officer_app.print.notices import NOT_CERTIFIED
from officer_app.workstation import certificates as office
from officer_app.workstation.certificates import Certificates
from officer_app.workstation.opening import now
from officer_app.workstation.trouble import Trouble
from tests.print.paper import TEMPLATES, words_of

PASSWORD = "the root's long password"


@pytest.fixture
def kept(tmp_path: Path) -> Certificates:
    return Certificates(tmp_path / "certificates")


def root_of(file: Path, kept: Certificates) -> None:
    public = office.new_root(file, PASSWORD)
    assert not isinstance(public, Refusal)
    assert kept.trust(public) is None


def certify(file: Path, kept: Certificates, form: str) -> None:
    signer = office.open_root(file, PASSWORD)
    assert not isinstance(signer, Refusal)
    kept.keep(form, office.certify(form, "0.1", (TEMPLATES / f"{form}.toml").read_bytes(), signer, now()))


def test_a_signed_template_loses_its_mark_and_only_that_one(tmp_path: Path, kept: Certificates) -> None:
    root_of(tmp_path / "root", kept)
    certify(tmp_path / "root", kept, "fee-slip")
    forms = Forms(TEMPLATES, certified=kept.certified)
    assert NOT_CERTIFIED not in words_of(forms.preview("fee-slip").data)
    assert forms.preview("fee-slip").certified
    assert NOT_CERTIFIED in words_of(forms.preview("hold-notice").data)


@pytest.mark.parametrize("place", [0, 100, -1])
def test_one_changed_byte_takes_the_certificate_away(tmp_path: Path, kept: Certificates, place: int) -> None:
    root_of(tmp_path / "root", kept)
    certify(tmp_path / "root", kept, "fee-slip")
    template = bytearray((TEMPLATES / "fee-slip.toml").read_bytes())
    assert kept.certified("fee-slip", bytes(template))
    template[place] ^= 1
    assert not kept.certified("fee-slip", bytes(template))


def test_a_certificate_of_one_form_is_none_of_another(tmp_path: Path, kept: Certificates) -> None:
    root_of(tmp_path / "root", kept)
    certify(tmp_path / "root", kept, "fee-slip")
    template = (TEMPLATES / "fee-slip.toml").read_bytes()
    (tmp_path / "certificates" / "fee-slip.json").rename(tmp_path / "certificates" / "hold-notice.json")
    fresh = Certificates(tmp_path / "certificates")
    assert not fresh.certified("hold-notice", template)
    assert not fresh.certified("fee-slip", template)


def test_another_root_certifies_nothing_here_and_is_not_believed_beside_ours(
    tmp_path: Path, kept: Certificates
) -> None:
    root_of(tmp_path / "root", kept)
    other = office.new_root(tmp_path / "other", PASSWORD)
    assert not isinstance(other, Refusal)
    refusal = kept.trust(other)
    assert refusal is not None
    assert refusal.code == "other_root"
    certify(tmp_path / "other", kept, "fee-slip")
    assert not kept.certified("fee-slip", (TEMPLATES / "fee-slip.toml").read_bytes())


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"body": 1, "signature": "00"}', '{"body": {}, "signature": "zz"}'])
def test_what_is_no_certificate_certifies_nothing(tmp_path: Path, kept: Certificates, text: str) -> None:
    root_of(tmp_path / "root", kept)
    kept.keep("fee-slip", text.encode())
    assert not kept.certified("fee-slip", (TEMPLATES / "fee-slip.toml").read_bytes())


def test_the_roots_key_is_wrapped_never_overwritten_and_opens_with_its_password_alone(tmp_path: Path) -> None:
    file = tmp_path / "root"
    public = office.new_root(file, PASSWORD)
    assert not isinstance(public, Refusal)
    assert file.stat().st_mode & 0o077 == 0
    signer = office.open_root(file, PASSWORD)
    assert not isinstance(signer, Refusal)
    assert signer.public_key == public
    wrong = office.open_root(file, "another long password")
    assert isinstance(wrong, Refusal)
    assert wrong.code == "root_closed"
    with pytest.raises(Trouble):
        office.new_root(file, PASSWORD)
