"""A backup of a workstation in one file: its journal and what belongs to it, proved before and after it is written."""

import base64
import hashlib
import json
import logging
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from officer_app.core.acts import format_time
from officer_app.core.rights import RECORD_KIND, read_authority
from officer_app.paths import Home
from officer_app.security import escrow, file_key
from officer_app.security.chain_check import Defect
from officer_app.security.check import StoredAct, check, readable
from officer_app.store.copying import flush, prove_file
from officer_app.store.encrypted_file import EncryptedFile
from officer_app.store.errors import StoreError
from officer_app.store.journal import RESTORED, SqliteJournal
from officer_app.store.looks import LookLog
from officer_app.store.scan_log import SqliteScanLog
from officer_app.usecases.seat import UNCONFIRMED
from officer_app.workstation import witness
from officer_app.workstation.opening import Workstation, now, own_key
from officer_app.workstation.trouble import Trouble

WHAT, VERSION = "officer-app backup", 1
MANIFEST, JOURNAL, MIRROR, LOOKS, SCANS = "manifest.json", "journal.db", "mirror.db", "looks.db", "scans.db"
FILES = (JOURNAL, MIRROR, LOOKS, SCANS)
BESIDE = "backup_files"
"""Under this name the copied journal keeps the small files of its home (name → base64), which are as secret as it is,
and the folder they lay in."""
MOST_BESIDE = 2**20
MOST_MANIFEST = 2**20
_PIECE = 2**20

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself, readable without a key. `files`: name → length and SHA-256 in hex.

    `key_check` tells which file key opens it (`escrow.check`); `grants_for` the posts whose releases this workstation
    granted itself when it was made; `defects` how many defects its chain had then.
    """

    made_at: str
    site: str
    station: str
    desk: str
    mode: str
    key_check: str
    acts: int
    head_seq: int
    head_hash: str
    unsent: int
    grants_for: tuple[str, ...]
    defects: int
    files: Mapping[str, tuple[int, str]]


def make_backup(workstation: Workstation, out: Path, *, with_mirror: bool) -> Manifest:
    """Write the backup of `workstation` to `out` while it works on. Raises Trouble, StoreError: `out` is as it was.

    The copy is one moment's. It is read through before it is packed (every page, every act, the whole chain), and the
    written file is read back. A file already there is replaced only where it is an earlier backup of this workstation.
    """
    _prove_free(out, workstation)
    key = file_key.load(workstation.home.file_key)
    try:
        with _place_beside(out) as folder:
            workstation.journal.copy_to(folder / JOURNAL)
            names = [JOURNAL]
            if with_mirror:
                workstation.mirror.copy_to(folder / MIRROR)
                names.append(MIRROR)
            names += _copied_logs(workstation, folder, key)
            manifest = _prepare(workstation, folder, key)
            for name in names:
                prove_file(folder / name, key)
            whole = _with_files(manifest, {name: _measured(folder / name) for name in names})
            _pack(whole, folder, folder / "backup")
            if read_manifest(folder / "backup") != whole or not proved(folder / "backup", whole):
                raise Trouble("backup_unreadable", path=out.name)
            (folder / "backup").replace(out)
            flush(out)
    except OSError as error:
        raise Trouble("file_unwritable", path=str(out), detail=error.strerror or type(error).__name__) from error
    return whole


def read_manifest(file: Path) -> Manifest:
    """What the backup `file` says of itself. Raises Trouble (not_a_backup, newer_backup, file_unreadable)."""
    try:
        with zipfile.ZipFile(file) as packed, packed.open(MANIFEST) as stream:
            table = json.loads(stream.read(MOST_MANIFEST))
        if table["what"] != WHAT:
            raise Trouble("not_a_backup", path=str(file))
        if table["version"] > VERSION:
            raise Trouble("newer_backup", path=str(file))
        texts = {name: table[name] for name in Manifest.__dataclass_fields__}
        files = {name: (int(length), str(digest)) for name, (length, digest) in table["files"].items()}
        return Manifest(**{**texts, "grants_for": tuple(table["grants_for"]), "files": files})
    except OSError as error:
        raise Trouble("file_unreadable", path=str(file), detail=error.strerror or type(error).__name__) from error
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, RecursionError, NotImplementedError) as error:
        raise Trouble("not_a_backup", path=str(file)) from error


def proved(file: Path, manifest: Manifest) -> bool:
    """Whether all that the manifest names is in `file` with its length and digest. Raises OSError."""
    try:
        with zipfile.ZipFile(file) as packed:
            return all(_measured_in(packed, name) == wanted for name, wanted in manifest.files.items())
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError):
        return False


def chain_defects(journal: SqliteJournal) -> list[Defect]:
    """What is wrong with the chain of our own acts; a journal with a defect is backed up all the same, as evidence."""
    rows = [StoredAct(*row) for row in journal.stored_acts() if row[0] == journal.station.name]
    acts, unreadable = readable(rows)
    return [*unreadable, *check(acts, {}, {journal.station.name: own_key(journal).public_key}).defects]


def _copied_logs(workstation: Workstation, folder: Path, key: bytes) -> list[str]:
    """Who looked, and what was scanned. What cannot be read of these two is left out: acts do not wait for it."""
    home, station, copied = workstation.home, workstation.journal.station.name, []
    kinds: dict[str, Callable[[], EncryptedFile]] = {
        LOOKS: lambda: LookLog(home.looks, key),
        SCANS: lambda: SqliteScanLog(home.scans, key, station),
    }
    for name in [each for each in kinds if (home.folder / each).exists()]:
        try:
            with closing(kinds[name]()) as file:
                file.copy_to(folder / name)
            prove_file(folder / name, key)
        except StoreError as error:
            log.warning("%s is not in the backup: %s", name, error.code)
            continue
        copied.append(name)
    return copied


def _prepare(workstation: Workstation, folder: Path, key: bytes) -> Manifest:
    """Mark the copied journal as one, put the small files into it, and say what is in it."""
    journal = SqliteJournal(folder / JOURNAL, key, workstation.journal.station)
    try:
        # In the copy itself: whoever takes it out by hand has a journal that knows what it is.
        journal.keep_value(UNCONFIRMED, "restored")
        if workstation.settings.central_url:
            journal.keep_value(RESTORED, "backup")
        journal.keep_value(witness.PLACE, "")
        beside = {"folder": str(workstation.home.folder.absolute()), "files": _small_files(workstation.home)}
        journal.keep_value(BESIDE, json.dumps(beside))
        queue = journal.queue()
        head = journal.own_acts(journal.pushed_seq() + queue.unsent - 1, 1)[-1]
        station = journal.station
        return Manifest(
            made_at=format_time(now()),
            site=station.site,
            station=station.name,
            desk=station.desk,
            mode=str(station.mode),
            key_check=escrow.check(key),
            acts=len(journal.stored_acts()),
            head_seq=head.station_seq,
            head_hash=head.hash.hex(),
            unsent=queue.unsent,
            grants_for=_grants_for(workstation),
            defects=len(chain_defects(journal)),
            files={},
        )
    finally:
        journal.close()


def _grants_for(workstation: Workstation) -> tuple[str, ...]:
    """The posts whose releases this workstation grants itself, as far as its mirror knows."""
    posts = []
    for record in workstation.mirror.listed(RECORD_KIND, 1000):
        try:
            authority = read_authority(record.doc)
        except ValueError:
            continue
        if authority.kind == "workstation" and authority.holder == workstation.journal.station.name:
            posts.append(authority.post)
    return tuple(posts)


def _small_files(home: Home) -> dict[str, str]:
    """Settings, also those from before each change; the office's own rules; what marks a practice desk; certificates
    and keys of the line to the centre; never the file key.
    """
    folders = (home.file_key.parent, home.certificates, home.old_settings)
    files = [home.settings, home.transit_rules, home.practice, *(file for each in folders for file in each.rglob("*"))]
    return {
        file.relative_to(home.folder).as_posix(): base64.b64encode(file.read_bytes()).decode("ascii")
        for file in files
        if file.is_file() and file != home.file_key and file.stat().st_size <= MOST_BESIDE
    }


def _prove_free(out: Path, workstation: Workstation) -> None:
    if not out.exists():
        return
    try:
        there = read_manifest(out)
    except Trouble as trouble:
        raise Trouble("backup_elsewhere", path=str(out)) from trouble
    if (there.site, there.station) != (workstation.journal.station.site, workstation.journal.station.name):
        raise Trouble("backup_elsewhere", path=str(out))


@contextmanager
def _place_beside(out: Path) -> Iterator[Path]:
    """A folder on the disk that the backup is for, gone afterwards."""
    folder = Path(mkdtemp(prefix=".officer-app-", dir=out.absolute().parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _with_files(manifest: Manifest, files: Mapping[str, tuple[int, str]]) -> Manifest:
    return Manifest(**{**vars(manifest), "files": files})


def _pack(manifest: Manifest, folder: Path, into: Path) -> None:
    said = {"what": WHAT, "version": VERSION, **vars(manifest)}
    with into.open("xb") as stream:
        # Stored as it is: what is encrypted cannot be made smaller.
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
            packed.writestr(MANIFEST, json.dumps(said, ensure_ascii=False, indent=1))
            for name in manifest.files:
                packed.write(folder / name, name)
        stream.flush()
        os.fsync(stream.fileno())


def _measured(file: Path) -> tuple[int, str]:
    with file.open("rb") as stream:
        return file.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest()


def _measured_in(packed: zipfile.ZipFile, name: str) -> tuple[int, str]:
    digest, length = hashlib.sha256(), 0
    with packed.open(name) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            length += len(piece)
    return length, digest.hexdigest()
