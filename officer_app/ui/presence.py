"""Who may stay at the desk, and how he leaves it: locked, idle, changed, ended, closed."""

from collections.abc import Callable

from officer_app.core.ports import SignedIn
from officer_app.texts import Both
from officer_app.ui.desk import Desk
from officer_app.ui.door import Door
from officer_app.ui.idle import Idle
from officer_app.viewmodels.entrances import Leaving
from officer_app.viewmodels.ports import Run


class Presence:
    """`shut` puts everything away that is shown; `fail` says that a sign-out could not be kept."""

    def __init__(
        self, desk: Desk, door: Door, idle: Idle, run: Run, shut: Callable[[], None], fail: Callable[[Both], None]
    ) -> None:
        self._desk = desk
        self._door = door
        self._idle = idle
        self._run = run
        self._shut = shut
        self._fail = fail

    def lock(self, why: Leaving = Leaving.LOCKED) -> None:
        """Show the sign-in page again; nothing of any record stays on the screen."""
        left = self._door.officer
        self._door.lock()
        self._put_away(left, why)

    def leave(self, why: Leaving) -> None:
        """The desk is put away while somebody else comes in."""
        left, self._door.officer = self._door.officer, None
        self._put_away(left, why)

    def look_around(self, thoroughly: bool) -> None:
        """Every second: whether the officer may stay."""
        if self._door.officer is not None and self._idle.is_over:
            self.lock(Leaving.IDLE)
        if thoroughly and self._door.officer is not None and not self._desk.may_stay(self._door.officer):
            self.lock(Leaving.ENDED)

    def close(self) -> None:
        """The window closes; who was here is kept before it is gone."""
        self._idle.rest()
        if self._door.officer is not None:
            self._desk.attendance.left(self._door.officer, Leaving.CLOSED)

    def _put_away(self, left: SignedIn | None, why: Leaving) -> None:
        attendance = self._desk.attendance
        if left is not None:
            self._run(lambda: attendance.left(left, why), _kept, self._fail)
        self._shut()


def _kept(nothing: None) -> None:
    """A sign-out was kept; nothing is shown of it."""
