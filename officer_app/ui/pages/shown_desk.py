"""What a scanning desk shows: scan box, banner, card, question, keys. Renders the model's View and decides nothing."""

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from officer_app.texts import Texts
from officer_app.ui.theme import BASE_PT, sized
from officer_app.ui.widgets.banner import Banner
from officer_app.ui.widgets.card import CardPanel
from officer_app.ui.widgets.choices import ChoiceList
from officer_app.ui.widgets.elsewhere import Elsewhere
from officer_app.ui.widgets.entry import Entry
from officer_app.ui.widgets.question import Question
from officer_app.ui.widgets.said import Said, Segment, inked, laid_out_once, shown
from officer_app.ui.widgets.verbs import VerbBar
from officer_app.viewmodels.desk_model import DeskModel
from officer_app.viewmodels.ports import Link
from officer_app.viewmodels.speech import Speech, Voices
from officer_app.viewmodels.view import Tone, View

_PRINT_TONES = {"failed": Tone.REFUSE, "printed": Tone.GOOD}


class ShownDesk(QWidget):
    """`last_painted`: number of the last scan whose answer is on the screen (from 1), and time.monotonic_ns() then."""

    def __init__(self, model: DeskModel, texts: Texts, segment: Segment, verbs: int) -> None:
        super().__init__()
        self.model = model
        self.language = "th"
        self.last_painted = (0, 0)
        self.on_change: Callable[[], None] = _nothing
        self._voices = Voices(texts)
        self._rendered = self._painted = 0
        self._keeps = True
        self._compact = False
        self.view: View = model.view(self.language)
        self.scan_box = Entry(16)
        self._scan_label = Said(BASE_PT)
        self._clear_label = Said(BASE_PT, name="muted")
        self.banner = Banner(segment)
        self.card = CardPanel(segment)
        self.question = Question(segment)
        self.choices = ChoiceList(segment, self._choose)
        self._print = Said(BASE_PT, bold=True, segment=segment)
        self.verb_bar = VerbBar(verbs, segment, self._click)
        self.elsewhere = Elsewhere(segment)
        self._lay_out()
        self._arranged = [each for each in (self, *self.findChildren(QWidget)) if each.layout() is not None]

    def _lay_out(self) -> None:
        scan = QHBoxLayout()
        scan.setSpacing(12)
        scan.addWidget(self._scan_label)
        scan.addWidget(self.scan_box, 1)
        scan.addWidget(self._clear_label)
        self._column = column = QVBoxLayout(self)
        column.addLayout(scan)
        column.addWidget(self.banner)
        column.addWidget(self.question)
        column.addWidget(self.choices)
        column.addWidget(self.card, 1)
        column.addStretch(0)
        column.addWidget(self.elsewhere)
        column.addWidget(self._print)
        column.addWidget(self.verb_bar)
        self.set_compact(compact=False)

    def set_compact(self, *, compact: bool) -> None:
        """Take less room, on a small screen."""
        self._compact = compact
        self._show_scan_row()
        margin = 3 if compact else 8
        self._column.setContentsMargins(16, margin, 16, margin)
        self._column.setSpacing(3 if compact else 7)
        self.scan_box.setFont(sized(13 if compact else 16))
        self.question.field.setFont(sized(13 if compact else 15))
        self.banner.set_compact(compact=compact)
        self.card.set_compact(compact=compact)
        self.choices.set_compact(compact=compact)
        self.verb_bar.set_compact(compact=compact)

    def _show_scan_row(self) -> None:
        """On a small screen a question takes the place of the scan box: keys are for its field, and a number typed
        there is a scan as well.
        """
        wanted = not (self._compact and self.question.asked)
        shown(self._scan_label, wanted=wanted)
        shown(self.scan_box, wanted=wanted)
        shown(self._clear_label, wanted=not self._compact)

    # --- for the page's keys

    def _choose(self, place: int) -> None:
        """The answer at `place` was clicked."""

    def _click(self, name: str) -> None:
        """The verb `name` was clicked."""

    @property
    def number(self) -> str:
        """That of the record on the card; empty where none is shown."""
        card = self.view.card
        return card.number if card is not None and card.kind else ""

    def heard_link(self, link: Link) -> None:
        """Whether the centre can be reached has changed; the status bar says it already."""

    # --- what is shown

    def render_view(self) -> None:
        """Show the model as it is now."""
        self.view, self._rendered, self._keeps = self.model.view(self.language), self.model.arrived, True
        with laid_out_once(self._arranged):
            self._show(self.view, self._voices.speech(self.language))
        self.take_focus()
        self.on_change()

    def keep_true(self) -> None:
        """Time went by: ages have grown, a key's time may be over. Said without a sound; no field loses its focus."""
        if not (self._keeps and self.isVisible()):
            return
        # What cannot be shown is said once, and not every second.
        self._keeps = False
        now = self.model.view(self.language)
        if now.asking is not None:
            # What was to be taken away has been: by now somebody types there.
            now = replace(now, asking=replace(now.asking, emptied=False))
        if now != self.view:
            self.view = now
            with laid_out_once(self._arranged):
                self._show(now, self._voices.speech(self.language))
        self._keeps = True

    def _show(self, view: View, speech: Speech) -> None:
        order = ""
        if view.must_acknowledge:
            order = speech.say("acknowledge_next" if view.tone is Tone.GOOD else "acknowledge")
        self.banner.show_view(view, order)
        # The question says the number; its answers need the room.
        self.card.show_card(None if view.choices else view.card, speech)
        self.question.show_asking(view.asking)
        self._show_scan_row()
        self.elsewhere.show_on(view, compact=self._compact)
        self.choices.show_choices(view.choices)
        self._print.say_or_hide(view.print_text)
        inked(self._print, _PRINT_TONES.get(view.printing, Tone.NEUTRAL))
        self.verb_bar.show_verbs(view.verbs)
        self._scan_label.say(speech.say("scan_box"))
        self._clear_label.say(self._aside(speech))
        self.scan_box.setAccessibleName(speech.say("scan_box"))
        self.scan_box.gives_space = self.question.field.gives_space = view.must_acknowledge

    def _aside(self, speech: Speech) -> str:
        """Keys without a place in the bar, beside the scan box."""
        return speech.say("verb_clear")

    def take_focus(self) -> None:
        """The field that the next key belongs to; behind the sign-in page none does."""
        if self.isVisible():
            self._next_key_is_for.setFocus()

    @property
    def _next_key_is_for(self) -> QWidget:
        if self.view.choices:
            return self.choices
        return self.question.field if self.view.asking else self.scan_box

    def paintEvent(self, event: QPaintEvent) -> None:
        """Note that the last answer is being painted: the banner is, for each answer, on the ground of this page,
        and all that changed with it in the same pass.
        """
        self._painted = self._rendered
        super().paintEvent(event)

    def flushed(self) -> None:
        """The window has put a painted frame on the screen."""
        if self._painted > self.last_painted[0]:
            self.last_painted = (self._painted, time.monotonic_ns())


def _nothing() -> None:
    return
