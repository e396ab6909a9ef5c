"""Makes a new workstation in a folder, and opens the one that is there."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import uuid_utils.compat

from officer_app import settings as settings_file
from officer_app.core.ports import Central, Signer
from officer_app.core.shifts import shift_at
from officer_app.paths import Home, resources
from officer_app.security import file_key
from officer_app.security.cards import Cards
from officer_app.settings import Settings
from officer_app.store.ballast import MB, Ballast
from officer_app.store.errors import StoreError
from officer_app.store.journal import SqliteJournal
from officer_app.store.mirror import SqliteMirror
from officer_app.store.officers import OfficerTable
from officer_app.texts import Both, Texts
from officer_app.usecases.counter import Counter, PaperTitle
from officer_app.workstation import witness
from officer_app.workstation.centre import connect, connect_post
from officer_app.workstation.certificates import Certificates
from officer_app.workstation.codes import CodeReaders, issue_token, issue_transit_code
from officer_app.workstation.command_sheet import CommandSheet
from officer_app.workstation.elsewhere import KeysEverywhere
from officer_app.workstation.home_settings import load_settings
from officer_app.workstation.in_use import InUse
from officer_app.workstation.key_acts import KeyActs
from officer_app.workstation.looks import Looks
from officer_app.workstation.officers import Officers
from officer_app.workstation.own_chain import open_chain, own_key, prove_own
from officer_app.workstation.scans import Scans
from officer_app.workstation.sessions import Sessions
from officer_app.workstation.trouble import Trouble, store_trouble

if TYPE_CHECKING:
    from officer_app.workstation.papers import Papers

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Workstation:
    """Everything opened from one home. `settings` are those it was opened with. Close it when done."""

    home: Home
    settings: Settings
    texts: Texts
    journal: SqliteJournal
    mirror: SqliteMirror
    officers: Officers
    keys: KeyActs
    make_papers: Callable[[], "Papers"]
    counter: Counter
    central: Central | None
    station_signer: Signer
    commands: CommandSheet
    looks: Looks
    scans: Scans

    @cached_property
    def in_use(self) -> InUse:
        """The settings as they count by now."""
        return InUse(self.home, self.settings)

    @cached_property
    def papers(self) -> "Papers":
        """What renders papers: loaded and made for the first of them."""
        return self.make_papers()

    def close(self) -> None:
        """Close the stores and the lines to the centre and to the post's own server."""
        for line in (self.central, self.counter.post):
            if line is not None:
                line.close()
        self.scans.close()
        self.looks.close()
        self.mirror.close()
        self.journal.close()


