"""Puts a text into a box: as large as allowed, in as many lines as allowed, or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from officer_app.print.breaking import letter_ends, loose_ends, word_ends
from officer_app.print.thai import Face, Run

LEADING = 1320
"""Least distance of two baselines in thousandths of the type size; more where a low vowel meets a mark below it."""
_CLEAR = 40
"""White between a low vowel and the mark under it, in thousandths."""
USUAL_RISE, USUAL_FALL = 900, 355
"""Ink that every line is given room for, so that neighbouring boxes keep one baseline."""
_STEP = 0.25
LEGIBLE = 5.5
"""Points: nothing is set smaller to make it fit than a form says itself, or than this."""
MANY = 10_000
"""Lines: as many as the height takes."""


@dataclass(frozen=True)
class Fitted:
    """Lines ready to be drawn at `size` points; `height` is from the first line's ink to the last's."""

    lines: tuple[Run, ...]
    size: float
    leading: int = LEADING

    @property
    def rise(self) -> float:
        """Points from the first baseline up to the highest ink of its line, at least a Thai letter's."""
        return max(self.lines[0].top, USUAL_RISE) * self.size / 1000 if self.lines else 0.0

    @property
    def fall(self) -> float:
        """Points from the last baseline down to the lowest ink of its line, at least a low vowel's."""
        return max(-self.lines[-1].bottom, USUAL_FALL) * self.size / 1000 if self.lines else 0.0

    @property
    def height(self) -> float:
        """Points from the highest ink to the lowest."""
        between = (len(self.lines) - 1) * self.size * self.leading / 1000
        return self.rise + self.fall + between if self.lines else 0.0

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
    align: str = "left"
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
            fitted = Fitted(lines, size, _leading(lines, face, room, 1000 * room.width / size))
            if fitted.height <= room.height + 0.01:
                return fitted
    return None


def fit_closer(text: str, face: Face, room: Measure) -> Fitted | None:
    """Like `fit`, and where that fails in as many lines as the height takes, down to what can still be read."""
    return fit(text, face, room) or fit(text, face, replace(room, lines=MANY, least=min(room.least, LEGIBLE)))


def begin(text: str, face: Face, room: Measure) -> tuple[Fitted, str]:
    """As many lines at `size` as the room takes, and the text that is left over: where it was broken, unchanged."""
    width = 1000 * room.width / room.size
    paragraphs = [face.shape(part.strip(" ")) for part in text.split("\n")]
    lines: list[Run] = []
    for index, run in enumerate(paragraphs):
        for start, end in _spans(run, room, width):
            wider = (*lines, face.part(run, start, end))
            taken = Fitted(wider, room.size, _leading(wider, face, room, width))
            if taken.height > room.height or len(wider) > room.lines:
                left = "\n".join([run.text[start:], *(later.text for later in paragraphs[index + 1 :])])
                return Fitted(tuple(lines), room.size, _leading(tuple(lines), face, room, width)), left
            lines.append(wider[-1])
    return Fitted(tuple(lines), room.size, _leading(tuple(lines), face, room, width)), ""


def _spans(run: Run, room: Measure, width: float) -> list[tuple[int, int]]:
    """The lines of a paragraph as spans of its text; a letter wider than the line stands alone on it."""
    if run.width <= width:
        return [(0, len(run.text))]
    reach = _reach(run)
    return _fill(run, _ends(run, reach, width, room.anywhere), reach, width) or [(0, len(run.text))]


def _sizes(size: float, least: float) -> Iterator[float]:
    while size > least:
        yield size
        size -= _STEP
    yield least


def _leading(lines: tuple[Run, ...], face: Face, room: Measure, width: float) -> int:
    """The distance of baselines at which no low vowel of a line touches a mark of the next."""
    leading = LEADING
    for above, below in pairwise(lines):
        if below.top - above.bottom + _CLEAR <= leading:
            continue
        shift = _indent(above, room, width) - _indent(below, room, width)
        # Only these can meet: ink above all that the other line's lowest reaches, and the other way round.
        highs = [box for box in face.ink(below) if box[2] > leading + above.bottom - _CLEAR]
        lows = [box for box in face.ink(above) if box[3] < below.top + _CLEAR - leading]
        for left, right, _, bottom in lows:
            reach = (left + shift - _CLEAR, right + shift + _CLEAR)
            meets = (high[2] for high in highs if high[0] < reach[1] and high[1] > reach[0])
            leading = max([leading, *(top - bottom + _CLEAR for top in meets)])
    return leading


def _indent(run: Run, room: Measure, width: float) -> float:
    free = width - run.width
    return {"left": 0.0, "center": free / 2, "right": free}[room.align]


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
    reach = _reach(run)
    spans = _fill(run, _ends(run, reach, width, room.anywhere), reach, width)
    return None if spans is None else [face.part(run, start, end) for start, end in spans]


def _ends(run: Run, reach: list[int], width: float, anywhere: bool) -> list[int]:
    """Where lines may end: between words, and within those pieces alone that no line could hold, more finely."""
    ends = list(word_ends(run.text))
    for finer in (loose_ends, letter_ends) if anywhere else (loose_ends,):
        wide = [(a, b) for a, b in pairwise([0, *ends]) if reach[_inked(run, b)] - reach[a] > width]
        if not wide:
            break
        ends = sorted({*ends, *(end for end in finer(run.text) if any(a < end < b for a, b in wide))})
    return ends


def _inked(run: Run, end: int) -> int:
    """The end without the blanks before it."""
    return len(run.text[:end].rstrip(" "))


def _fill(run: Run, ends: list[int], reach: list[int], width: float) -> list[tuple[int, int]] | None:
    """Greedy lines as spans of the run's text without the blanks at their ends, or None if a piece is too wide."""
    spans: list[tuple[int, int]] = []
    start = last = 0
    for end in ends:
        inked = max(_inked(run, end), start)
        if reach[inked] - reach[start] > width:
            if last == start or reach[inked] - reach[last] > width:
                return None
            spans.append((start, _inked(run, last)))
            start = last
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
