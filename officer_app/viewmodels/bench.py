"""The test bench: what scanners send, byte by byte, what it means, and what to set. Nothing here is looked up."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from officer_app.core.numbers import Unreadable, recognise
from officer_app.core.scanned_text import printable
from officer_app.core.scanner_guess import Chunk, Guess, guess
from officer_app.core.scans import ScanCount, Typed
from officer_app.texts import Texts
from officer_app.viewmodels.ports import Finding, Signals
from officer_app.viewmodels.speech import Speech, Voices
from officer_app.viewmodels.view import Shape, StatusItem, Tone

MOST_CHUNKS, MOST_FRAMES, SHOWN_BYTES = 400, 12, 48
_TONES = {"good": (Tone.GOOD, Shape.TICK), "attention": (Tone.ATTENTION, Shape.EXCLAMATION)}
_BAD = (Tone.REFUSE, Shape.CROSS)


@dataclass(frozen=True)
class ScannerView:
    """One scanner: its port, its last bytes as text and as hex, facts, and what to set."""

    port: str
    text: str
    hexes: str
    facts: tuple[str, ...]
    advice: tuple[str, ...]


@dataclass(frozen=True)
class BenchView:
    """All that the page shows."""

    title: str
    hint: str
    scanners: tuple[ScannerView, ...]
    frames: tuple[str, ...]
    counts: str
    unknown: tuple[str, ...]
    findings: tuple[StatusItem, ...]


@dataclass
class _Line:
    chunks: deque[Chunk] = field(default_factory=lambda: deque(maxlen=MOST_CHUNKS))


class BenchModel:
    """Main thread only. Keeps the last reads of each scanner, bounded."""

    def __init__(self, texts: Texts, signals: Signals) -> None:
        self._voices = Voices(texts)
        self._texts = texts
        self._lines: dict[str, _Line] = {}
        self._frames: deque[tuple[str, str]] = deque(maxlen=MOST_FRAMES)
        self._findings: Sequence[Finding] = ()
        self._signals: tuple[Callable[[], None], ...] = (
            signals.good,
            signals.refuse,
            signals.attention,
            signals.alarm,
        )
        self._next_signal = 0

    def on_bytes(self, url: str, data: bytes, at: float) -> None:
        """What a scanner sent; `at`: seconds of a clock that never goes back."""
        self._lines.setdefault(url, _Line()).chunks.append(Chunk(at, data))

    def on_frame(self, text: str) -> None:
        """A scan, whole."""
        reading = recognise(text)
        kind = "unknown" if isinstance(reading, Unreadable) else str(reading.kind)
        self._frames.appendleft((f"{printable(text)}  →  ", f"number_{kind}"))

    def on_dropped(self, reason: str) -> None:
        """Bytes that became no scan."""
        self._frames.appendleft(("✗ ", f"drop_{reason}"))

    def on_findings(self, findings: Sequence[Finding]) -> None:
        """What the doctor said of devices."""
        self._findings = findings

    def play(self) -> None:
        """The next of the four signals."""
        self._signals[self._next_signal]()
        self._next_signal = (self._next_signal + 1) % len(self._signals)

    def view(self, language: str, counts: ScanCount, unknown: Sequence[tuple[str | Typed, int]]) -> BenchView:
        """Everything to show now; `unknown`: codes nobody knew at this desk, and how often."""
        speech = self._voices.speech(language)
        numbers = {
            "read": str(counts.read),
            "understood": str(counts.understood),
            "refused": str(counts.refused + counts.dropped_total),
            "repeats": str(counts.repeats),
        }
        return BenchView(
            title=speech.say("bench_title"),
            hint=speech.say("bench_hint"),
            scanners=tuple(self._scanner(port, line, speech) for port, line in self._lines.items()),
            frames=tuple(shown + speech.either(key, "dropped") for shown, key in self._frames),
            counts=speech.say("scan_counts", **numbers),
            unknown=tuple(f"{_unknown(code, speech)}  × {times}" for code, times in unknown),
            findings=tuple(_item(finding, language) for finding in self._findings),
        )

    def _scanner(self, port: str, line: _Line, speech: Speech) -> ScannerView:
        chunks = list(line.chunks)
        made = guess(chunks)
        last = b"".join(chunk.data for chunk in chunks[-SHOWN_BYTES:])[-SHOWN_BYTES:]
        advice = tuple(self._texts.both(f"device.advice_{each}").say(speech.language) for each in made.advice)
        return ScannerView(
            port, printable(last.decode("utf-8", "backslashreplace"), 200), last.hex(" "), _facts(made, speech), advice
        )


def _unknown(code: str | Typed, speech: Speech) -> str:
    return speech.say("bench_typed", length=str(code.length)) if isinstance(code, Typed) else printable(code)


def _facts(made: Guess, speech: Speech) -> tuple[str, ...]:
    return (
        speech.say("bench_bytes", bytes=str(made.bytes), scans=str(made.scans)),
        speech.say("bench_terminator", terminator=made.terminator or "–"),
        speech.say("bench_characters", characters=made.characters),
        speech.say("bench_symbology", symbology=_symbology(made)),
        speech.say("bench_pace", pace=str(made.pace) if made.pace else "–"),
    )


def _symbology(made: Guess) -> str:
    known = made.symbology
    return known.name if known.sure else f"{known.name} ?" if known.name else "?"


def _item(finding: Finding, language: str) -> StatusItem:
    tone, shape = _TONES.get(finding.state, _BAD)
    said = finding.sentence.en if language == "en" else finding.sentence.th
    return StatusItem(finding.name, said, tone, shape)
