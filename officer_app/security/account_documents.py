"""Accounts as text for the store: canonical JSON with bytes in hex."""

from collections.abc import Mapping
from datetime import datetime

from officer_app.core.acts import format_time, parse_time
from officer_app.core.canonical import NotCanonical, Value, decode, encode
from officer_app.security.accounts import Account

VERSION = 2
READABLE = (1, VERSION)


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
            "locked_until": _time(account.locked_until),
            "active": account.active,
            "expires": _time(account.expires),
            "must_change": account.must_change,
            "badge": account.badge,
            "pin_hash": account.pin_hash,
            "card": account.card,
        }
    ).decode("utf-8")


def read(document: str) -> Account:
    """The account `write` wrote. Raises DamagedAccount, whatever else the text is."""
    try:
        table = decode(document.encode("utf-8"))
        if table["v"] not in READABLE:
            raise DamagedAccount(f"an account document of version {table['v']!r}")
        if table["v"] == 1:
            table |= {"expires": "", "must_change": False, "badge": "", "pin_hash": "", "card": ""}
        return Account(
            name=_text(table, "name"),
            display=_text(table, "display"),
            roles=_texts(table, "roles"),
            password_hash=_text(table, "password_hash"),
            wrapped_key=bytes.fromhex(_text(table, "wrapped_key")),
            public_key=bytes.fromhex(_text(table, "public_key")),
            key_id=_text(table, "key_id"),
            failures=_count(table, "failures"),
            locked_until=_moment(table, "locked_until"),
            active=table["active"] is True,
            expires=_moment(table, "expires"),
            must_change=table["must_change"] is not False,
            badge=_text(table, "badge"),
            pin_hash=_text(table, "pin_hash"),
            card=_text(table, "card"),
        )
    except DamagedAccount:
        raise
    except (NotCanonical, KeyError, ValueError) as error:
        raise DamagedAccount(f"not an account: {error}") from error


def _time(moment: datetime | None) -> str:
    return "" if moment is None else format_time(moment)


def _moment(table: Mapping[str, Value], key: str) -> datetime | None:
    text = _text(table, key)
    return parse_time(text) if text else None


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
