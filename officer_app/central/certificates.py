"""Certificates for a pilot: an authority in a folder, the server's certificate, and one for each workstation.

For real work the office's own PKI issues them (docs/central-tls.md); nothing else changes.
"""

import ipaddress
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

YEARS_OF_AUTHORITY = 5
DAYS_OF_CERTIFICATE = 397
DAYS_OF_LIST = 30
EARLIER = timedelta(minutes=5)
"""So much a certificate is valid before it was made: clocks differ."""


class NoAuthority(Exception):
    """The folder holds no authority that can issue; the message says why."""


@dataclass(frozen=True)
class Issued:
    """A certificate and its private key, PEM."""

    certificate: bytes
    key: bytes


class PilotAuthority:
    """An authority whose key lies in `folder` (ca.key, mode 0600): keep it off the counters."""

    def __init__(self, folder: Path) -> None:
        """Raises NoAuthority."""
        self._folder = folder
        try:
            self._certificate = x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())
            key = load_pem_private_key((folder / "ca.key").read_bytes(), None)
        except (OSError, ValueError) as error:
            raise NoAuthority(f"{folder} holds no authority: {error}") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise NoAuthority(f"{folder}/ca.key is of another kind than this program makes")
        self._key = key

    @classmethod
    def make(cls, folder: Path, name: str = "officer-app pilot authority") -> "PilotAuthority":
        """A new authority in `folder`; the one that is there already stays. Raises OSError, NoAuthority."""
        if not (folder / "ca.crt").exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            key = ec.generate_private_key(ec.SECP256R1())
            subject = _name(name)
            made = _builder(subject, subject, key.public_key(), timedelta(days=365 * YEARS_OF_AUTHORITY))
            made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            made = made.add_extension(_usage(signs_certificates=True), critical=True)
            write_secret(folder / "ca.key", _pem(key))
            (folder / "ca.crt").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
        return cls(folder)

    @property
    def certificate(self) -> bytes:
        """The authority's certificate, PEM: what both sides trust."""
        return self._certificate.public_bytes(Encoding.PEM)

    def server(self, names: Iterable[str]) -> Issued:
        """A certificate for a server of these host names and addresses."""
        listed = list(names)
        alternatives = x509.SubjectAlternativeName([_alternative(name) for name in listed])
        return self._issue(listed[0], ExtendedKeyUsageOID.SERVER_AUTH, alternatives)

    def station(self, role: str) -> Issued:
        """A certificate for a workstation's role in the database: its common name has to be that role."""
        return self._issue(role, ExtendedKeyUsageOID.CLIENT_AUTH, None)

    def revoked(self, certificates: Iterable[bytes], before: bytes = b"") -> bytes:
        """A list (CRL, PEM) of certificates that are not to be let in any more, and of those that stood in the list
        `before`. Raises ValueError where that is no list.
        """
        now = datetime.now(UTC)
        made = x509.CertificateRevocationListBuilder().issuer_name(self._certificate.subject)
        made = made.last_update(now - EARLIER).next_update(now + timedelta(days=DAYS_OF_LIST))
        gone = (
            {each.serial_number: each.revocation_date_utc for each in x509.load_pem_x509_crl(before)} if before else {}
        )
        fresh = {x509.load_pem_x509_certificate(each).serial_number: now for each in certificates}
        for serial, since in {**fresh, **gone}.items():
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
            made = made.add_revoked_certificate(entry)
        return made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)

    def _issue(
        self, name: str, purpose: x509.ObjectIdentifier, alternatives: x509.SubjectAlternativeName | None
    ) -> Issued:
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = self._certificate.subject
        made = _builder(_name(name), issuer, key.public_key(), timedelta(days=DAYS_OF_CERTIFICATE))
        made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        made = made.add_extension(_usage(signs_certificates=False), critical=True)
        made = made.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        if alternatives is not None:
            made = made.add_extension(alternatives, critical=False)
        return Issued(made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM), _pem(key))


def write_secret(path: Path, content: bytes) -> None:
    """A file that its owner alone may read. Raises OSError."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, lasts: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    made = made.serial_number(x509.random_serial_number())
    return made.not_valid_before(now - EARLIER).not_valid_after(now + lasts)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
