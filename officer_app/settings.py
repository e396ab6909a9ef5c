"""A workstation's settings: read once, checked, written whole."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from officer_app.core.acts import Mode
from officer_app.core.commands import MOST_WORDS, CommandRules, Verb
from officer_app.core.phrases import FINDING_PHRASES, HOLD_REASONS, RED_RESULTS, REFUSE_REASONS, XRAY_PHRASES
from officer_app.core.ports import Station
from officer_app.core.roles import DESKS
from officer_app.core.rules import CORE_CLEARED, PERISHABLE_CHAPTERS, STAMP_TEXTS, XRAY_ORDERS, Rules
from officer_app.core.scanner_setup import BadSetup, ScannerSetup, setup_of
from officer_app.core.setting_kinds import BadSettings, Kind, check_kind, has_password
from officer_app.core.shifts import SHIFTS, BadShifts, check_shifts
from officer_app.core.toml_text import toml_file

__all__ = ["BadSettings", "Settings", "kinds", "load", "save"]

LANGUAGES = ("th", "en")
WEDGE_SUFFIXES = ("any", "enter", "tab", "none")
LAMP_VERBS = ("good", "refuse", "attention", "alarm", "silence")
LOOKS = ("light", "dark")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "desk": DESKS,
    "mode": tuple(str(mode) for mode in Mode),
    "language": LANGUAGES,
    "look": LOOKS,
    "wedge_suffix": WEDGE_SUFFIXES,
}
"""Settings that take one of a few words."""
FIRST_LINE = (
    "Settings of this workstation. Explained by officer-app settings show; changed by officer-app settings set."
)


@dataclass(frozen=True)
class Settings:
    """What a workstation is and what it is connected to. Secrets are never here but in the encrypted journal."""

    site: str
    desk: str
    name: str
    office: str = ""
    post: str = ""
    mode: str = Mode.REAL.value
    central_url: str = ""
    post_url: str = ""
    posts: tuple[str, ...] = ("CP-1",)
    scanners: tuple[str, ...] = ()
    printer: str = ""
    language: str = "th"
    repeat_gap_ms: int = 1000
    sync_every_s: int = 5
    witness_every_s: int = 300
    looks_kept_days: int = 90
    papers_kept_days: int = 1826
    scanner_settings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    wedge: bool = True
    wedge_prefix: str = ""
    wedge_suffix: str = "any"
    wedge_gap_ms: int = 35
    wedge_shortest: int = 4
    volume: int = 100
    lamp: str = ""
    lamp_codes: Mapping[str, str] = field(default_factory=dict)
    shifts: Mapping[str, str] = field(default_factory=lambda: dict(SHIFTS))
    command_window_s: int = 60
    ballast_mb: int = 16
    unsent_copy: str = ""
    contact: str = ""
    idle_lock_minutes: int = 10
    certified_keys_only: bool = False
    administrator_needed: bool = False
    print_officer_needed: bool = False
    cut_off_first: bool = False
    pkcs11_module: str = ""
    undo_window_s: int = 120
    core_after_h: int = 4
    core_cleared: tuple[str, ...] = CORE_CLEARED
    xray_orders: tuple[str, ...] = XRAY_ORDERS
    goods_before_flight_h: int = 2
    manual_before_flight_h: int = 6
    licence_days: int = 15
    red_results: tuple[str, ...] = RED_RESULTS
    hold_reasons: tuple[str, ...] = HOLD_REASONS
    refuse_reasons: tuple[str, ...] = REFUSE_REASONS
    finding_phrases: tuple[str, ...] = FINDING_PHRASES
    xray_phrases: tuple[str, ...] = XRAY_PHRASES
    perishable_chapters: tuple[str, ...] = PERISHABLE_CHAPTERS
    copy_needed: bool = False
    own_grants: int = 0
    confirm_after_start: bool = False
    look: str = "light"
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
        named = (each.name for each in fields(Rules) if each.name in _NAMES)
        of_these: dict[str, Any] = {name: getattr(self, name) for name in named}
        return Rules(**of_these | {"stamp_texts": dict(self.stamp_texts)})

    @property
    def scanner_setups(self) -> list[ScannerSetup]:
        """How each scanner is set up."""
        return [setup_of(port, self.scanner_settings.get(port, {})) for port in self.scanners]

    @property
    def commands(self) -> CommandRules:
        """What is set about command barcodes."""
        words = {
            Verb.STAMP_RED: self.red_results,
            Verb.HOLD: self.hold_reasons,
            Verb.REFUSE: self.refuse_reasons,
        }
        return CommandRules(dict(self.shifts), self.command_window_s, words)


_NAMES = frozenset(each.name for each in fields(Settings))


def kinds() -> Mapping[str, Kind]:
    """Every setting there is, in the order of the file, with what it holds."""
    return {setting.name: _kind(setting.name, setting.type) for setting in fields(Settings)}


def load(path: Path) -> Settings:
    """The settings of a TOML file. Raises BadSettings, FileNotFoundError, OSError."""
    return settings_of(read_table(path))


def read_table(path: Path) -> dict[str, object]:
    """What a settings file says and no more: lists as tuples, nothing filled in. Raises BadSettings, OSError."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadSettings("", "not_a_file", detail=_where(error)) from error
    if unknown := sorted(set(table) - set(Settings.__dataclass_fields__)):
        raise BadSettings(", ".join(unknown), "unknown")
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _where(error: Exception) -> str:
    """The place in the file where it stops being one, in no language; the parser says it in its own."""
    place = re.search(r"line (\d+), column (\d+)", str(error))
    return f"TOML {place[1]}:{place[2]}" if place else "TOML"


