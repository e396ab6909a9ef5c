"""Where a centre is: its URL taken apart, held to the rule that only loopback may go without TLS."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

SCHEMES = ("postgresql://", "postgres://")

# Said in every connection, so that no PG... variable of the environment can turn it elsewhere or soften it; times in
# seconds, tcp_user_timeout in milliseconds (stack-data.md §6).
_DEFAULTS = {
    "hostaddr": "",
    "port": "5432",
    "gssencmode": "disable",
    "options": "",
    "sslmode": "prefer",
    "connect_timeout": "2",
    "tcp_user_timeout": "2000",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "2",
}
_IN_URL = ("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "target_session_attrs", "hostaddr")


class BadCentralUrl(ValueError):
    """The URL of the centre cannot be used; the message says why and never quotes it.

    `why` says it in one word, for what people are told (texts `detail.WHY`).
    """

    def __init__(self, text: str, why: str) -> None:
        super().__init__(text)
        self.why = why


class NotEncrypted(ValueError):
    """The URL leads over a network without TLS that proves the server's name (sslmode=verify-full)."""

    why = "not_encrypted"


@dataclass(frozen=True)
class Address:
    """A centre's address. `params` are libpq's connection parameters, the password kept apart from them."""

    params: Mapping[str, str]
    password: str = field(default="", repr=False)

    @property
    def encrypted(self) -> bool:
        """Whether TLS with a proven server name is asked for."""
        return self.params.get("sslmode") == "verify-full"

    @property
    def database(self) -> str:
        """The database's name; PostgreSQL takes the user's name where the URL names none."""
        return self.params.get("dbname") or self.params.get("user", "")

    def to_database(self, name: str) -> "Address":
        """The same server, another database."""
        return replace(self, params={**self.params, "dbname": name})

    def conninfo(self, application: str) -> str:
        """For psycopg.connect, password and all: bounded connecting, and a dead line noticed by the system too."""
        given = {key: value for key, value in self.params.items() if value}
        several = {"target_session_attrs": "read-write"} if "," in given["host"] else {}
        modern = {"ssl_min_protocol_version": "TLSv1.3"} if self.encrypted else {}
        fixed = {"dbname": self.database, "application_name": application, "password": self.password}
        return make_conninfo(**{**_DEFAULTS, **modern, **several, **given, **fixed})

    def url(self, user: str) -> str:
        """The address as a URL for `user`, without a password and without another's certificate."""
        hosts = self.params["host"].split(",")
        ports = self.params.get("port", "5432").split(",")
        ports = ports * len(hosts) if len(ports) == 1 else ports
        places = ",".join(
            f"{f'[{host}]' if ':' in host else quote(host, safe='')}:{port or 5432}"
            for host, port in zip(hosts, ports, strict=True)
        )
        kept = {key: self.params[key] for key in _IN_URL if self.params.get(key) and key not in ("sslcert", "sslkey")}
        query = f"?{urlencode(kept)}" if kept else ""
        return f"postgresql://{quote(user, safe='')}@{places}/{quote(self.database, safe='')}{query}"

    def __str__(self) -> str:
        return f"{self.params['host']}:{self.params.get('port', '5432')}/{self.database}"


def parse_address(url: str, password: str = "") -> Address:
    """The address that `url` means; `password` goes before one in the URL. Several hosts are left to libpq.

    Raises BadCentralUrl where it is no PostgreSQL URL with a host and a user, and NotEncrypted where it leads beyond
    loopback without sslmode=verify-full.
    """
    if not url.startswith(SCHEMES):
        raise BadCentralUrl("the centre's address has to begin with postgresql://", "not_postgresql")
    try:
        found = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.Error:
        # libpq's message quotes the URL, and so a password in it.
        said = "the centre's address cannot be read as postgresql://user@host:port/database"
        raise BadCentralUrl(said, "not_an_address") from None
    inside = found.pop("password", "")
    if not found.get("host"):
        raise BadCentralUrl("the centre's address names no host", "no_host")
    if not found.get("user"):
        raise BadCentralUrl("the centre's address names no user", "no_user")
    address = Address(found, password or inside)
    if not address.encrypted and not _stays_on_this_machine(found):
        raise NotEncrypted(f"{address} is another machine: its address needs sslmode=verify-full")
    return address


def _stays_on_this_machine(params: Mapping[str, str]) -> bool:
    # An address in hostaddr is where libpq goes, whatever the name beside it.
    hosts = (params.get("hostaddr") or params["host"]).split(",")
    return all(host.startswith("/") or host == "localhost" or _is_loopback(host) for host in hosts)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
