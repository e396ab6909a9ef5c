"""Being asked to stop (Ctrl-C, SIGTERM): at once for most commands, at the next safe place for what plays a window."""

import signal
from types import FrameType, TracebackType
from typing import Self

ASKING = (signal.SIGINT, signal.SIGTERM)


def stop_at_once() -> None:
    """From now on both end a command by KeyboardInterrupt, so that everything is closed on the way out."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)


class Stop:
    """Remembers that somebody asked; `check` raises KeyboardInterrupt then. Qt would swallow one raised in between."""

    def __init__(self) -> None:
        self._asked = False
        self._before: dict[signal.Signals, object] = {}

    def __enter__(self) -> Self:
        for each in ASKING:
            self._before[each] = signal.signal(each, self._ask)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each, handler in self._before.items():
            if callable(handler) or isinstance(handler, signal.Handlers):
                signal.signal(each, handler)

    def asked(self) -> bool:
        """Whether somebody asked."""
        return self._asked

    def check(self) -> None:
        """Raises KeyboardInterrupt where somebody asked."""
        if self._asked:
            raise KeyboardInterrupt

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked = True
