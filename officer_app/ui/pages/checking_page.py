"""The checking post's page: who grants in sight, F5 or Enter releases, F6 refuses, F7 the copy, F8 a batch."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from officer_app.texts import Texts
from officer_app.ui.errors import Faults
from officer_app.ui.pages.desk_page import DeskPage
from officer_app.ui.theme import sized
from officer_app.ui.widgets.list_panel import ListPanel
from officer_app.ui.widgets.place_strip import PlaceStrip
from officer_app.ui.widgets.said import Segment
from officer_app.viewmodels.ports import Link
from officer_app.viewmodels.post_model import PostModel
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import View

_VERBS = ("release", "refuse", "copy", "batch")


class CheckingPage(DeskPage):
    """Release, once; or refuse, with a reason."""

    def __init__(self, model: PostModel, texts: Texts, segment: Segment, faults: Faults) -> None:
        self.strip, self.panel = PlaceStrip(segment), ListPanel(segment)
        super().__init__(model, texts, segment, faults, len(_VERBS))
        self._model = model
        self._column.insertWidget(self._column.indexOf(self.banner), self.strip)
        self._column.insertWidget(self._column.indexOf(self.card), self.panel, 1)
        self._arranged += [self.strip, self.panel]

    @property
    def keys(self) -> Mapping[int, Callable[[], None]]:
        """F5 to F8 in the order of the bar."""
        return {Qt.Key.Key_F5 + place: self.names[name] for place, name in enumerate(_VERBS)}

    @property
    def names(self) -> Mapping[str, Callable[[], None]]:
        """The model's verbs."""
        typed = self.question.field.text()
        return {
            "release": self._model.release,
            "refuse": lambda: self._model.refuse(typed),
            "copy": self._model.keep_copy,
            "batch": self._model.batch,
        }

    def set_compact(self, *, compact: bool) -> None:
        """Take less room, on a small screen."""
        super().set_compact(compact=compact)
        self.strip.set_compact(compact=compact)
        # The strip needs its line on a small screen, too.
        self._column.setSpacing(1 if compact else 7)
        if compact:
            self._column.setContentsMargins(16, 0, 16, 0)
            self.scan_box.setFont(sized(9))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Ctrl a phrase; else as every desk."""
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not (self.panel.list.take_side(event) or (held and self.question.take_phrase(event))):
            super().keyPressEvent(event)

    def enter(self) -> None:
        """Enter releases when a card that may be released lies open; else it does nothing."""
        if any(verb.enabled and verb.name == "release" for verb in self.view.verbs):
            self._model.release()

    def answer(self, text: str) -> None:
        """Enter in the question's field."""
        self._model.answer(text)

    def heard_link(self, link: Link) -> None:
        """Whether the authority can be reached is always in sight."""
        self._model.link = link
        self.render_view()

    def _show(self, view: View, speech: Speech) -> None:
        super()._show(view, speech)
        self.strip.show_granting(view.granting)
        self.panel.show_table(view.table, speech.say("batch_hint"))
        if view.table is not None:
            self.card.show_card(None, speech)
