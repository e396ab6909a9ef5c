"""The doctor: looks at everything a workstation needs and says in one sentence each what is wrong and what to do."""

import os
import shutil
import stat
from collections.abc import Generator, Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from officer_app.core.buddhist import datetime_be
from officer_app.core.ports import Unreachable
from officer_app.devices.lamp import BadCode, SerialLamp
from officer_app.devices.present import present
from officer_app.devices.sound import find_player
from officer_app.devices.unheard import Unheard
from officer_app.paths import Home
from officer_app.security import file_key
from officer_app.security.stamp_token import has_room
from officer_app.settings import Settings
from officer_app.store.engine import OLDEST_SAFE_SQLITE
from officer_app.store.errors import StoreError
from officer_app.texts import Texts
from officer_app.viewmodels.ports import Finding
from officer_app.workstation import escrows
from officer_app.workstation.disk_kind import encrypted, mounted
from officer_app.workstation.keeping import copy_of, look
from officer_app.workstation.opening import Workstation, now, open_workstation
from officer_app.workstation.printer_check import printer_findings
from officer_app.workstation.scanner_check import scanner_findings
from officer_app.workstation.trouble import Trouble, store_trouble

GOOD, ATTENTION, BAD = "good", "attention", "bad"
LITTLE_BYTES, TOO_LITTLE_BYTES = 2 * 2**30, 200 * 2**20
CLOCK_OFF_S, CLOCK_BAD_S = 5, 120
FONTS = ("fontpkg_noto_sans_thai", "fontpkg_sarabun")
LONGEST_PERMIT = "9" * 12
"""As long as the number of any cargo permit (core.number_shapes)."""
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs"})


