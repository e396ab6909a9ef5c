"""The queue of the inspection counter: what waits is listed, and a line of it is looked up."""

from dataclasses import replace

from officer_app.texts import Both
from officer_app.usecases.waiting_permits import Waits, waiting_permits
from officer_app.viewmodels.correcting import CorrectingModel
from officer_app.viewmodels.notices import Notice
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.queue_list import QueueList
from officer_app.viewmodels.view import View


class QueueingModel(CorrectingModel):
    """F4 the queue."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._queue = QueueList()

    def open_queue(self) -> None:
        """F4: show what waits, or put the list away."""
        if self._queue.open:
            self._queue.close()
        elif self._occupied or self.officer is None:
            self.tools.signals.attention()
        else:
            counter = self.tools.counter
            self.tools.run(lambda: waiting_permits(counter), self._queued, self._broke)

    def _queued(self, waits: list[Waits]) -> None:
        if self.officer is not None and not self._occupied:
            self._queue.show(waits)
        self.tools.changed()

    def move(self, steps: int) -> None:
        """Down or up in the queue."""
        self._queue.move(steps)

    def turn_lane(self, steps: int) -> None:
        """To another lane of the queue."""
        self._queue.turn(steps)

    def take(self) -> None:
        """Enter: look up the line that is selected."""
        if number := self._queue.taken:
            self.on_scan(number)

    # --- as every desk

    def clear(self) -> None:
        """Esc: put the list away, else as every counter."""
        if self._queue.open:
            self._queue.close()
            self._next()
        else:
            super().clear()

    def lock(self) -> None:
        """Nobody is at the desk: the list is put away."""
        self._queue.close()
        super().lock()

    def view(self, language: str) -> View:
        """Everything to show now."""
        shown = super().view(language)
        if self.officer is None:
            return shown
        return replace(shown, table=self._queue.view(self._voices.speech(language), self.tools.counter.clock()))

    def _ready(self) -> Notice:
        """F4 is named here: in the bar it has no place."""
        return replace(super()._ready(), sentence=self._said("ready_scan_queue"))

    def _empty(self) -> None:
        super()._empty()
        self._queue.close()

    def _said(self, key: str) -> Both:
        return self._both(lambda speech: speech.say(key))
