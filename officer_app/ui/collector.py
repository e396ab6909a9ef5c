"""What Python finds in circles that nobody holds is cleared on the window's thread alone, between two events."""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 200
USUAL = (700, 10, 10)
"""How many new objects make a round worth while, and how many rounds one over older ones: as Python has it."""


class Collector(QObject):
    """From its making on Python itself clears nothing: it does so on whatever thread makes the next object, and a part
    of a window that ends on another thread than its own takes the program with it. Made on the window's thread.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(EVERY_MS)

    def look(self) -> None:
        """A round where one is worth while; none while something that makes very many objects is under way."""
        limits = gc.get_threshold()
        if limits[0]:
            counts = gc.get_count()
            generation = max((each for each in (0, 1, 2) if counts[each] > limits[each]), default=None)
            if generation is not None:
                gc.collect(generation)


def rest_collecting() -> None:
    """Nothing is cleared from now on, on any thread."""
    gc.set_threshold(0)


def go_on_collecting() -> None:
    """As before `rest_collecting`. What was made meanwhile holds no circles: it goes when nobody needs it, and need not
    be walked.
    """
    gc.freeze()
    gc.set_threshold(*USUAL)
