"""A bell: lets one thread that waits on descriptors hear another one, with work to do."""

import contextlib
import queue
import socket
from collections.abc import Callable

Work = Callable[[], None]


class Bell:
    """`ring` and `leave` may be called on any thread; the rest belongs to the thread that waits on `rope`."""

    def __init__(self) -> None:
        self._inbox: queue.SimpleQueue[Work] = queue.SimpleQueue()
        self.rope, self._hand = socket.socketpair()
        self.rope.setblocking(False)
        self._hand.setblocking(False)

    def ring(self) -> None:
        """Wake the one who waits."""
        # A full bell has been rung already; a closed one has nobody left to hear it.
        with contextlib.suppress(OSError):
            self._hand.send(b"!")

    def leave(self, work: Work) -> None:
        """Leave work; it is done after the next `ring`, in the order in which it was left."""
        self._inbox.put(work)

    def hush(self) -> None:
        """It was heard."""
        with contextlib.suppress(BlockingIOError):
            while self.rope.recv(4096):
                pass

    def next_work(self) -> Work | None:
        """What was left first; None where nothing is left."""
        with contextlib.suppress(queue.Empty):
            return self._inbox.get_nowait()
        return None

    def close(self) -> None:
        """Nobody listens any more."""
        self.rope.close()
        self._hand.close()
