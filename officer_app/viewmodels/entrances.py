"""How somebody comes in at a window: by password, by badge and PIN, or with a new password first."""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from officer_app.core.acts import ActKind
from officer_app.core.ports import Person, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both


class Entrance(StrEnum):
    """What the sign-in page asks for."""

    PASSWORD = "password"
    PIN = "pin"
    NEW_PASSWORD = "new_password"


class Leaving(StrEnum):
    """Why nobody is at the desk any more. CUT_SHORT: the program ended before anybody had signed out.
    ENDED: his account or his key came to its end, or was revoked, while he was there.
    """

    LOCKED = "locked"
    IDLE = "idle"
    CHANGED = "changed"
    CLOSED = "closed"
    ENDED = "ended"
    CUT_SHORT = "cut_short"


class Attendance(Protocol):
    """Keeps who is at the desk. What cannot be kept stops nobody. Any thread."""

    def came(self, officer: SignedIn, how: Entrance) -> None:
        """`officer` proved who he is and is let in."""
        ...

    def left(self, officer: SignedIn, why: Leaving) -> None:
        """He is at the desk no longer."""
        ...


class NoAttendance:
    """Attendance where nobody keeps it."""

    def came(self, officer: SignedIn, how: Entrance) -> None:
        """See Attendance."""

    def left(self, officer: SignedIn, why: Leaving) -> None:
        """See Attendance."""


class Accounts(Protocol):
    """What a door asks of the accounts beside a sign-in. `whose_badge` is called on the main thread, others off it."""

    def whose_badge(self, text: str) -> Person | Refusal:
        """Whose badge was scanned, if a PIN may follow."""
        ...

    def resume(self, badge: str, pin: str) -> SignedIn | Refusal:
        """The officer of the badge, with the key he unlocked in this shift."""
        ...

    def change_password(self, name: str, old: str, new: str) -> SignedIn | Refusal:
        """The officer under his new password."""
        ...


class NoBadges:
    """Accounts of a window where nobody has a badge."""

    def whose_badge(self, text: str) -> Person | Refusal:
        """See Accounts."""
        return Refusal("unknown_badge")

    def resume(self, badge: str, pin: str) -> SignedIn | Refusal:
        """See Accounts."""
        return Refusal("unknown_badge")

    def change_password(self, name: str, old: str, new: str) -> SignedIn | Refusal:
        """See Accounts."""
        return Refusal("wrong_password")


AskSecond = Callable[[Both, SignedIn, ActKind, Callable[[SignedIn | None], None]], None]
"""Asks a second officer to sign in on the spot for an act of that kind, which `Both` names. Who may not be the second,
the first one among them, is turned back there and then. The last argument is called once on the main thread: with the
second officer, or with None where it was given up."""


def nobody_second(what: Both, first: SignedIn, kind: ActKind, done: Callable[[SignedIn | None], None]) -> None:
    """An AskSecond where there is no window to ask in."""
    done(None)
