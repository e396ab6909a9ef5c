"""Accounts as text for the store: canonical JSON with bytes in hex."""

from collections.abc import Mapping

from officer_app.core.acts import format_time, parse_time
from officer_app.core.canonical import NotCanonical, Value, decode, encode
from officer_app.security.accounts import Account

VERSION = 1


class DamagedAccount(ValueError):
    """A stored account that this version cannot read; the message says why."""


def write(account: Account) -> str:
    """The document to store for `account`: no password, no unwrapped key, but to be kept from sight all the same."""
    return encode(
        {
            "v": VERSION,
            "name": account.name,
            "display": account.display,
            "roles": sorted(account.roles),
            "password_hash": account.password_hash,
            "wrapped_key": account.wrapped_key.hex(),
            "public_key": account.public_key.hex(),
            "key_id": account.key_id,
            "failures": account.failures,
            "locked_until": "" if account.locked_until is None else format_time(account.locked_until),
            "active": account.active,
        }
    ).decode("utf-8")


def read(document: str) -> Account:
    """The account `write` wrote. Raises DamagedAccount, whatever else the text is."""
    try:
        table = decode(document.encode("utf-8"))
        if table["v"] != VERSION:
            raise DamagedAccount(f"an account document of version {table['v']!r}")
        locked_until = _text(table, "locked_until")
        return Account(
            name=_text(table, "name"),
            display=_text(table, "display"),
            roles=_texts(table, "roles"),
            password_hash=_text(table, "password_hash"),
            wrapped_key=bytes.fromhex(_text(table, "wrapped_key")),
            public_key=bytes.fromhex(_text(table, "public_key")),
            key_id=_text(table, "key_id"),
            failures=_count(table, "failures"),
            locked_until=parse_time(locked_until) if locked_until else None,
            active=table["active"] is True,
        )
    except DamagedAccount:
        raise
    except (NotCanonical, KeyError, ValueError) as error:
        raise DamagedAccount(f"not an account: {error}") from error


def _text(table: Mapping[str, Value], key: str) -> str:
    value = table[key]
    if not isinstance(value, str):
        raise DamagedAccount(f"{key} is not text")
    return value


def _texts(table: Mapping[str, Value], key: str) -> frozenset[str]:
    value = table[key]
    if not isinstance(value, list):
        raise DamagedAccount(f"{key} is not a list")
    texts = [item for item in value if isinstance(item, str)]
    if len(texts) != len(value):
        raise DamagedAccount(f"{key} holds something other than text")
    return frozenset(texts)


def _count(table: Mapping[str, Value], key: str) -> int:
    value = table[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise DamagedAccount(f"{key} is not a count")
    return value
