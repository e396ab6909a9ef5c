"""A workstation's settings: read once, checked, written whole."""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from urllib.parse import unquote, urlsplit

from officer_app.core.acts import Mode
from officer_app.core.canonical import clean_text
from officer_app.core.commands import MOST_WORDS, CommandRules, Verb
from officer_app.core.ports import Station
from officer_app.core.roles import DESKS
from officer_app.core.rules import STAMP_TEXTS, Rules
from officer_app.core.scanner_setup import BadSetup, ScannerSetup, setup_of
from officer_app.core.shifts import SHIFTS, BadShifts, check_shifts

MOST = 86_400_000
"""The largest number a setting takes: a day in milliseconds."""
WEDGE_SUFFIXES = ("any", "enter", "tab", "none")
LAMP_VERBS = ("good", "refuse", "attention", "alarm", "silence")
RED_RESULTS = ("ตรวจแล้ว พบของถูกต้องตรงตามสำแดง",)
HOLD_REASONS = ("รอเอกสารเพิ่มเติม", "รอหัวหน้าพิจารณา")
REFUSE_REASONS = ("ของไม่ตรงกับใบกำกับ", "ทะเบียนรถหรือเลขที่ตู้ไม่ตรง")
FINDING_PHRASES = (
    "ตรวจนับได้ {packages} หีบห่อ ตรงตามสำแดง",
    "ดวงตราเลขที่ {seal} เรียบร้อย",
    "น้ำหนัก {weight} กก. ตรงตามสำแดง",
)
XRAY_PHRASES = ("ภาพปกติ ไม่พบสิ่งผิดสังเกต", "พบภาพน่าสงสัย ให้เปิดตรวจ")
PERISHABLE_CHAPTERS = ("01", "02", "03", "04", "06", "07", "08")
"""HS chapters of live animals, meat, fish, dairy, cut flowers, vegetables, fruit: they wait least [inferred]."""
LOOKS = ("light", "dark")


class BadSettings(ValueError):
    """The settings cannot be used; the message names the setting and what is wrong."""


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
    idle_lock_minutes: int = 10
    certified_keys_only: bool = False
    administrator_needed: bool = False
    cut_off_first: bool = False
    pkcs11_module: str = ""
    undo_window_s: int = 120
    core_after_h: int = 4
    red_results: tuple[str, ...] = RED_RESULTS
    hold_reasons: tuple[str, ...] = HOLD_REASONS
    refuse_reasons: tuple[str, ...] = REFUSE_REASONS
    finding_phrases: tuple[str, ...] = FINDING_PHRASES
    xray_phrases: tuple[str, ...] = XRAY_PHRASES
    perishable_chapters: tuple[str, ...] = PERISHABLE_CHAPTERS
    copy_needed: bool = False
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
        return Rules(
            stamp_texts=dict(self.stamp_texts),
            posts=self.posts,
            undo_window_s=self.undo_window_s,
            core_after_h=self.core_after_h,
            cut_off_first=self.cut_off_first,
            perishable_chapters=self.perishable_chapters,
            finding_phrases=self.finding_phrases,
            xray_phrases=self.xray_phrases,
            copy_needed=self.copy_needed,
        )

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
            tables += _tables(key, value)
        else:
            lines.append(f"{key} = {_toml(value)}\n")
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as stream:
        stream.write("".join(lines + tables))
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


