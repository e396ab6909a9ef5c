"""A PostgreSQL that lets stations in over TLS alone, each with a certificate: its rules, its settings, its program."""

from pathlib import Path

from officer_app.central.binaries import SYSTEM
from officer_app.central.schema import STATION

RULES = f"""
hostssl all postgres 127.0.0.1/32 scram-sha-256
hostssl central +{STATION} 127.0.0.1/32 scram-sha-256 clientcert=verify-full
host all all all reject
"""
SETTINGS = {
    "ssl": "on",
    "ssl_ca_file": "ca.crt",
    "ssl_cert_file": "server.crt",
    "ssl_key_file": "server.key",
    "ssl_crl_file": "ca.crl",
    "ssl_min_protocol_version": "TLSv1.3",
}
NONE_HERE = "no PostgreSQL with TLS is installed here (apt-get install postgresql)"


def installed() -> Path | None:
    """A PostgreSQL of the system, the newest first: the wheel's has no TLS."""
    found = [path for path in SYSTEM.glob("*/bin") if (path / "postgres").exists()]
    return max(found, key=lambda path: float(path.parent.name), default=None)
