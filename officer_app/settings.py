"""A workstation's settings: read once, checked, written whole."""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from officer_app.core.acts import Mode
from officer_app.core.ports import Station
from officer_app.core.roles import DESKS
from officer_app.core.rules import STAMP_TEXTS, Rules


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
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(str(error)) from error
    known = set(Settings.__dataclass_fields__)
    if unknown := sorted(set(table) - known):
        raise BadSettings(f"unknown setting: {', '.join(unknown)}")
    lists = {key: tuple(value) for key, value in table.items() if isinstance(value, list)}
    try:
        return Settings(**{**table, **lists})
    except TypeError as error:
        raise BadSettings(str(error)) from error


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
    for key in ("site", "name"):
        text: object = getattr(settings, key)
        if not (isinstance(text, str) and text.strip() and len(text) <= 32 and text.isprintable()):
            raise BadSettings(f"{key}: 1 to 32 printable characters are needed")
    if settings.desk not in DESKS:
        raise BadSettings(f"desk: {settings.desk!r} is none of {', '.join(DESKS)}")
    if settings.mode not in list(Mode):
        raise BadSettings(f"mode: {settings.mode!r} is none of {', '.join(Mode)}")
    if settings.language not in ("th", "en"):
        raise BadSettings("language: th or en")
    if not settings.posts or not all(settings.posts):
        raise BadSettings("posts: at least one checking post is needed")
    if set(settings.stamp_texts) != {str(key) for key in STAMP_TEXTS}:
        raise BadSettings(f"stamp_texts: exactly {', '.join(STAMP_TEXTS)} are needed")
    for key in ("repeat_gap_ms", "sync_every_s"):
        if not isinstance(getattr(settings, key), int) or getattr(settings, key) < 0:
            raise BadSettings(f"{key}: a whole number of at least 0")
    if "password=" in settings.central_url or ":" in settings.central_url.partition("@")[0].partition("://")[2]:
        raise BadSettings("central_url: the password belongs into the encrypted journal, not into the address")
