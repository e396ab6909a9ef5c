"""Who is at the desk of a window, as acts: signed in, signed out and why, the first one of a shift (decision 0027)."""

import logging
from collections.abc import Mapping
from threading import Lock

from officer_app.core.acts import ActKind, Draft, Subject
from officer_app.core.canonical import Value
from officer_app.core.ports import SignedIn, Signer
from officer_app.core.refusals import NotRecorded, Refusal
from officer_app.core.shifts import shift_at
from officer_app.store.journal import RESTORED
from officer_app.usecases.seat import UNCONFIRMED
from officer_app.viewmodels.entrances import Entrance, Leaving
from officer_app.workstation.opening import Workstation

SESSIONS = (ActKind.SIGNED_IN, ActKind.SIGNED_OUT)

log = logging.getLogger(__name__)


class DeskAttendance:
    """Implements `viewmodels.entrances.Attendance` on a workstation's journal. Any thread; it is never in the way."""

    def __init__(self, workstation: Workstation) -> None:
        self._journal = workstation.journal
        self._own = workstation.station_signer
        self._clock = workstation.counter.clock
        self._new_id = workstation.counter.new_id
        self._shifts = workstation.settings.shifts
        self._lock = Lock()

    def came(self, officer: SignedIn, how: Entrance) -> None:
        """See `viewmodels.entrances.Attendance`."""
        try:
            with self._lock:
                self._close_open("", Leaving.CUT_SHORT)
                self._begin_shift(officer)
                self._record(ActKind.SIGNED_IN, {"how": str(how)}, officer.signer, officer.person.name)
        except NotRecorded:
            log.warning("a sign-in could not be recorded")

    def left(self, officer: SignedIn, why: Leaving) -> None:
        """See `viewmodels.entrances.Attendance`."""
        try:
            with self._lock:
                self._close_open(officer.person.name, why)
        except NotRecorded:
            log.warning("a sign-out (%s) could not be recorded", why)

    def _close_open(self, name: str, why: Leaving) -> None:
        """The session that is open is over; where a name is given, only if it is his."""
        last = self._journal.last_of_kinds(*SESSIONS)
        if last is None or last.kind != ActKind.SIGNED_IN or name not in ("", last.officer):
            return
        self._record(ActKind.SIGNED_OUT, {"why": str(why), "who": last.officer, "session": last.act_id}, self._own)

    def _begin_shift(self, officer: SignedIn) -> None:
        """Who is the first to come in a shift begins it, and ends the one that was begun before."""
        now = shift_at(self._clock(), self._shifts).key
        begun = self._journal.last_of_kinds(ActKind.SHIFT_BEGUN)
        before = begun.text("shift") if begun is not None else ""
        if before == now:
            return
        name = officer.person.name
        if before:
            self._record(ActKind.SHIFT_ENDED, {"shift": before}, officer.signer, name)
        self._record(ActKind.SHIFT_BEGUN, {"shift": now}, officer.signer, name)

    def _record(self, kind: ActKind, fields: Mapping[str, Value], signer: Signer, officer: str = "") -> None:
        journal = self._journal
        if journal.value(RESTORED) or journal.value(UNCONFIRMED):
            # A copy that somebody looks into must not write behind the real chain's back.
            return
        subject = Subject("station", journal.station.name)
        draft = Draft(self._new_id(), kind, subject, officer, self._clock(), fields)
        answer = journal.record(draft, signer)
        if isinstance(answer, Refusal):
            log.warning("%s was not recorded (%s)", kind, answer.code)
