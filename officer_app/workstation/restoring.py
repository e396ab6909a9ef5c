"""Brings a workstation back from its backup, into a home that is none yet."""

import base64
import binascii
import json
import shutil
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote_plus

from officer_app import settings as settings_file
from officer_app.core.acts import Mode
from officer_app.core.ports import Station
from officer_app.paths import Home
from officer_app.security import escrow, file_key
from officer_app.settings import Settings
from officer_app.store.copying import flush, prove_file
from officer_app.store.journal import RESTORED, SqliteJournal
from officer_app.usecases.seat import SEAT
from officer_app.workstation.backup import BESIDE, chain_defects
from officer_app.workstation.backup_file import FILES, JOURNAL, Manifest, proved, read_manifest
from officer_app.workstation.home_settings import load_settings
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.whole_files import write_whole


@dataclass(frozen=True)
class Restored:
    """A workstation that came back. `needs_centre`: it records nothing until it has met its centre."""

    manifest: Manifest
    settings: Settings
    needs_centre: bool
    defects: int


def restore(file: Path, home: Home, key_file: Path | None) -> Restored:
    """Make a home of the backup `file`. Raises Trouble, StoreError; a living home is never touched.

    The key is that of `key_file` (32 bytes, as an escrow gives it back), else the one that lies in the home already.
    What was interrupted is simply done again: the settings come last, and make the home a living one.
    """
    if home.settings.exists():
        raise Trouble("home_exists", path=str(home.folder), name=load_settings(home).name)
    # What was written to a journal last may lie beside it alone, and would be taken for part of the one that comes.
    if there := [part for part in (home.journal, *_logs(home.journal)) if part.exists() and part.stat().st_size]:
        raise Trouble("journal_there", path=str(there[0]))
    manifest = read_manifest(file)
    key = _key(home, key_file, manifest)
    try:
        if not proved(file, manifest):
            raise Trouble("backup_damaged", path=str(file))
        folder = home.folder / ".restoring"
        shutil.rmtree(folder, ignore_errors=True)
        home.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
        try:
            return _restore(file, manifest, key, home, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise Trouble("home_unwritable", path=str(home.folder), detail=detail) from error


def _restore(file: Path, manifest: Manifest, key: bytes, home: Home, folder: Path) -> Restored:
    with zipfile.ZipFile(file) as packed:
        for name in FILES:
            if name in manifest.files:
                packed.extract(name, folder)
    station = Station(manifest.site, manifest.station, manifest.desk, "", Mode(manifest.mode))
    for name in manifest.files:
        prove_file(folder / name, key)
    journal = SqliteJournal(folder / JOURNAL, key, station)
    try:
        _prove_same(journal, manifest)
        defects = len(chain_defects(journal))
        was, files = _beside(journal)
        journal.keep_value(BESIDE, "")
        for name, data in files.items():
            write_whole(folder / name, data)
            (folder / name).chmod(0o600)
        settings = settings_file.load(folder / home.settings.name)
        settings = _moved(settings, was, str(home.folder.absolute()))
        if settings.central_url:
            journal.keep_value(RESTORED, manifest.made_at)
            journal.keep_value(SEAT, "")
    finally:
        journal.close()
    _put_in_place(home, folder, key)
    settings_file.save(settings, home.settings)
    return Restored(manifest, settings, bool(settings.central_url), defects)


def _put_in_place(home: Home, folder: Path, key: bytes) -> None:
    """Everything but the settings, from the folder into the home; the journal last."""
    if not home.file_key.exists():
        file_key.keep(home.file_key, key)
    (folder / home.settings.name).unlink()
    for file in sorted(folder.rglob("*")):
        target = home.folder / file.relative_to(folder)
        if file.is_file() and target != home.journal:
            target.parent.mkdir(parents=True, exist_ok=True)
            _forget_logs(target)
            file.replace(target)
            flush(target)
    _forget_logs(home.journal)
    (folder / JOURNAL).replace(home.journal)
    flush(home.journal)


def _logs(file: Path) -> list[Path]:
    """What SQLite keeps beside a file, and reads with whatever bears its name."""
    return [file.with_name(file.name + suffix) for suffix in ("-wal", "-journal")]


def _forget_logs(file: Path) -> None:
    for log in _logs(file):
        log.unlink(missing_ok=True)


def _prove_same(journal: SqliteJournal, manifest: Manifest) -> None:
    """What the manifest says in the open has to be what the journal holds. Raises Trouble."""
    last = journal.own_acts(manifest.head_seq - 1, 2)
    said = [(manifest.site, manifest.station, manifest.head_seq, manifest.head_hash)]
    if [(act.site, act.station, act.station_seq, act.hash.hex()) for act in last] != said:
        raise Trouble("backup_damaged", path=manifest.station)


def _beside(journal: SqliteJournal) -> tuple[str, dict[str, bytes]]:
    """The folder of the home that was backed up, and its small files. Raises Trouble."""
    try:
        table = json.loads(journal.value(BESIDE))
        files = {str(name): base64.b64decode(data, validate=True) for name, data in table["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise Trouble("backup_damaged", path=journal.station.name) from error
    if any(name.startswith("/") or ".." in Path(name).parts for name in files):
        raise Trouble("backup_damaged", path=journal.station.name)
    return str(table["folder"]), files


def _moved(settings: Settings, was: str, folder: str) -> Settings:
    """The settings with the paths of certificates, which the addresses name, in the new home."""

    def moved(url: str) -> str:
        return url.replace(quote_plus(was), quote_plus(folder)).replace(was, folder)

    return replace(settings, central_url=moved(settings.central_url), post_url=moved(settings.post_url))


def _key(home: Home, key_file: Path | None, manifest: Manifest) -> bytes:
    """The file key that opens the backup. Raises Trouble (file_key, key_needed, wrong_key)."""
    if key_file is None and not home.file_key.exists():
        raise Trouble("key_needed", check=manifest.key_check)
    try:
        key = file_key.load(key_file or home.file_key)
    except file_key.FileKeyTrouble as error:
        raise Trouble("file_key", detail=error.code) from error
    if escrow.check(key) != manifest.key_check:
        raise Trouble("other_key", check=escrow.check(key), needed=manifest.key_check)
    if home.file_key.exists() and file_key.load(home.file_key) != key:
        raise Trouble("home_unwritable", path=str(home.file_key), detail="file_key_exists")
    return key
