"""A workstation's settings: read once, checked, written whole."""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from officer_app.core.acts import Mode
from officer_app.core.canonical import clean_text
from officer_app.core.ports import Station
from officer_app.core.roles import DESKS
from officer_app.core.rules import STAMP_TEXTS, Rules

MOST = 86_400_000
"""The largest number a setting takes: a day in milliseconds."""


class BadSettings(ValueError):
    """The settings cannot be used; the message names the setting and what is wrong."""


@dataclass(frozen=True)
class Settings:
    """What a workstation is and what it is connected to. Secrets are never here but in the encrypted journal."""

    site: str
    desk: str
    name: str
    post: str = ""
    mode: str = Mode.REAL.value
    central_url: str = ""
    posts: tuple[str, ...] = ("CP-1",)
    scanners: tuple[str, ...] = ()
    printer: str = ""
    language: str = "th"
    repeat_gap_ms: int = 1000
    sync_every_s: int = 5
    stamp_texts: Mapping[str, str] = field(default_factory=lambda: {str(k): v for k, v in STAMP_TEXTS.items()})

    def __post_init__(self) -> None:
        _check(self)

    @property
    def station(self) -> Station:
        """Which workstation this is, for the journal."""
        return Station(self.site, self.name, self.desk, self.post, Mode(self.mode))

    @property
    def rules(self) -> Rules:
        """The rules these settings give the use cases."""
        return Rules(stamp_texts=dict(self.stamp_texts), posts=self.posts)


def load(path: Path) -> Settings:
    """The settings of a TOML file. Raises BadSettings, FileNotFoundError, OSError."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadSettings(f"not a settings file: {error}") from error
    if unknown := sorted(set(table) - set(Settings.__dataclass_fields__)):
        raise BadSettings(f"unknown setting: {', '.join(unknown)}")
    if missing := [key for key in ("site", "desk", "name") if key not in table]:
        raise BadSettings(f"missing: {', '.join(missing)}")
    lists = {key: tuple(value) for key, value in table.items() if isinstance(value, list)}
    return Settings(**{**table, **lists})


def save(settings: Settings, path: Path) -> None:
    """Write `settings` whole: to a new file, flushed, then put in place. Raises OSError."""
    lines = ["# Settings of this workstation. Explained in README.md; change with officer-app station init.\n"]
    tables = []
    for key, value in asdict(settings).items():
        if isinstance(value, dict):
            rows = "".join(f"{name} = {_toml(text)}\n" for name, text in value.items())
            tables.append(f"\n[{key}]\n{rows}")
        else:
            lines.append(f"{key} = {_toml(value)}\n")
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as stream:
        stream.write("".join(lines + tables))
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


def _toml(value: object) -> str:
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    # A JSON string, number or list is valid TOML, except that TOML wants DEL escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _check(settings: Settings) -> None:
    _check_kinds(settings)
    for key in ("site", "name"):
        if not 1 <= len(getattr(settings, key)) <= 32:
            raise BadSettings(f"{key}: 1 to 32 characters are needed")
    if settings.desk not in DESKS:
        raise BadSettings(f"desk: {settings.desk!r} is none of {', '.join(DESKS)}")
    if settings.mode not in list(Mode):
        raise BadSettings(f"mode: {settings.mode!r} is none of {', '.join(Mode)}")
    if settings.language not in ("th", "en"):
        raise BadSettings("language: th or en")
    if not settings.posts or not all(settings.posts):
        raise BadSettings("posts: at least one checking post is needed, each with a name")
    if set(settings.stamp_texts) != {str(key) for key in STAMP_TEXTS} or not all(settings.stamp_texts.values()):
        raise BadSettings(f"stamp_texts: exactly {', '.join(STAMP_TEXTS)} are needed, each with a text")
    if _has_password(settings.central_url):
        raise BadSettings("central_url: the password belongs into the encrypted journal, not into the address")


def _check_kinds(settings: Settings) -> None:
    """Each setting is of the kind of its default: text, a list of texts, a table of texts, a whole number."""
    for key in ("site", "desk", "name", "post", "mode", "central_url", "printer", "language"):
        _check_text(key, getattr(settings, key))
    for key in ("posts", "scanners"):
        texts: object = getattr(settings, key)
        if not isinstance(texts, tuple):
            raise BadSettings(f"{key}: a list of texts is needed")
        for text in texts:
            _check_text(key, text)
    stamps: object = settings.stamp_texts
    if not isinstance(stamps, Mapping):
        raise BadSettings("stamp_texts: a table of texts is needed")
    for name, text in stamps.items():
        _check_text(f"stamp_texts.{name}", text)
    for key in ("repeat_gap_ms", "sync_every_s"):
        number: object = getattr(settings, key)
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= MOST:
            raise BadSettings(f"{key}: a whole number from 0 to {MOST} is needed")


def _check_text(key: str, text: object) -> None:
    # What stands in signed acts has to be fit for them; what is more, a text nobody can see misleads.
    if not isinstance(text, str):
        raise BadSettings(f"{key}: a text in quotation marks is needed")
    if not text.isprintable() or clean_text(text) != text:
        raise BadSettings(f"{key}: has blanks around it, or control, invisible or decomposed characters")


def _has_password(url: str) -> bool:
    """Whether a PostgreSQL address carries a password, before its host or among its parameters."""
    if "password=" in unquote(url).casefold():
        return True
    try:
        return urlsplit(url).password is not None
    except ValueError:
        # Whether it is an address at all is said when the line is made; what might be a password is not kept.
        return "@" in url
