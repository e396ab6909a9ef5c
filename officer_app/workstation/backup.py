"""A backup of a workstation in one file: its journal and what belongs to it, proved before and after it is written."""

import base64
import json
import logging
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
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
from officer_app.workstation.backup_file import (
    JOURNAL,
    LOOKS,
    MIRROR,
    SCANS,
    Manifest,
    measured,
    pack,
    proved,
    read_manifest,
)
from officer_app.workstation.opening import Workstation, now
from officer_app.workstation.own_chain import own_key
from officer_app.workstation.trouble import Trouble

BESIDE = "backup_files"
"""Under this name the copied journal keeps the small files of its home (name → base64), which are as secret as it is,
and the folder they lay in."""
MOST_BESIDE = 2**20

log = logging.getLogger(__name__)


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
            whole = _with_files(manifest, {name: measured(folder / name) for name in names})
            pack(whole, folder, folder / "backup")
            if read_manifest(folder / "backup") != whole or not proved(folder / "backup", whole):
                raise Trouble("backup_unreadable", path=out.name)
            (folder / "backup").replace(out)
            flush(out)
    except OSError as error:
        raise Trouble("file_unwritable", path=str(out), detail=error.strerror or type(error).__name__) from error
    return whole


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
