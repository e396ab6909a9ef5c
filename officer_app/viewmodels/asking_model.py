"""A desk that asks its officer for a text: while it is open scans wait, and a number typed into it is a scan."""

from officer_app.viewmodels.asked import Asked
from officer_app.viewmodels.desk_model import DeskModel
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Asking


class AskingModel(DeskModel):
    """Findings, a result, a reason: one question at a time."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._asked = Asked()

    def answer(self, text: str) -> None:
        """Enter in the text that was asked for."""

    def _is_answer(self, text: str) -> bool:
        """Whether `text` answers what is asked; a number is looked up instead, in its turn. Under a refusal that nobody
        has seen nothing is answered.
        """
        if self._asked.is_scan(text):
            self.on_scan(text)
        elif self._held or self._asked.is_empty(text):
            self.tools.signals.attention()
        else:
            return True
        return False

    def clear(self) -> None:
        """Esc: stop asking, else as every desk. What was begun (an inspection) stays recorded."""
        if self._asked.what:
            self._asked.stop()
            self._next()
        else:
            super().clear()

    @property
    def _occupied(self) -> bool:
        return bool(self._asked.what) or super()._occupied

    def _empty(self) -> None:
        super()._empty()
        self._asked.stop()

    def _question(self, speech: Speech) -> Asking | None:
        return self._asked.view(speech)