class Checkup:
    """Looks at the home in `folder`; each method yields findings and none raises."""

    def __init__(self, folder: Path, texts: Texts) -> None:
        self._home = Home(folder)
        self._texts = texts

    def everything(self, *, reading: bool = False) -> Generator[Finding]:
        """All of it, whether or not there is a home. `reading`: see `devices`."""
        yield self._sqlite()
        opened: Workstation | None = None
        readable = False
        try:
            opened = open_workstation(self._home.folder)
        except Trouble as trouble:
            yield Finding("home", BAD, self._texts.trouble(trouble))
        try:
            if opened is not None:
                yield self._say("home", GOOD, "home_good", name=opened.settings.name, path=str(self._home.folder))
            yield from self._disk()
            yield from self._key_file()
            if opened is not None:
                yield from self._codes(opened.settings)
                yield from self._keys(opened)
                yield self._escrow()
                kept = list(self._keeping(opened))
                yield from kept
                readable = all(finding.state != BAD for finding in kept if finding.name == "journal")
                if readable:
                    yield self._clock(opened)
                    yield self._centre(opened)
            yield from self.devices(opened.settings if opened else None, reading=reading)
            # What was printed stands in the journal: a damaged one cannot be asked.
            if opened is not None and readable:
                yield from printer_findings(opened)
        finally:
            if opened is not None:
                opened.close()

    def devices(self, settings: Settings | None, *, reading: bool = False) -> Iterator[Finding]:
        """Ports, scanners, sound, lamp, fonts. `reading`: this program has scanners and lamp open itself."""
        listed = ", ".join(f"{each.url} ({each.name})" if each.name else each.url for each in present())
        yield (
            self._say("ports", GOOD, "ports_listed", ports=listed)
            if listed
            else self._say("ports", ATTENTION, "ports_none")
        )
        if settings is not None and not reading:
            yield from scanner_findings(settings, self._texts)
            yield from self._lamp(settings)
        yield self._sound()
        yield self._fonts()

    # --- one by one

    def _sqlite(self) -> Finding:
        version = sqlcipher.sqlite_version_info
        said = {"version": ".".join(map(str, version)), "needed": ".".join(map(str, OLDEST_SAFE_SQLITE))}
        good = version >= OLDEST_SAFE_SQLITE
        return self._say("sqlite", GOOD if good else BAD, "sqlite_good" if good else "sqlite_old", **said)

    def _disk(self) -> Iterator[Finding]:
        folder = next(each for each in (self._home.folder, *self._home.folder.absolute().parents) if each.exists())
        free = shutil.disk_usage(folder).free
        state = BAD if free < TOO_LITTLE_BYTES else ATTENTION if free < LITTLE_BYTES else GOOD
        yield self._say("disk", state, "disk_free" if state == GOOD else "disk_full", free=f"{free / 2**30:.1f}")
        device, kind = mounted(folder)
        if kind in NETWORK_FILE_SYSTEMS:
            yield self._say("disk_kind", BAD, "disk_network", kind=kind)
        elif encrypted(device):
            yield self._say("disk_encryption", GOOD, "disk_encrypted")
        else:
            yield self._say("disk_encryption", ATTENTION, "disk_plain", device=device or "?")

    def _keeping(self, opened: Workstation) -> Iterator[Finding]:
        """The journal's own pages, the reserve on the disk, the second medium, a mirror that was set aside."""
        try:
            opened.journal.prove()
            storage = look(opened, copy_of(opened))
        except StoreError as error:
            yield Finding("journal", BAD, self._texts.trouble(store_trouble(error)))
            return
        yield self._say("journal", GOOD, "journal_good")
        if storage.room == "spent":
            yield self._say("reserve", BAD, "reserve_spent", free=str(storage.free_mb))
        if storage.copy != "none":
            state = GOOD if storage.copy == "good" else ATTENTION
            yield self._say("unsent_copy", state, f"unsent_copy_{storage.copy}", n=str(storage.behind))
        if self._home.lost_mirror.exists():
            yield self._say("mirror", ATTENTION, "mirror_set_aside", path=self._home.lost_mirror.name)
        elif storage.mirror_lost:
            yield self._say("mirror", ATTENTION, "mirror_gone")
        elif opened.counter.central is None and opened.settings.desk != "transit" and not opened.mirror.count("permit"):
            yield self._say("mirror", ATTENTION, "mirror_empty")

    def _key_file(self) -> Iterator[Finding]:
        if os.name == "nt" or not self._home.file_key.exists():
            return
        about = self._home.file_key.stat()
        mode = stat.S_IMODE(about.st_mode)
        said = {"path": self._home.file_key.name, "mode": f"{mode:04o}"}
        if mode & 0o077:
            yield self._say("key_file", BAD, "key_open", **said)
        elif about.st_uid != os.geteuid():
            yield self._say("key_file", ATTENTION, "key_owner", **said)
        else:
            yield self._say("key_file", GOOD, "key_good", **said)

    def _codes(self, settings: Settings) -> Iterator[Finding]:
        """Whether the codes of stamps have room for what this site and its posts are called."""
        full = [
            post
            for post in settings.posts
            if not all(has_room(LONGEST_PERMIT, text, post, settings.site) for text in settings.stamp_texts.values())
        ]
        if full:
            yield self._say("codes", ATTENTION, "codes_no_room", posts=", ".join(full))

    def _keys(self, opened: Workstation) -> Iterator[Finding]:
        if opened.keys.root:
            left = ", ".join(opened.keys.uncertified(opened.officers.everyone()))
            state, said = (ATTENTION, "keys_uncertified") if left else (GOOD, "keys_certified")
            yield self._say("keys", state, said, names=left)

    def _escrow(self) -> Finding:
        state = escrows.state(self._home, lambda: file_key.load(self._home.file_key))
        return self._say("escrow", GOOD if state == "good" else ATTENTION, f"escrow_{state}")

    def _clock(self, opened: Workstation) -> Finding:
        here = now()
        head = opened.journal.own_acts(max(0, opened.journal.queue().unsent + opened.journal.pushed_seq() - 1), 1)
        if head and head[-1].at - here > timedelta(seconds=CLOCK_OFF_S):
            return self._say("clock", BAD, "clock_behind", at=datetime_be(here), last=datetime_be(head[-1].at))
        off = self._offset_s(opened)
        if off is None:
            return self._say("clock", GOOD, "clock_alone", at=datetime_be(here))
        state = BAD if abs(off) > CLOCK_BAD_S else ATTENTION if abs(off) > CLOCK_OFF_S else GOOD
        return self._say("clock", state, "clock_off" if state != GOOD else "clock_good", seconds=f"{off:+.1f}")

    @staticmethod
    def _offset_s(opened: Workstation) -> float | None:
        """How far this machine's clock is ahead of the centre's."""
        if opened.central is None:
            return None
        try:
            return (datetime.now(UTC) - opened.central.hello().now).total_seconds()
        except Unreachable:
            return None

    def _centre(self, opened: Workstation) -> Finding:
        if opened.central is None:
            return self._say("postgres", GOOD, "centre_none")
        try:
            hello = opened.central.hello()
        except Unreachable as error:
            return self._say("postgres", BAD, f"centre_{error.trouble}", detail=str(error))
        return self._say(
            "postgres",
            GOOD if hello.encrypted else ATTENTION,
            "centre_good" if hello.encrypted else "centre_plain",
        )

    def _sound(self) -> Finding:
        player = find_player()
        trouble = player.trouble
        player.close()
        return self._say("sound", GOOD, "sound_good") if trouble is None else self._unheard("sound", trouble)

    def _lamp(self, settings: Settings) -> Iterator[Finding]:
        if not settings.lamp:
            return
        try:
            lamp = SerialLamp(settings.lamp, settings.lamp_codes)
        except BadCode as error:
            yield self._say("lamp", BAD, "lamp_code", detail=str(error))
            return
        lamp.close()
        if lamp.trouble is not None:
            yield self._unheard("lamp", lamp.trouble)
        else:
            yield self._say("lamp", GOOD, "lamp_good", port=settings.lamp)

    def _fonts(self) -> Finding:
        missing = [name for name in FONTS if find_spec(name) is None]
        if missing:
            return self._say("fonts", BAD, "fonts_missing", fonts=", ".join(missing))
        return self._say("fonts", GOOD, "fonts_good")

    def _unheard(self, name: str, why: Unheard) -> Finding:
        return Finding(name, ATTENTION, self._texts.both(f"unheard.{why.code}", **why.params))

    def _say(self, name: str, state: str, key: str, /, **params: str) -> Finding:
        return Finding(name, state, self._texts.both(f"doctor.{key}", **params))
