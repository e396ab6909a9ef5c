"""The settings of a workstation for its window and its command line: explained, changed as acts, taken out and in."""

import contextlib
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path

from officer_app import settings as settings_file
from officer_app.core.acts import Act, ActKind, Draft, Subject
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES
from officer_app.core.setting_kinds import BadSettings, Kind, parse_value
from officer_app.core.toml_text import toml_file, toml_value
from officer_app.paths import Home
from officer_app.settings import CHOICES, FIRST_LINE, Settings
from officer_app.store.copying import flush
from officer_app.store.journal import SqliteJournal
from officer_app.texts import Texts
from officer_app.usecases.allowed import may_act
from officer_app.viewmodels.station_ports import SettingChange, SettingRow
from officer_app.workstation.alone import Taken, alone
from officer_app.workstation.in_use import LIVE
from officer_app.workstation.opening import Workstation
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.whole_files import write_whole

FIXED = ("site", "name", "mode")
"""They stand in every act of the chain."""
PATIENCE_S = 10.0
LARGEST = 1_000_000
"""Bytes of a settings file that somebody names."""


class StationSettings:
    """Implements `viewmodels.station_ports.SettingsDesk`. `running`: what the program works with."""

    def __init__(
        self,
        home: Home,
        running: Settings,
        texts: Texts,
        journal: SqliteJournal,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._home = home
        self._running = running
        self._texts = texts
        self._journal = journal
        self._clock = clock
        self._new_id = new_id

    def rows(self) -> Sequence[SettingRow]:
        """See `SettingsDesk`. Raises Trouble."""
        table, settings = self._read()
        return explained(self._texts, _whole(settings), _whole(self._running), set(table))

    def change(self, officer: SignedIn, key: str, text: str) -> SettingChange | Refusal:
        """See `SettingsDesk`. Raises Trouble."""
        kind = settings_file.kinds().get(key)
        if kind is None:
            return Refusal("setting_unknown", {"key": key})
        try:
            # The prefix of a keyboard scanner may be a blank.
            value = text if key == "wedge_prefix" and not text.startswith('"') else parse_value(key, kind, text)
            with self._in_turn():
                changes = self._changes({key: value})
                if not changes:
                    return Refusal("setting_same", {"key": key})
                if changes[0].kept:
                    return Refusal("setting_fixed", {"key": key})
                return self._make(officer, changes, {key: value}) or changes[0]
        except BadSettings as error:
            return bad_setting(error)

    def export(self, file: str) -> str | Refusal:
        """See `SettingsDesk`. Raises Trouble."""
        path = Path(file).expanduser()
        if path.exists():
            return Refusal("setting_file_there", {"path": str(path)})
        # A medium that is not plugged in, or a slip of the finger, is no reason to make a folder.
        if not path.absolute().parent.is_dir():
            return Refusal("setting_no_folder", {"path": str(path.absolute().parent)})
        write_whole(path, toml_file(asdict(self._read()[1]), FIRST_LINE).encode())
        return str(path.absolute())

    def differences(self, file: str) -> Sequence[SettingChange] | Refusal:
        """See `SettingsDesk`. Raises Trouble."""
        try:
            changes = self._changes(_named(Path(file).expanduser()))
        except BadSettings as error:
            return bad_setting(error)
        return changes or Refusal("setting_no_difference")

    def take_over(
        self, officer: SignedIn, file: str, shown: Sequence[SettingChange] | None = None
    ) -> Sequence[SettingChange] | Refusal:
        """See `SettingsDesk`. Raises Trouble."""
        try:
            wanted = _named(Path(file).expanduser())
            with self._in_turn():
                changes = self._changes(wanted)
                if shown is not None and list(shown) != changes:
                    return Refusal("setting_file_changed")
                own = {change.key for change in changes if change.kept}
                made = [change for change in changes if not change.kept]
                if not made:
                    return Refusal("setting_no_difference")
                taken = {key: value for key, value in wanted.items() if key not in own}
                return self._make(officer, made, taken) or changes
        except BadSettings as error:
            return bad_setting(error)

    # --- how

    @contextlib.contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Another program may change settings too: what was read is what is written over. Raises Trouble."""
        try:
            with alone(self._home.folder / "changing.lock", PATIENCE_S):
                yield
        except Taken as error:
            raise Trouble("busy") from error

    def _read(self) -> tuple[dict[str, object], Settings]:
        """What the file says, and the settings that makes."""
        try:
            table = settings_file.read_table(self._home.settings)
            return table, settings_file.settings_of(table)
        except (OSError, BadSettings) as error:
            raise Trouble("settings_unreadable", path=str(self._home.settings), detail=str(error)) from error

    def _changes(self, wanted: Mapping[str, object]) -> list[SettingChange]:
        """What would change, in the order of the file. Raises BadSettings where the whole would not do."""
        table, settings = self._read()
        before = _whole(settings)
        own = {key: getattr(settings, key) for key in FIXED}
        after = _whole(settings_file.settings_of({**table, **wanted, **own}))
        named = {**after, **{key: toml_value(wanted[key]) for key in FIXED if key in wanted}}
        return [
            SettingChange(key, before[key], named[key], effect_of(key), kept=key in FIXED)
            for key in before
            if before[key] != named[key]
        ]

    def _make(
        self, officer: SignedIn, changes: Sequence[SettingChange], wanted: Mapping[str, object]
    ) -> Refusal | None:
        """Write beside, keep the old file, record, put in place: what cannot be written is not recorded as done."""
        if refusal := may_act(officer, ACT_ROLES[ActKind.SETTINGS_CHANGED]):
            return refusal
        place = self._home.settings
        try:
            fresh = settings_file.write_fresh({**self._read()[0], **wanted}, place)
            try:
                stamp = self._clock().strftime("%Y%m%d-%H%M%S-%f")
                old = self._home.old_settings / f"settings-{stamp}.toml"
                write_whole(old, place.read_bytes())
                answer = self._record(officer, changes)
                if isinstance(answer, Refusal):
                    old.unlink()
                    return answer
                fresh.replace(place)
                # The act is on its disk: so is what it says, name and all.
                flush(place)
            finally:
                with contextlib.suppress(OSError):
                    fresh.unlink(missing_ok=True)
        except OSError as error:
            raise Trouble("settings_unwritable", path=place.name, detail=error.strerror or "") from error
        return None

    def _record(self, officer: SignedIn, changes: Sequence[SettingChange]) -> Act | Refusal:
        said = [f"{change.key}: {change.before} → {change.after}" for change in changes]
        subject = Subject("station", self._journal.station.name)
        draft = Draft(
            self._new_id(),
            ActKind.SETTINGS_CHANGED,
            subject,
            officer.person.name,
            self._clock(),
            {"changes": said},
        )
        return self._journal.record(draft, officer.signer)


def settings_of_station(opened: Workstation) -> StationSettings:
    """The settings of an open workstation."""
    counter = opened.counter
    return StationSettings(opened.home, opened.settings, opened.texts, opened.journal, counter.clock, counter.new_id)


def explained(texts: Texts, now: Mapping[str, str], running: Mapping[str, str], in_file: set[str]) -> list[SettingRow]:
    """Every setting with its words, from the one table of them."""
    defaults = default_values()
    return [
        SettingRow(
            key,
            kind,
            now[key],
            defaults[key],
            running[key],
            "file" if key in in_file else "default",
            effect_of(key),
            texts.either(f"setting.{key}", "window.named", name=key),
            texts.either(f"setting_about.{key}", "window.named", name=key),
            CHOICES.get(key, ()) or (("true", "false") if kind is Kind.FLAG else ()),
        )
        for key, kind in settings_file.kinds().items()
    ]


def effect_of(key: str) -> str:
    """When a change of `key` counts: at_once, restart or fixed."""
    return "fixed" if key in FIXED else "at_once" if key in LIVE else "restart"


def default_values() -> dict[str, str]:
    """The default of each setting as TOML writes it; empty where there is none."""
    plain = _whole(Settings(site="CE", desk="inspection", name="CE-1"))
    needed = {"site", "desk", "name"}
    return {setting.name: "" if setting.name in needed else plain[setting.name] for setting in fields(Settings)}


def bad_setting(error: BadSettings) -> Refusal:
    """Why a value is no good, as a refusal."""
    return Refusal(f"setting_{error.code}", {"key": error.keys, **error.params})


def _whole(settings: Settings) -> dict[str, str]:
    return {key: toml_value(value) for key, value in asdict(settings).items()}


def _named(file: Path) -> dict[str, object]:
    """What a file that somebody named says. Raises BadSettings, Trouble."""
    try:
        found = file.stat()
        # A pipe would be waited for, a device read for ever.
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
            raise BadSettings("", "not_a_file", detail=file.name)
        if found.st_size > LARGEST:
            raise BadSettings("", "not_a_file", detail=f"> {LARGEST} B")
        return settings_file.read_table(file)
    except OSError as error:
        raise Trouble("file_unreadable", path=file.name, detail=error.strerror or "") from error
