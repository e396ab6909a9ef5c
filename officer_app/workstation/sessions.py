"""Officers who signed in during this shift: their unlocked keys, in memory alone, for a badge and a PIN to resume."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import name_key

TRIES = 5
"""Wrong PINs in a row after which the key is forgotten (design §10)."""


@dataclass
class _Session:
    officer: SignedIn
    shift: str
    failures: int = 0


class Sessions:
    """`shift` names the shift it is now. Any thread; nothing of it is ever written anywhere."""

    def __init__(self, shift: Callable[[], str]) -> None:
        self._shift = shift
        self._open: dict[str, _Session] = {}
        self._lock = Lock()

    def remember(self, officer: SignedIn) -> None:
        """`officer` signed in with the password (or the card's PIN) in this shift."""
        with self._lock:
            self._forget_other_shifts()
            self._open[name_key(officer.person.name)] = _Session(officer, self._shift())

    def forget(self, name: str) -> None:
        """The key of `name` is to be unlocked anew."""
        with self._lock:
            self._open.pop(name_key(name), None)

    def find(self, name: str) -> SignedIn | None:
        """The session of `name`, if one is open in this shift."""
        with self._lock:
            self._forget_other_shifts()
            session = self._open.get(name_key(name))
        return session.officer if session is not None else None

    def resume(self, name: str, is_right: Callable[[], bool]) -> SignedIn | Refusal:
        """The officer again if `is_right` (the PIN; takes its time, and is asked outside the lock).

        Each try counts before it is looked at, so that tries at the same time are as many as they are.
        """
        with self._lock:
            self._forget_other_shifts()
            session = self._open.get(name_key(name))
            if session is None:
                return Refusal("no_session")
            session.failures += 1
            failures = session.failures
            if failures > TRIES:
                return Refusal("no_session")
        right = is_right()
        with self._lock:
            if self._open.get(name_key(name)) is not session:
                return Refusal("no_session")
            if right:
                session.failures = 0
                return session.officer
            if failures >= TRIES:
                del self._open[name_key(name)]
                return Refusal("pin_spent", {"tries": str(TRIES)})
        return Refusal("wrong_pin", {"left": str(TRIES - failures)})

    def _forget_other_shifts(self) -> None:
        now = self._shift()
        self._open = {name: session for name, session in self._open.items() if session.shift == now}