def _tables(key: str, table: Mapping[str, object]) -> list[str]:
    """`table` as a table of TOML, and each table in it as one of its own."""
    rows = [f"{_key(name)} = {_toml(value)}\n" for name, value in table.items() if not isinstance(value, dict)]
    made = [f"\n[{key}]\n{''.join(rows)}"] if rows else []
    for name, value in table.items():
        if isinstance(value, dict):
            made += _tables(f"{key}.{_key(name)}", value)
    return made


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)


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
    if settings.office and not re.fullmatch(r"[0-9]{4}", settings.office):
        raise BadSettings("office: the four digits of the customs office, e.g. 4901")
    if settings.mode not in list(Mode):
        raise BadSettings(f"mode: {settings.mode!r} is none of {', '.join(Mode)}")
    if settings.language not in ("th", "en"):
        raise BadSettings("language: th or en")
    if settings.look not in LOOKS:
        raise BadSettings(f"look: {settings.look!r} is none of {', '.join(LOOKS)}")
    if bad := [each for each in settings.perishable_chapters if not re.fullmatch("[0-9]{2}", each)]:
        raise BadSettings(f"perishable_chapters: {', '.join(bad)}: the two digits of an HS chapter are needed, e.g. 06")
    if not settings.posts or not all(settings.posts):
        raise BadSettings("posts: at least one checking post is needed, each with a name")
    if set(settings.stamp_texts) != {str(key) for key in STAMP_TEXTS} or not all(settings.stamp_texts.values()):
        raise BadSettings(f"stamp_texts: exactly {', '.join(STAMP_TEXTS)} are needed, each with a text")
    if _has_password(settings.central_url) or _has_password(settings.post_url):
        raise BadSettings(
            "central_url, post_url: the password belongs into the encrypted journal, not into the address"
        )
    _check_devices(settings)


def _check_devices(settings: Settings) -> None:
    if settings.volume > 100:
        raise BadSettings("volume: 0 (silent) to 100")
    if settings.wedge_suffix not in WEDGE_SUFFIXES:
        raise BadSettings(f"wedge_suffix: {settings.wedge_suffix!r} is none of {', '.join(WEDGE_SUFFIXES)}")
    prefix: object = settings.wedge_prefix
    if not (isinstance(prefix, str) and prefix.isascii() and (prefix or "~").isprintable()):
        raise BadSettings("wedge_prefix: characters of the US keyboard, such as ~")
    if stray := sorted(set(settings.lamp_codes) - set(LAMP_VERBS)):
        raise BadSettings(f"lamp_codes: {', '.join(stray)} is none of {', '.join(LAMP_VERBS)}")
    if len(set(settings.scanners)) != len(settings.scanners):
        raise BadSettings("scanners: one port is named twice")
    for key in ("red_results", "hold_reasons", "refuse_reasons", "finding_phrases", "xray_phrases"):
        texts: tuple[str, ...] = getattr(settings, key)
        if len(texts) > MOST_WORDS or not all(texts):
            raise BadSettings(f"{key}: at most {MOST_WORDS} texts, none of them empty")
    try:
        check_shifts(settings.shifts)
    except BadShifts as error:
        raise BadSettings(f"shifts: {error}") from error
    _check_scanners(settings)


def _check_scanners(settings: Settings) -> None:
    options: object = settings.scanner_settings
    if not isinstance(options, Mapping) or not all(isinstance(each, Mapping) for each in options.values()):
        raise BadSettings("scanner_settings: a table for each port is needed")
    if stray := sorted(set(options) - set(settings.scanners)):
        raise BadSettings(f"scanner_settings: {', '.join(stray)} is none of the scanners")
    for port in settings.scanners:
        try:
            setup_of(port, settings.scanner_settings.get(port, {}))
        except BadSetup as error:
            raise BadSettings(f"scanner {port}: {error}") from error


def _check_kinds(settings: Settings) -> None:
    """Each setting is of the kind it is declared as: text, a list or a table of texts, yes or no, a whole number."""
    for setting in fields(settings):
        key, value = setting.name, getattr(settings, setting.name)
        if key in ("wedge_prefix", "scanner_settings"):
            # They have rules of their own.
            continue
        if setting.type is str:
            _check_text(key, value)
        elif setting.type is bool:
            if not isinstance(value, bool):
                raise BadSettings(f"{key}: true or false is needed")
        elif setting.type is int:
            if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST:
                raise BadSettings(f"{key}: a whole number from 0 to {MOST} is needed")
        else:
            _check_texts(key, value, as_table=setting.type == Mapping[str, str])


def _check_texts(key: str, value: object, *, as_table: bool) -> None:
    if as_table:
        if not isinstance(value, Mapping):
            raise BadSettings(f"{key}: a table of texts is needed")
        for name, text in value.items():
            _check_text(f"{key}.{name}", text)
        return
    if not isinstance(value, tuple):
        raise BadSettings(f"{key}: a list of texts is needed")
    for text in value:
        _check_text(key, text)


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
