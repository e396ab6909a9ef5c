"""The settings that an open program works with: as it was opened, but for the few that it takes up while it runs."""

from collections.abc import Callable
from dataclasses import fields, replace

from officer_app import settings as settings_file
from officer_app.paths import Home
from officer_app.settings import BadSettings, Settings

LIVE = frozenset(
    {"language", "look", "volume", "idle_lock_minutes", "repeat_gap_ms", "printer"}
    | {"wedge_prefix", "wedge_suffix", "wedge_gap_ms", "wedge_shortest"}
)
"""They are taken up within a second of being put into the file, by whatever program; all others by the next start."""

Taker = Callable[[Settings], None]


class InUse:
    """`settings`: what the program works with now, on any thread; `waiting`: settings whose new value waits for the
    next start, in the order of the file. `look` and `hear` belong to the main thread.
    """

    def __init__(self, home: Home, opened: Settings) -> None:
        self.settings = opened
        self.waiting: tuple[str, ...] = ()
        self._file = home.settings
        self._seen = self._stamp()
        self._takers: list[tuple[frozenset[str], Taker]] = []

    def hear(self, keys: frozenset[str], taker: Taker) -> None:
        """Let `taker` have the settings whenever one of `keys`, which are of LIVE, was changed."""
        self._takers.append((keys, taker))

    def look(self) -> tuple[str, ...]:
        """Take up what changed in the file since the last look; gives `waiting`. Where nothing did it costs no more
        than asking for the file's time; a file that cannot be read changes nothing.
        """
        stamp = self._stamp()
        if stamp != self._seen:
            self._seen = stamp
            try:
                wanted = settings_file.load(self._file)
            except (OSError, BadSettings):
                return self.waiting
            self._take(wanted)
        return self.waiting

    def _take(self, wanted: Settings) -> None:
        names = [each.name for each in fields(Settings)]
        differing = [name for name in names if getattr(wanted, name) != getattr(self.settings, name)]
        live = frozenset(differing) & LIVE
        self.waiting = tuple(name for name in differing if name not in LIVE)
        self.settings = replace(self.settings, **{name: getattr(wanted, name) for name in live})
        for keys, taker in self._takers:
            if keys & live:
                taker(self.settings)

    def _stamp(self) -> tuple[int, int, int]:
        """Which file it is, by what changes whenever it is put in place anew."""
        try:
            found = self._file.stat()
        except OSError:
            return 0, 0, 0
        return found.st_ino, found.st_mtime_ns, found.st_size