def settings_of(table: Mapping[str, object]) -> Settings:
    """Settings of what a file says. Raises BadSettings."""
    if missing := [key for key in ("site", "desk", "name") if key not in table]:
        raise BadSettings(", ".join(missing), "missing")
    whole: dict[str, Any] = dict(table)
    return Settings(**whole)


def save(settings: Settings, path: Path) -> None:
    """Write `settings` whole: to a new file, flushed, then put in place. Raises OSError."""
    write_fresh(asdict(settings), path).replace(path)


def write_fresh(table: Mapping[str, object], path: Path) -> Path:
    """What is to stand in the settings file `path`, written and flushed beside it. Raises OSError."""
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as stream:
        stream.write(toml_file(table, FIRST_LINE))
        stream.flush()
        os.fsync(stream.fileno())
    return fresh


def _check_kinds(settings: Settings) -> None:
    for key, kind in kinds().items():
        # The prefix of a keyboard scanner may be a blank: it has a rule of its own.
        if key != "wedge_prefix":
            check_kind(key, kind, getattr(settings, key))


def _check(settings: Settings) -> None:
    _check_kinds(settings)
    for key in ("site", "name"):
        if not 1 <= len(getattr(settings, key)) <= 32:
            raise BadSettings(key, "length")
    for key, allowed in CHOICES.items():
        if (value := getattr(settings, key)) not in allowed:
            raise BadSettings(key, "one_of", value=repr(value), allowed=", ".join(allowed))
    if settings.office and not re.fullmatch(r"[0-9]{4}", settings.office):
        raise BadSettings("office", "office")
    if bad := [each for each in settings.perishable_chapters if not re.fullmatch("[0-9]{2}", each)]:
        raise BadSettings("perishable_chapters", "chapter", value=", ".join(bad))
    if not settings.posts or not all(settings.posts):
        raise BadSettings("posts", "empty")
    if set(settings.stamp_texts) != {str(key) for key in STAMP_TEXTS} or not all(settings.stamp_texts.values()):
        raise BadSettings("stamp_texts", "stamp_texts", allowed=", ".join(STAMP_TEXTS))
    if secret := [key for key in ("central_url", "post_url") if has_password(getattr(settings, key))]:
        raise BadSettings(", ".join(secret), "password")
    _check_devices(settings)


def _check_devices(settings: Settings) -> None:
    if settings.volume > 100:
        raise BadSettings("volume", "volume")
    prefix: object = settings.wedge_prefix
    if not (isinstance(prefix, str) and prefix.isascii() and (prefix or "~").isprintable()):
        raise BadSettings("wedge_prefix", "keyboard")
    if stray := sorted(set(settings.lamp_codes) - set(LAMP_VERBS)):
        raise BadSettings("lamp_codes", "one_of", value=", ".join(stray), allowed=", ".join(LAMP_VERBS))
    if len(set(settings.scanners)) != len(settings.scanners):
        raise BadSettings("scanners", "twice")
    for key in ("red_results", "hold_reasons", "refuse_reasons", "finding_phrases", "xray_phrases"):
        texts: tuple[str, ...] = getattr(settings, key)
        if len(texts) > MOST_WORDS or not all(texts):
            raise BadSettings(key, "phrases", most=str(MOST_WORDS))
    try:
        check_shifts(settings.shifts)
    except BadShifts as error:
        raise BadSettings("shifts", "detail", detail=str(error)) from error
    if stray := sorted(set(settings.scanner_settings) - set(settings.scanners)):
        raise BadSettings("scanner_settings", "no_scanner", value=", ".join(stray))
    for port in settings.scanners:
        try:
            setup_of(port, settings.scanner_settings.get(port, {}))
        except BadSetup as error:
            raise BadSettings(f"scanner {port}", "detail", detail=str(error)) from error


def _kind(key: str, declared: object) -> Kind:
    if key == "scanner_settings":
        return Kind.TABLES
    plain = {str: Kind.TEXT, bool: Kind.FLAG, int: Kind.WHOLE}
    if isinstance(declared, type) and declared in plain:
        return plain[declared]
    return Kind.TABLE if declared == Mapping[str, str] else Kind.TEXTS
