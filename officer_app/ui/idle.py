"""How long nobody has touched keyboard, mouse or scanner."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QInputEvent

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Idle(QObject):
    """Watches the whole program's input from `watch` to `rest`. `minutes`: after so many it is over; 0: never. `clock`
    gives seconds. It goes with `window`: whatever thread collects what is left of one, nothing of Qt may go there.
    """

    def __init__(
        self, minutes: int, window: QObject | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(window)
        self._limit_s = minutes * 60
        self._watching = False
        self.clock = clock
        self._last = clock()

    def watch(self) -> None:
        """Somebody came: from now on. Before that every event of a window being made would come by, for nothing."""
        self.stir()
        self._watching = True
        self._listen()

    def rest(self) -> None:
        """The window closes: what happens elsewhere is nothing to it."""
        self._watching = False
        self._listen()

    def lock_after(self, minutes: int) -> None:
        """From now on it is over after so many; 0: never."""
        self._limit_s = minutes * 60
        self._listen()

    @property
    def is_over(self) -> bool:
        """Whether it is time to lock."""
        return bool(self._limit_s) and self.clock() - self._last >= self._limit_s

    def stir(self) -> None:
        """Somebody did something."""
        self._last = self.clock()

    def _listen(self) -> None:
        application = QCoreApplication.instance()
        if application is None:
            return
        if self._watching and self._limit_s:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes touches and takes none away."""
        # Of very many events few are anybody's doing; asking each for its type costs more than all else here.
        if isinstance(event, QInputEvent) and event.type() in _TOUCHES:
            self.stir()
        return False
