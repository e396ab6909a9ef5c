"""Keeps what a workstation records safe beside the desk's work: room on the disk, unsent acts on a second medium."""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

from officer_app.security import file_key
from officer_app.store.ballast import MB
from officer_app.store.errors import StoreError
from officer_app.viewmodels.ports import Storage
from officer_app.workstation import witness
from officer_app.workstation.opening import Workstation
from officer_app.workstation.unsent_copy import Copied, Medium, UnsentCopy

OFTEN_S, SELDOM_S = 1.0, 5.0
"""Between two looks: where unsent acts are copied, and where only the room on the disk is watched."""
PATIENCE_S = 5.0

log = logging.getLogger(__name__)


class Keeper:
    """Looks again and again, on a thread of its own: a medium that hangs holds up nobody. `changed` hears of news."""

    def __init__(self, workstation: Workstation, changed: Callable[[], None]) -> None:
        self._workstation = workstation
        self._changed = changed
        self._copy = copy_of(workstation)
        self._ended = Event()
        self._thread = Thread(target=self._work, name="keeper", daemon=True)
        self._storage = Storage()

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; a medium that hangs is left to itself."""
        self._ended.set()
        if self._thread.ident is not None:
            self._thread.join(PATIENCE_S)

    def storage(self) -> Storage:
        """How disk and medium were at the last look; any thread."""
        return self._storage

    def _work(self) -> None:
        pause = OFTEN_S if self._copy is not None else SELDOM_S
        ending = False
        while True:
            self._look()
            if ending:
                return
            # What was recorded until the end is looked at once more.
            ending = self._ended.wait(pause)

    def _look(self) -> None:
        try:
            now = look(self._workstation, self._copy)
        except StoreError as error:
            log.warning("the journal could not be looked at: %s", error.code)
            return
        before, self._storage = self._storage, now
        if replace(now, free_mb=0) != replace(before, free_mb=0):
            self._changed()


def look(workstation: Workstation, copy: UnsentCopy | None) -> Storage:
    """See to room and copy once. Raises StoreError."""
    room = workstation.journal.room()
    copied = copy.catch_up(workstation.journal) if copy is not None else Copied(Medium.NONE)
    # A mirror that was deleted is simply made anew: what it no longer knows is that there was a centre.
    home = workstation.home
    lost = workstation.mirror.last_contact() is None and (home.lost_mirror.exists() or witness.met_centre(home))
    return Storage(str(room.space), room.free_bytes // MB, str(copied.medium), copied.behind, mirror_lost=lost)


def copy_of(workstation: Workstation) -> UnsentCopy | None:
    """The second medium of these settings; None where none is set."""
    folder = workstation.settings.unsent_copy
    if not folder:
        return None
    key = file_key.load(workstation.home.file_key)
    return UnsentCopy(Path(folder), workstation.settings.station, key)


def keep(workstation: Workstation) -> None:
    """At the end of a command: copy what it recorded. What fails is logged; the command has done its work."""
    copy = copy_of(workstation)
    if copy is None:
        return
    try:
        copied = copy.catch_up(workstation.journal)
    except StoreError as error:
        log.warning("unsent acts were not copied: %s", error.code)
        return
    if copied.medium is not Medium.GOOD:
        log.warning("the second medium is %s: %d unsent acts are not on it", copied.medium, copied.behind)
