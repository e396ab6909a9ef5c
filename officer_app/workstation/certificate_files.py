"""Certificates of a pilot as files: the server's beside the authority, a workstation's in its home."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from officer_app.central.certificates import NoAuthority, PilotAuthority, write_secret
from officer_app.paths import Home
from officer_app.workstation.trouble import Trouble


def pilot_server(folder: Path, names: Sequence[str]) -> list[str]:
    """Make the authority if need be, and a certificate for the server of `names`; gives the files. Raises Trouble."""
    try:
        authority = PilotAuthority.make(folder)
        issued = authority.server(names)
        (folder / "server.crt").write_bytes(issued.certificate)
        write_secret(folder / "server.key", issued.key)
        gone = folder / "ca.crl"
        # Made anew with the server's certificate: whoever was shut out by then stays out.
        gone.write_bytes(authority.revoked([], before=gone.read_bytes() if gone.exists() else b""))
    except (OSError, ValueError, IndexError, NoAuthority) as error:
        raise Trouble("file_unwritable", path=str(folder), detail=str(error)) from error
    return [str(folder / name) for name in ("ca.crt", "ca.key", "ca.crl", "server.crt", "server.key")]


def with_certificate(home: Home, folder: Path, role: str, url: str) -> str:
    """Issue the certificate of `role` into the home; gives the address that uses it. Raises Trouble."""
    keys = home.file_key.parent
    try:
        authority = PilotAuthority(folder)
        issued = authority.station(role)
        (keys / "centre-ca.crt").write_bytes(authority.certificate)
        (keys / f"{role}.crt").write_bytes(issued.certificate)
        write_secret(keys / f"{role}.key", issued.key)
    except (OSError, NoAuthority) as error:
        raise Trouble("file_unwritable", path=str(keys), detail=str(error)) from error
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query)), "sslmode": "verify-full", "sslrootcert": str(keys / "centre-ca.crt")}
    query |= {"sslcert": str(keys / f"{role}.crt"), "sslkey": str(keys / f"{role}.key")}
    return urlunsplit(parts._replace(query=urlencode(query)))