def now() -> datetime:
    """The time of this machine, UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """A fresh UUIDv7 as text: sortable by time, unique without asking anyone."""
    return str(uuid_utils.compat.uuid7())


def create(folder: Path, settings: Settings) -> None:
    """Make a workstation: its key, its databases, the first act of its chain. Raises Trouble; never overwrites one."""
    home = Home(folder)
    try:
        if home.settings.exists():
            raise Trouble("home_exists", path=str(folder), name=load_settings(home).name)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # papers and names lie in it
        key = file_key.load_or_create(home.file_key)
        journal = SqliteJournal(home.journal, key, settings.station)
        try:
            open_chain(journal, new_id(), now())
        finally:
            journal.close()
        # Last, so that a home with settings is always a whole one: what was interrupted is simply done again.
        settings_file.save(settings, home.settings)
    except OSError as error:
        raise Trouble("home_unwritable", path=str(folder), detail=_why(error)) from error
    except file_key.FileKeyTrouble as error:
        if error.code == "file_key_unwritable":
            raise Trouble("home_unwritable", path=str(folder), detail=error.code) from error
        raise Trouble("file_key", detail=error.code) from error
    except StoreError as error:
        raise store_trouble(error) from error


def open_workstation(folder: Path) -> Workstation:
    """Open the workstation in `folder`. Raises Trouble with one clear sentence for whatever does not work."""
    home = Home(folder)
    settings = load_settings(home)
    try:
        key = file_key.load(home.file_key)
        if not home.journal.exists() or home.journal.stat().st_size == 0:
            # An empty new one would begin the chain anew, as if nothing had ever been recorded.
            raise Trouble("journal_missing", path=str(home.journal))
        ballast = Ballast(home.ballast, settings.ballast_mb * MB)
        journal = SqliteJournal(home.journal, key, settings.station, ballast)
    except file_key.FileKeyTrouble as error:
        raise Trouble("file_key", detail=error.code) from error
    except StoreError as error:
        raise store_trouble(error) from error
    try:
        prove_own(home, settings, journal)
        witness.look(home, journal, confirm_after_start=settings.confirm_after_start)
        mirror = _open_mirror(home, key, ballast)
    except Trouble:
        journal.close()
        raise
    except StoreError as error:
        journal.close()
        raise store_trouble(error) from error
    try:
        central, post = connect(settings, journal), connect_post(settings, journal)
    except Trouble:
        mirror.close()
        journal.close()
        raise
    return _assemble(home, settings, journal, mirror, (central, post))


def _open_mirror(home: Home, key: bytes, ballast: Ballast) -> SqliteMirror:
    """The mirror. One that is damaged is set aside and an empty one made: it can be loaded again. Raises StoreError."""
    try:
        return SqliteMirror(home.mirror, key, ballast)
    except StoreError as error:
        if error.code not in ("damaged", "wrong_key") or not home.mirror.is_file():
            raise
        log.warning("the mirror was set aside: %s", error.code)
    try:
        home.mirror.replace(home.lost_mirror)
        for suffix in ("-wal", "-shm"):
            home.mirror.with_name(home.mirror.name + suffix).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError("read_only", _why(error)) from error
    return SqliteMirror(home.mirror, key, ballast)


def _assemble(
    home: Home,
    settings: Settings,
    journal: SqliteJournal,
    mirror: SqliteMirror,
    lines: tuple[Central | None, Central | None],
) -> Workstation:
    central, post = lines
    looks = Looks(home, settings.looks_kept_days, now)
    scans = Scans(home, settings.name, settings.shifts, now)
    signer = own_key(journal)
    journal.fail_over_to(signer, new_id)
    officers, keys = _officers(home, settings, journal, signer)
    codes = CodeReaders(settings, officers, keys, KeysEverywhere(journal, keys), now)
    counter = Counter(
        journal=journal,
        mirror=mirror,
        clock=now,
        new_id=new_id,
        issue_token=issue_token,
        read_token=codes.read_token,
        central=central,
        post=post,
        rules=settings.rules,
        note_look=looks.note,
        note_scan=scans.note,
        issue_transit=issue_transit_code,
        read_transit=codes.read_transit_code,
        paper_title=_titles(lambda: opened.papers),
    )
    opened = Workstation(
        home=home,
        settings=settings,
        texts=Texts.at_need(resources() / "texts"),
        journal=journal,
        mirror=mirror,
        officers=officers,
        keys=keys,
        make_papers=lambda: _papers(counter, home, officers),
        counter=counter,
        central=central,
        station_signer=signer,
        commands=CommandSheet(journal, now, settings.commands),
        looks=looks,
        scans=scans,
    )
    return opened


def _titles(papers: Callable[[], "Papers"]) -> PaperTitle:
    """The templates are read for the first of them."""

    def title(form: str) -> Both:
        return papers().forms.title(form)

    return title


def _papers(counter: Counter, home: Home, officers: Officers) -> "Papers":
    papers: Papers = import_module("officer_app.workstation.papers").Papers(
        counter, home.papers, resources() / "forms", officers.names
    )
    return papers


def _officers(home: Home, settings: Settings, journal: SqliteJournal, signer: Signer) -> tuple[Officers, KeyActs]:
    office = Certificates(home.certificates)
    keys = KeyActs(journal, signer, now, new_id, lambda: office.root)
    officers = Officers(
        OfficerTable(journal),
        keys,
        Cards(settings.pkcs11_module),
        now,
        Sessions(lambda: shift_at(now(), settings.shifts).key),
        certified_only=settings.certified_keys_only,
    )
    return officers, keys


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__
