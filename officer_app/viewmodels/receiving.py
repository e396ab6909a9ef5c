"""How a desk receives: one scan after the other, none lost while it is occupied, each counted once."""

from abc import ABC, abstractmethod

from officer_app.core.ports import SignedIn
from officer_app.core.scan_log import Became, why_unknown
from officer_app.core.scanned_text import printable
from officer_app.core.scans import ScanCount, Typed, UnknownCodes
from officer_app.viewmodels.arrivals import Arrival, Drop, Scan, Waiting
from officer_app.viewmodels.commanding import Commanding
from officer_app.viewmodels.ports import Tools


class Receiving(ABC):
    """`arrived` counts all that came; `turned_away` what came while nobody was signed in."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.officer: SignedIn | None = None
        self.counts = ScanCount()
        self.unknown = UnknownCodes()
        self.arrived = 0
        self.turned_away = 0
        self._turned = ""
        self._waiting = Waiting()
        self._commanding = Commanding(tools.read_command, tools.command_rules, tools.window)

    def on_scan(self, text: str, *, typed: bool = False) -> None:
        """A text that a scanner sent, or a person typed."""
        self.arrived += 1
        self._turned = text if self.officer is None else ""
        if self.officer is None:
            self._count(Became.REFUSED, "locked")
            self._turn_away()
        elif self._commanding.claims(text):
            read = self._command(text)
            self._count(Became.UNDERSTOOD if read else Became.REFUSED, "" if read else "command")
        elif self._answers(text):
            self._count(Became.UNDERSTOOD)
        else:
            self._arrive(Scan(text, typed))

    def on_repeat(self, text: str) -> None:
        """The same code again within the gap: said, counted, and nothing is lost by it."""
        # What nobody was here to take is no repeat of what lies on the card: the next key would reach that.
        refused = self.officer is not None and text == self._turned
        if refused or (self._empty_handed and not self._occupied):
            self.on_scan(text)
            return
        self.arrived += 1
        self._count(Became.REPEATED)
        if self.officer is None:
            self._turn_away()
        else:
            self._repeated()

    def on_dropped(self, reason: str) -> None:
        """Bytes that became no text."""
        self.arrived += 1
        if self.officer is None:
            self._count(Became.DROPPED, reason)
            self._turn_away()
        else:
            self._arrive(Drop(reason))

    @property
    @abstractmethod
    def _occupied(self) -> bool:
        """Whether a scan has to wait."""

    @property
    @abstractmethod
    def _empty_handed(self) -> bool:
        """Whether nothing is shown that a repeat could repeat."""

    @abstractmethod
    def _look_at(self, text: str) -> bool:
        """Show what `text` is; whether it was understood."""

    @abstractmethod
    def _hide(self, text: str) -> None:
        """What was typed led nowhere and may be a password: take it out of sight again."""

    @abstractmethod
    def _dropped(self, reason: str) -> None:
        """Say that bytes became no text."""

    @abstractmethod
    def _repeated(self) -> None:
        """Say that the code on the card was read once more."""

    @abstractmethod
    def _command(self, text: str) -> bool:
        """Do what a command barcode says, now or never; whether it was one of this desk's that may act."""

    @abstractmethod
    def _answers(self, text: str) -> bool:
        """Whether `text` was the answer to a question that is open."""

    def _turn_away(self) -> None:
        self.turned_away += 1
        self.tools.signals.refuse()

    def _arrive(self, arrival: Arrival) -> None:
        """Take it now, or in its turn: nothing overtakes what waits already."""
        if not self._occupied:
            longest = self._waiting.first()
            if longest is not None:
                self._waiting.joins(arrival)
            if self._take(longest or arrival):
                self._next()
            return
        if isinstance(arrival, Drop) and self._waiting.ends_with(arrival):
            # A line that is nothing but noise is counted piece by piece, and acknowledged once.
            self._count(Became.DROPPED, arrival.reason)
        elif not self._waiting.joins(arrival):
            self._count(Became.DROPPED, "queue_full")
        self.tools.signals.attention()

    def _next(self) -> None:
        while not self._occupied and (arrival := self._waiting.first()) is not None:
            if not self._take(arrival):
                return

    def _take(self, arrival: Arrival) -> bool:
        """Whether it only answered what lies open, so that the one behind it may have its turn as well."""
        if isinstance(arrival, Drop):
            self._count(Became.DROPPED, arrival.reason)
            self._dropped(arrival.reason)
            return False
        # What waited may be an answer as well as what comes now: a container scanned while a refusal stood.
        answered = self._answers(arrival.text)
        if answered or self._look_at(arrival.text):
            self._count(Became.UNDERSTOOD)
        else:
            why, kept = why_unknown(arrival.text, typed=arrival.typed)
            self._count(Became.UNKNOWN, why, kept)
            astray = arrival.typed and not kept
            if astray:
                self._hide(arrival.text)
            self.unknown.note(Typed(len(arrival.text)) if astray else printable(arrival.text))
        return answered

    def _count(self, became: Became, why: str = "", text: str = "") -> None:
        """On the screen since the window was opened, and in the workstation's own log for registers."""
        match became:
            case Became.UNDERSTOOD:
                self.counts = self.counts.with_understood()
            case Became.REPEATED:
                self.counts = self.counts.with_repeat()
            case Became.DROPPED:
                self.counts = self.counts.with_dropped(why)
            case Became.UNKNOWN | Became.REFUSED:
                self.counts = self.counts.with_refused()
        name = self.officer.person.name if self.officer is not None else ""
        self.tools.counter.note_scan(name, became, why, text)
