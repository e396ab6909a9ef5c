"""Devices and test bench: live bytes, frames, timing and advice; the doctor's findings; the codes nobody knew."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from officer_app.core.scans import ScanCount, Typed
from officer_app.texts import Both, Texts
from officer_app.ui.bridge import Bridge
from officer_app.ui.widgets.said import Said, Segment, inked
from officer_app.viewmodels.bench import BenchModel, BenchView, ScannerView
from officer_app.viewmodels.ports import Devices, Finding, Run
from officer_app.viewmodels.speech import Voices

SHOW_EVERY_MS = 200
Known = Callable[[], tuple[ScanCount, Sequence[tuple[str | Typed, int]]]]
"""Gives the desk's counts and the codes it did not know; nothing of them while nobody is signed in."""


class BenchPage(QWidget):
    """Listens to scanners only while it is shown. `leave` is called when the officer goes back."""

    def __init__(
        self, model: BenchModel, texts: Texts, segment: Segment, known: Known, leave: Callable[[], None]
    ) -> None:
        super().__init__()
        self.model = model
        self.language = "th"
        self.devices: Devices | None = None
        self.bridge: Bridge | None = None
        self.run: Run | None = None
        self._segment = segment
        self._known = known
        self._leave = leave
        self._voices = Voices(texts)
        self._shown: BenchView | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = Said(20, bold=True)
        self._hint = Said(11, segment=segment, name="muted")
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._bars: list[QScrollBar] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.render_view)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        for column in (self._left, self._right):
            held = QWidget()
            held.setLayout(column)
            scrolling = QScrollArea()
            scrolling.setWidgetResizable(True)
            scrolling.setFrameShape(QFrame.Shape.NoFrame)
            scrolling.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scrolling.setWidget(held)
            self._bars.append(scrolling.verticalScrollBar())
            row.addWidget(scrolling, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addLayout(row, 1)

    # --- what comes in, on the main thread

    def heard_bytes(self, url: str, data: bytes, at: float) -> None:
        """What a scanner sent."""
        self.model.on_bytes(url, data, at)

    def look_again(self) -> None:
        """Let the doctor look at the devices, in the background."""
        if self.devices is not None and self.run is not None:
            self.run(self.devices.findings, self._found, self._failed)

    def _found(self, findings: list[Finding]) -> None:
        self.model.on_findings(findings)
        self.render_view()

    def _failed(self, sentence: Both) -> None:
        self.model.on_findings([Finding("doctor", "bad", sentence)])
        self.render_view()

    def next_page(self) -> bool:
        """Scroll on whatever has more below; False at the end, which goes back to the beginning."""
        more = [bar for bar in self._bars if bar.value() < bar.maximum()]
        for bar in more:
            bar.setValue(bar.value() + bar.pageStep())
        if not more:
            for bar in self._bars:
                bar.setValue(bar.minimum())
        return bool(more)

    # --- what is shown

    def render_view(self) -> None:
        """Show the model as it is now; a quiet bench is left alone."""
        counts, unknown = self._known()
        view = self.model.view(self.language, counts, unknown)
        if view == self._shown:
            return
        self._shown = view
        speech = self._voices.speech(self.language)
        self._title.say(view.title)
        self._hint.say(view.hint)
        left: list[QWidget] = []
        for scanner in view.scanners:
            left += self._scanner(scanner)
        if not view.scanners:
            left.append(self._text(speech.say("bench_waiting")))
        left += [self._heading(speech.say("bench_frames")), *(self._text(frame) for frame in view.frames)]
        right: list[QWidget] = [self._heading(speech.say("bench_findings"))]
        for finding in view.findings:
            said = self._text(f"{_SIGNS.get(str(finding.shape), '✗')} {finding.text}")
            inked(said, finding.tone)
            right.append(said)
        right += [self._heading(speech.say("bench_unknown")), self._text(view.counts)]
        right += [self._text(code) for code in view.unknown]
        _fill(self._left, left)
        _fill(self._right, right)

    def _scanner(self, scanner: ScannerView) -> list[QWidget]:
        advice = [self._text(sentence, bold=True) for sentence in scanner.advice]
        facts = [self._text(" · ".join(scanner.facts)), self._text(scanner.text), self._text(scanner.hexes)]
        return [self._heading(scanner.port), *facts, *advice]

    def _heading(self, text: str) -> Said:
        made = Said(14, bold=True)
        made.say(text)
        return made

    def _text(self, text: str, *, bold: bool = False) -> Said:
        made = Said(11, bold=bold, segment=self._segment)
        made.say(text)
        return made

    # --- Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to listen."""
        super().showEvent(event)
        if self.devices is not None and self.bridge is not None:
            self.devices.watch(self.bridge.sent_bytes)
        self._timer.start(SHOW_EVERY_MS)
        self.look_again()
        self.render_view()
        self.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Listen no more: the scan path costs nothing for it."""
        super().hideEvent(event)
        if self.devices is not None:
            self.devices.watch(None)
        self._timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F4 signals, F5 look again, PgDn further, Esc back."""
        keys: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_F4: self.model.play,
            Qt.Key.Key_F5: self.look_again,
            Qt.Key.Key_Escape: self._leave,
            Qt.Key.Key_PageDown: self.next_page,
        }
        doing = None if event.isAutoRepeat() else keys.get(Qt.Key(event.key()))
        if doing is None:
            super().keyPressEvent(event)
        else:
            doing()


_SIGNS = {"tick": "✓", "exclamation": "!"}


def _fill(column: QVBoxLayout, widgets: Sequence[QWidget]) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
