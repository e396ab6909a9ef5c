"""What every setting is held to whatever it means: its kind, and that a text shows what it says."""

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from officer_app.core.canonical import clean_text

MOST = 86_400_000
"""The largest number a setting takes: a day in milliseconds."""

FAULTS: Mapping[str, str] = {
    "not_a_file": "not a settings file: {detail}",
    "unknown": "unknown setting",
    "missing": "is needed and missing",
    "length": "1 to 32 characters are needed",
    "one_of": "{value} is none of {allowed}",
    "text": "a text in quotation marks is needed",
    "texts": "a list of texts is needed",
    "table": "a table of texts is needed",
    "tables": "a table for each port is needed",
    "flag": "true or false is needed",
    "whole": "a whole number from 0 to {most} is needed",
    "invisible": "has blanks around it, or control, invisible or decomposed characters",
    "empty": "at least one is needed, each with a name",
    "office": "the four digits of the customs office, e.g. 4901",
    "chapter": "{value}: the two digits of an HS chapter are needed, e.g. 06",
    "stamp_texts": "exactly {allowed} are needed, each with a text",
    "password": "the password belongs into the encrypted journal, not into the address",
    "volume": "0 (silent) to 100",
    "keyboard": "characters of the US keyboard, such as ~",
    "twice": "one port is named twice",
    "phrases": "at most {most} texts, none of them empty",
    "no_scanner": "{value} is none of the scanners",
    "detail": "{detail}",
}
"""Why a value is no good; the catalogue says the same in both languages (`setting_fault.<code>`)."""


class BadSettings(ValueError):
    """The settings cannot be used. `keys` names the settings, `code` is one of FAULTS, `params` fill its gaps."""

    def __init__(self, keys: str, code: str, **params: str) -> None:
        said = FAULTS[code].format_map(params)
        super().__init__(f"{keys}: {said}" if keys else said)
        self.keys = keys
        self.code = code
        self.params = params


class Kind(StrEnum):
    """What a setting holds."""

    TEXT = "text"
    WHOLE = "whole"
    FLAG = "flag"
    TEXTS = "texts"
    TABLE = "table"
    TABLES = "tables"


def check_kind(key: str, kind: Kind, value: object) -> None:
    """Raises BadSettings where `value` is not of `kind`."""
    if kind is Kind.TEXT:
        check_text(key, value)
    elif kind is Kind.FLAG:
        if not isinstance(value, bool):
            raise BadSettings(key, "flag")
    elif kind is Kind.WHOLE:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST:
            raise BadSettings(key, "whole", most=str(MOST))
    elif kind is Kind.TEXTS:
        if not isinstance(value, tuple):
            raise BadSettings(key, "texts")
        for text in value:
            check_text(key, text)
    else:
        _check_table(key, kind, value)


def _check_table(key: str, kind: Kind, value: object) -> None:
    if not isinstance(value, Mapping):
        raise BadSettings(key, "table" if kind is Kind.TABLE else "tables")
    if kind is Kind.TABLE:
        for name, text in value.items():
            check_text(f"{key}.{name}", text)
    elif not all(isinstance(each, Mapping) for each in value.values()):
        raise BadSettings(key, "tables")


def check_text(key: str, text: object) -> None:
    """What stands in signed acts has to be fit for them; what is more, a text nobody can see misleads."""
    if not isinstance(text, str):
        raise BadSettings(key, "text")
    if not text.isprintable() or clean_text(text) != text:
        raise BadSettings(key, "invisible")


def has_password(url: str) -> bool:
    """Whether a PostgreSQL address carries a password, before its host or among its parameters."""
    if "password=" in unquote(url).casefold():
        return True
    try:
        return urlsplit(url).password is not None
    except ValueError:
        # Whether it is an address at all is said when the line is made; what might be a password is not kept.
        return "@" in url


def parse_value(key: str, kind: Kind, text: str) -> object:
    """What a person typed as the value of a setting: a text as it is or in quotation marks, true or false (yes or no,
    ใช่ or ไม่ใช่), digits; lists and tables as TOML writes them. Raises BadSettings.
    """
    typed = text.strip()
    if not typed.isprintable():
        # A second line would be a second setting.
        raise BadSettings(key, "invisible")
    if kind is Kind.TEXT and not typed.startswith('"'):
        return typed
    if kind is Kind.FLAG:
        if typed.casefold() not in _FLAGS:
            raise BadSettings(key, "flag")
        return _FLAGS[typed.casefold()]
    if kind is Kind.WHOLE:
        if not re.fullmatch("[0-9]{1,12}", typed):
            raise BadSettings(key, "whole", most=str(MOST))
        return int(typed)
    try:
        value = tomllib.loads(f"value = {typed}\n")["value"]
    except (ValueError, RecursionError) as error:
        raise BadSettings(key, _UNREADABLE[kind]) from error
    return tuple(value) if isinstance(value, list) else value


_FLAGS: Mapping[str, bool] = {
    **dict.fromkeys(("true", "yes", "on", "1", "ใช่", "เปิด"), True),
    **dict.fromkeys(("false", "no", "off", "0", "ไม่", "ไม่ใช่", "ปิด"), False),
}
_UNREADABLE: Mapping[Kind, str] = {Kind.TEXT: "text", Kind.TEXTS: "texts", Kind.TABLE: "table", Kind.TABLES: "tables"}
