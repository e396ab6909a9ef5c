"""A watchdog on the main thread: what held it up, and where it was. For tests only.

Time on the wall says little on a busy machine. So it counts the main thread's own processor time between two beats of
a timer in its event loop, and looks at its stack: waiting for a lock, a worker, a socket or a file's lock, and any call
into what must never run there, are seen by their places.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from officer_app.ui.theme import sized

LIMIT_MS = 50.0
"""Design §13, issue "the window": nothing blocks the main thread for longer."""
WAIT_MS = 250.0
"""A wait that was seen for so long is one; a shorter one may be a thread that was not let run."""
BEAT_MS, LOOK_S = 5, 0.004
NEVER = (
    *("officer_app/central/", "officer_app/sync/", "officer_app/print/render.py", "officer_app/print/thai.py"),
    *("officer_app/workstation/spreadsheet.py", "officer_app/security/passwords.py"),
    *("/psycopg/", "/xlsxwriter/", "/subprocess.py", "/socket.py", "/ssl.py"),
)
"""Never on the main thread, however short: the centre, papers, spreadsheets, the stretching of passwords."""
WAITING = ("/threading.py", "/queue.py", "/concurrent/futures/", "/selectors.py", "officer_app/store/turn.py")
_TRIES = 3
_NOMINAL_MS = 3.0
"""What `_pace` takes where nobody else works, on the machine that the limit was set on."""


@dataclass(frozen=True)
class Blocked:
    """`step` of the story; `kind`: busy (its own work), waiting, or where it must not be; `ms`; the innermost calls,
    outermost first.
    """

    step: str
    kind: str
    ms: float
    stack: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.step}: {self.kind} for {self.ms:.0f} ms: {' > '.join(self.stack)}"


class Watchdog:
    """Watches the thread that makes it while it is entered. `found`: what held it up. The limit is of processor time,
    and more where a busy or slower machine makes the same work take longer.
    """

    def __init__(self) -> None:
        self.step = ""
        self._found: list[tuple[Blocked, int]] = []
        self._paces = [_pace()]
        self.longest_ms = 0.0
        self.beats = 0
        self._main = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._main)
        self._cpu_at_beat = self._cpu()
        self._beat_at = time.monotonic()
        self._stack: tuple[str, ...] = ()
        self._seen: set[tuple[str, ...]] = set()
        self._ended = threading.Event()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._beat()
        self._timer.start(BEAT_MS)
        self._thread.start()

    def stop(self) -> None:
        """End; the stretch under way counts. Harmless when repeated."""
        if self._ended.is_set():
            return
        self._beat()
        self._timer.stop()
        self._ended.set()
        self._thread.join()

    def look_at_pace(self) -> None:
        """See how fast this machine lets us work now; what was busy before and after is measured by it."""
        self._beat()
        self._paces.append(_pace())
        self._rest()

    @property
    def limit_ms(self) -> float:
        """How long the thread's own work may take at the pace of now."""
        return LIMIT_MS * self._slower(len(self._paces))

    @property
    def found(self) -> list[Blocked]:
        """What held the thread up. Of its own work what took too long even at the pace of that moment."""
        return [each for each, at in self._found if each.kind != "busy" or each.ms > LIMIT_MS * self._slower(at)]

    def _slower(self, at: int) -> float:
        return max(1.0, *(pace / _NOMINAL_MS for pace in self._paces[max(0, at - 1) : at + 1]))

    def _cpu(self) -> float:
        return time.clock_gettime(self._clock)

    def _beat(self) -> None:
        now = self._cpu()
        spent = (now - self._cpu_at_beat) * 1000
        self.longest_ms = max(self.longest_ms, spent if self.beats else 0.0)
        if self.beats and spent > LIMIT_MS:
            self._found.append((Blocked(self.step, "busy", spent, self._stack), len(self._paces)))
        self.beats += 1
        self._rest()

    def _rest(self) -> None:
        """From here on it is counted anew."""
        self._cpu_at_beat, self._beat_at, self._stack = self._cpu(), time.monotonic(), ()

    def _watch(self) -> None:
        while not self._ended.wait(LOOK_S):
            stack = self._stack_now()
            if stack:
                self._look(stack)

    def _stack_now(self) -> list[str]:
        """The main thread's calls, outermost first. It stands still meanwhile: a frame that is looked at keeps what its
        function holds, and a Qt object that is only half made must not outlive the call that was shown it.
        """
        before = sys.getswitchinterval()
        sys.setswitchinterval(1.0)
        try:
            frame = sys._current_frames().get(self._main)
            steps = []
            while frame is not None:
                name = frame.f_code.co_filename.replace("\\", "/")
                steps.append(f"{name}:{frame.f_lineno} {frame.f_code.co_name}")
                frame = frame.f_back
        finally:
            sys.setswitchinterval(before)
        return steps[::-1]

    def _look(self, stack: list[str]) -> None:
        ms = (time.monotonic() - self._beat_at) * 1000
        short = tuple("/".join(step.split("/")[-2:]) for step in stack[-8:])
        if not self._stack and (self._cpu() - self._cpu_at_beat) * 1000 > LIMIT_MS / 2:
            self._stack = short
        if any(_never(step) for step in stack):
            self._once("where it must not be", ms, short)
        elif ms > WAIT_MS and any(each in stack[-1] for each in WAITING) and not any(map(_begins, stack)):
            self._once("waiting", ms, short)

    def _once(self, kind: str, ms: float, stack: tuple[str, ...]) -> None:
        if stack not in self._seen:
            self._seen.add(stack)
            self._found.append((Blocked(self.step, kind, ms, stack), 0))


@contextmanager
def watched() -> Iterator[Watchdog]:
    """A watchdog on this thread, which has to be the one that the event loop runs in."""
    dog = Watchdog()
    dog.start()
    try:
        yield dog
    finally:
        dog.stop()


def _begins(step: str) -> bool:
    """Whether a thread is being begun, or the one that speaks to the centre is woken: that has to be done somewhere,
    and takes as long as the machine does not let it run.
    """
    place, _, call = step.rpartition(" ")
    if "officer_app/sync/link.py:" in place:
        return call in ("start", "wake")
    return "/threading.py:" in place and call == "start"


def _never(step: str) -> bool:
    return any(each in step for each in NEVER) and not _begins(step)


def _pace() -> float:
    """Processor time (ms) of a piece of work that is always the same, and of the kind that a window does. The middle
    one of a few: the first of a program finds nothing warm, and a neighbour's burst is not how fast this machine is.
    """
    return median(_work_ms() for _ in range(_TRIES))


def _work_ms() -> float:
    begun = time.thread_time()
    widget = QWidget()
    grid = QGridLayout(widget)
    for place in range(60):
        label = QLabel(str(place))
        label.setFont(sized(10 + place % 5, bold=place % 2 == 0))
        grid.addWidget(label, place // 6, place % 6)
    widget.sizeHint()
    taken = (time.thread_time() - begun) * 1000
    widget.deleteLater()
    return taken
