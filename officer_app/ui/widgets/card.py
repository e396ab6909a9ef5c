"""The card: one permit, all that is compared on one screen; what does not fit scrolls, the number never does."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from officer_app.ui.theme import BASE_PT
from officer_app.ui.widgets.badge import Badge
from officer_app.ui.widgets.declarations import Declarations
from officer_app.ui.widgets.facts import Facts
from officer_app.ui.widgets.said import Said, Segment, inked, shown
from officer_app.ui.widgets.side import SidePanel
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Card, Tone

_NUMBER_PT, _SMALL_NUMBER_PT = 33, 32
_EMPTY = Card("", "")


class CardPanel(QFrame):
    """Shows a Card of the view."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self.setObjectName("card")
        self._number = Said(_NUMBER_PT, bold=True)
        self._kind = Said(BASE_PT, segment=segment, name="muted")
        self._due = Said(13, bold=True, segment=segment)
        self._badge = Badge(17)
        self._sample = Said(BASE_PT, bold=True, name="sample")
        self._facts = Facts(segment)
        self._ours, self._core = SidePanel(segment), SidePanel(segment)
        self.table = Declarations()
        self._warnings = Said(BASE_PT, bold=True, segment=segment)
        self._acts = Said(10, segment=segment)
        self._source = Said(10, segment=segment, name="muted")
        inked(self._warnings, Tone.ATTENTION)
        self._compact = False
        self._showing: tuple[Card | None, str, bool] = (_EMPTY, "", False)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(4)
        self._column.addLayout(self._top())
        self._column.addWidget(self._scrolled(), 1)
        self.set_compact(compact=False)

    def set_compact(self, *, compact: bool) -> None:
        """Take less room, on a small screen: what the banner says too is left out."""
        self._compact = compact
        self._column.setContentsMargins(16, 0 if compact else 6, 16, 3 if compact else 8)
        self._number.resize_text(_SMALL_NUMBER_PT if compact else _NUMBER_PT, bold=True)

    def _top(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._kind)
        words.addWidget(self._due)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._number)
        row.addWidget(self._badge)
        row.addLayout(words, 1)
        row.addWidget(self._sample, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _scrolled(self) -> QScrollArea:
        body = _Body()
        body.setObjectName("body")
        sides = QHBoxLayout()
        sides.setSpacing(10)
        sides.addWidget(self._ours, 1)
        sides.addWidget(self._core, 1)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(sides)
        for widget in (self.table, self._warnings, self._acts, self._source):
            right.addWidget(widget)
        right.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(self._facts)
        left.addStretch(1)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(20)
        for half in (left, right):
            half.setContentsMargins(0, 0, 0, 0)
            column = QWidget()
            column.setLayout(half)
            column.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            row.addWidget(column, 1)
        self.scrolling = QScrollArea()
        self.scrolling.setWidget(body)
        self.scrolling.setWidgetResizable(True)
        self.scrolling.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scrolling.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return self.scrolling

    def show_card(self, card: Card | None, speech: Speech) -> None:
        """Show it; nothing of the one before stays."""
        if (card, speech.language, self._compact) == self._showing:
            return
        other = card is None or self._showing[0] is None or card.number != self._showing[0].number
        self._showing = (card, speech.language, self._compact)
        shown(self, wanted=card is not None)
        here = card or _EMPTY
        self._number.say(here.number)
        self._kind.say_or_hide(here.kind)
        self._due.say_or_hide("" if self._compact else here.due)
        self._badge.show_mark(here.line)
        self._sample.say_or_hide(speech.say("provenance_sample") if here.sample else "")
        self._facts.show_facts(here.facts)
        self._ours.show_side(here.ours)
        self._core.show_side(here.core)
        titles = (speech.say("table_declaration"), speech.say("table_packages"), speech.say("table_weight"))
        self.table.show_rows(here.rows, here.total, titles, speech.say("table_declaration"))
        self._warnings.say_or_hide("\n".join(here.warnings))
        acts = "\n".join(here.acts)
        self._acts.say_or_hide(f"{speech.say('earlier')}\n{acts}" if acts else "")
        self._source.say_or_hide(here.source)
        self.setAccessibleName(f"{here.kind} {here.number}".strip())
        self.scrolling.setAccessibleName(speech.say("scroll_hint"))
        if other:
            self.turn_back()

    def turn_page(self, pages: int) -> bool:
        """Scroll the card, then the table in it; False where there is no more that way."""
        for bar in (self.scrolling.verticalScrollBar(), self.table.verticalScrollBar())[:: 1 if pages > 0 else -1]:
            before = bar.value()
            bar.setValue(before + pages * bar.pageStep())
            if bar.value() != before:
                return True
        return False

    def turn_back(self) -> None:
        """To the beginning of all of it."""
        for bar in (self.scrolling.verticalScrollBar(), self.table.verticalScrollBar()):
            bar.setValue(bar.minimum())


class _Body(QWidget):
    """What scrolls: as high as its texts need at the width there is, and not what they would need if narrow."""

    def minimumSizeHint(self) -> QSize:
        return QSize()
