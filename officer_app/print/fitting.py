"""Puts a text into a box: as large as allowed, in as many lines as allowed, or not at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from officer_app.print.breaking import letter_ends, loose_ends, word_ends
from officer_app.print.thai import Face, Run

LEADING = 1.32
"""Distance of two baselines in type sizes, at which low vowels clear the next line's marks."""
_STEP = 0.25


@dataclass(frozen=True)
class Fitted:
    """Lines ready to be drawn at `size` points; `height` is from the first line's ink to the last's."""

    lines: tuple[Run, ...]
    size: float

    @property
    def rise(self) -> float:
        """Points from the first baseline up to the highest ink of its line, at least a Thai letter's."""
        return max(self.lines[0].top, 900) * self.size / 1000 if self.lines else 0.0

    @property
    def fall(self) -> float:
        """Points from the last baseline down to the lowest ink of its line, at least a low vowel's."""
        return max(-self.lines[-1].bottom, 230) * self.size / 1000 if self.lines else 0.0

    @property
    def height(self) -> float:
        """Points from the highest ink to the lowest."""
        return self.rise + self.fall + (len(self.lines) - 1) * self.size * LEADING if self.lines else 0.0

    @property
    def width(self) -> float:
        """Points of the widest line."""
        return max((run.width for run in self.lines), default=0) * self.size / 1000


@dataclass(frozen=True)
class Measure:
    """The room a text has: points, type sizes in points, most lines."""

    width: float
    height: float
    size: float
    least: float
    lines: int
    anywhere: bool = False
    """Whether a word wider than the line may be broken between letters (marks, part numbers)."""


def fit(text: str, face: Face, room: Measure) -> Fitted | None:
    """The text at the largest size from `size` down to `least` at which it fits, or None."""
    paragraphs = [face.shape(part.strip(" ")) for part in text.split("\n")]
    if not any(run.text for run in paragraphs):
        return Fitted((), room.size)
    for size in _sizes(room.size, room.least):
        lines = _lines(paragraphs, face, room, 1000 * room.width / size)
        if lines is not None:
            fitted = Fitted(lines, size)
            if fitted.height <= room.height + 0.01:
                return fitted
    return None


def _sizes(size: float, least: float) -> Iterator[float]:
    while size > least:
        yield size
        size -= _STEP
    yield least


def _lines(paragraphs: list[Run], face: Face, room: Measure, width: float) -> tuple[Run, ...] | None:
    lines: list[Run] = []
    for run in paragraphs:
        broken = [run] if run.width <= width else _broken(run, face, room, width)
        if broken is None:
            return None
        lines += broken
        if len(lines) > room.lines:
            return None
    return tuple(lines)


def _broken(run: Run, face: Face, room: Measure, width: float) -> list[Run] | None:
    if room.lines == 1:
        return None
    ways: list[Callable[[str], tuple[int, ...]]] = [word_ends, loose_ends]
    if room.anywhere:
        ways.append(letter_ends)
    for way in ways:
        spans = _fill(run, way(run.text), width)
        if spans is not None:
            return [face.part(run, start, end) for start, end in spans]
    return None


def _fill(run: Run, ends: tuple[int, ...], width: float) -> list[tuple[int, int]] | None:
    """Greedy lines as spans of the run's text without the blanks at their ends, or None if a piece is too wide."""
    reach = _reach(run)
    spans: list[tuple[int, int]] = []
    start = last = 0
    for end in ends:
        inked = len(run.text[:end].rstrip(" "))
        if reach[max(inked, start)] - reach[start] > width:
            if last == start:
                return None
            spans.append((start, len(run.text[:last].rstrip(" "))))
            start = last
            if reach[max(inked, start)] - reach[start] > width:
                return None
        last = end
    spans.append((start, len(run.text)))
    return spans


def _reach(run: Run) -> list[int]:
    """For each offset into the text, the width of everything before it."""
    reach = [0] * (len(run.text) + 1)
    for glyph in run.glyphs:
        reach[glyph.cluster + 1] += glyph.advance
    for index in range(len(run.text)):
        reach[index + 1] += reach[index]
    return reach
