"""Certificates of a pilot as files: what is made anew shuts out whoever was shut out before."""

from pathlib import Path

import pytest
from cryptography import x509

from officer_app.central.certificates import PilotAuthority
from officer_app.workstation.certificate_files import pilot_server
from officer_app.workstation.trouble import Trouble


def listed(folder: Path) -> set[int]:
    return {each.serial_number for each in x509.load_pem_x509_crl((folder / "ca.crl").read_bytes())}


def test_a_new_certificate_for_the_server_lets_in_nobody_who_was_shut_out(tmp_path: Path) -> None:
    pilot_server(tmp_path, ["db.example"])
    assert listed(tmp_path) == set()
    authority = PilotAuthority(tmp_path)
    gone = [authority.station(role).certificate for role in ("oa_ce_1", "oa_ce_2")]
    serials = [x509.load_pem_x509_certificate(each).serial_number for each in gone]
    (tmp_path / "ca.crl").write_bytes(authority.revoked(gone[:1]))
    before = (tmp_path / "server.crt").read_bytes()
    pilot_server(tmp_path, ["db.example"])
    assert (tmp_path / "server.crt").read_bytes() != before
    assert listed(tmp_path) == {serials[0]}
    (tmp_path / "ca.crl").write_bytes(authority.revoked(gone[1:], before=(tmp_path / "ca.crl").read_bytes()))
    assert listed(tmp_path) == set(serials)


def test_a_list_that_cannot_be_read_is_left_as_it_is(tmp_path: Path) -> None:
    pilot_server(tmp_path, ["db.example"])
    (tmp_path / "ca.crl").write_bytes(b"no list")
    with pytest.raises(Trouble, match="file_unwritable"):
        pilot_server(tmp_path, ["db.example"])
    assert (tmp_path / "ca.crl").read_bytes() == b"no list"
