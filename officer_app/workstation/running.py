"""A workstation at work: its scanners read, its line to the centre exchanges, and a listener hears of both."""

import time
from collections.abc import Callable
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from officer_app.core.ports import Central, ChainFork, FeedBroken, Unreachable
from officer_app.devices.decoding import decode
from officer_app.devices.duplicates import Repeats
from officer_app.devices.framing import Dropped, Frame
from officer_app.devices.ports import OnBytes
from officer_app.devices.scanner_states import Absent, Ready, State
from officer_app.store.errors import StoreError
from officer_app.sync.link import Link as SyncLink
from officer_app.sync.link import LinkState, Pace
from officer_app.viewmodels.ports import Link, Scanner, Storage
from officer_app.workstation.counter_first import CounterFirst
from officer_app.workstation.keeping import Keeper
from officer_app.workstation.opening import Workstation
from officer_app.workstation.reading import Ears, Readers

if TYPE_CHECKING:
    from officer_app.usecases.sync_once import Exchange

GATHER_S = 0.25
"""So long after an act the line waits for more of them, and lets the desk print first."""


class Listener(Protocol):
    """Who hears of it; every method is called from other threads and must return at once."""

    def scanned(self, text: str) -> None: ...
    def repeated(self, text: str) -> None: ...
    def dropped(self, reason: str) -> None: ...
    def scanner(self, state: Scanner) -> None: ...
    def link(self, state: Link) -> None: ...
    def news(self) -> None: ...


class Running:
    """Starts the scanners and the line of `workstation`; `stop` ends their threads."""

    def __init__(
        self,
        workstation: Workstation,
        listener: Listener,
        readers: Readers | None = None,
        first: CounterFirst | None = None,
    ) -> None:
        """`readers`: the scanners where they are read already. `first`: whom the mirror's filling gives way to."""
        self._workstation = workstation
        self._listener = listener
        settings = workstation.settings
        self._repeats = Repeats(settings.repeat_gap_ms / 1000)
        # Scanners all speak on the device thread; keys of a keyboard wedge come from the window.
        self._one_at_a_time = Lock()
        self._states: dict[str, State | None] = dict.fromkeys(settings.scanners)
        self._readers = readers or Readers(settings)
        self._first = first or CounterFirst()
        self._encrypted: bool | None = None
        self._clock_off_s = 0
        self._began: float | None = None
        self._link = self._make_link(workstation.central, settings.sync_every_s)
        self._keeper = Keeper(workstation, listener.news)

    def start(self) -> None:
        """Begin to read and to exchange."""
        self._workstation.mirror.let_go_first(self._first.give_way)
        self._readers.listen(Ears(self._framed, self._scanner_said, self._heard))
        self._readers.start()
        self._keeper.start()
        if self._link is not None:
            self._workstation.journal.tell_recorded(self._link.wake)
            self._link.start()

    def storage(self) -> Storage:
        """How the disk and the second medium were a moment ago."""
        return self._keeper.storage()

    def waiting_s(self) -> float:
        """How long the exchange under way has been running, in seconds; 0 between exchanges."""
        began = self._began
        return 0.0 if began is None else time.monotonic() - began

    def watch(self, on_bytes: OnBytes | None) -> None:
        """Let `on_bytes` hear all that scanners send, on the device thread, or nobody any more."""
        self._readers.watch(on_bytes)

    def states(self) -> list[State | None]:
        """How each scanner stands; None before the first word of one."""
        return list(self._states.values())

    def keyed(self, text: str) -> None:
        """A scan that a scanner typed as a keyboard; any thread."""
        self._heard(text)

    def repeat_within(self, gap_s: float) -> None:
        """From now on the same code is one scan within so many seconds."""
        with self._one_at_a_time:
            self._repeats = Repeats(gap_s)

    def stop(self) -> None:
        """End all threads; what is under way is finished or given up within seconds."""
        self._readers.stop()
        self._keeper.stop()
        if self._link is not None and not self._link.stop() and self._workstation.central is not None:
            # An exchange hangs on a dead line: closing the line ends it.
            self._workstation.central.close()
            self._link.stop()

    def _make_link(self, central: Central | None, every_s: float) -> SyncLink | None:
        if central is None:
            return None
        pace = Pace(every_s=max(every_s, 0.2), failed_s=min(1.0, max(every_s, 0.2)), gather_s=GATHER_S)
        return SyncLink(self._step(central), self._link_said, self._workstation.counter.clock, pace)

    def _step(self, central: Central) -> Callable[[], bool]:
        def step() -> bool:
            self._began = time.monotonic()
            # Loaded on the link's own thread: a desk that opens does not wait for it.
            exchange = import_module("officer_app.workstation.exchanging").exchange
            try:
                done: Exchange = exchange(self._workstation, central, on_part=self._loading)
            except ChainFork as error:
                raise Unreachable(str(error), "centre", "forked") from error
            except FeedBroken as error:
                raise Unreachable(str(error), "centre", "feed_broken") from error
            except StoreError as error:
                raise Unreachable(str(error), "here", "store") from error
            finally:
                self._began = None
            off_s = round(abs(done.clock_offset_ms or 0) / 1000) if done.clock_alarm else 0
            if (done.hello.encrypted, bool(off_s)) != (self._encrypted, bool(self._clock_off_s)):
                self._encrypted, self._clock_off_s = done.hello.encrypted, off_s
                self._link_said(LinkState())
            self._listener.news()
            return False

        return step

    def _loading(self, done: int, parts: int) -> None:
        said = self._workstation.texts.both("link.loading", done=str(done), all=str(parts))
        self._listener.link(Link("none", self._encrypted, said))

    def _link_said(self, state: LinkState) -> None:
        sentence = self._workstation.texts.both(f"link.{state.kind}") if state.kind else None
        trouble = state.trouble
        if trouble == "none" and self._clock_off_s:
            trouble = "here"
            sentence = self._workstation.texts.both("trouble.clock_off", seconds=str(self._clock_off_s))
        self._listener.link(Link(trouble, self._encrypted, sentence))

    def _framed(self, framed: Frame | Dropped) -> None:
        text = decode(framed.data) if isinstance(framed, Frame) else framed
        if isinstance(text, Dropped):
            self._listener.dropped(str(text.reason))
            return
        self._heard(text.text)

    def _heard(self, text: str) -> None:
        self._first.claim()
        with self._one_at_a_time:
            again = self._repeats.is_repeat(text, time.monotonic())
        if again:
            self._listener.repeated(text)
        else:
            self._listener.scanned(text)

    def _scanner_said(self, state: State) -> None:
        self._states[state.url] = state
        if not isinstance(state, Ready | Absent):
            return
        # One of several that is away has to be seen, whatever the others say.
        away = next((each for each in self._states.values() if isinstance(each, Absent)), None)
        name = ", ".join(self._states)
        if away is None:
            self._listener.scanner(Scanner(name, ready=None not in self._states.values()))
        else:
            another = any(isinstance(each, Ready) for each in self._states.values())
            said = self._workstation.texts.both(f"port.{away.trouble}", port=away.url)
            self._listener.scanner(Scanner(name, ready=False, sentence=said, another=another))
